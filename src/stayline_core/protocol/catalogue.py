"""What exists in a centre, for a checker to compare names with: forms, ladders, and lists."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from stayline_core.protocol.findings import first_error
from stayline_core.protocol.ladder import LadderSpec, load_ladder
from stayline_core.protocol.language import frozen_map, is_safety_field

LISTS = ("agencies", "queues", "channels", "phrases", "plans", "entries", "advice")

CENTRE_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "agencies": ("emergency_services", "police", "crisis_line", "assistance", "in_house"),
    "queues": (
        "supervisor",
        "customer_support_team_supervisor",
        "quality_assurance",
        "specialised_resolution",
        "right_department",
    ),
    "channels": ("supervisor", "management", "everyone"),
    "phrases": (),
    "plans": ("aftercare", "crisis_management"),
}
"""What effects can name beside forms and ladders: the rooms that answer them know these."""


class CatalogueRefused(ValueError):
    """A document cannot be part of a catalogue: its name and its fault follow."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What a checker needs to know of a form's field.

    `values` is None for text, number, date and many-choice, which count as `answered`.
    `kind` says whether it may be voiced. `reassuring` is the value that says all is well.
    """

    values: tuple[str, ...] | None = None
    kind: str = "either"
    safety: bool = False
    reassuring: str | None = None
    identity: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The names that a protocol may use. Empty lists are lists of nothing, not of anything.

    `advice` holds whole sentences: the advice that may be given to a caller (S3-38).
    """

    forms: Mapping[str, Mapping[str, FieldSpec]] = field(default_factory=frozen_map)
    ladders: Mapping[str, LadderSpec] = field(default_factory=frozen_map)
    agencies: frozenset[str] = frozenset()
    queues: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    plans: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    advice: frozenset[str] = frozenset()

    @classmethod
    def from_documents(
        cls,
        forms: Mapping[str, Mapping[str, Any]],
        ladders: Mapping[str, bytes],
        names: Mapping[str, Collection[str]],
    ) -> "Catalogue":
        """A catalogue from parsed form documents, ladder documents, and lists of names.

        `names` may hold agencies, queues, channels, phrases, plans, entries (signposts) and
        advice (the sentences that may be said as advice).

        Raises:
            CatalogueRefused: a ladder document has faults, or `names` holds another list.
        """
        unknown = set(names) - set(LISTS)
        if unknown:
            raise CatalogueRefused(f"no such list: {', '.join(sorted(unknown))}")
        read = {}
        for name, source in ladders.items():
            loaded = load_ladder(source, file=name)
            if loaded.ladder is None:
                raise CatalogueRefused(f"ladder {name}: {first_error(loaded.findings).message}")
            read[loaded.ladder.id] = loaded.ladder
        return cls(
            forms=frozen_map({name: frozen_map(_fields(form)) for name, form in forms.items()}),
            ladders=frozen_map(read),
            **{name: frozenset(values) for name, values in names.items()},
        )

    def field(self, name: str) -> FieldSpec | None:
        """The field of this name, from the first form that has it."""
        for fields in self.forms.values():
            if name in fields:
                return fields[name]
        return None

    @property
    def field_names(self) -> frozenset[str]:
        """Every field of every form."""
        return frozenset(name for fields in self.forms.values() for name in fields)


def _fields(form: Mapping[str, Any]) -> dict[str, FieldSpec]:
    return {name: _field(name, schema) for name, schema in form.get("properties", {}).items()}


_KINDS = {"ask": "ask", "observe": "observe"}


def _field(name: str, schema: Mapping[str, Any]) -> FieldSpec:
    values = schema.get("enum")
    return FieldSpec(
        values=None if values is None else tuple(str(value) for value in values),
        kind=_KINDS.get(schema.get("x-ask", ""), "either"),
        safety=bool(schema.get("x-safety", is_safety_field(name))),
        reassuring=schema.get("x-reassuring"),
        identity=bool(schema.get("x-identity", name.startswith(("identity.", "authentication.")))),
    )
