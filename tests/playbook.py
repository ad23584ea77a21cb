"""The shipped playbook in force, loaded once a process and copied into each test's database."""

from __future__ import annotations

from typing import Final

from django.db import connection

from stayline.library.actions import load_playbook
from stayline.people.queries import system_actor
from tests.cast import NOW
from tests.kept import Kept

_kept: Final = Kept(
    {"library_documentversion": "", "library_inforce": "", "library_forcespan": ""}, "document"
)


def put_playbook_in_force() -> None:
    """Put the shipped documents in force as templates, as a demo centre does."""
    if _count() or not _kept:
        load_playbook(mode="demo", actor=system_actor("command_line"), at=NOW)
        if not _kept:
            _kept.read()
        return
    _kept.put_back()


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM library_documentversion")
        return int(cursor.fetchone()[0])
