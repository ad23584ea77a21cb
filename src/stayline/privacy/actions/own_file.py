"""What is held about somebody who works here, for their own eyes; reading it is logged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stayline.ledger.actions import append_in_transaction
from stayline.ledger.queries import entries, stream_about
from stayline.people.actions.system import person_locked, person_stream
from stayline.people.queries import names_by_pseudonym
from stayline.platform.transactions import action
from stayline.privacy.events import OwnFileRead
from stayline.privacy.ports import personal_data

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

FORMS: Final = {"page": "on the page", "file": "as a file"}

SILENT: Final = frozenset({"people.conflict.noted", "people.conflict.ended"})
"""Kinds of entries that would name somebody who reported something."""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What every room holds about one person: by room, by kind, each row as it is kept."""

    person_id: UUID
    read_at: datetime
    rooms: dict[str, dict[str, list[dict[str, Any]]]]


@action
def read_own_file(*, form: str, actor: Actor, at: datetime) -> OwnFile:
    """Return what is held about `actor`, and log that they read it (`design.md` 3.7).

    There is nobody else's: whose it is follows from who asks. It holds none of a caller's words
    and names nobody who reported or raised something. `form` is `page` or `file`.

    Raises:
        PersonNotFound: `actor` is nobody who works here.
        KeyError: there is no such form.
    """
    who = person_locked(actor.id)
    event = OwnFileRead(form=FORMS[form], subject=f"person:{who.pseudonym}")
    append_in_transaction(person_stream(who, at), event, actor=actor, at=at)
    rooms = {port.room: _something(port.about_person(who.id)) for port in personal_data}
    rooms["record"] = _something({"entries": _record(who.id)})
    return OwnFile(who.id, at, {room: found for room, found in rooms.items() if found})


def _something(
    found: dict[str, list[dict[str, Any]]],
) -> dict[str, list[dict[str, Any]]]:
    return {name: rows for name, rows in found.items() if rows}


def _record(person_id: UUID) -> list[dict[str, Any]]:
    """Return what was logged about somebody: when, what kind of thing, by whom; no words."""
    stream = stream_about("person", person_id)
    found = [one for one in entries(stream.id) if one.kind not in SILENT] if stream else []
    who = names_by_pseudonym({one.actor for one in found})
    return [
        {"at": one.at, "what": _words(one.kind), "by": who.get(one.actor, "the system")}
        for one in found
    ]


def _words(kind: str) -> str:
    """Return what an entry is, without its room: `quality.feedback.given` is feedback given."""
    return kind.partition(".")[2].replace(".", " ").replace("_", " ")
