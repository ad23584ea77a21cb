"""Form documents: reading one, and telling its author everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker, SchemaError

from stayline_core.canonical import digest as canonical_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Value: TypeAlias = str | int | float | bool | tuple[str, ...]
"""What a field can hold. Yes and no are the strings `yes` and `no`, as in protocols."""


class AskMode(StrEnum):
    """Who fills a field, and whether it may be voiced (S1-59)."""

    ASK = "ask"
    OBSERVE = "observe"
    SYSTEM = "system"


class FieldKind(StrEnum):
    """What sort of value a field holds, for the one renderer."""

    TEXT = "text"
    CHOICE = "choice"
    MANY = "many"
    DATETIME = "datetime"
    LINK = "link"
    NUMBER = "number"
    YES_NO = "yes_no"


class FormRefused(ValueError):
    """The document is no form. `faults` says every reason at once, each as a sentence."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep every fault, so that an author sees all of them in one go."""
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Field:
    """One item of a form, as its document describes it.

    `values` is the closed list of a choice, `suggestions` an open one (`examples`);
    `only_for` names the harms that it is about (none: all of them), `section` the heading it
    stands under; `accepts` says whether a plain JSON value is valid against its schema.
    `note` and `example` help whoever fills it; a site may write its own (S1-53).
    """

    name: str
    label: str
    kind: FieldKind
    ask: AskMode
    values: tuple[str, ...]
    suggestions: tuple[str, ...]
    labels: Mapping[str, str]
    note: str
    mend: str
    default: Value | None
    verbatim: bool
    personal: bool
    safety: bool
    reassuring: str | None
    required: bool
    needless_when: Mapping[str, tuple[str, ...]]
    only_for: tuple[str, ...]
    section: str
    schema: Mapping[str, Any]
    accepts: Callable[[object], bool] = field(compare=False, repr=False)
    example: str = ""

    @property
    def hint(self) -> str:
        """The note beside the field with its example, as one text; empty where there is none."""
        example = f"Example: {self.example}" if self.example else ""
        return " ".join(part for part in (self.note, example) if part)

    def label_of(self, value: str) -> str:
        """Return the words on screen for one of the field's values."""
        return self.labels.get(value, value)


@dataclass(frozen=True, slots=True)
class Form:
    """A parsed form document; `digest` names its version."""

    id: str
    title: str
    description: str
    note: str
    fields: tuple[Field, ...]
    digest: str

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Form:
        """Read a form document.

        Raises:
            FormRefused: it is not valid JSON Schema 2020-12, has nested properties, or
                an annotation has a wrong type or names a field or value that is not there.
        """
        faults = tuple(_document_faults(document))
        if faults:
            raise FormRefused(faults)
        required = frozenset(document.get("required", ()))
        return cls(
            id=document["id"],
            title=document["title"],
            description=document.get("description", ""),
            note=document.get("x-note", ""),
            fields=tuple(
                _field(name, schema, required=name in required)
                for name, schema in document["properties"].items()
            ),
            digest=canonical_digest(document),
        )

    def field(self, name: str) -> Field:
        """Return the field of this name.

        Raises:
            KeyError: the form has no such field.
        """
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(name)

    def for_harm(self, harm: str) -> Form:
        """Return the form with the fields that a threat of this kind needs (S1-54)."""
        fields = tuple(one for one in self.fields if not one.only_for or harm in one.only_for)
        return replace(self, fields=fields)


# Formats: jsonschema's own checks of these need packages that the core does without

_formats: Final = FormatChecker(formats=())


@_formats.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    """Accept ISO 8601 with an offset: a moment without one names no moment."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _accepting(schema: Mapping[str, Any]) -> Callable[[object], bool]:
    """Return the test of one field's plain JSON values, with its schema prepared once."""
    return Draft202012Validator(dict(schema), format_checker=_formats).is_valid


# How a document is read

_MARKS: Final = ("x-verbatim", "x-personal", "x-safety")
_TEXTS: Final = ("x-note", "x-example", "x-mend", "x-reassuring", "x-section")
_LINK: Final = "^https://"


def _document_faults(document: Mapping[str, Any]) -> Iterator[str]:
    for key in ("id", "title"):
        if not isinstance(document.get(key), str) or not document[key]:
            yield f"{key}: a form needs one"
    properties = document.get("properties")
    if not isinstance(properties, dict) or not properties:
        yield "properties: a form needs at least one field"
        return
    try:
        Draft202012Validator.check_schema(dict(document))
    except SchemaError as fault:
        place = ".".join(str(part) for part in fault.absolute_path) or "document"
        yield f"{place}: {fault.message}"
        return
    for name in document.get("required", ()):
        if name not in properties:
            yield f"required: the form has no field {name}"
    for name, schema in properties.items():
        yield from (f"{name}: {fault}" for fault in _field_faults(schema, properties))


def _field_faults(schema: object, properties: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(schema, dict) or "properties" in schema:
        yield "a field is one flat schema, without properties of its own"
        return
    if not isinstance(schema.get("title"), str):
        yield "title: a field needs a label"
    if schema.get("x-ask") not in set(AskMode):
        yield "x-ask: must be ask, observe or system"
    for key in _MARKS:
        if not isinstance(schema.get(key, False), bool):
            yield f"{key}: must be true or false"
    for key in _TEXTS:
        if not isinstance(schema.get(key, ""), str):
            yield f"{key}: must be text"
    yield from _reference_faults(schema, properties)


def _reference_faults(schema: dict[str, Any], properties: Mapping[str, Any]) -> Iterator[str]:
    inner = schema.get("items", schema)
    if not isinstance(inner, dict) or not all(isinstance(v, str) for v in inner.get("enum", ())):
        yield "enum: the values of a field are text"
        return
    values = _values(schema)
    if "x-reassuring" in schema and schema["x-reassuring"] not in values:
        yield "x-reassuring: names none of the field's values"
    labels = schema.get("x-labels", {})
    if not isinstance(labels, dict) or not set(labels) <= set(values):
        yield "x-labels: must name the field's own values"
    needless = schema.get("x-needless-when", {})
    if not isinstance(needless, dict) or not set(needless) <= set(properties):
        yield "x-needless-when: must name fields of this form"
    elif not all(isinstance(values, list) for values in needless.values()):
        yield "x-needless-when: each field is followed by a list of values"
    only_for = schema.get("x-only-for", [])
    if not isinstance(only_for, list) or not all(isinstance(one, str) for one in only_for):
        yield "x-only-for: must be a list of kinds of threat"
    if "x-default" in schema and not _accepting(schema)(schema["x-default"]):
        yield "x-default: does not fit the field"


def _values(schema: Mapping[str, Any]) -> tuple[str, ...]:
    inner = schema.get("items", schema)
    return tuple(str(value) for value in inner.get("enum", ()))


def _kind(schema: Mapping[str, Any], values: tuple[str, ...]) -> FieldKind:
    if schema.get("type") == "array":
        return FieldKind.MANY
    if values:
        return FieldKind.YES_NO if values == ("yes", "no") else FieldKind.CHOICE
    if schema.get("type") in ("integer", "number"):
        return FieldKind.NUMBER
    if schema.get("format") == "date-time":
        return FieldKind.DATETIME
    return FieldKind.LINK if schema.get("pattern", "").startswith(_LINK) else FieldKind.TEXT


def _field(name: str, schema: dict[str, Any], *, required: bool) -> Field:
    values = _values(schema)
    default = schema.get("x-default")
    needless = schema.get("x-needless-when", {})
    return Field(
        name=name,
        label=schema["title"],
        kind=_kind(schema, values),
        ask=AskMode(schema["x-ask"]),
        values=values,
        suggestions=tuple(str(value) for value in schema.get("examples", ())),
        labels=MappingProxyType(dict(schema.get("x-labels", {}))),
        note=schema.get("x-note", ""),
        mend=schema.get("x-mend", ""),
        default=tuple(default) if isinstance(default, list) else default,
        verbatim=schema.get("x-verbatim", False),
        personal=schema.get("x-personal", False),
        safety=schema.get("x-safety", False),
        reassuring=schema.get("x-reassuring"),
        required=required,
        needless_when=MappingProxyType({key: tuple(needless[key]) for key in needless}),
        only_for=tuple(schema.get("x-only-for", ())),
        section=schema.get("x-section", ""),
        schema=MappingProxyType(schema),
        accepts=_accepting(schema),
        example=schema.get("x-example", ""),
    )
