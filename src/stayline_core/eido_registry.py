"""The registry values that an EIDO file uses, as data, each with how far it was verified.

NENA keeps the registries that NENA-STA-021.1b-2022 names; they were not read at their source
for this list. Every value therefore stands as `unverified`: compare it with the registry, and
with whoever receives the file, before the first real one leaves (`domain.md` 14).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

UNVERIFIED: Final = "unverified"
OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a registry, and whether somebody compared it with the registry itself."""

    text: str
    standing: str = UNVERIFIED


def _values(**texts: str) -> Mapping[str, Value]:
    return MappingProxyType({name: Value(text) for name, text in texts.items()})


REGISTRIES: Final[Mapping[str, Mapping[str, Value]]] = MappingProxyType(
    {
        "IncidentType": _values(
            self_harm="Suicidal Person",
            violence="Threat",
            bomb="Bomb Threat",
            abuse_disclosure="Abuse",
            harassment="Harassment",
            fire="Fire",
            gas="Gas Leak",
            medical="Medical",
            crime="Crime",
            other="Other",
        ),
        "CallState": _values(open="callAnswered", ended="callEnd"),
        "PrimaryCallType": _values(any="nonEmergency"),
        "AgencyRole": _values(ours="CallReceiving"),
        "AgencyType": _values(ours="urn:emergency:service:responder"),
        "LocationType": _values(incident="IncidentLocation"),
        "LinkDirection": _values(leads="parent", is_led_by="child", other="peer"),
    }
)
"""Value by registry and by our own name for it."""


NAMES: Final[Mapping[str, Value]] = _values(
    link_direction="linkDirectionRegistryText",
    resource="emergencyResourceInternalText",
    resource_state="emergencyResourceStatusInternalText",
)
"""Names of members that our notes of the schema do not spell out; compare them with it as well."""


def name_of(member: str) -> str:
    """Return the name of a member that stands as data until somebody compared it."""
    return NAMES[member].text


def value_of(registry: str, name: str) -> str:
    """Return the text of a registry for our own name; `other` where it has none of that name."""
    values = REGISTRIES[registry]
    return (values.get(name) or values[OTHER]).text
