"""What the people of an exercise owe themselves and each other afterwards, over HTTP.

Here and not in a room, because only `config` knows care: nobody else may look into it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from stayline.care.actions import come_back, record_check
from stayline.care.queries import own_care, promises_of
from stayline.people.api import Scope, acting
from stayline.people.queries import Token

router = Router(tags=["exercise"])
ACT = Scope("exercise:act")


@router.post("/exercise/care", auth=ACT, summary="Aftercare of the acting person")
def post_care(request: HttpRequest) -> dict[str, Any]:
    """Come back from aftercare once the least time has passed, and do the checks one promised."""
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    actor, at = acting(request, token), datetime.now(UTC)
    back = own_care(actor.id, at=at).may_come_back
    if back:
        come_back(actor=actor, at=at)
    promised = promises_of(actor.id, at=at)
    for one in promised:
        record_check(check_id=one.id, actor=actor, at=at)
    return {"back": back, "checks": len(promised)}
