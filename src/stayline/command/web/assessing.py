"""The screen of assessing: the three values and why, the questions, the procedure that fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stayline.command.actions import assess_incident, choose_procedure, set_grade_scheme
from stayline.command.errors import MethodMissing
from stayline.command.policies.assessing import may_choose_scheme
from stayline.command.queries.assessing import (
    assessment,
    assessments,
    changed_since,
    method_standing,
    procedure_chosen,
    proposed,
    scheme_of,
)
from stayline.command.web.seen import seen
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid, StaylineError
from stayline.privacy.actions import note_read
from stayline_core.assessment import NO, NOT_KNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from stayline.command.queries.pages import Shown
    from stayline_core.assessment import Method, Threshold

CHOICES: Final = ((YES, "Yes"), (NO, "No"), (NOT_KNOWN, "Not known"))
"""The answers to a question of yes and no, in the order of the screen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the page, and what is answered so far."""

    id: str
    ask: str
    number: bool
    life: bool
    given: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold on the page: when it is met, and what it gives."""

    id: str
    says: str
    gives: str


def card(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what the card shows: the values with their reasons, and the procedures that fit."""
    incident = shown.incident
    found = assessment(incident)
    try:
        _, method = method_standing()
    except MethodMissing:
        return {"assessed": found}
    return {
        "assessed": found,
        "changes": changed_since(incident, found.sequence) if found else (),
        "asks": shown.commands and incident.state == "open",
        "method": method,
        "proposed": proposed(incident, shown.actor),
        "chosen": procedure_chosen(incident),
        "procedure": request.POST.get("procedure", ""),
        "reason": request.POST.get("reason", ""),
    }


@require_http_methods(["GET", "POST"])
@signed_in
def assess(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show the questions with the method and its thresholds; take the answers (S3-33, S3-39)."""
    shown = seen(request, incident_id)
    if request.method != "POST":
        return _page(request, shown)
    try:
        assess_incident(
            incident_id=incident_id,
            answers=_answers(request),
            expected=_expected(request),
            changed=request.POST.get("changed", ""),
            actor=request.actor,
            at=request.at,
        )
    except StaylineError as refusal:
        return _page(request, shown, refusal=refusal, status=refusal.status)
    return HttpResponseRedirect(reverse("command:page", args=[incident_id]))


def _answers(request: StaffRequest) -> dict[str, str]:
    """Return what was answered; a count that was left empty is not known."""
    prefix = "answer."
    given = {
        name.removeprefix(prefix): request.POST.get(name, "").strip()
        for name in request.POST
        if name.startswith(prefix)
    }
    return {name: value or NOT_KNOWN for name, value in given.items()}


def _expected(request: StaffRequest) -> int:
    number = request.POST.get("expected", "0")
    return int(number) if number.isdecimal() else 0


def _page(
    request: StaffRequest,
    shown: Shown,
    *,
    refusal: StaylineError | None = None,
    status: int = 200,
) -> HttpResponse:
    incident = shown.incident
    note_read(incident_id=incident.id, actor=shown.actor, screen="assessment", at=shown.at)
    history = assessments(incident)
    last = history[0] if history else None
    _, method = method_standing()
    given = _answers(request) if refusal else last.answers if last else {}
    scheme = scheme_of(incident.site_id, method)
    context = {
        "shown": shown,
        "incident": incident,
        "zone": shown.zone,
        "asks": shown.commands and incident.state == "open",
        "method": method,
        "questions": _asked(method, given),
        "choices": CHOICES,
        "limits": [_limit(one) for one in method.thresholds],
        "matrix": [(impact.value, list(row.values())) for impact, row in method.matrix.items()],
        "history": history,
        "expected": last.number if last else 0,
        "changes": changed_since(incident, last.sequence) if last else (),
        "changed": request.POST.get("changed", ""),
        "schemes": method.schemes if may_choose_scheme(shown.actor, incident.site_id) else (),
        "scheme": scheme,
        "refusal": refusal,
        "faults": refusal.faults if isinstance(refusal, Invalid) else {},
    }
    return render(request, "command/assess.html", context, status=status)


def _asked(method: Method, given: Mapping[str, str]) -> list[Asked]:
    return [
        Asked(
            one.id,
            one.ask,
            one.number,
            one.life,
            _shown_answer(given.get(one.id), number=one.number),
        )
        for one in method.questions
    ]


def _shown_answer(answer: str | None, *, number: bool) -> str:
    if answer is None or answer == NOT_KNOWN:
        return "" if number else NOT_KNOWN
    return answer


def _limit(one: Threshold) -> Limit:
    gives = [
        f"level L{one.level}" if one.level is not None else "",
        f"impact {one.impact}" if one.impact else "",
        f"urgency {one.urgency.words}" if one.urgency else "",
        "priority P1, a risk to life" if one.life else "",
    ]
    return Limit(one.id, one.says, ", ".join(word for word in gives if word))


def _choose(request: StaffRequest, shown: Shown) -> None:
    choose_procedure(
        incident_id=shown.incident.id,
        procedure=request.POST.get("procedure", ""),
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        at=request.at,
    )


def _scheme(request: StaffRequest, shown: Shown) -> None:
    set_grade_scheme(
        site_id=shown.incident.site_id,
        scheme=request.POST.get("scheme", ""),
        actor=request.actor,
        at=request.at,
    )


COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {
    "procedure": _choose,
    "scheme": _scheme,
}
"""What can be pressed on the card: `command:act` with this piece and the name."""
