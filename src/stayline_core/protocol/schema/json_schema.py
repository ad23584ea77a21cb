"""The published JSON Schema (2020-12) of protocol and ladder documents, made from the tables.

For editors: each key carries a title, a description, an example and the codes that judge it. The
schema holds documents to what the loader refuses (Y07, Y08, Y09, Y12, Y13, S07) and to the closed
lists that the checker judges (S12, S20, S25). It takes both what a reader of strings gives and what
a reader of YAML 1.2 gives, so a number or a flag may come as one or as text.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import yaml

from stayline_core.protocol.language import frozen_map
from stayline_core.protocol.schema.document import PROTOCOL
from stayline_core.protocol.schema.ladders import LADDER
from stayline_core.protocol.schema.shapes import (
    Date,
    Duration,
    Either,
    Fields,
    Flag,
    Form,
    Key,
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
from stayline_core.protocol.versions import LANGUAGE

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
DOCUMENTS: Final[Mapping[str, Fields]] = frozen_map({"protocol": PROTOCOL, "ladder": LADDER})
"""Every kind of document that has a published schema, by its name."""

Json = dict[str, Any]

_FILLED: Final = r"\S"
_DATE: Final = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"


def json_schema(kind: str, *, judged: bool = True) -> Json:
    """The schema of one kind of document (a key of `DOCUMENTS`), as plain JSON.

    `judged=False` leaves out what the loader lets pass and the checker judges (the closed lists
    of duties and facts, the form of names of things elsewhere): what is left is the loader's own.
    """
    root = DOCUMENTS[kind]
    writer = _Writer(judged=judged)
    whole = writer.table(root)
    return {
        "$schema": DIALECT,
        "$id": f"urn:stayline:schema:{kind}:{LANGUAGE.current}",
        "title": f"{root.title} of Stayline, version {LANGUAGE.current}",
        "description": (
            "Made from the tables that the loader reads by. What a schema cannot say (does the "
            "step exist? is it safe?) is said by: stayline protocol check."
        ),
        **whole,
        "$defs": dict(sorted(writer.definitions.items())),
    }


class _Writer:
    """Writes shapes as schemas; each table of known keys becomes a definition of its own."""

    def __init__(self, *, judged: bool) -> None:
        self.judged = judged
        self.definitions: dict[str, Json] = {}
        self._by_shape: dict[type, Callable[[Any], Json]] = {
            Text: lambda _: _text(),
            Word: lambda shape: _text() if shape.checked and not judged else _word(shape),
            Name: lambda shape: _pattern(
                shape.pattern, f"This cannot be the name of {shape.what}."
            ),
            Reference: self._name_of,
            Duration: lambda shape: _pattern(shape.pattern, "A duration: 30s, 2m or 1h."),
            Date: lambda _: {**_pattern(_DATE, "A date: 2027-06-30."), "format": "date"},
            Whole: _whole,
            Flag: lambda shape: {"enum": ["yes", "no", True, False, "true", "false", *shape.more]},
            Window: lambda shape: _pattern(shape.pattern, "A part of the day: 08:00-18:00."),
            Version: lambda _: {"enum": [LANGUAGE.current, str(LANGUAGE.current)]},
            ListOf: self._list,
            Either: self._either,
            MapOf: self._map,
            Fields: self._definition,
        }

    def of(self, shape: Shape) -> Json:
        """The schema of one shape."""
        return self._by_shape[type(shape)](shape)

    def table(self, fields: Fields) -> Json:
        """The schema of a table of known keys."""
        written: Json = {
            "type": "object",
            "additionalProperties": False,
            "properties": {key.name: self._key(key) for key in fields.keys},
        }
        if fields.required:
            written["required"] = list(fields.required)
        if fields.one:
            written |= {"minProperties": 1, "maxProperties": 1}
        if fields.forms:
            written["oneOf"] = [_form(form, fields) for form in fields.forms]
        return written

    def _key(self, key: Key) -> Json:
        codes = codes_of(key)
        judged = f" Judged by {', '.join(codes)}." if codes else ""
        default = f" Default: `{key.default}`." if key.default else ""
        written: Json = {
            "title": key.name.replace("_", " "),
            "description": key.meaning,
            "markdownDescription": (
                f"{key.meaning}{default}{judged}\n\n```yaml\n{key.example}\n```"
            ),
        }
        value = example_of(key)
        if value is not None:
            written["examples"] = [value]
        return written | self.of(key.shape)

    def _name_of(self, shape: Reference) -> Json:
        if not self.judged:
            return _text()
        return _pattern(shape.pattern, f"This cannot be the name of {shape.what}.")

    def _definition(self, fields: Fields) -> Json:
        if fields.name not in self.definitions:
            self.definitions[fields.name] = {}
            self.definitions[fields.name] = {"title": fields.title, **self.table(fields)}
        return {"$ref": f"#/$defs/{fields.name}"}

    def _list(self, shape: ListOf) -> Json:
        item = self.of(shape.item)
        written: Json = {"type": "array", "items": item}
        if shape.least:
            written["minItems"] = shape.least
        return {"anyOf": [item, written]} if shape.single else written

    def _either(self, shape: Either) -> Json:
        return {"anyOf": [self.of(shape.text), self.of(shape.other)]}

    def _map(self, shape: MapOf) -> Json:
        value = self.of(shape.value)
        if isinstance(shape.key, Word):
            properties = {
                word: {"title": word, "description": meaning, **value}
                for word, meaning in shape.key.meanings.items()
            }
            return {"type": "object", "additionalProperties": False, "properties": properties}
        written: Json = {"type": "object", "additionalProperties": value}
        if isinstance(shape.key, Name) or (self.judged and isinstance(shape.key, Reference)):
            written["propertyNames"] = {"pattern": f"^{shape.key.pattern}$"}
        if shape.least:
            written["minProperties"] = shape.least
        if shape.most:
            written["maxProperties"] = shape.most
        return written


def _text() -> Json:
    """Words: what YAML 1.2 takes for a number or a flag is words to the loader as well."""
    return {"type": ["string", "number", "boolean"], "minLength": 1, "pattern": _FILLED}


def _pattern(pattern: str, wanted: str) -> Json:
    """A text of one form; editors show `wanted` where it is of another."""
    return {"type": "string", "pattern": f"^{pattern}$", "patternErrorMessage": wanted}


def _word(shape: Word) -> Json:
    meanings = list(shape.meanings.values())
    return {
        "enum": list(shape.meanings),
        "enumDescriptions": meanings,
        "markdownEnumDescriptions": meanings,
    }


def _whole(shape: Whole) -> Json:
    number = {"type": "integer", "minimum": shape.lowest, "maximum": shape.highest}
    text = {"type": "string", "pattern": f"^0{{0,5}}[{shape.lowest}-{shape.highest}]$"}
    return {"anyOf": [number, text]}


def _form(form: Form, fields: Fields) -> Json:
    """One way of writing the table. Ways exclude each other, so that exactly one fits."""
    written: Json = {"$comment": form.name, "required": list(form.needs)}
    barred = set(form.without)
    if form.only:
        barred = {key.name for key in fields.keys} - set(form.only)
    written["properties"] = {key.name: False for key in fields.keys if key.name in barred}
    if form.one_of:
        written["anyOf"] = [
            _deciding(key, form.one_of[:place]) for place, key in enumerate(form.one_of)
        ]
    return written


def _deciding(key: str, before: tuple[str, ...]) -> Json:
    """This key is there, and none that comes before it; its list has one item."""
    single = {"if": {"type": "array"}, "then": {"minItems": 1, "maxItems": 1}}
    return {"required": [key], "properties": {**dict.fromkeys(before, False), key: single}}


def codes_of(key: Key) -> tuple[str, ...]:
    """Every code that judges the value of a key: those of its shape, then the checker's."""
    return tuple(dict.fromkeys((*_own(key.shape), *key.codes)))


def _own(shape: Shape) -> tuple[str, ...]:
    if isinstance(shape, Word | Reference):
        return (shape.code,) if shape.code else ()
    if isinstance(shape, ListOf):
        return _own(shape.item)
    if isinstance(shape, Either):
        return (*_own(shape.text), *_own(shape.other))
    if isinstance(shape, MapOf):
        return (*_own(shape.key), *_own(shape.value))
    single: dict[type, str] = {
        Name: "Y12",
        Duration: "Y13",
        Version: "Y10",
        Date: "Y08",
        Window: "Y08",
    }
    code = single.get(type(shape))
    return (code,) if code else ()


def example_of(key: Key) -> Any:  # noqa: ANN401 - any value of a document
    """The example of a key as a value; None where it is only the beginning of one (…)."""
    if "…" in key.example:
        return None
    example = yaml.load(key.example, Loader=yaml.CBaseLoader)  # noqa: S506 - it makes strings alone
    return example[key.name]
