"""Typed reading of a tree: each value is given its type by the schema, each fault its place."""

import datetime as dt
import re
from collections.abc import Iterable

from stayline_core.protocol.findings import Finding, Severity
from stayline_core.protocol.hints import did_you_mean, nearest, shown
from stayline_core.protocol.tree import START, Listing, Mark, Node, Scalar, Table
from stayline_core.protocol.wrong import (
    YAML_WORDS,
    field_of,
    found,
    no_duration,
    no_list,
    no_number,
    no_table,
    no_text,
    no_word,
)

__all__ = [
    "DOCUMENT_NAME",
    "STEP_NAME",
    "Path",
    "Positions",
    "Reader",
    "did_you_mean",
    "seconds_of",
]

STEP_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
DOCUMENT_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_DURATION = re.compile(r"(0|[1-9][0-9]{0,5})(s|m|h)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_YAML_1_1 = YAML_WORDS | {"true", "True", "TRUE", "false", "False", "FALSE"}

MAX_TOLD = 500
"""So many errors are told of one document, and a fifth as many warnings."""
MAX_HINTS = 30
"""So many times the reader looks for what was meant; looking costs more than telling."""

Path = tuple[str, ...]


class Positions:
    """Where each part of a document stands, by its path; the nearest known parent answers."""

    def __init__(self) -> None:
        """Start with nothing known: everything is at the first character."""
        self._marks: dict[Path, Mark] = {}
        self._sources: dict[Path, Path] = {}

    def keep(self, path: Path, mark: Mark) -> None:
        """Remember where a part stands."""
        self._marks[path] = mark

    def keep_first(self, path: Path, mark: Mark) -> None:
        """Remember where a part stands, unless its key has said so."""
        self._marks.setdefault(path, mark)

    def copy(self, source: Path, target: Path) -> None:
        """Let an inlined part, and all within it, point at the place where it was written."""
        self._sources[target] = source

    def of(self, *path: str) -> Mark:
        """The place of a part, or of the nearest part around it."""
        for size in range(len(path), 0, -1):
            source = self._sources.get(path[:size])
            if source is not None:
                return self.of(*source, *path[size:])
        while path:
            if path in self._marks:
                return self._marks[path]
            path = path[:-1]
        return START


class Reader:
    """Reads values of known types out of a tree and keeps every fault it meets."""

    def __init__(self, file: str) -> None:
        """Read on behalf of `file`, whose name every finding carries."""
        self.file = file
        self.findings: list[Finding] = []
        self.positions = Positions()
        self.meant: dict[Path, set[str]] = {}
        """Known keys that unknown ones were probably meant to be, by the path of their table."""
        self._paths: dict[int, Path] = {}
        self._told = {"error": 0, "warning": 0}
        self._hints = 0

    def fault(
        self, code: str, where: Node | Mark, message: str, severity: Severity = "error"
    ) -> None:
        """Keep a finding at a node or a place; of very many, the first ones.

        Nothing is said of what is broken: the finding that broke it stands already.
        """
        if isinstance(where, Scalar) and where.broken:
            return
        most = MAX_TOLD if severity == "error" else MAX_TOLD // 5
        self._told[severity] += 1
        if self._told[severity] > most + 1:
            return
        if self._told[severity] > most:
            message = f"{message} There is more of the kind below; begin with what is told here."
        mark = where if isinstance(where, Mark) else where.mark
        self.findings.append(Finding(code, severity, self.file, *mark, message))

    def hint(self, word: str, known: Iterable[str]) -> str:
        """What was probably meant, as long as that is looked for (`MAX_HINTS`)."""
        self._hints += 1
        return did_you_mean(word, known) if self._hints <= MAX_HINTS else ""

    def called(self, node: Node) -> str:
        """The value as a sentence begins with it: by its key, and the step it belongs to."""
        name = field_of(self._paths.get(id(node), ()))
        return name[:1].upper() + name[1:]

    def name_it(self, node: Node, path: Path) -> None:
        """Remember by which path sentences name a value."""
        self._paths[id(node)] = path

    def table(
        self,
        node: Node,
        path: Path,
        known: Iterable[str] | None = None,
        required: Iterable[str] = (),
    ) -> dict[str, Node]:
        """The values of a table by key; unknown keys are Y07, missing ones Y09."""
        if not isinstance(node, Table):
            self.fault("Y08", node, no_table(self.called(node), node))
            return {}
        self.positions.keep_first(path, node.mark)
        allowed = None if known is None else set(known)
        values: dict[str, Node] = {}
        for key, (scalar, value) in node.pairs.items():
            if scalar.plain and key in _YAML_1_1:
                message = (
                    f"“{key}” without quotes is no word to YAML, so it cannot be a key: "
                    "put it in quotes, or rename it."
                )
                self.fault("Y12", scalar, message)
            elif allowed is not None and key not in allowed:
                self._unknown(path, key, scalar, allowed)
            else:
                values[key] = value
                self.name_it(value, (*path, key))
                self.positions.keep((*path, key), scalar.mark)
        for key in required:
            if key not in node.pairs and key not in self.meant.get(path, ()):
                self.fault("Y09", node, f"The key “{key}” is missing{_in(field_of(path))}.")
        return values

    def _unknown(self, path: Path, key: str, where: Scalar, allowed: set[str]) -> None:
        hint = self.hint(key, allowed)
        near = nearest(key, sorted(allowed)) if hint else None
        if near is not None:
            self.meant.setdefault(path, set()).add(near)
        message = f"The key “{shown(key)}” is not known{_in(field_of(path)) or ' here'}.{hint}"
        self.fault("Y07", where, message)

    def text(self, node: Node) -> str:
        """A piece of text that is not empty."""
        if not isinstance(node, Scalar):
            self.fault("Y08", node, no_text(self.called(node), node))
            return ""
        if node.plain and node.value in YAML_WORDS:
            message = f"{self.called(node)} is empty: write the text, or leave the key out."
            self.fault("Y08", node, message)
            return ""
        if not node.value.strip():
            self.fault("Y08", node, f"{self.called(node)} is an empty text.")
        return node.value.strip()

    def items(self, node: Node, *, of_tables: bool = False) -> list[Node]:
        """The nodes of a list; `of_tables` says in a fault what its items are."""
        if not isinstance(node, Listing):
            message = no_list(self.called(node), node, of_tables=of_tables)
            self.fault("Y08", node, message)
            return []
        path = self._paths.get(id(node), ())
        for index, item in enumerate(node.items):
            self.name_it(item, (*path, str(index)))
        return node.items

    def texts(self, node: Node, path: Path) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if isinstance(node, Scalar):
            self.positions.keep((*path, "0"), node.mark)
            return (self.text(node),)
        texts = []
        for index, item in enumerate(self.items(node)):
            self.positions.keep((*path, str(index)), item.mark)
            texts.append(self.text(item))
        return tuple(texts)

    def choice(self, node: Node, known: Iterable[str], *, code: str, what: str) -> str:
        """A word out of a closed list."""
        word = self.text(node)
        names = list(known)
        if word and word not in names:
            message = f"“{shown(word)}” is no {what}.{no_word(word)}{self.hint(word, names)}"
            self.fault(code, node, message)
        return word

    def choices(self, node: Node, known: Iterable[str], *, code: str, what: str) -> tuple[str, ...]:
        """A list of words out of a closed list; a single word is a list of one."""
        names = list(known)
        nodes: list[Node] = [node] if isinstance(node, Scalar) else self.items(node)
        return tuple(self.choice(item, names, code=code, what=what) for item in nodes)

    def name(self, node: Node, pattern: re.Pattern[str], what: str) -> str:
        """A name of the given form (Y12)."""
        word = self.text(node)
        if word:
            self.good_name(word, node, pattern, what)
        return word

    def good_name(self, word: str, where: Node | Mark, pattern: re.Pattern[str], what: str) -> None:
        """Refuse a name that is not of the given form (Y12)."""
        if pattern.fullmatch(word):
            return
        dashes = "dashes" if pattern is DOCUMENT_NAME else "underscores"
        message = (
            f"“{shown(word)}” cannot be the name of {what}: a small letter first, then small "
            f"letters, digits and {dashes}, 60 at most.{no_word(word)}{_better(word, pattern)}"
        )
        self.fault("Y12", where, message)

    def whole(self, node: Node, lowest: int, highest: int) -> int:
        """A whole number between two bounds."""
        word = self.text(node)
        if re.fullmatch(r"[0-9]{1,6}", word) and lowest <= int(word) <= highest:
            return int(word)
        if word:
            message = f"{self.called(node)} must be a whole number from {lowest} to {highest}"
            self.fault("Y08", node, f"{message}; this is {found(node)}.{no_number(word)}")
        return lowest

    def flag(self, node: Node, more: Iterable[str] = ()) -> bool | str:
        """Yes or no, in words (true and false are understood), or one of `more` as it stands."""
        word = self.text(node)
        if word in more:
            return word
        if word and word not in {"yes", "no", "true", "false"}:
            *most, last = ("yes", "no", *more)
            wanted = f"{', '.join(most)} or {last}"
            message = f"{self.called(node)} must be {wanted}; this is {found(node)}."
            self.fault("Y08", node, message)
        return word in {"yes", "true"}

    def window(self, node: Node, pattern: str) -> tuple[str, str] | None:
        """A part of the day, 08:00-18:00, as when it begins and when it ends."""
        word = self.text(node)
        begins, _, ends = word.partition("-")
        if re.fullmatch(pattern, word) and begins != ends:
            return begins, ends
        if word:
            message = (
                f"{self.called(node)} must be a part of the day, such as 08:00-18:00 or "
                f"22:00-06:00; this is {found(node)}. A whole day needs none."
            )
            self.fault("Y08", node, message)
        return None

    def duration(self, node: Node) -> int | None:
        """A duration such as 30s, 2m or 1h, in seconds (Y13)."""
        word = self.text(node)
        seconds = seconds_of(word)
        if seconds is None and word:
            where = _in(field_of(self._paths.get(id(node), ())))
            message = f"“{shown(word)}” is no duration{where}"
            self.fault("Y13", node, f"{message}: {no_duration(word)}")
        return seconds

    def date(self, node: Node) -> str | None:
        """A calendar date, YYYY-MM-DD."""
        word = self.text(node)
        try:
            if _DATE.fullmatch(word):
                return dt.date.fromisoformat(word).isoformat()
        except ValueError:
            pass
        if word:
            message = f"{self.called(node)} must be a date, YYYY-MM-DD, such as 2027-06-30"
            self.fault("Y08", node, f"{message}; this is {found(node)}.")
        return None


def _in(field: str) -> str:
    return f" in {field}" if field not in {"", "This"} else ""


def _better(word: str, pattern: re.Pattern[str]) -> str:
    """The same name in the wanted form, where that is plain to see."""
    joint = "-" if pattern is DOCUMENT_NAME else "_"
    better = re.sub(r"[^a-z0-9]+", joint, word.lower()).strip("-_0123456789")
    return f" Write “{better}”?" if pattern.fullmatch(better) else ""


def seconds_of(word: str) -> int | None:
    """A duration in words as seconds; None where it is none."""
    matched = _DURATION.fullmatch(word)
    return int(matched[1]) * _SECONDS[matched[2]] if matched else None
