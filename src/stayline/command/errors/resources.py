"""What is refused about resources."""

from __future__ import annotations

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class ResourceNotFound(NotFound):
    """No resource has this id."""

    code = "command.resource.not_found"


class ResourceNotAvailable(Refused):
    """This resource cannot be sent now."""

    code = "command.resource.not_available"
    mend = "Choose one that is available now."

    def __init__(self, *, name: str, why: str) -> None:
        """Say which it is and why."""
        super().__init__(f"{name} cannot be sent now: {why}", name=name, why=why)


class ResourcesNotYours(Forbidden):
    """Managers and administrators keep the resources of a site."""

    code = "command.resource.not_yours"
    mend = "Ask a manager of that site."


class ResourceInvalid(Invalid):
    """A resource is not kept like this."""

    code = "command.resource.invalid"


class ResourceMoved(Refused):
    """Somebody else changed this resource since you opened it."""

    code = "command.resource.moved"
    mend = "Read what it is now, then change it again."


class ResourceListMoved(Refused):
    """This list would do something else now than what was shown."""

    code = "command.resource_list.moved"
    mend = "Look at what it does now, then take it in."
