"""The page of somebody who was sent: what, where, by when, and big buttons, without signing in.

Opening it changes nothing, because previews open every link: only a button reports. Whoever
holds the link may report, so there is no session that another site could abuse; instead each
button carries a stamp of this very page (as a page's own link does).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stayline.command.actions.field import report_status, request_more
from stayline.command.queries.deployments import NEEDS
from stayline.command.queries.field import FieldView, by_link, digest
from stayline.platform.errors import StaylineError
from stayline.platform.middleware.throttle import client_address
from stayline.platform.tries import Tries
from stayline_core.deployment import BEFORE_ARRIVAL, DECLINED, HEARD, REPORTS, TOLD

if TYPE_CHECKING:
    from uuid import UUID

GUESSES: Final = Tries("field link", most=30, within=timedelta(minutes=10))
"""Nobody guesses a link of 160 bits; this keeps whoever tries from costing anything."""

REPORTED: Final = Tries("field report", most=40, within=timedelta(minutes=10))
"""A link that somebody passed on cannot fill the log."""

STAMP_LIVES: Final = timedelta(days=8)
"""As long as a task can be ahead, and a day."""

SIGNER: Final = TimestampSigner(salt="command.field")

BUTTONS: Final = {
    "acknowledged": "I have it",
    "en_route": "On the way",
    "on_scene": "On scene",
    "working": "Working",
    "complete": "Done",
    "heard": "All well, nothing new",
    "declined": "I cannot go",
}
"""What can be pressed, in the words of whoever presses."""


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, token: str) -> HttpResponse:
    """Show the task behind a link, or take what is reported. What has no task is a 404."""
    at, source = datetime.now(UTC), client_address(request)
    if GUESSES.too_many(source, at=at):
        return _wait(request, GUESSES)
    task = by_link(token)
    if task is None:
        GUESSES.note(source, at=at)
        return _shown(request, None, status=404)
    if request.method != "POST":
        return _shown(request, task, token=token)
    if REPORTED.too_many(digest(token), at=at):
        return _wait(request, REPORTED)
    if not _stamped(request, token):
        return _shown(request, task, token=token, again=True, status=403)
    REPORTED.note(digest(token), at=at)
    try:
        _take(request, task.id, at)
    except StaylineError as refusal:
        return _shown(request, by_link(token), token=token, refusal=refusal, status=refusal.status)
    return _quiet(HttpResponseRedirect(request.path))


def _take(request: HttpRequest, deployment_id: UUID, at: datetime) -> None:
    """Take what was pressed: how they stand, or what they ask for."""
    words = request.POST.get("words", "")
    if needs := request.POST.get("needs", ""):
        request_more(deployment_id=deployment_id, needs=needs, words=words, at=at)
        return
    state = request.POST.get("state", "")
    report_status(deployment_id=deployment_id, state=state, channel="link", words=words, at=at)


def _wait(request: HttpRequest, door: Tries) -> HttpResponse:
    refusal = _shown(request, None, wait=True, status=429)
    refusal["Retry-After"] = str(int(door.within.total_seconds()))
    return refusal


def _shown(
    request: HttpRequest,
    task: FieldView | None,
    *,
    token: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "task": task,
        "buttons": _buttons(task) if task else [],
        "needs": NEEDS.items(),
        "stamp": SIGNER.sign(digest(token)),
        "words": request.POST.get("words", "") if request.POST.get("needs") else "",
        "refusal": None,
        "again": False,
        "wait": False,
        **more,
    }
    return _quiet(render(request, "command/field.html", context, status=status))


def _buttons(task: FieldView) -> list[tuple[str, str, bool]]:
    """Return what can be pressed now: name, words, and whether it is what usually comes next."""
    if task.ended:
        return []
    at = REPORTS.index(task.state) + 1 if task.state in REPORTS else 0
    usual = REPORTS[at] if task.state in {TOLD, *REPORTS} else HEARD
    going = [one for one in REPORTS if one not in {DECLINED, task.state}]
    cannot = [DECLINED] if task.state in BEFORE_ARRIVAL else []
    return [(one, BUTTONS[one], one == usual) for one in (*going, HEARD, *cannot)]


def _stamped(request: HttpRequest, token: str) -> bool:
    try:
        found = SIGNER.unsign(request.POST.get("stamp", ""), max_age=STAMP_LIVES)
    except BadSignature:
        return False
    return found == digest(token)


def _quiet(response: HttpResponse) -> HttpResponse:
    """Let no browser tell anybody this address."""
    response["Referrer-Policy"] = "no-referrer"
    return response
