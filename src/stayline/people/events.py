"""What the log says about people: their access, and machines' tokens."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class PersonAdded(Event):
    """Somebody was given an account and roles."""

    kind: ClassVar[str] = "people.person.added"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = "{name} was added as {roles}."

    person: str
    name: str
    roles: list[str]


@register
class TokenIssued(Event):
    """A machine was given a way in. The token itself is never logged."""

    kind: ClassVar[str] = "people.token.issued"
    sentence: ClassVar[str] = "A token for {source} was issued with {scopes}."

    token: str
    source: str
    scopes: list[str]


@register
class TokenRevoked(Event):
    """A machine's way in was closed."""

    kind: ClassVar[str] = "people.token.revoked"
    sentence: ClassVar[str] = "The token for {source} was revoked."

    token: str
    source: str
