"""A version is sent to those who sign for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stayline.library.actions._life import (
    demand,
    locked_version_in_transaction,
    set_state,
    tell_in_transaction,
)
from stayline.library.actions._versions import log_in_transaction
from stayline.library.errors import ReviewRefused
from stayline.library.events import VersionInReview
from stayline.library.models import VersionState
from stayline.library.policies import may_write
from stayline.library.queries import check_of
from stayline.platform.transactions import action
from stayline_core.certificate import SIGNS

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.library.models import DocumentVersion
    from stayline.platform.actors import Actor

REVIEWED_FROM: Final = frozenset(
    {VersionState.TEMPLATE.value, VersionState.CHECKED.value, VersionState.DRAFT.value}
)
"""From these states a version goes to review; the checker looks again, whatever it said before."""


def send_to_review(*, digest: str, actor: Actor, at: datetime) -> DocumentVersion:
    """Send a version to those who sign for it; a shipped template too, as it stands (S0-18).

    The checker looks at it again, against the forms and ladders of now, and what it finds is
    what the certificate will say. Sent twice, it is in review once.

    Raises:
        DocumentNotFound: no version has this digest.
        DocumentNotYours: `actor` is no protocol owner or manager.
        ReviewRefused: the checker finds errors, it is past review, or its kind is only adopted.
    """
    return _send(digest=digest, report=check_of(digest), actor=actor, at=at)


@action
def _send(*, digest: str, report: dict[str, Any], actor: Actor, at: datetime) -> DocumentVersion:
    demand(may_write(actor))
    version = locked_version_in_transaction(digest, at=at)
    if version.state == VersionState.IN_REVIEW:
        return version
    if version.kind not in SIGNS:
        raise ReviewRefused("This kind of document needs no review: somebody adopts it by name.")
    if version.state not in REVIEWED_FROM:
        raise ReviewRefused(f"This version is past review: {version.get_state_display()}.")
    errors = [one for one in report["findings"] if one["severity"] == "error"]
    version.check_report, version.checked_at = report, at
    if errors:
        first = errors[0]
        raise ReviewRefused(
            f"The checker finds {len(errors)} to mend. Line {first['line']}: {first['message']}"
        )
    version.save(update_fields=["check_report", "checked_at"])
    set_state(version, VersionState.IN_REVIEW)
    event = VersionInReview(document=version.document_id, digest=digest)
    log_in_transaction(version, event, actor=actor, at=at)
    tell_in_transaction()
    return version
