"""Which rooms answer the ports of the record: effects, deadlines, telephony, training, receipts."""

from __future__ import annotations

from stayline.platform.plugs import Unplugged


def plug_rooms() -> None:
    """Plug the rooms that act on an incident.

    Raises:
        Unplugged: an effect of a protocol has no room that does it.
    """
    _effects()
    _due()
    _own_care()
    _growing()
    _practice()
    _told()
    _training()
    _figures()
    _courses()
    _calendars()
    _off_queue()
    _kept()
    _centre()
    _listened()
    _reviewing()
    _drills()
    _deployments()
    _posts()
    _messages()
    _personal()
    _words_kept()


def _effects() -> None:
    from stayline.care.actions.effects import CareEffects
    from stayline.command.actions.effects import CommandEffects
    from stayline.config.telephone import plug_telephone
    from stayline.escalation.actions import EscalationEffects
    from stayline.incidents.ports import plug_effects, unplugged_effects
    from stayline.reports.actions.effects import ReportEffects

    plug_telephone()
    for port in (EscalationEffects(), ReportEffects(), CommandEffects(), CareEffects()):
        plug_effects(port)
    if missing := unplugged_effects():
        raise Unplugged(f"no room does these effects: {', '.join(sorted(missing))}")


def _due() -> None:
    from stayline.care.workers import CheckDue
    from stayline.contacts.workers import WindowDue
    from stayline.deadlines.ports import clock_step_ports, due_ports
    from stayline.escalation.workers import (
        AgentAbsent,
        LimitDue,
        ReceiverAbsent,
        RingAgainAfterStep,
        RungDue,
    )
    from stayline.incidents.workers import ObligationDue, ReminderDue, SilenceDue, StepDue
    from stayline.library.workers import CredentialDue, LapseDue, LegalDue, ReviewDue
    from stayline.people.workers import LeaveBegins, LeaveEnds, PatternDue, ShiftBegins, ShiftEnds
    from stayline.privacy.workers import RetentionDue

    due_ports.plug(
        RungDue(),
        LimitDue(),
        ReceiverAbsent(),
        AgentAbsent(),
        ObligationDue(),
        ReminderDue(),
        StepDue(),
        SilenceDue(),
        CheckDue(),
        WindowDue(),
        LapseDue(),
        LegalDue(),
        ReviewDue(),
        CredentialDue(),
        RetentionDue(),
        ShiftBegins(),
        LeaveBegins(),
        LeaveEnds(),
        ShiftEnds(),
        PatternDue(),
    )
    clock_step_ports.plug(RingAgainAfterStep())


def _own_care() -> None:
    from stayline.care.actions.keeping import NOTES_KEPT, OwnKept
    from stayline.care.workers import DutyDue, OwnReminderDue, PulseDue
    from stayline.deadlines.ports import due_ports
    from stayline.privacy.ports import kept

    due_ports.plug(OwnReminderDue(), DutyDue(), PulseDue())
    kept.plug(OwnKept(), NOTES_KEPT)


def _growing() -> None:
    from stayline.deadlines.ports import due_ports
    from stayline.learning.workers.support import SupportReviewIsDue
    from stayline.quality.workers.improving import DisputeLate, ImprovementOverdue

    due_ports.plug(DisputeLate(), ImprovementOverdue(), SupportReviewIsDue())


def _told() -> None:
    from stayline.escalation.workers import PageNews
    from stayline.outbox.ports import delivered_ports, undelivered_ports
    from stayline.reports.workers import CaseArrived, RecordArrived

    pages = PageNews()
    delivered_ports.plug(CaseArrived(), RecordArrived(), pages)
    undelivered_ports.plug(pages)


def _messages() -> None:
    from stayline.command.workers.messages import AnswerDue, MessageNews, SituationReportDue
    from stayline.deadlines.ports import due_ports
    from stayline.outbox.ports import delivered_ports, undelivered_ports

    due_ports.plug(AnswerDue(), SituationReportDue())
    news = MessageNews()
    delivered_ports.plug(news)
    undelivered_ports.plug(news)


def _figures() -> None:
    from stayline.deadlines.ports import due_ports
    from stayline.privacy.ports import kept
    from stayline.quality.actions.complaints_kept import ComplaintsKept
    from stayline.quality.workers import ComplaintDue, CountDue

    due_ports.plug(CountDue(), ComplaintDue())
    kept.plug(ComplaintsKept())


def _calendars() -> None:
    from stayline.connectors.calendar_http import CalendarHttp
    from stayline.people.ports import calendars

    calendars.plug(CalendarHttp())


def _training() -> None:
    from stayline.learning.queries import RecordedTraining
    from stayline.library.ports import training

    training.plug(RecordedTraining())


def _courses() -> None:
    from stayline.deadlines.ports import due_ports
    from stayline.learning.workers.courses import CoursesDue

    due_ports.plug(CoursesDue())


def _off_queue() -> None:
    from stayline.incidents.actions.passing import PassOn
    from stayline.people.ports import off_queue

    off_queue.plug(PassOn())


def _kept() -> None:
    from stayline.incidents.actions.keeping import ContactsKept, ExercisesKept, IncidentsKept
    from stayline.privacy.actions.messages import MessagesKept
    from stayline.privacy.ports import kept

    kept.plug(ContactsKept(), IncidentsKept(), ExercisesKept(), MessagesKept())


def _centre() -> None:
    from stayline.admin.ports import centre
    from stayline.config.readying import ThisCentre

    centre.plug(ThisCentre())


def _listened() -> None:
    from stayline.config.caring import plug_care

    plug_care()


def _reviewing() -> None:
    from stayline.deadlines.ports import due_ports
    from stayline.privacy.ports import kept
    from stayline.quality.actions.keeping import ReviewsKept
    from stayline.quality.workers import QueueDue, ReviewOverdueDue

    due_ports.plug(QueueDue(), ReviewOverdueDue())
    kept.plug(ReviewsKept())


def _drills() -> None:
    from stayline.deadlines.ports import due_ports
    from stayline.learning.workers.drills import DrillDue, DrillRuns

    due_ports.plug(DrillDue(), DrillRuns())


def _posts() -> None:
    from stayline.command.workers.posts import MajorLookDue
    from stayline.deadlines.ports import due_ports

    due_ports.plug(MajorLookDue())


def _practice() -> None:
    from stayline.deadlines.ports import due_ports
    from stayline.learning.workers.practice import CallerDue

    due_ports.plug(CallerDue())


def _deployments() -> None:
    from stayline.command.actions.field_texts import FieldTexts
    from stayline.command.workers.deployments import CheckInDue, MoreDue
    from stayline.deadlines.ports import due_ports
    from stayline.escalation.ports import text_reports

    due_ports.plug(CheckInDue(), MoreDue())
    text_reports.plug(FieldTexts())


def _personal() -> None:
    from stayline.care.actions.personal import CarePersonal
    from stayline.command.actions.personal import CommandPersonal
    from stayline.escalation.actions.personal import EscalationPersonal
    from stayline.incidents.actions.personal import IncidentsPersonal
    from stayline.learning.actions.personal import LearningPersonal
    from stayline.library.actions.personal import LibraryPersonal
    from stayline.privacy.actions import BelowPersonal
    from stayline.privacy.ports import personal_data
    from stayline.quality.actions.personal import QualityPersonal
    from stayline.reports.actions.personal import ReportsPersonal

    personal_data.plug(
        BelowPersonal(),
        LibraryPersonal(),
        IncidentsPersonal(),
        EscalationPersonal(),
        ReportsPersonal(),
        CommandPersonal(),
        CarePersonal(),
        QualityPersonal(),
        LearningPersonal(),
    )


def _words_kept() -> None:
    from stayline.command.actions.links_kept import LINKS_KEPT
    from stayline.learning.actions.words_kept import (
        ATTEMPTS_KEPT,
        LESSONS_KEPT,
        PRACTICE_KEPT,
        SUPPORT_KEPT,
    )
    from stayline.library.actions.experts_kept import EXPERTS_KEPT
    from stayline.privacy.ports import kept
    from stayline.quality.actions.words_kept import FEEDBACK_KEPT, IMPROVEMENTS_KEPT

    kept.plug(FEEDBACK_KEPT, IMPROVEMENTS_KEPT, SUPPORT_KEPT, ATTEMPTS_KEPT, PRACTICE_KEPT)
    kept.plug(LESSONS_KEPT, LINKS_KEPT, EXPERTS_KEPT)
