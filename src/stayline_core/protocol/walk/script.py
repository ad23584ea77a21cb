"""A walk as a document: read with places and hints, and written back from what was done.

```yaml
stayline: 1
kind: walk
id: nobody-comes
title: Nobody comes, and everyone is called
of: self-harm
channel: voice
walk:
  - expect: {step: opening/acknowledge, says: "Thank you for telling me", rung: [crisis]}
  - next
  - answer: no
  - wait: 60s
  - expect: {emits: "raise: management"}
```
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from stayline_core.protocol.events import SwitchedIn
from stayline_core.protocol.findings import Finding, has_errors
from stayline_core.protocol.language import (
    CLASS_OF_CHANNEL,
    FACTS,
    HELP,
    LEVELS,
    Protocol,
    frozen_map,
)
from stayline_core.protocol.load import document_head
from stayline_core.protocol.reading import DOCUMENT_NAME, Path, Reader, did_you_mean
from stayline_core.protocol.tree import Listing, Mark, Node, Scalar, Table, read_tree
from stayline_core.protocol.walk.acts import VERBS, Act, ActUnclear, act_of, act_with, read_act
from stayline_core.protocol.walk.expect import KEYS, LISTS, ONE, WORDS, Look

EXPECT: Final = "expect"
EMPTY: Final = "There is nothing to walk: write at least one line, such as next."
REQUIRED: Final = ("stayline", "kind", "of", "walk")
SCRIPT_KEYS: Final = (*REQUIRED, "id", "title", "channel", "switched")
SWITCHED_KEYS: Final = ("help", "line", "level", "answers", "facts")


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a script: an act, or what is expected then; and where it stands."""

    mark: Mark
    act: Act | None = None
    looks: tuple[Look, ...] = ()

    @property
    def expects_refusal(self) -> bool:
        """Does the line say that the act before it is refused?"""
        return any(look.key == "refused" for look in self.looks)


@dataclass(frozen=True, slots=True)
class Script:
    """A whole walk: the protocol it is of, the channel, how it begins, and its lines."""

    of: str
    lines: tuple[Line, ...]
    id: str | None = None
    title: str | None = None
    channel: str | None = None
    switched: SwitchedIn | None = None


@dataclass(frozen=True, slots=True)
class LoadedScript:
    """What reading a script gave; `script` is None if a finding is an error."""

    file: str
    script: Script | None
    findings: tuple[Finding, ...] = field(default=())


def load_script(source: bytes, *, file: str) -> LoadedScript:
    """Read the document of a walk. Never raises: faults are findings (codes Y01 to Y13)."""
    root, findings = read_tree(source, file)
    reader = Reader(file)
    script = _Script(reader).read(root) if root is not None else None
    return _loaded(file, script, (*findings, *reader.findings))


def load_lines(source: str, *, file: str, of: str) -> LoadedScript:
    """Read a walk from plain lines, one act a line, as they are typed; `#` begins a remark.

    A line that begins with `expect` looks at one thing: `expect step calm`.
    """
    reader = Reader(file)
    lines = []
    for number, text in enumerate(source.splitlines(), start=1):
        words = " ".join(text.split())
        if words and not words.startswith("#"):
            lines.append(_plain_line(reader, words, Mark(number, 1)))
    if not lines:
        reader.fault("Y08", Mark(1, 1), EMPTY)
    script = Script(of, tuple(line for line in lines if line is not None))
    return _loaded(file, script, tuple(reader.findings))


def _loaded(file: str, script: Script | None, findings: tuple[Finding, ...]) -> LoadedScript:
    found = tuple(sorted(findings, key=lambda one: (one.line, one.column, one.code)))
    return LoadedScript(file, None if has_errors(found) else script, found)


def _plain_line(reader: Reader, words: str, mark: Mark) -> Line | None:
    head, _, rest = words.partition(" ")
    if head.rstrip(":") != EXPECT:
        return _act_line(reader, mark, lambda: read_act(words))
    negated = rest.startswith("not ")
    key, _, wanted = rest.removeprefix("not ").partition(" ")
    key = key.rstrip(":")
    if key not in KEYS:
        hint = did_you_mean(key, KEYS)
        reader.fault("Y07", mark, f"“{key}” is nothing that can be expected.{hint}")
        return None
    if key in ONE and not wanted:
        reader.fault("Y08", mark, f"expect {key} needs what is expected; write no for nothing.")
        return None
    names = tuple(one.strip() for one in wanted.split(",")) if key in LISTS else (wanted,)
    names = tuple(one for one in names if one)
    return Line(mark, looks=(Look(key, names, mark, absent=negated),))


def _act_line(reader: Reader, mark: Mark, read: Callable[[], Act]) -> Line | None:
    try:
        return Line(mark, read())
    except ActUnclear as unclear:
        reader.fault("Y08", mark, str(unclear))
        return None


class _Script:
    """Reads the document of a walk, key by key."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, root: Node) -> Script | None:
        reader = self.reader
        values = reader.table(root, (), SCRIPT_KEYS, REQUIRED)
        document_head(reader, values, "walk")
        if not set(REQUIRED) <= set(values):
            return None
        name = reader.name(values["id"], DOCUMENT_NAME, "a walk") if "id" in values else None
        title = reader.text(values["title"]) if "title" in values else None
        channel = None
        if "channel" in values:
            node = values["channel"]
            channel = reader.choice(node, CLASS_OF_CHANNEL, code="Y08", what="channel")
        switched = self._switched(values["switched"]) if "switched" in values else None
        of = reader.name(values["of"], DOCUMENT_NAME, "a protocol")
        return Script(of, self._lines(values["walk"]), name, title, channel, switched)

    def _switched(self, node: Node) -> SwitchedIn:
        """`switched: yes`, or with what the run before had reached."""
        reader = self.reader
        if isinstance(node, Scalar):
            reader.choice(node, ("yes",), code="Y08", what="way to begin")
            return SwitchedIn()
        path: Path = ("switched",)
        values = reader.table(node, path, SWITCHED_KEYS)
        known = {"help": HELP, "line": ("open", "lost"), "level": LEVELS}
        read = {
            key: reader.choice(values[key], words, code="Y08", what=f"{key} here")
            for key, words in known.items()
            if key in values
        }
        answers = {}
        if "answers" in values:
            said = reader.table(values["answers"], (*path, "answers"))
            answers = {name: reader.text(value) for name, value in said.items()}
        facts: tuple[str, ...] = ()
        if "facts" in values:
            facts = reader.choices(values["facts"], FACTS, code="Y08", what="fact")
        return SwitchedIn(
            help=read.get("help", "none"),
            contact=read.get("line", "open"),
            level=read.get("level"),
            answers=frozen_map(answers),
            facts=facts,
        )

    def _lines(self, node: Node) -> tuple[Line, ...]:
        if isinstance(node, Listing) and not node.items:
            self.reader.fault("Y08", node, EMPTY)
        found = [self._line(item, index) for index, item in enumerate(self.reader.items(node))]
        return tuple(line for line in found if line is not None)

    def _line(self, node: Node, index: int) -> Line | None:
        reader = self.reader
        if isinstance(node, Scalar):
            words = reader.text(node)
            return _act_line(reader, node.mark, lambda: read_act(words)) if words else None
        if isinstance(node, Listing) or len(node.pairs) != 1:
            message = "A line of a walk is one act, or one expect: begin a new list item."
            reader.fault("Y08", node, message)
            return None
        key, (scalar, value) = next(iter(node.pairs.items()))
        verb = "_".join(key.split())
        if verb == EXPECT:
            return Line(scalar.mark, looks=self._looks(value, ("walk", str(index), EXPECT)))
        if verb not in VERBS:
            hint = did_you_mean(verb, (*VERBS, EXPECT))
            reader.fault("Y07", scalar, f"“{key}” is nothing that can happen in a walk.{hint}")
            return None
        return _act_line(reader, scalar.mark, lambda: self._act(verb, value, index))

    def _act(self, verb: str, node: Node, index: int) -> Act:
        if isinstance(node, Table):
            parts = self.reader.table(node, ("walk", str(index), verb))
            return act_with(verb, {name: self.reader.text(part) for name, part in parts.items()})
        words = self.reader.text(node)
        if verb == "answer" and words:  # in a document an equals sign is part of what was said
            return Act(verb, frozen_map({"": words}))
        return act_of(verb, words)

    def _looks(self, node: Node, path: Path) -> tuple[Look, ...]:
        reader = self.reader
        values = reader.table(node, path, (*KEYS, "not"))
        found = []
        for key, value in values.items():
            if key != "not":
                found.append(self._look(key, value, path, absent=False))
                continue
            negated = reader.table(value, (*path, "not"), KEYS)
            for name, one in negated.items():
                found.append(self._look(name, one, (*path, "not"), absent=True))
        return tuple(found)

    def _look(self, key: str, node: Node, path: Path, *, absent: bool) -> Look:
        reader = self.reader
        mark = reader.positions.of(*path, key)
        if key == "answers" and isinstance(node, Table):
            said = reader.table(node, (*path, key))
            pairs = tuple(f"{name}={reader.text(value)}" for name, value in said.items())
            return Look(key, pairs, mark, absent)
        if key in ONE:
            return Look(key, (reader.text(node),), mark, absent)
        return Look(key, reader.texts(node, (*path, key)), mark, absent)


# ── names ──


def check_names(loaded: LoadedScript, protocol: Protocol) -> tuple[Finding, ...]:
    """Findings for names that the protocol does not have: another id, channel, or step."""
    script = loaded.script
    reader = Reader(loaded.file)
    if script is None:
        return ()
    start = Mark(1, 1)
    if script.of != protocol.id:
        message = f"This is a walk of {script.of}, and the protocol is {protocol.id}."
        reader.fault("S02", start, message)
    if script.channel is not None and script.channel not in protocol.channels:
        known = ", ".join(protocol.channels)
        message = f"{protocol.id} is not for {script.channel}; it is for {known}."
        reader.fault("S02", start, message)
    for line in script.lines:
        for name in _steps_named(line):
            if name not in protocol.steps:
                hint = did_you_mean(name, protocol.steps)
                reader.fault("S02", line.mark, f"There is no step “{name}”.{hint}")
    return tuple(reader.findings)


def _steps_named(line: Line) -> Iterable[str]:
    if line.act is not None and line.act.verb == "take":
        yield line.act.parts["step"]
    for look in line.looks:
        if look.key in {"step", "offers", "anytime"}:
            yield from look.wanted


# ── writing ──


def write_script(
    script: Script, expected: Mapping[int, Iterable[tuple[str, tuple[str, ...]]]]
) -> str:
    """The document of a walk; `expected` gives what is to stand after each line, by its number."""
    head = ["stayline: 1", "kind: walk"]
    for key in ("id", "title", "of", "channel"):
        value = getattr(script, key)
        if value is not None:
            head.append(f"{key}: {_scalar(value)}")
    if script.switched is not None:
        head.append(f"switched: {_switched_words(script.switched)}")
    head.append("walk:")
    lines = []
    for number, line in enumerate(script.lines):
        if line.act is not None:
            lines.append(f"  - {_act_words(line.act)}")
        looks = [f"{key}: {_list(key, wanted)}" for key, wanted in expected.get(number, ())]
        if looks:
            lines.append(f"  - expect: {{{', '.join(looks)}}}")
    return "\n".join([*head, *lines]) + "\n"


def _act_words(act: Act) -> str:
    verb = act.verb.replace("_", " ")
    if not act.parts:
        return verb
    values = list(act.parts.items())
    if len(values) == 1 and (act.verb != "answer" or not values[0][0]):
        return f"{verb}: {_scalar(values[0][1])}"
    return f"{verb}: {_flow(values)}"


def _flow(pairs: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(value)}" for name, value in pairs) + "}"


def _switched_words(event: SwitchedIn) -> str:
    pairs = [("help", event.help), ("line", event.contact)]
    pairs += [("level", event.level)] if event.level else []
    words = [f"{name}: {value}" for name, value in pairs]
    if event.answers:
        words.append(f"answers: {_flow(event.answers.items())}")
    if event.facts:
        words.append(f"facts: [{', '.join(event.facts)}]")
    return "{" + ", ".join(words) + "}"


def _list(key: str, wanted: tuple[str, ...]) -> str:
    if key in ONE or (key in WORDS and len(wanted) == 1):
        return _scalar(wanted[0])
    return "[" + ", ".join(_scalar(one) for one in wanted) + "]"


def _scalar(value: str) -> str:
    """A value as YAML; plain where nobody could read it as anything else."""
    plain = value.replace("_", "").replace("/", "").replace(".", "").replace("-", "").isalnum()
    if plain and value not in {"", "true", "false", "null"}:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
