"""What is done about briefs: a block put right, an issue numbered, everyone told, a file taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.command.actions.messages import send_in_transaction
from stayline.command.errors import BlockInvalid, BriefMoved, BriefNotYours, PeriodInvalid
from stayline.command.events import BriefCorrected, BriefIssued, BriefTaken, VoiceScriptRead
from stayline.command.models import BriefIssue
from stayline.command.policies.briefs import may_issue_brief, may_read_brief
from stayline.command.queries import agency_of
from stayline.command.queries.briefs import Brief, Period, brief, form_named
from stayline.command.queries.briefs_words import moment_in
from stayline.command.queries.joint import subject_of_words
from stayline.command.queries.message_recipients import Recipient
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.platform.transactions import action
from stayline_core.briefs import MAX_TEXT, OF_A_PERSON, Block, kept

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

EVERYONE: Final = Recipient("everyone", "", "everyone on the incident")


@action
def correct_block(
    *,
    incident_id: UUID,
    form: str,
    block: str,
    text: str,
    was: str,
    about: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Block:
    """Let a block of a brief say what `actor` knows better; what it said before is kept.

    `was` is what the writer saw when they began, so that nobody overwrites what they have not
    read. An empty `text` takes the correction back: the block is made from the log again.
    `about` names whose log it is (ICS 214); their own log each person may put right.

    Raises:
        IncidentNotFound: no incident has this id.
        BriefUnknown: no form has this name.
        BriefNotYours: `actor` does not command the incident.
        BlockInvalid: the form has no such block, or the text is too long.
        BriefMoved: the block says something else by now.
    """
    incident = lock_incident_in_transaction(incident_id)
    _refuse_stranger(incident, actor, form, about)
    shown = brief(incident, form, at=at, speaker=actor, about=about)
    now = next((one for one in shown.blocks if one.id == block), None)
    if now is None:
        names = ", ".join(one.id for one in shown.blocks)
        raise BlockInvalid({"block": f"Choose one of {names}."}, "This form has no such block.")
    said = text.replace("\r\n", "\n").strip()
    if len(said) > MAX_TEXT:
        fault = f"{len(said)} characters. Keep it below {MAX_TEXT}."
        raise BlockInvalid({"text": fault}, "This is too long for one block.")
    if was.replace("\r\n", "\n").strip() != now.text.strip():
        raise BriefMoved(block=block)
    event = BriefCorrected(
        form=form,
        title=shown.title,
        about=shown.about,
        block=f"{now.id}",
        text=said,
        was=now.text,
        subject=subject_of_words(incident),
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command")
    made = brief(incident, form, at=at, speaker=actor, about=about)
    return next(one for one in made.blocks if one.id == block)


@action
def issue_brief(
    *,
    incident_id: UUID,
    form: str,
    about: UUID | None = None,
    period: Period | None = None,
    actor: Actor,
    at: datetime,
) -> BriefIssue:
    """Issue a brief under the next number, with every block as it is read now (S3-12).

    ICS 214 is `about` one person, `actor` where nobody is named, for a `period`.

    Raises:
        IncidentNotFound: no incident has this id.
        BriefUnknown: no form has this name.
        BriefNotYours: `actor` does not command the incident.
        PeriodInvalid: the period ends before it starts.
    """
    incident = lock_incident_in_transaction(incident_id)
    _refuse_stranger(incident, actor, form, about)
    if period is not None and period.until <= period.since:
        raise PeriodInvalid
    return _issue_in_transaction(incident, form, about, period, actor=actor, at=at)


@action
def update_and_tell(*, incident_id: UUID, form: str, actor: Actor, at: datetime) -> BriefIssue:
    """Issue a brief and tell everyone on the incident that it is there, by one press.

    What is told is the incident's number, the form and its version: what the brief says stays
    on the page, for nothing about a threat or a contact goes onto anybody's phone.

    Raises:
        IncidentNotFound: no incident has this id.
        BriefUnknown: no form has this name.
        BriefNotYours: `actor` does not command the incident.
    """
    incident = lock_incident_in_transaction(incident_id)
    _refuse_stranger(incident, actor, form, None)
    made = _issue_in_transaction(incident, form, None, None, actor=actor, at=at)
    clock = moment_in(at, incident.site.zone)
    text = (
        f"{form_named(form).title} of {incident.number}: version {made.number}, {clock}. "
        "Read it on the command page."
    )
    send_in_transaction(
        incident,
        to=EVERYONE,
        medium="screen",
        text=text,
        about="brief",
        about_id=str(made.id),
        actor=actor,
        at=at,
    )
    return made


@action
def note_brief_taken(
    *, incident_id: UUID, title: str, form: str, media: str, sha256: str, actor: Actor, at: datetime
) -> None:
    """Record that `actor` took a brief away as a file, before it is handed over (need to know).

    Raises:
        IncidentNotFound: no incident has this id.
        BriefNotYours: `actor` does not command the incident.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_issue_brief(actor, incident):
        raise BriefNotYours
    event = BriefTaken(form=form, title=title, media=media, sha256=sha256)
    log_in_transaction(incident, event, actor=actor, at=at, live="command")


@action
def record_script_read(
    *, incident_id: UUID, agency: str, read_back: bool, actor: Actor, at: datetime
) -> None:
    """Record that `actor` read the words for an agency aloud, and whether they came back right.

    Raises:
        IncidentNotFound: no incident has this id.
        BriefNotYours: `actor` does not handle the incident.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_read_brief(actor, incident):
        raise BriefNotYours
    said = "yes" if read_back else "no"
    event = VoiceScriptRead(agency=agency_of(agency).title, read_back=said)
    log_in_transaction(incident, event, actor=actor, at=at, live="command")


def _refuse_stranger(incident: Incident, actor: Actor, form: str, about: UUID | None) -> None:
    """Refuse whoever may not write this brief; whoever handles it keeps their own log."""
    form_named(form)
    own = form == OF_A_PERSON and about in {None, actor.id} and may_read_brief(actor, incident)
    if not own and not may_issue_brief(actor, incident):
        raise BriefNotYours


def _issue_in_transaction(
    incident: Incident,
    form: str,
    about: UUID | None,
    period: Period | None,
    *,
    actor: Actor,
    at: datetime,
) -> BriefIssue:
    """Keep one issue; the caller holds the transaction and the head of the incident's stream."""
    made: Brief = brief(incident, form, at=at, speaker=actor, about=about, period=period)
    number = made.last_issue + 1
    event = BriefIssued(
        form=form,
        title=made.title,
        about=made.about,
        number=number,
        upto=made.upto,
        period_from=period.since.isoformat() if period else "",
        period_to=period.until.isoformat() if period else "",
        blocks=kept(made.blocks),
        subject=subject_of_words(incident),
    )
    receipt = log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return BriefIssue.objects.create(
        incident=incident,
        form=form,
        about=made.about,
        number=number,
        period_from=period.since if period else None,
        period_to=period.until if period else None,
        sequence=receipt.sequence,
        at=at,
        by=actor.id,
    )
