"""The shapes that a value of a document can have: what is read by them, and what is published.

A document is described once, as tables of keys with their shapes (`document.py`, `ladders.py`).
The loader reads by these tables, the JSON Schema and the reference page are made from them, so
none of the three can say something that the others do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stayline_core.protocol.language import frozen_map

DURATION: Final = r"(?:0|[1-9][0-9]{0,5})[smh]"
POSITIVE_DURATION: Final = r"[1-9][0-9]{0,5}[smh]"
STEP: Final = r"[a-z][a-z0-9_]{0,59}"
DOCUMENT: Final = r"[a-z][a-z0-9_-]{0,59}"
TARGET: Final = rf"{STEP}(?:/{STEP})?"
WINDOW: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:[01][0-9]|2[0-3]):[0-5][0-9]"


@dataclass(frozen=True, slots=True)
class Text:
    """Words that are not empty. `prose` is a sentence for people, not the name of something."""

    prose: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One of a closed list of words, each with its meaning.

    `checked` is True where the loader takes any text and the checker judges it: the document
    can be read without it.
    """

    meanings: Mapping[str, str]
    what: str
    code: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A new name that the document gives to something (Y12)."""

    pattern: str
    what: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A name of something that exists elsewhere: a step, a field, a ladder, a moment.

    `pattern` is what the published schema holds it to; whether it exists is another finding.
    """

    what: str
    pattern: str
    code: str


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: digits and s, m or h (Y13). `positive` refuses 0."""

    positive: bool = False

    @property
    def pattern(self) -> str:
        """The form in which it is written."""
        return POSITIVE_DURATION if self.positive else DURATION


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date, YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds, both of one digit."""

    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no; `more` are words beside the two, each with its meaning."""

    more: Mapping[str, str] = field(default_factory=frozen_map)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the day, 08:00-18:00; one that ends before it begins goes past midnight."""

    pattern: str = WINDOW


@dataclass(frozen=True, slots=True)
class Version:
    """The version of the language (Y10)."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; `single` lets one item stand without its list. `least` is how many there must be."""

    item: Shape
    single: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True)
class Either:
    """A text of one shape, or a table (or list) of another."""

    text: Shape
    other: Shape


@dataclass(frozen=True, slots=True)
class MapOf:
    """A table whose keys the author chooses, by a name or out of a list."""

    key: Name | Reference | Word | Text
    value: Shape
    least: int = 0
    most: int = 0
    """How many keys are read at most (S21); 0 where there is no such limit."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: its shape, and what an author must know of it."""

    name: str
    shape: Shape
    meaning: str
    example: str
    required: bool = False
    default: str = ""
    codes: tuple[str, ...] = ()
    """The codes of the checker that judge it, beside those of its shape."""


@dataclass(frozen=True, slots=True)
class Form:
    """One of the ways in which a table can be written: what it must have, and may not have.

    `needs` are keys that must all be there, `one_of` keys of which one must be, and the first of
    them that is there has one item; `only`, where it is not empty, are all that may be there.
    """

    name: str
    needs: tuple[str, ...]
    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """A table of known keys. `one` allows a single key of them (an effect)."""

    name: str
    title: str
    keys: tuple[Key, ...]
    forms: tuple[Form, ...] = ()
    one: bool = False
    by_name: Mapping[str, Key] = field(default_factory=frozen_map)

    def __post_init__(self) -> None:
        """Keep each key by its name, so that a key is found without a search."""
        object.__setattr__(self, "by_name", frozen_map({key.name: key for key in self.keys}))

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that must be there."""
        return tuple(key.name for key in self.keys if key.required)


Shape = (
    Text
    | Word
    | Name
    | Reference
    | Duration
    | Date
    | Whole
    | Flag
    | Window
    | Version
    | ListOf
    | Either
    | MapOf
    | Fields
)
