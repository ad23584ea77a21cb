"""What is done to contacts: opened, taken, left by the caller, released."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.contacts.errors import ContactInvalid, ContactTaken
from stayline.contacts.models import Channel, Contact
from stayline.contacts.queries import (
    Caller,
    caller_context,
    caller_key,
)
from stayline.people.actions import set_availability_in_transaction
from stayline.people.models import Availability
from stayline.people.queries import person_by_platform_user, site
from stayline.platform.crypto import keys
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.protocol.overlay import language_tag

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

AUTHENTICATION: Final = ("not_done", "passed", "failed")
"""How far a platform's identity check came; an attribute, and never a gate (X-7)."""


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
        make_busy_in_transaction(made, agent_id, Availability.ON_CONTACT, at=at)
        publish_on_commit(f"person:{agent_id}", "contacts", urgent=True)
    publish_on_commit(f"board:{new.site_id}", "board")
    return made


def make_busy_in_transaction(
    contact: Contact | None, person_id: UUID, availability: str, *, at: datetime
) -> None:
    """Say what a person is doing because of this contact; the caller holds the transaction.

    Whoever practises on it, and who is played there, is as free as before (S4-44).
    """
    if contact is None or not contact.practised:
        set_availability_in_transaction(person_id, availability, at=at)


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
    forget_caller_in_transaction(contact_id)


def forget_caller_in_transaction(contact_id: UUID) -> None:
    """Forget as `forget_caller` does; the caller holds the transaction."""
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
