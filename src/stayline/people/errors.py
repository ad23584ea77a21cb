"""What people's actions refuse."""

from stayline.platform.errors import Forbidden, Invalid, NotFound


class PersonNotFound(NotFound):
    """No person has this id or name."""

    code = "people.person.not_found"


class TokenInvalid(Forbidden):
    """This token is unknown, expired, revoked, or not meant for this."""

    code = "people.token.invalid"
    status = 401
    mend = "Make a token with `stayline token`, and send it as `Authorization: Bearer …`."


class PersonInvalid(Invalid):
    """A person cannot be kept like this."""

    code = "people.person.invalid"


class SiteNotFound(NotFound):
    """No site has this short name."""

    code = "people.site.not_found"


class TokenRefused(Invalid):
    """A token cannot be made like this."""

    code = "people.token.refused"
