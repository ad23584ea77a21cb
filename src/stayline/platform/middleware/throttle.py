"""Slow down guessing at sign-in: by name, and by address.

Names and addresses are kept as keyed hashes. A right password after failures is let in and
clears the name; a locked-out person on duty is a safety problem, so the lock is short, is per
name *and* address for people, and never touches somebody who is signed in.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from stayline.platform import errorpages
from stayline.platform.models import SignInFailure

WINDOW: Final = timedelta(minutes=10)
TRIES_A_NAME: Final = 8
TRIES_AN_ADDRESS: Final = 60
FIELDS: Final = ("username", "auth-username", "login")


class SignInThrottleMiddleware:
    """Looks at POSTs to the sign-in address, and at nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse with 429 and `Retry-After` when there were too many failures."""
        if request.method != "POST" or request.path != settings.LOGIN_URL:
            return self.get_response(request)
        at = timezone.now()
        name, address = _hashes(request)
        if _too_many(name, address, at=at):
            refusal = errorpages.plain(request, 429)
            refusal["Retry-After"] = str(int(WINDOW.total_seconds()))
            return refusal
        response = self.get_response(request)
        if response.status_code in {200, 400, 401, 403, 422}:
            SignInFailure.objects.create(name_hash=name, address_hash=address, at=at)
        elif response.status_code == 302:  # noqa: PLR2004 - signed in, and on to the first page
            SignInFailure.objects.filter(name_hash=name).delete()
        return response


def client_address(request: HttpRequest) -> str:
    """Return the address a request came from; behind our own proxy, what the proxy says."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.STAYLINE.trusted_proxy and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def forget_old_failures(*, at: datetime) -> int:
    """Remove failures that no longer count; return how many."""
    removed, _ = SignInFailure.objects.filter(at__lt=at - 2 * WINDOW).delete()
    return removed


def _hashes(request: HttpRequest) -> tuple[bytes, bytes]:
    address = client_address(request)
    given = next((request.POST[field] for field in FIELDS if field in request.POST), "")
    key = sha256(b"sign-in throttle" + settings.SECRET_KEY.encode()).digest()
    name = hmac.digest(key, f"{given.casefold().strip()}\0{address}".encode(), "sha256")
    return name, hmac.digest(key, address.encode(), "sha256")


def _too_many(name: bytes, address: bytes, *, at: datetime) -> bool:
    recent = SignInFailure.objects.filter(at__gt=at - WINDOW)
    if recent.filter(name_hash=name).count() >= TRIES_A_NAME:
        return True
    return recent.filter(address_hash=address).count() >= TRIES_AN_ADDRESS
