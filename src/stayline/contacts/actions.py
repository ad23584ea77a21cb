"""What is done to contacts, and the window where their lines wait."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count

from stayline.contacts.errors import ContactInvalid, ContactTaken
from stayline.contacts.models import Channel, Contact, WindowEpoch, WindowKey, WindowLine
from stayline.contacts.queries import (
    LINES_LIVE,
    WINDOW_LINES,
    Caller,
    Line,
    caller_context,
    caller_key,
    line_context,
    window_alias,
)
from stayline.people.actions import set_availability_in_transaction
from stayline.people.models import Availability
from stayline.people.queries import person_by_platform_user, site
from stayline.platform.crypto import Sealer, keys, new_key
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.protocol.overlay import language_tag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stayline.platform.actors import Actor

KEYS_SEAL: Final = timedelta(minutes=45)
KEYS_LIVE: Final = timedelta(hours=1)
AUTHENTICATION: Final = ("not_done", "passed", "failed")
"""How far a platform's identity check came; an attribute, and never a gate (X-7)."""
BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class NewContact:
    """What a platform or a desk says of a contact that begins."""

    id: UUID
    site_id: UUID
    channel: str
    source: str
    exercise: bool
    external_id: str = ""
    agent_id: UUID | None = None
    platform_agent: str = ""
    caller: Caller = field(default_factory=Caller)
    caller_country: str = ""
    language: str = ""
    recorded_line: bool | None = None
    recording: str = ""
    authentication: str = "not_done"


@action
def open_contact(new: NewContact, *, actor: Actor, at: datetime) -> Contact:
    """Keep a contact that begins; the same id, or the same platform id, opens it once.

    A contact whose agent nobody here knows is kept all the same and shows on the floor as
    unassigned (`design.md` section 7). On an exercise-flagged site every contact is an
    exercise.

    Raises:
        ContactInvalid: the channel, the caller's country, the language or the authentication is
            none.
    """
    del actor  # the source stands on the row; the log begins with the incident
    return open_in_transaction(new, at=at)


def open_in_transaction(new: NewContact, *, busy: bool = True, at: datetime) -> Contact:
    """Keep a contact that begins, as `open_contact` does; the caller holds the transaction.

    With `busy` its agent counts as on a contact from now on; whoever reports what was seen
    has none.

    Raises:
        ContactInvalid: the channel, the caller's country, the language or the authentication is
            none.
    """
    _refuse_faults(new)
    known = Contact.objects.filter(id=new.id).first()
    if known is None and new.external_id:
        known = Contact.objects.filter(source=new.source, external_id=new.external_id).first()
    if known is not None:
        return known
    agent_id = new.agent_id
    if agent_id is None:
        found = person_by_platform_user(new.platform_agent, new.site_id)
        agent_id = found.id if found else None
    made = Contact.objects.create(
        id=new.id,
        exercise=new.exercise or site(new.site_id).exercise,
        site_id=new.site_id,
        channel=new.channel,
        source=new.source,
        external_id=new.external_id,
        agent_id=agent_id,
        platform_agent="" if agent_id else new.platform_agent,
        caller_sealed=keys().wrap(new.caller.to_json(), caller_context(new.id)),
        caller_key=caller_key(new.caller),
        caller_country=new.caller_country.upper(),
        language=language_tag(new.language) or "",
        recorded_line=new.recorded_line,
        recording=new.recording,
        authentication=new.authentication,
        opened_at=at,
    )
    if agent_id and busy:
        set_availability_in_transaction(agent_id, Availability.ON_CONTACT, at=at)
        publish_on_commit(f"person:{agent_id}", "contacts", urgent=True)
    publish_on_commit(f"board:{new.site_id}", "board")
    return made


@action
def take_contact(*, contact_id: UUID, actor: Actor, at: datetime) -> Contact:
    """Give an unassigned contact to `actor`; two at once, and one has it.

    Raises:
        ContactTaken: somebody else has it.
    """
    free = Contact.objects.filter(id=contact_id, agent=None, released_at=None)
    changed = 0
    if actor.site_id is not None:
        changed = free.filter(site_id=actor.site_id).update(agent_id=actor.id, platform_agent="")
    row = Contact.objects.filter(id=contact_id).select_related("site").first()
    if row is None or (not changed and row.agent_id != actor.id):
        raise ContactTaken(contact=str(contact_id))
    if changed:
        set_availability_in_transaction(actor.id, Availability.ON_CONTACT, at=at)
        publish_on_commit(f"board:{row.site_id}", "board")
    return row


@action
def forget_caller(*, contact_id: UUID, actor: Actor, at: datetime) -> None:
    """Forget what a contact holds of its caller: name, number, links. Twice changes nothing.

    What the caller said lies in the ledger and is erased there, where it is logged.
    """
    del actor, at  # the erasure's own entry names both
    Contact.objects.filter(id=contact_id).update(caller_sealed=b"", caller_key="", recording="")


def note_caller_left_in_transaction(contact: Contact, *, by: str, at: datetime) -> bool:
    """Note when the caller's leg ended; the agent's stays open. False: it was noted before.

    The caller holds the transaction.
    """
    changed = Contact.objects.filter(id=contact.id, caller_left_at=None).update(
        caller_left_at=at, ended_by=by
    )
    contact.refresh_from_db()
    return bool(changed)


def note_caller_back_in_transaction(contact: Contact) -> bool:
    """Note that the caller is on the line again. False: they were never noted as gone.

    The caller holds the transaction.
    """
    changed = Contact.objects.filter(id=contact.id, caller_left_at__isnull=False).update(
        caller_left_at=None, ended_by=""
    )
    contact.refresh_from_db()
    return bool(changed)


def release_in_transaction(contact: Contact, *, by: str, at: datetime) -> bool:
    """Note when the last leg was released: the second end time (S1-42). False: already.

    The caller holds the transaction.
    """
    changed = Contact.objects.filter(id=contact.id, released_at=None).update(released_at=at)
    if changed and contact.caller_left_at is None:
        Contact.objects.filter(id=contact.id).update(caller_left_at=at, ended_by=by)
    contact.refresh_from_db()
    if changed:
        publish_on_commit(f"board:{contact.site_id}", "board")
    return bool(changed)


def waive_authentication_in_transaction(contact: Contact) -> None:
    """Waive the identity check of a contact, unless it was passed (S1-8).

    The caller holds the transaction and logs what it stood at.
    """
    unproven = Contact.objects.filter(id=contact.id).exclude(authentication="passed")
    unproven.update(authentication="waived")


def keep_in_window(contact_id: UUID, lines: Sequence[Line], *, at: datetime) -> None:
    """Keep lines of a contact that has no incident, sealed, each once.

    Writers of one process queue up and the first writes for all that wait, so a busy
    second costs few transactions (batches of at most 50 ms, `design.md` 3.8).
    """
    sealer, key_id = _window_key(at)
    _writer.write(
        [
            WindowLine(
                contact_id=contact_id,
                line_id=line.line_id,
                who=line.who,
                at=line.at,
                received_at=at,
                key_id=key_id,
                sealed=sealer.seal(line.text.encode(), line_context(contact_id, line.line_id)),
            )
            for line in lines
        ]
    )


def drop_from_window(contact_id: UUID, line_ids: Sequence[str]) -> None:
    """Forget window lines that the ledger holds now."""
    WindowLine.objects.filter(contact_id=contact_id, line_id__in=list(line_ids)).delete()


def window_since(*, at: datetime) -> datetime:
    """Return since when the window has kept every line; it restarts after a machine crash."""
    boot = _boot()
    row, _ = WindowEpoch.objects.get_or_create(id=1, defaults={"boot": boot, "since": at})
    if row.boot != boot:
        WindowEpoch.objects.filter(id=1).update(boot=boot, since=at)
        return at
    return row.since


def purge_window(*, at: datetime) -> int:
    """Forget lines past 15 minutes or 200 a contact, and keys past an hour; count the lines."""
    gone, _ = WindowLine.objects.filter(received_at__lt=at - LINES_LIVE).delete()
    WindowKey.objects.filter(dies_at__lte=at).delete()
    long = (
        WindowLine.objects.values("contact_id").annotate(n=Count("id")).filter(n__gt=WINDOW_LINES)
    )
    for row in long:
        rows = WindowLine.objects.filter(contact_id=row["contact_id"]).order_by("-at", "-id")
        keep = list(rows.values_list("id", flat=True)[:WINDOW_LINES])
        more, _ = rows.exclude(id__in=keep).delete()
        gone += more
    return gone


def _refuse_faults(new: NewContact) -> None:
    faults: dict[str, str] = {}
    if new.channel not in Channel.values:
        faults["channel"] = f"Choose one of {', '.join(Channel.values)}."
    country = new.caller_country
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):  # noqa: PLR2004  # ISO 3166-1 alpha-2
        faults["caller_country"] = "Two letters, as in US or GB; leave it out when unknown."
    if new.language and language_tag(new.language) is None:
        faults["language"] = "A BCP 47 tag, as in es or pt-BR; leave it out when unknown."
    if new.authentication not in AUTHENTICATION:
        faults["authentication"] = f"Choose one of {', '.join(AUTHENTICATION)}."
    if faults:
        raise ContactInvalid(faults)


class _WindowWriter:
    """Lets one thread write for all that wait (group commit)."""

    def __init__(self) -> None:
        self._waiting: list[tuple[list[WindowLine], threading.Event, list[BaseException]]] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()

    def write(self, rows: list[WindowLine]) -> None:
        done, faults = threading.Event(), []  # type: tuple[threading.Event, list[BaseException]]
        with self._guard:
            self._waiting.append((rows, done, faults))
        with self._turn:
            if not done.is_set():
                self._write_all()
        if faults:
            raise faults[0]

    def _write_all(self) -> None:
        with self._guard:
            batch, self._waiting = self._waiting, []
        try:
            with transaction.atomic(using=window_alias()):
                WindowLine.objects.bulk_create(
                    [row for rows, _, _ in batch for row in rows], ignore_conflicts=True
                )
        except BaseException as fault:
            for _, _, faults in batch:
                faults.append(fault)
            raise
        finally:
            for _, done, _ in batch:
                done.set()


_writer = _WindowWriter()
_key_in_use: dict[str, tuple[datetime, UUID, Sealer]] = {}


def _window_key(at: datetime) -> tuple[Sealer, UUID]:
    cached = _key_in_use.get("now")
    if cached and at < cached[0] and WindowKey.objects.filter(id=cached[1]).exists():
        return cached[2], cached[1]
    row = (
        WindowKey.objects.filter(made_at__gt=at - KEYS_SEAL, made_at__lte=at)
        .order_by("-made_at")
        .first()
    )
    if row is None:
        window_since(at=at)
        key_id, plain = uuid4(), new_key()
        row = WindowKey.objects.create(
            id=key_id,
            wrapped=keys().wrap(plain, str(key_id).encode()),
            made_at=at,
            dies_at=at + KEYS_LIVE,
        )
    sealer = Sealer(keys().unwrap(bytes(row.wrapped), str(row.id).encode()))
    _key_in_use["now"] = (row.made_at + KEYS_SEAL, row.id, sealer)
    return sealer, row.id


def _boot(file: Path = BOOT_ID) -> str:
    """Return which start of the machine this is; empty where the system does not say."""
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:
        return ""
