"""Which agency is called for the caller's place, and what it was told and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.command.errors import (
    AgencyNotThere,
    AgencyToldTooLittle,
    AnswerMissing,
    CalledAlready,
    NotCalledYet,
)
from stayline.command.events import AgencyChosen, AgencyConfirmed, AgencyTold
from stayline.command.models import Dispatch
from stayline.command.policies import may_call
from stayline.command.queries import (
    EMERGENCY,
    agency_format,
    agency_of,
    dispatch,
    first_local,
    first_number,
    local_agencies,
    subject_of,
)
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.command.queries import Found
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

LONGEST: Final = 500
"""Characters of one thing that was said."""


@action
def choose_agency(*, dispatch_id: UUID, agency_id: UUID, actor: Actor, at: datetime) -> Dispatch:
    """Call another of the centre's own agencies that answer for the place (S4-8, S4-10).

    Raises:
        DispatchNotFound: no call has this id.
        NotOnTheList: `actor` neither handles the incident nor supervises its site.
        CalledAlready: somebody has called, or gave the number.
        AgencyNotThere: it does not answer for this place.
    """
    row = locked_in_transaction(dispatch_id, actor)
    if row.called_at is not None or row.given_at is not None:
        raise CalledAlready(agency=row.agency)
    found = {one.row.id: one for one in local_agencies(row.incident, row.agency)}
    if agency_id not in found:
        raise AgencyNotThere
    _put(row, found[agency_id])
    chosen_in_transaction(row.incident, row, found[agency_id], actor=actor, at=at)
    return row


@action
def tell_agency(
    *, dispatch_id: UUID, said: Mapping[str, str], because: str = "", actor: Actor, at: datetime
) -> Dispatch:
    """Record what an agency was told, item by item in its own order (S3-20).

    Speed comes first: with a reason in `because` it stands incomplete; the log says what was
    left out. Told again, the newest stands beside the earlier ones.

    Raises:
        DispatchNotFound: no call has this id.
        NotOnTheList: `actor` neither handles the incident nor supervises its site.
        AgencyToldTooLittle: something required is missing, and no reason was given.
    """
    row = locked_in_transaction(dispatch_id, actor)
    form = agency_format(row.agency, row.local.kind if row.local else "")
    words = {
        one.id: said[one.id].strip()[:LONGEST] for one in form.items if said.get(one.id, "").strip()
    }
    missing = form.missing(words)
    if missing and not because.strip():
        raise AgencyToldTooLittle({one.id: one.label for one in missing})
    row.told_at = at
    row.save(update_fields=["told_at"])
    event = AgencyTold(
        dispatch=str(row.id),
        agency=_name(row),
        channel=form.channel,
        said=list(words),
        missing=[one.label for one in missing],
        words=words,
        because=because.strip()[:LONGEST],
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="help")
    return row


@action
def confirm_contact(
    *, dispatch_id: UUID, name: str, reference: str, actor: Actor, at: datetime
) -> Dispatch:
    """Record who answered at the agency and their reference: contact was made (S3-20).

    It says nothing of whether help arrived: that is confirmed by itself.

    Raises:
        DispatchNotFound: no call has this id.
        NotOnTheList: `actor` neither handles the incident nor supervises its site.
        NotCalledYet: nobody recorded a call.
        AnswerMissing: neither a name nor a reference.
    """
    row = locked_in_transaction(dispatch_id, actor)
    if row.called_at is None:
        raise NotCalledYet(agency=row.agency)
    if not (name.strip() or reference.strip()):
        raise AnswerMissing
    row.confirmed_at = at
    row.save(update_fields=["confirmed_at"])
    event = AgencyConfirmed(
        dispatch=str(row.id),
        agency=_name(row),
        name=name.strip()[:LONGEST] or "no name given",
        reference=reference.strip()[:LONGEST] or "none given",
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="help")
    return row


def locked_in_transaction(dispatch_id: UUID, actor: Actor) -> Dispatch:
    """Return the call under its lock, the head of its incident first; in a transaction."""
    incident = lock_incident_in_transaction(dispatch(dispatch_id).incident_id)
    if not may_call(actor, incident):
        raise NotOnTheList
    row = (
        Dispatch.objects.select_for_update(of=("self",)).select_related("local").get(id=dispatch_id)
    )
    row.incident = incident
    return row


def resolve_again_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Look again whom to call, now that the place is known better, for the calls that wait.

    The emergency number stays the country's. The caller holds the transaction and the head
    of the incident's stream.
    """
    waiting = Dispatch.objects.select_for_update(of=("self",)).filter(
        incident=incident, called_at=None, given_at=None
    )
    for row in waiting.exclude(agency=EMERGENCY).order_by("asked_at", "id"):
        found = first_local(agency_of(row.agency), incident)
        if (found.row.id if found else None) == row.local_id:
            continue
        if found is None:
            _put_back(row, incident)
        else:
            _put(row, found)
        chosen_in_transaction(incident, row, found, actor=actor, at=at)


def chosen_in_transaction(
    incident: Incident, row: Dispatch, found: Found | None, *, actor: Actor, at: datetime
) -> None:
    """Log which agency is called and how the place led to it; the caller holds the transaction."""
    event = AgencyChosen(
        dispatch=str(row.id),
        agency=agency_of(row.agency).title,
        local=str(found.row.id) if found else "",
        name=found.row.name if found else "the directory's",
        number=row.number,
        how=found.how if found else "none of the centre's own names the place",
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="help")


def _put(row: Dispatch, found: Found) -> None:
    row.local, row.number = found.row, found.row.number
    row.place_known, row.number_unverified = True, found.row.unverified
    row.save(update_fields=["local", "number", "place_known", "number_unverified"])


def _put_back(row: Dispatch, incident: Incident) -> None:
    number, unverified = first_number(agency_of(row.agency), incident)
    row.local, row.number = None, number
    row.place_known, row.number_unverified = bool(number), unverified
    row.save(update_fields=["local", "number", "place_known", "number_unverified"])


def _name(row: Dispatch) -> str:
    return row.local.name if row.local else agency_of(row.agency).title
