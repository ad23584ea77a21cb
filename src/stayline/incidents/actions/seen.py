"""What a member of staff saw or heard, with no contact at all (S1-21, S3-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from stayline.contacts.actions import NewContact, open_in_transaction, release_in_transaction
from stayline.contacts.queries import Line
from stayline.incidents.actions._open import (
    add_threat_in_transaction,
    guide_in_transaction,
    keep_lines_in_transaction,
    level_of_facts,
    lock_contact_in_transaction,
    open_incident_in_transaction,
)
from stayline.incidents.actions._threats import file_forms_in_transaction
from stayline.incidents.actions.contact import after_release_in_transaction
from stayline.incidents.actions.threats import kind_and_form_faults
from stayline.incidents.errors import SeenInvalid
from stayline.people.queries import actor as actor_of
from stayline.platform.transactions import action
from stayline.privacy.actions import exclude_in_transaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

LONGEST = 20_000
"""Characters; whoever knows more adds it to the report."""


@action
def report_seen(  # noqa: PLR0913 - each is one field of the form
    *,
    site_id: UUID,
    kind: str,
    form: str,
    text: str,
    conditional: bool = False,
    imminent: bool = False,
    exercise: bool = False,
    seen_id: UUID | None = None,
    kept_out: Mapping[UUID, str] | None = None,
    actor: Actor,
    at: datetime,
) -> Incident:
    """Open an incident for something a member of staff saw or heard; anyone may (S1-21).

    No caller and no line: a contact of the channel `staff` stands for it, over as soon as it
    is told. The threat is stated by a person, the ladder rings and the report is owed as
    usual; a kind without a procedure of its own gets that for unforeseen incidents (S3-3).
    `seen_id` is made at the edge: sent again, the incident of before is returned. `kept_out`
    names colleagues with "implicated" or "discloser"; they are kept out before anybody is rung,
    the reporter too when it is about themselves (S0-35).

    Raises:
        SeenInvalid: the site is not the reporter's, the kind or form is none, nothing is said.
    """
    faults = kind_and_form_faults(kind, form)
    if actor.site_id != site_id:
        faults["site"] = "Choose the site where you work."
    if not text.strip() or len(text) > LONGEST:
        faults["text"] = f"Say what you saw or heard, in at most {LONGEST} characters."
    if faults:
        raise SeenInvalid(faults)
    new = NewContact(
        id=seen_id or uuid4(),
        site_id=site_id,
        channel="staff",
        source="staff report",
        exercise=exercise,
        agent_id=actor.id,
    )
    open_in_transaction(new, busy=False, at=at)
    contact, known = lock_contact_in_transaction(new.id)
    if known is not None:
        return known
    level, because = level_of_facts(kind, form, conditional=conditional, imminent=imminent)
    incident = open_incident_in_transaction(
        contact, kind=kind, level=level, because=because, how="seen", actor=actor, at=at
    )
    for person, why in (kept_out or {}).items():
        exclude_in_transaction(
            incident.id,
            actor_of(person),
            because=why,
            stream_id=incident.stream_id,
            actor=actor,
            at=at,
        )
    line = Line(f"seen-{new.id}", "agent", at, text)
    keep_lines_in_transaction(incident, [line], actor=actor, at=at)
    add_threat_in_transaction(
        incident,
        kind=kind,
        form=form,
        conditional=conditional,
        imminent=imminent,
        signal=None,
        line_id=line.line_id,
        by_person=True,
        actor=actor,
        at=at,
    )
    guide_in_transaction(incident, actor=actor, at=at)
    file_forms_in_transaction(incident, because="staff reported it", actor=actor, at=at)
    release_in_transaction(contact, by="staff", at=at)
    after_release_in_transaction(
        contact, incident, by="staff", reason="there is no line", actor=actor, at=at
    )
    return incident
