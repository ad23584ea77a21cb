"""Wording alone: what the rules say of every text in a document that need not be whole.

A protocol that is half written, a ladder, a card, other words for a protocol, a rehearsal, a form,
or plain text: each text that goes out is judged by `stayline_core.wording` for whoever gets it,
with its place in the file. What is said and asked is judged as words to the caller, notes and
headings as words on a page. What callers say and what an agent is to avoid is never judged (X-9).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from stayline_core.protocol.findings import Finding, Severity, has_errors
from stayline_core.protocol.reading import did_you_mean
from stayline_core.protocol.tree import Listing, Mark, Node, Scalar, Table, read_tree
from stayline_core.wording import (
    LENGTH,
    MAX_CHARACTERS,
    MAX_GRADE,
    READING,
    Audience,
    Remark,
    judge,
    language_of,
    reading_grade,
    rule_of,
)

KINDS: Final = ("protocol", "ladder", "card", "wording", "scenario", "walk", "form")
"""What `kind` a document may have for its wording to be judged; without one it is a protocol."""

QUESTIONED: Final = "W10"


@dataclass(frozen=True, slots=True)
class Mend:
    """A finding on words, with the words, why it matters, and what to say instead."""

    finding: Finding
    words: str
    reason: str
    instead: str

    def to_json(self) -> dict[str, Any]:
        """The finding as plain JSON, with its words, reason and alternative."""
        rest = {"words": self.words, "reason": self.reason, "instead": self.instead}
        return {**self.finding.to_json(), **rest}


@dataclass(frozen=True, slots=True)
class Linted:
    """What judging one file gave: `findings` where it could not be read, and every mend.

    `skipped`: it is of a kind in which there is nothing to judge.
    """

    file: str
    findings: tuple[Finding, ...] = ()
    mends: tuple[Mend, ...] = ()
    skipped: bool = False

    @property
    def passes(self) -> bool:
        """Could it be read, and is nothing in it an error? Warnings do not forbid it."""
        return not has_errors((*self.findings, *(mend.finding for mend in self.mends)))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in a document, who gets it, and its place."""

    value: str
    mark: Mark
    audience: Audience


def lint_text(
    text: str, *, file: str, language: str = "en", audience: Audience = "caller"
) -> Linted:
    """Judge plain text, line by line for its places, as one text for everything else."""
    whole = _Text(text, Mark(1, 1), audience)
    mends = [
        _mend(file, whole, remark, language, _place_in(text, remark.start))
        for remark in judge(text, language=language, audience=audience)
    ]
    return Linted(file, (), tuple(mends))


def lint_document(source: bytes, *, file: str, language: str | None = None) -> Linted:
    """Judge every text in a document; `language` where the document names no locale.

    Never raises. A document that is no YAML, or of a kind that holds no such text, has findings.
    """
    root, findings = read_tree(source, file)
    if not isinstance(root, Table):
        if root is not None:
            message = "This is no document: it begins with a table of keys."
            findings = [*findings, Finding("Y08", "error", file, *root.mark, message)]
        return Linted(file, tuple(findings))
    kind = _word(root, "kind") or ("form" if "properties" in root.pairs else "protocol")
    if kind not in KINDS:
        mark = root.pairs["kind"][1].mark
        message = f"Nothing is judged in a “{kind}”.{did_you_mean(kind, KINDS)}"
        finding = Finding("Y08", "error", file, *mark, message)
        return Linted(file, (*findings, finding), skipped=True)
    tongue = _word(root, "locale") or language or "en"
    lines = source.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
    linter = _Linter(file, tongue, lines)
    linter.read(root, kind)
    mends = sorted(linter.mends, key=lambda one: (one.finding.line, one.finding.column))
    return Linted(file, tuple(findings), tuple(dict.fromkeys(mends)))


def _word(table: Table, key: str) -> str | None:
    pair = table.pairs.get(key)
    return pair[1].value if pair is not None and isinstance(pair[1], Scalar) else None


class _Linter:
    def __init__(self, file: str, language: str, lines: list[str]) -> None:
        self.file = file
        self.language = language
        self.lines = lines
        self.mends: list[Mend] = []

    def read(self, root: Table, kind: str) -> None:
        if kind in {"protocol", "wording"}:
            self._protocol(root)
        elif kind == "card":
            self._card(root)
        elif kind == "scenario":
            self._scenario(root)
        elif kind == "form":
            self._form(root)
        self._texts(_under(root, "title"), "page")

    # ── kinds of documents ──

    def _protocol(self, root: Table) -> None:
        self._texts(_under(_under(root, "limits"), "may"), "page")
        self._texts(_under(root, "anytime"), "page")
        for steps in _tables_of_steps(root):
            for _, step in steps.pairs.values():
                if isinstance(step, Table):
                    self._step(step)

    def _step(self, step: Table) -> None:
        spoken = list(_texts_in(_under(step, "say"), "caller"))
        for key in ("ask", "question", "questions"):
            spoken += _texts_in(_questions(_under(step, key), key), "caller")
        for text in spoken:
            self._judge(text, but=READING.code)
        self._reading_age(spoken)
        for key in ("title", "note"):
            self._texts(_under(step, key), "page")
        self._observed(_under(step, "observe"))

    def _card(self, root: Table) -> None:
        self._texts(_under(root, "note"), "page")
        for section in _items(_under(root, "sections")):
            self._texts(_under(section, "heading"), "page")
            for item in _items(_under(section, "items")):
                mark = _word(item, "mark")
                if mark != "not":
                    self._texts(_under(item, "text"), "caller" if mark == "say" else "page")

    def _scenario(self, root: Table) -> None:
        for _, value in root.pairs.values():
            for line in _items(value):
                if _word(line, "who") not in {None, "caller"}:
                    self._texts(_under(line, "text"), "caller")

    def _form(self, root: Table) -> None:
        fields = _under(root, "properties")
        for _, field in fields.pairs.values() if isinstance(fields, Table) else ():
            if not isinstance(field, Table):
                continue
            asked = _word(field, "x-ask") == "ask"
            self._texts(_under(field, "x-question"), "caller" if asked else "page")
            for key in ("title", "x-note"):
                self._texts(_under(field, key), "page")

    # ── texts ──

    def _texts(self, node: Node | None, audience: Audience) -> None:
        for text in _texts_in(node, audience):
            self._judge(text)

    def _judge(self, text: _Text, *, but: str = "") -> None:
        for remark in judge(text.value, language=self.language, audience=text.audience):
            if remark.code != but:
                place = self._place(text, remark)
                self.mends.append(_mend(self.file, text, remark, self.language, place))

    def _place(self, text: _Text, remark: Remark) -> Mark:
        """Where the words of a remark stand; the beginning of the text where that is unclear."""
        line, column = text.mark
        first = remark.words.split("\n")[0]
        for number in range(line, min(len(self.lines), line + text.value.count("\n") + 2) + 1):
            found = self.lines[number - 1].find(first, column - 1 if number == line else 0)
            if found >= 0:
                return Mark(number, found + 1)
        return text.mark

    def _reading_age(self, spoken: list[_Text]) -> None:
        """W07, of all that a step says together."""
        table = language_of(self.language)
        whole = " ".join(text.value for text in spoken)
        grade = reading_grade(whole) if table is not None and table.graded else None
        if grade is not None and grade > MAX_GRADE:
            mark = spoken[0].mark
            message = f"What is said here reads at grade {grade:.1f}; {MAX_GRADE:.0f} at most."
            finding = Finding(READING.code, "error", self.file, *mark, message)
            self.mends.append(Mend(finding, whole, READING.reason, READING.instead))

    def _observed(self, node: Node | None) -> None:
        """W10: what is only noticed has no question."""
        for item in _items(node):
            question = _under(item, "question")
            if isinstance(question, Scalar):
                message = "What is only noticed has no question: nobody is asked it."
                finding = Finding(QUESTIONED, "error", self.file, *question.mark, message)
                reason = "A caller who is asked what was only to be noticed feels watched."
                self.mends.append(Mend(finding, question.value, reason, "Leave the question out."))


def _mend(file: str, text: _Text, remark: Remark, language: str, place: Mark) -> Mend:
    rule = rule_of(remark.code, language=language) or LENGTH
    severity: Severity = "error" if text.audience in {"caller", "written"} else "warning"
    if rule is LENGTH:
        long = f"This is {len(remark.words)} characters long; {MAX_CHARACTERS} at most."
        message = f"{long} {remark.reason} {remark.instead}"
    else:
        message = f"“{remark.words}” {rule.what}. {remark.reason} Instead: {remark.instead}"
    finding = Finding(remark.code, severity, file, *place, message)
    return Mend(finding, remark.words, remark.reason, remark.instead)


def _place_in(text: str, at: int) -> Mark:
    before = text[:at]
    return Mark(before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1)


# ── the tree, as far as it is there ──


def _under(node: Node | None, key: str) -> Node | None:
    pair = node.pairs.get(key) if isinstance(node, Table) else None
    return None if pair is None else pair[1]


def _items(node: Node | None) -> Iterator[Table]:
    """The tables of a list; a single table is a list of one."""
    nodes: Iterable[Node] = node.items if isinstance(node, Listing) else filter(None, [node])
    return (item for item in nodes if isinstance(item, Table))


def _texts_in(node: Node | None, audience: Audience) -> Iterator[_Text]:
    """Every text under a node: itself, those of a list, the values of a table."""
    todo = [node] if node is not None else []
    while todo:
        one = todo.pop(0)
        if isinstance(one, Scalar):
            yield _Text(one.value, one.mark, audience)
        elif isinstance(one, Listing):
            todo = [*one.items, *todo]
        else:
            todo = [*(value for _, value in one.pairs.values()), *todo]


def _questions(node: Node | None, key: str) -> Node | None:
    """The questions of an `ask`; its bare fields are no words."""
    if key != "ask" or node is None:
        return node
    found = [question for item in _items(node) if (question := _under(item, "question"))]
    return Listing(node.mark, found)


def _tables_of_steps(root: Table) -> Iterator[Table]:
    nodes = [_under(root, "steps")]
    blocks = _under(root, "blocks")
    if isinstance(blocks, Table):
        nodes += [_under(block, "steps") for _, block in blocks.pairs.values()]
    return (node for node in nodes if isinstance(node, Table))
