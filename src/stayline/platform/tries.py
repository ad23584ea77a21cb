"""How often something was tried and failed, by keyed hashes: for doors that need no sign-in.

It counts in the same table as sign-in, under names of its own, so that all processes count
together and what is old is forgotten with the rest.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

from stayline.platform.models import SignInFailure


@dataclass(frozen=True, slots=True)
class Tries:
    """Lets `most` failures of one source at one door pass within a time, and then no more."""

    door: str
    most: int
    within: timedelta

    def too_many(self, source: str, *, at: datetime) -> bool:
        """Return whether this source has failed too often of late."""
        recent = SignInFailure.objects.filter(name_hash=self._hash(source), at__gt=at - self.within)
        return recent.count() >= self.most

    def note(self, source: str, *, at: datetime) -> None:
        """Count one failure of this source."""
        kept = self._hash(source)
        SignInFailure.objects.create(name_hash=kept, address_hash=kept, at=at)

    def _hash(self, source: str) -> bytes:
        key = sha256(b"tries" + settings.SECRET_KEY.encode()).digest()
        return hmac.digest(key, f"{self.door}\0{source}".encode(), "sha256")
