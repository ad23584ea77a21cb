"""The board, and the rings that stand on every page of whoever is rung."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.escalation.queries import rings_for
from stayline.floor.queries import board
from stayline.people.web.session import StaffRequest, signed_in


@require_GET
@signed_in
def board_page(request: StaffRequest) -> HttpResponse:
    """Show the floor; the board alone when htmx asks."""
    shown = board(request.actor, at=request.at)
    template = "floor/board.html#board" if request.htmx else "floor/board.html"
    return render(request, template, {"board": shown, "live_topic": shown.live_topic})


@require_GET
@signed_in
def rings(request: StaffRequest) -> HttpResponse:
    """Show what rings for this person: level, site and number alone."""
    context = {"rings": rings_for(request.actor.id, at=request.at)}
    return render(request, "floor/rings.html", context)
