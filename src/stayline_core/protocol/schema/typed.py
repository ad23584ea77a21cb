"""Reads a tree by the shapes of `schema/`: the one place where a shape becomes a value.

A table becomes a dict, a list a tuple, a duration its seconds. What could not be read has its
finding, and is None (or "" for a text) here, so that whoever goes on can leave it alone.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from stayline_core.protocol.reading import DOCUMENT_NAME, Path, Reader
from stayline_core.protocol.schema.shapes import (
    DOCUMENT,
    Date,
    Duration,
    Either,
    Fields,
    Flag,
    ListOf,
    MapOf,
    Name,
    Reference,
    Shape,
    Text,
    Version,
    Whole,
    Window,
    Word,
)
from stayline_core.protocol.tree import Listing, Node, Scalar, Table

VALUE: Final = "="
"""The last part of the path under which the place of a key's value is kept, beside the key's."""

_OPENS: Final = "“‘„«"
_CLOSES: Final = "”’“»"
_ENDS: Final = (".", "!", "?", "…", ":", ";", '"', "”")


class Typed:
    """Reads values by their shapes, with the faults and positions kept by a `Reader`."""

    def __init__(self, reader: Reader) -> None:
        """Read with this reader, whose findings grow."""
        self.reader = reader
        self._by_shape: dict[type, Callable[[Any, Node, Path], Any]] = {
            Text: self._text,
            Word: self._word,
            Name: self._name,
            Reference: lambda _, node, __: reader.text(node),
            Duration: self._duration,
            Date: lambda _, node, __: reader.date(node),
            Whole: lambda shape, node, _: reader.whole(node, shape.lowest, shape.highest),
            Flag: lambda shape, node, _: reader.flag(node, shape.more),
            Window: lambda shape, node, _: reader.window(node, shape.pattern),
            Version: lambda _, node, __: node,
            ListOf: self._list,
            Either: self._either,
            MapOf: self._map,
            Fields: self._fields,
        }

    def read(self, shape: Shape, node: Node, path: Path) -> Any:  # noqa: ANN401 - as the shape says
        """The value of a node of this shape, which stands at this path."""
        return self._by_shape[type(shape)](shape, node, path)

    # ── texts ──

    def _text(self, shape: Text, node: Node, path: Path) -> str:
        del path
        word = self.reader.text(node)
        if shape.prose and isinstance(node, Scalar):
            self._traps(node, word)
        return word

    def _traps(self, node: Scalar, word: str) -> None:
        """Y14: what an author sees as one text, and YAML or the caller does not."""
        if node.cut:
            message = (
                f"{self.reader.called(node)} ends before “#”: what follows is a comment and is "
                "never shown. Put the whole text in quotes, or the comment on its own line."
            )
            self.reader.fault("Y14", node, message, "warning")
        elif node.plain and len(word) > 1 and word[0] in _OPENS and word[-1] in _CLOSES:
            message = (
                f"{self.reader.called(node)} is in curved quotes, which are letters to YAML and "
                'will be shown: use straight ones, "…".'
            )
            self.reader.fault("Y14", node, message, "warning")

    def _word(self, shape: Word, node: Node, path: Path) -> str:
        del path
        if shape.checked:
            return self.reader.text(node)
        return self.reader.choice(node, shape.meanings, code=shape.code, what=shape.what)

    def _name(self, shape: Name, node: Node, path: Path) -> str:
        del path
        return self.reader.name(node, _compiled(shape), shape.what)

    def _duration(self, shape: Duration, node: Node, path: Path) -> int | None:
        del path
        seconds = self.reader.duration(node)
        if shape.positive and seconds == 0:
            message = f"{self.reader.called(node)} must be longer than 0 seconds."
            self.reader.fault("Y13", node, message)
            return None
        return seconds

    # ── lists and tables ──

    def _list(self, shape: ListOf, node: Node, path: Path) -> tuple[Any, ...]:
        if shape.single and _one_of(shape.item, node):
            self.reader.positions.keep((*path, "0"), node.mark)
            return (self.read(shape.item, node, (*path, "0")),)
        items = self.reader.items(node, of_tables=isinstance(shape.item, Fields))
        if isinstance(node, Listing) and len(items) < shape.least:
            message = f"{self.reader.called(node)} must have at least one item."
            self.reader.fault("Y08", node, message)
        read = []
        for index, item in enumerate(items):
            place = (*path, str(index))
            self.reader.positions.keep(place, item.mark)
            read.append(self.read(shape.item, item, place))
        if isinstance(node, Listing) and node.flow and shape.item == Text(prose=True):
            self._commas(node)
        return tuple(read)

    def _commas(self, node: Listing) -> None:
        """Y14: a sentence in brackets that a comma cuts in two."""
        for before, item in zip(node.items, node.items[1:], strict=False):
            if (
                isinstance(before, Scalar)
                and isinstance(item, Scalar)
                and before.plain
                and item.plain
                and item.value[:1].islower()
                and " " in before.value
                and not before.value.endswith(_ENDS)
            ):
                message = (
                    "A comma between brackets begins a new text here. Put a text with a comma in "
                    "quotes, or each text on its own line after “- ”."
                )
                self.reader.fault("Y14", item, message, "warning")

    def _either(self, shape: Either, node: Node, path: Path) -> Any:  # noqa: ANN401 - as the shape says
        if not isinstance(node, Scalar):
            other = shape.other if isinstance(shape.other, Fields | ListOf) else shape.text
            return self.read(other, node, path)
        if isinstance(shape.other, Duration) and isinstance(shape.text, Word):
            return self._word_or_duration(shape.text, shape.other, node, path)
        return self.read(shape.text, node, path)

    def _word_or_duration(
        self, words: Word, duration: Duration, node: Scalar, path: Path
    ) -> str | int | None:
        word = node.value.strip()
        if word in words.meanings:
            return word
        if word[:1].isdigit():
            seconds: int | None = self.read(duration, node, path)
            return seconds
        return self.reader.choice(node, words.meanings, code=words.code, what=words.what) or None

    def _map(self, shape: MapOf, node: Node, path: Path) -> dict[str, Any] | None:
        if not isinstance(node, Table):
            self.reader.table(node, path)
            return None
        if shape.most and len(node.pairs) > shape.most:
            message = (
                f"{self.reader.called(node)} has {len(node.pairs):,} keys; "
                f"{shape.most:,} are allowed."
            )
            self.reader.fault("S21", node, message)
            return None
        known = shape.key.meanings if isinstance(shape.key, Word) else None
        values = self.reader.table(node, path, known)
        if len(values) < shape.least and not node.pairs:
            message = f"{self.reader.called(node)} is an empty table: name at least one."
            self.reader.fault("Y08", node, message)
        if isinstance(shape.key, Name):
            for name in values:
                mark = node.pairs[name][0].mark
                self.reader.good_name(name, mark, _compiled(shape.key), shape.key.what)
        return {key: self._kept(shape.value, value, (*path, key)) for key, value in values.items()}

    def _fields(self, shape: Fields, node: Node, path: Path) -> dict[str, Any] | None:
        values = self.reader.table(node, path, shape.by_name, shape.required)
        if not isinstance(node, Table):
            return None
        if shape.one and len(node.pairs) != 1:
            count = "none" if not node.pairs else "several"
            message = (
                f"{self.reader.called(node)} names {count}: each item names exactly one thing to "
                "do, such as {raise: management}."
            )
            self.reader.fault("Y08", node, message)
        return {
            key: self._kept(shape.by_name[key].shape, value, (*path, key))
            for key, value in values.items()
        }

    def _kept(self, shape: Shape, node: Node, path: Path) -> Any:  # noqa: ANN401 - as the shape says
        self.reader.positions.keep((*path, VALUE), node.mark)
        return self.read(shape, node, path)


def _one_of(item: Shape, node: Node) -> bool:
    """Can this node be one such item that stands without its list?"""
    if isinstance(item, Either):
        return not isinstance(node, Listing)
    return isinstance(node, Table if isinstance(item, Fields) else Scalar)


def _compiled(shape: Name) -> re.Pattern[str]:
    return DOCUMENT_NAME if shape.pattern == DOCUMENT else re.compile(shape.pattern)
