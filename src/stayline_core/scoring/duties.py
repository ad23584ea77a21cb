"""What was owed: help that rings, the report, the record, and care for the people."""

from __future__ import annotations

from typing import Final

from stayline_core.scoring.story import (
    AFTERCARE,
    CLOSED,
    HELP,
    IN_ERROR,
    LADDER,
    MET,
    NOBODY,
    OPENED,
    PAGED,
    RANG,
    RELEASED,
    REPORT,
    SAFETY,
    THREAT,
    Story,
    seconds_between,
    spell,
)
from stayline_core.scoring.values import Judged, Logged, Verdict

GRACE_S: Final = 5
"""Seconds past its time that still count as ringing in time: a machine's own slowness."""

LATE_S: Final = 60
"""Seconds past its time from which ringing was not in time at all."""

CARE_WITHIN_S: Final = 30 * 60
"""Seconds from the end of a contact in which aftercare is offered (`domain.md` section 17)."""


def escalated_in_time(story: Story) -> Judged:
    """Did help ring as soon as the procedure wants it?"""
    item = "escalated_in_time"
    started, began = story.first(LADDER), story.first(OPENED)
    if started is None or began is None:
        if not story.urgent:
            return Judged(item, Verdict.NOT_APPLICABLE, "Nobody had to be brought in.")
        if began is None:
            return Judged(item, Verdict.UNSURE, "When it was opened is not on record.")
        return Judged(item, Verdict.NOT_MET, "No ladder ever rang.", (began.sequence,))
    since = began if story.urgent else (story.first(HELP) or started)
    rang = story.first(RANG, PAGED)
    if rang is None:
        nobody = story.first(NOBODY) or started
        because = "The ladder began, and there was nobody it could ring."
        return Judged(item, Verdict.PARTLY, because, (nobody.sequence,))
    wanted = story.protocol.ladder.ring if story.protocol.ladder else 0
    late = seconds_between(since, rang) - (wanted if isinstance(wanted, int) else 0)
    entries = (since.sequence, rang.sequence)
    if late <= GRACE_S:
        return Judged(item, Verdict.MET, "Help rang as soon as the procedure wants it.", entries)
    verdict = Verdict.PARTLY if late <= LATE_S else Verdict.NOT_MET
    return Judged(item, verdict, f"Help rang {spell(late)} later than it should have.", entries)


def no_report(story: Story) -> Judged:
    """Was every threat reported (S1-18, S1-19)? Before its time is over that is not known."""
    item = "no_report"
    threats = story.of(THREAT)
    if not threats or story.first(IN_ERROR) is not None:
        return Judged(item, Verdict.NOT_APPLICABLE, "No threat stands that owes a report.")
    reported = {one.fields.get("threat"): one for one in story.of(REPORT)}
    left = [one for one in threats if one.fields.get("threat") not in reported]
    if not left:
        entries = tuple(one.sequence for one in story.of(REPORT))
        return Judged(item, Verdict.MET, "Every threat was reported.", entries)
    missed = _reports_missed(story)
    if missed or story.first(CLOSED) is not None:
        entries = tuple(one.sequence for one in (*left, *missed))
        return Judged(item, Verdict.NOT_MET, "A threat was not reported.", entries)
    return Judged(item, Verdict.UNSURE, "The time for a report is not over yet.")


def report_complete(story: Story) -> Judged:
    """Was every threat reported in time, with every field that is needed dealt with?"""
    item = "report_complete"
    reported = no_report(story)
    if reported.verdict is not Verdict.MET:
        return Judged(item, reported.verdict, reported.because, reported.entries)
    reports = [one for one in story.of(REPORT) if one.fields.get("threat")]
    entries = tuple(one.sequence for one in reports)
    late = _reports_missed(story)
    if late:
        because = "The report was made after its time was over."
        return Judged(item, Verdict.PARTLY, because, (late[0].sequence, *entries))
    open_fields = sum(len(one.fields.get("missing", ())) for one in reports)
    if open_fields:
        because = f"The report was made in time, with {open_fields} of its fields open."
        return Judged(item, Verdict.PARTLY, because, entries)
    return Judged(item, Verdict.MET, "The report was made in time, and is whole.", entries)


def _reports_missed(story: Story) -> list[Logged]:
    owed = story.reports_owed()
    return [one for one in story.missed() if one.fields.get("obligation") in owed]


def record_kept(story: Story) -> Judged:
    """Is the record whole: the caller's safety, and what else was owed (S0-5)?"""
    item = "record_kept"
    reports = story.reports_owed()
    met = {one.fields.get("obligation") for one in story.of(MET)}
    missed = [one for one in story.missed() if one.fields.get("obligation") not in reports]
    entries = tuple(one.sequence for one in missed)
    never = [one for one in missed if one.fields.get("obligation") not in met]
    if never:
        because = f"Not done in time, and not since: {_names(never)}."
        return Judged(item, Verdict.NOT_MET, because, entries)
    if missed:
        return Judged(item, Verdict.PARTLY, f"Done late: {_names(missed)}.", entries)
    closed, safety = story.first(CLOSED), story.first(SAFETY)
    if closed is None:
        return Judged(item, Verdict.UNSURE, "The incident is not closed yet.")
    if story.urgent and safety is None:
        because = "It was closed, and what was done for the caller's safety is not in the record."
        return Judged(item, Verdict.NOT_MET, because, (closed.sequence,))
    return Judged(item, Verdict.MET, "Everything owed was done in time.", (closed.sequence,))


def _names(entries: list[Logged]) -> str:
    return ", ".join(sorted({str(one.fields.get("name", "")) for one in entries}))


def aftercare_offered(story: Story) -> Judged:
    """Was aftercare offered to everyone involved, soon after the contact (S4-6)?"""
    item = "aftercare_offered"
    owing = {
        owed.id
        for one in story.protocols
        for owed in one.obligations
        if (owed.do.kind, owed.do.target) == ("start", "aftercare")
    }
    offered, released = story.first(AFTERCARE), story.first(RELEASED)
    if offered is not None:
        after = seconds_between(released, offered) if released is not None else 0
        verdict = Verdict.MET if after <= CARE_WITHIN_S else Verdict.PARTLY
        because = f"Aftercare was offered {spell(after)} after the contact."
        return Judged(item, verdict, because, (offered.sequence,))
    if not owing:
        return Judged(item, Verdict.NOT_APPLICABLE, "The procedure owes no aftercare.")
    missed = [one for one in story.missed() if one.fields.get("name") in owing]
    if missed:
        because = "Aftercare was not offered in time."
        return Judged(item, Verdict.NOT_MET, because, (missed[0].sequence,))
    return Judged(item, Verdict.UNSURE, "The time to offer aftercare is not over yet.")
