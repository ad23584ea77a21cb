"""How a demo keeps passwords that it prints itself: the same way, with fewer rounds."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class DemoPasswordHasher(PBKDF2PasswordHasher):
    """PBKDF2 with a fraction of the rounds: a demo's passwords stand on its first page."""

    algorithm = "pbkdf2_sha256_demo"
    iterations = 20_000
