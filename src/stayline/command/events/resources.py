"""What the log of the system says about resources: who changed the list, and how."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class ResourceAdded(Event):
    """Somebody or something was put on the list of what can be sent."""

    kind: ClassVar[str] = "command.resource.added"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = "{name} was put on the list of what can be sent ({sort})."

    resource: str
    site: str
    name: str
    sort: str
    capabilities: list[str]


@register
class ResourceChanged(Event):
    """Something of a resource was changed; each part with what stood before and what stands now.

    Of the way it is reached, the log keeps the end of the address alone.
    """

    kind: ClassVar[str] = "command.resource.changed"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "changed"})
    sentence: ClassVar[str] = "{name} was changed: {changed}."

    resource: str
    name: str
    changed: dict[str, list[str]]

    def describe(self) -> str:
        """Return the entry as a sentence: what, from what, to what."""
        told = "; ".join(
            f"{part}: {was or 'nothing'} → {now or 'nothing'}"
            for part, (was, now) in self.changed.items()
        )
        return f"{self.name} was changed: {told}."


@register
class ResourceStateSet(Event):
    """A resource was put in service, off duty or out of service, with the reason."""

    kind: ClassVar[str] = "command.resource.state_set"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "because"})
    sentence: ClassVar[str] = "{name}: {state}. {because}"

    resource: str
    name: str
    state: str
    because: str
    until: str | None = None


@register
class ResourceRemoved(Event):
    """A resource was taken off the list; how it was reached is gone with it."""

    kind: ClassVar[str] = "command.resource.removed"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = "{name} was taken off the list of what can be sent."

    resource: str
    name: str


@register
class ResourceListTaken(Event):
    """A list of resources was taken in, after its dry run; each one stands as an entry beside."""

    kind: ClassVar[str] = "command.resource_list.taken_in"
    sentence: ClassVar[str] = "A list was taken in: {added} added, {changed} changed."

    site: str
    digest: str
    added: int
    changed: int
