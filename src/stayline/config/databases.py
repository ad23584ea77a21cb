"""Database URLs as Django's settings, for SQLite (embedded) and PostgreSQL.

SQLite: WAL, `BEGIN IMMEDIATE` (a writer queues at its start and never fails half way),
synchronous=FULL (a commit survives a power cut), 20 s of patience; and a second file for the
listening window, synchronous=OFF, because those lines are written often, live 15 minutes and
are given up in a machine crash (`design.md` 3.8).

PostgreSQL: each of the web process's threads and each worker loop keeps one connection for
ever. That is a pool of a fixed size without the cost of checking a connection out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from stayline.config.options import Settings

PATIENCE_SECONDS: Final = 20
WINDOW_ALIAS: Final = "window"

_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON; "
    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;"
)


def databases(settings: Settings, *, as_owner: bool = False) -> dict[str, dict[str, Any]]:
    """Return Django's `DATABASES`: `default`, and on SQLite `window` beside it."""
    if not settings.on_sqlite:
        url = settings.owner_database_url if as_owner else ""
        return {"default": _postgres(url or settings.database)}
    path = Path(urlsplit(settings.database).path[1:])
    return {
        "default": _sqlite(path, "FULL"),
        WINDOW_ALIAS: _sqlite(path.with_name("window.sqlite3"), "OFF"),
    }


def _sqlite(path: Path, synchronous: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": PATIENCE_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": _PRAGMAS.format(synchronous=synchronous),
        },
        # Tests use a file too: a shared in-memory database has no WAL, and its locks differ.
        "TEST": {"NAME": str(path.with_name(f"test_{path.name}"))},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options.setdefault("connect_timeout", "5")
    options.setdefault("application_name", "stayline")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
