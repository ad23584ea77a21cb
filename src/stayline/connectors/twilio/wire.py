"""What every Twilio connector shares: the account, the official client, the signature check.

Sources: the published REST interface (API version 2010-04-01, TaskRouter v1) and "Validating
Signatures from Twilio" (HMAC-SHA1 over the address and the sorted parameters).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from twilio.rest import Client  # type: ignore[import-untyped]  # ships no types

TIMEOUT_SECONDS: Final = 10.0
COME_AGAIN: Final = frozenset({408, 409, 425, 429})
"""Client errors that a later try can mend."""
SERVER_FAULT: Final = 500
SIGNATURE: Final = "X-Twilio-Signature"
"""The header that carries the signature of a call-back."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account at the provider, or at a server of ours that speaks its interface.

    `sid` is the account's, `token` its secret: it signs call-backs and opens the interface.
    With `key_sid` and `key_secret` the interface is opened by that key instead, and the token
    is used for signatures alone. `region` and `edge` route requests (both or neither).
    `base_url` replaces the provider's address, with every path as published.
    """

    sid: str
    token: str = field(repr=False)
    key_sid: str = ""
    key_secret: str = field(default="", repr=False)
    region: str = ""
    edge: str = ""
    base_url: str = ""
    timeout_s: float = TIMEOUT_SECONDS

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Account:
        """Return the account that a way's settings name.

        They are `account_sid`, `auth_token`, and where wanted `key_sid`, `key_secret`,
        `region`, `edge` and `base_url`.

        Raises:
            KeyError: the account or its secret is missing.
        """
        more = ("key_sid", "key_secret", "region", "edge", "base_url")
        given: dict[str, Any] = {name: str(settings[name]) for name in more if settings.get(name)}
        return cls(str(settings["account_sid"]), str(settings["auth_token"]), **given)


def client(settings: Account | Mapping[str, Any]) -> Client:
    """Return the official client for an account.

    It reads nothing from the environment, follows no proxy setting, logs nothing and tries
    nothing by itself a second time: whoever calls it decides that.

    Raises:
        KeyError: `settings` name no account or no secret.
    """
    from twilio.rest import Client as Official  # noqa: PLC0415 - slow to load

    account = settings if isinstance(settings, Account) else Account.of(settings)
    return Official(
        account.key_sid or account.sid,
        account.key_secret if account.key_sid else account.token,
        account.sid,
        region=account.region or None,
        edge=account.edge or None,
        http_client=_http(account),
        environment={"": ""},  # an empty mapping would make it read the process's own
        user_agent_extensions=["Stayline"],
    )


def valid_signature(
    auth_token: str, url: str, params: Mapping[str, Any] | str, signature: str
) -> bool:
    """Return whether a call-back to `url` was signed with this account's secret.

    `url` is the whole address that the provider was given, with its query; `params` what was
    posted, or the body of a JSON call-back whose address carries `bodySHA256`. Without a secret
    or a signature nothing is valid.
    """
    if not auth_token or not signature:
        return False
    from twilio.request_validator import (  # type: ignore[import-untyped]  # ships no types  # noqa: PLC0415 - the same
        RequestValidator,
    )

    return bool(RequestValidator(auth_token).validate(url, params, signature))


def signature_for(auth_token: str, url: str, params: Mapping[str, Any]) -> str:
    """Return the signature that the provider would send with `params` to `url`."""
    from twilio.request_validator import RequestValidator  # noqa: PLC0415 - the same

    return str(RequestValidator(auth_token).compute_signature(url, params))


def status_of(error: Exception) -> int | None:
    """Return which status the provider answered with a fault; None: it gave no such answer."""
    status = getattr(error, "status", None)
    if isinstance(status, int):
        return status
    for given in error.args[1:2]:  # a page of a list that could not be had carries its answer
        status = getattr(given, "status_code", None)
    return status if isinstance(status, int) else None


def theirs(error: Exception) -> bool:
    """Return whether a fault is the network's or the provider's, and not one of ours."""
    from twilio.base.exceptions import (  # type: ignore[import-untyped]  # ships no types  # noqa: PLC0415 - the same
        TwilioException,
    )

    return isinstance(error, OSError | TwilioException | json.JSONDecodeError)


def worth_a_retry(error: Exception) -> bool:
    """Return whether the same request may go through later.

    So it is with 408, 409, 425, 429, 5xx, no answer at all, and an answer that is none of
    theirs, as of a proxy. What the provider refuses stays refused.
    """
    status = status_of(error)
    if status is not None:
        return status >= SERVER_FAULT or status in COME_AGAIN
    return theirs(error)


def reason_of(error: Exception) -> str:
    """Return in a few words why a request failed; no number, no name, no address."""
    status = status_of(error)
    if status is not None:
        code = getattr(error, "code", None)
        return f"the provider answered {status}" + (f" ({code})" if code else "")
    if isinstance(error, OSError):
        return f"no answer: {type(error).__name__}"
    return "the answer cannot be read"


def _http(account: Account) -> Any:  # noqa: ANN401 - the official client ships no types
    from twilio.http.http_client import (  # type: ignore[import-untyped]  # ships no types  # noqa: PLC0415 - the same
        TwilioHttpClient,
    )

    base = urlsplit(account.base_url)

    class Direct(TwilioHttpClient):  # type: ignore[misc]  # a class without types
        """The official HTTP client, with the address replaced where one is given."""

        def request(self, method: str, url: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as theirs
            if base.netloc:
                asked = urlsplit(url)
                path = base.path.rstrip("/") + asked.path
                url = urlunsplit((base.scheme, base.netloc, path, asked.query, ""))
            return super().request(method, url, *rest, **more)

    quiet = logging.getLogger("stayline.connectors.twilio.http")
    quiet.disabled = True  # it would write down what is sent, and that is personal
    made = Direct(timeout=account.timeout_s, logger=quiet)
    made.session.trust_env = False
    return made
