"""Reading of overlay documents, with the reader of protocols: places, and what was meant."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from stayline_core.protocol.findings import has_errors
from stayline_core.protocol.language import PLACEHOLDERS, frozen_map
from stayline_core.protocol.load import HEADER_KEYS, document_head
from stayline_core.protocol.overlay.document import UNKNOWN, Gone, LoadedOverlay, Overlay
from stayline_core.protocol.overlay.tags import language_tag
from stayline_core.protocol.reading import DOCUMENT_NAME, Path, Reader
from stayline_core.protocol.steps import STEP_KEYS
from stayline_core.protocol.tree import Node, Scalar, read_tree

REQUIRED: Final = ("stayline", "kind", "id", "of", "of_digest", "title")
KEYS: Final = (
    *REQUIRED,
    "locale",
    "site",
    "authors",
    "sources",
    "review_by",
    "reviewed_by",
    "limits",
    "anytime",
    "placeholders",
    "steps",
    "made_from",
    "gone",
)
STEP_WORDS: Final = ("title", "say", "note", "avoid", "question", "questions")

_STRUCTURE: Final = frozenset(HEADER_KEYS) - frozenset(KEYS)
_STEP_STRUCTURE: Final = frozenset(STEP_KEYS) - frozenset(STEP_WORDS)
_DIGEST: Final = re.compile(r"[0-9a-f]{12,64}")
_BLOCKS: Final = (
    "Blocks are not named here. Write the words of a step of a block once, under any of its"
    " uses, as use/step: they hold for the others too."
)


def load_overlay(source: bytes, *, file: str) -> LoadedOverlay:
    """Read an overlay document; `file` is the name that its findings carry.

    Never raises on any input: faults are findings (Y01 to Y13, O07, O08). `overlay` is None
    if one of them is an error.
    """
    root, findings = read_tree(source, file)
    reader = Reader(file)
    overlay = None if root is None else _Document(reader).read(root)
    found = tuple(sorted([*findings, *reader.findings], key=lambda f: (f.line, f.column, f.code)))
    return LoadedOverlay(file, None if has_errors(found) else overlay, found, reader.positions)


class _Document:
    """Reads the top of an overlay, key by key, and gathers its words by address."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.words: dict[str, str] = {}

    def read(self, root: Node) -> Overlay | None:
        reader = self.reader
        values = self._table(root, (), KEYS, _STRUCTURE, REQUIRED)
        document_head(reader, values, "wording")
        read: dict[str, Any] = {
            key: handler(values[key]) for key, handler in self._handlers().items() if key in values
        }
        for key, gather in self._gatherers().items():
            if key in values:
                gather(values[key])
        if not set(REQUIRED) <= set(values):
            return None
        self._whom(root, read)
        self._keep(values["title"], ("title",))
        overlay = Overlay(**read, words=frozen_map(self.words))
        return replace(overlay, made_from=frozen_map(self._made_from(values.get("made_from"))))

    def _handlers(self) -> dict[str, Callable[[Node], object]]:
        reader = self.reader
        return {
            "id": lambda n: reader.name(n, DOCUMENT_NAME, "a document"),
            "of": lambda n: reader.name(n, DOCUMENT_NAME, "a document"),
            "of_digest": self._digest,
            "title": reader.text,
            "locale": self._locale,
            "site": reader.text,
            "authors": lambda n: reader.texts(n, ("authors",)),
            "sources": lambda n: reader.texts(n, ("sources",)),
            "review_by": reader.date,
            "reviewed_by": lambda n: reader.texts(n, ("reviewed_by",)),
            "gone": self._gone,
        }

    def _gatherers(self) -> dict[str, Callable[[Node], None]]:
        return {
            "limits": self._limits,
            "anytime": self._anytime,
            "placeholders": self._placeholders,
            "steps": self._steps,
        }

    # ── the head ──

    def _digest(self, node: Node) -> str:
        word = self.reader.text(node)
        if word and not _DIGEST.fullmatch(word):
            message = (
                "This must be the digest of the protocol it was made for: 12 to 64 hexadecimal"
                " digits, as `stayline protocol translate` writes them."
            )
            self.reader.fault("Y08", node, message)
        return word

    def _locale(self, node: Node) -> str | None:
        word = self.reader.text(node)
        tag = language_tag(word)
        if word and tag is None:
            message = f"“{word}” names no language: write es, pt-BR or zh-Hant (BCP 47)."
            self.reader.fault("O08", node, message)
        return tag

    def _whom(self, root: Node, read: dict[str, Any]) -> None:
        if not {"locale", "site"} & set(read):
            message = "It says for whom these words are: give locale, site, or both."
            self.reader.fault("O08", root, f"Nobody knows when to show them. {message}")

    # ── the words ──

    def _limits(self, node: Node) -> None:
        values = self.reader.table(node, ("limits",), ("may", "may_not"))
        for key, value in values.items():
            self._list(value, ("limits", key))

    def _anytime(self, node: Node) -> None:
        for step, value in self.reader.table(node, ("anytime",)).items():
            self._keep(value, ("anytime", step))

    def _placeholders(self, node: Node) -> None:
        for name, value in self.reader.table(node, ("placeholders",), PLACEHOLDERS).items():
            self._keep(value, ("placeholders", name))

    def _steps(self, node: Node) -> None:
        for name, value in self.reader.table(node, ("steps",)).items():
            self._step(value, ("steps", name))

    def _step(self, node: Node, path: Path) -> None:
        for key, value in self._table(node, path, STEP_WORDS, _STEP_STRUCTURE).items():
            if key == "title":
                self._keep(value, (*path, key))
            elif key in {"question", "questions"}:
                self._list(value, (*path, "ask"), "question")
            else:
                self._list(value, (*path, key))

    def _list(self, node: Node, path: Path, *last: str) -> None:
        """Keep the texts of a list by their place; an empty one is not written yet."""
        items = [node] if isinstance(node, Scalar) else self.reader.items(node)
        for index, item in enumerate(items):
            self._keep(item, (*path, str(index), *last))

    def _keep(self, node: Node, path: Path) -> None:
        self.reader.positions.keep(path, node.mark)
        if not isinstance(node, Scalar):
            self.reader.fault("Y08", node, "This must be text, not a list or a table.")
        elif not (node.plain and node.value in {"~", "null"}) and node.value.strip():
            self.words[".".join(path)] = node.value.strip()

    # ── what the words were written for ──

    def _made_from(self, node: Node | None) -> dict[str, str]:
        if node is None:
            return {}
        values = self.reader.table(node, ("made_from",))
        return {address: self.reader.text(value) for address, value in values.items()}

    def _gone(self, node: Node) -> tuple[Gone, ...]:
        found = []
        for index, item in enumerate(self.reader.items(node)):
            path = ("gone", str(index))
            values = self.reader.table(item, path, ("at", "words", "made_from"), ("at", "words"))
            texts = {key: self.reader.text(value) for key, value in values.items()}
            if {"at", "words"} <= set(texts):
                found.append(Gone(texts["at"], texts["words"], texts.get("made_from", UNKNOWN)))
        return tuple(found)

    # ── structure ──

    def _table(
        self,
        node: Node,
        path: Path,
        known: Iterable[str],
        structure: frozenset[str],
        required: Iterable[str] = (),
    ) -> dict[str, Node]:
        """The values of a table; a key that would change the structure is refused (O07)."""
        words = set(known)
        values = self.reader.table(node, path, words | structure, required)
        for key in sorted(structure & set(values)):
            message = (
                _BLOCKS
                if key == "blocks"
                else f"“{key}” is the protocol's own: these are other words for it, nothing else"
                " can be changed here."
            )
            self.reader.fault("O07", self.reader.positions.of(*path, key), message)
        return {key: value for key, value in values.items() if key in words}
