"""Column values as JSON, the same for both engines, so that a backup moves between them.

The neutral form is SQLite's own storage: ids as 32 hexadecimal digits, times as UTC text,
switches as 0 and 1. Only bytes (base64) differ, so a dump of the embedded default is quick.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any, Final, Literal

from django.db.models import Field, ForeignKey

Kind = Literal["uuid", "time", "date", "hour", "duration", "bytes", "switch", "json", "plain"]
Change = Callable[[Any], Any]

_BY_TYPE: Final[dict[str, Kind]] = {
    "UUIDField": "uuid",
    "DateTimeField": "time",
    "DateField": "date",
    "TimeField": "hour",
    "DurationField": "duration",
    "BinaryField": "bytes",
    "BooleanField": "switch",
    "JSONField": "json",
    "CharField": "plain",
    "TextField": "plain",
    "SlugField": "plain",
    "FloatField": "plain",
}
_MICROSECOND: Final = timedelta(microseconds=1)


def kind_of(field: Field[Any, Any]) -> Kind:
    """Return how a column's values are written.

    Raises:
        TypeError: no backup has held a column of this type yet; say here how it is written.
    """
    if isinstance(field, ForeignKey):
        return kind_of(field.target_field)
    name = field.get_internal_type()
    if name.endswith(("IntegerField", "AutoField")):
        return "plain"
    if name not in _BY_TYPE:
        raise TypeError(f"{field}: a backup does not know {name}; see {__name__}")
    return _BY_TYPE[name]


def to_text(raw: Any) -> str:  # noqa: ANN401 - bytes, memoryview, whatever an engine gives
    """Return bytes as base64."""
    return base64.b64encode(raw).decode("ascii")


def _utc_text(value: Any) -> str:  # noqa: ANN401 - an aware datetime
    return str(value.astimezone(UTC).replace(tzinfo=None))


OUT: Final[dict[str, dict[str, Change]]] = {
    "sqlite": {"bytes": to_text},
    "postgresql": {
        "uuid": lambda value: value.hex,
        "time": _utc_text,
        "date": str,
        "hour": str,
        "duration": lambda value: value // _MICROSECOND,
        "bytes": to_text,
        "switch": int,
    },
}
"""What a database gives → what is written. A kind that is not named stays as it is."""

IN: Final[dict[str, dict[str, Change]]] = {
    "sqlite": {"bytes": base64.b64decode},
    "postgresql": {
        "time": lambda text: f"{text}+00",
        "duration": lambda number: f"{number} microseconds",
        "bytes": base64.b64decode,
        "switch": bool,
    },
}
"""What is written → what the database takes."""


def changes(table: dict[str, Change], kinds: list[str]) -> list[tuple[int, Change]]:
    """Return the places of a row that need a change, each with it."""
    return [(place, table[kind]) for place, kind in enumerate(kinds) if kind in table]


def changed(row: list[Any], needed: list[tuple[int, Change]]) -> list[Any]:
    """Change a row in place where a value is there, and return it."""
    for place, change in needed:
        if row[place] is not None:
            row[place] = change(row[place])
    return row
