"""A version is taken out of force by one press; the certified one before it guides again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stayline.library.actions._life import (
    alert_in_transaction,
    demand,
    in_force_row,
    lock_document_in_transaction,
    put_active_in_transaction,
    reason,
    set_state,
    tell_in_transaction,
)
from stayline.library.actions._versions import end_span_in_transaction, log_in_transaction
from stayline.library.errors import NothingInForce
from stayline.library.events import VersionWithdrawn
from stayline.library.models import DocumentVersion, ForceSpan, VersionState
from stayline.library.policies import may_activate
from stayline.library.queries import certificate_of, signed
from stayline.platform.transactions import action
from stayline_core.certificate import missing, needed

if TYPE_CHECKING:
    from datetime import date

    from stayline.library.models import InForce
    from stayline.platform.actors import Actor


@action
def withdraw(
    *,
    kind: str,
    document_id: str,
    because: str,
    actor: Actor,
    at: datetime,
    expected: str | None = None,
) -> DocumentVersion | None:
    """Take what is in force out of force; return the version that guides from now on, or None.

    The last certified version before it guides again: one whose certificate holds, or else one
    that lapsed by its date, with its banner; never one that was withdrawn or whose signature
    was taken back or refused. Without one nothing is in force, and the minimum-safe path
    guides, in demo and practice too, until somebody activates a version. Runs that are open
    keep theirs. `expected` is the digest that the person meant, where they saw one.

    Raises:
        DocumentNotYours: `actor` is no protocol owner or manager.
        ReasonInvalid: there is no reason, or a very long one.
        NothingInForce: nothing is in force, or another version than `expected` by now.
    """
    demand(may_activate(actor))
    told = reason(because)
    lock_document_in_transaction(kind, document_id, at=at)
    row = in_force_row(kind, document_id)
    if row is None or expected not in {None, row.version_id}:
        raise NothingInForce(kind=kind, document=document_id)
    version = row.version
    back_to = before_it(version, at=at)
    _take_out(version, row, back_to, told, actor=actor, at=at)
    if back_to is not None:
        _put_back(back_to, told, actor=actor, at=at)
    tell_in_transaction()
    return back_to


def before_it(version: DocumentVersion, *, at: datetime) -> DocumentVersion | None:
    """Return which version would guide again if this one were withdrawn; None: nothing would."""
    today = at.astimezone(UTC).date()
    spans = (
        ForceSpan.objects.filter(
            version__kind=version.kind,
            version__document_id=version.document_id,
            version__withdrawn_at=None,
        )
        .exclude(version=version)
        .select_related("version")
        .order_by("-from_at", "version_id")
    )
    found = [one.version for one in spans if _certified(one.version)]
    holds = [one for one in found if _holds(one, today)]
    return next(iter([*holds, *found]), None)


def _certified(version: DocumentVersion) -> bool:
    """Was it certified, and does every signature of it stand, be it that its day has passed?"""
    if certificate_of(version.digest) is None:
        return False
    granted = {one.kind for one in signed(version.digest) if one.granted}
    return needed(version.kind, correction=version.correction) <= granted


def _holds(version: DocumentVersion, today: date) -> bool:
    needs = needed(version.kind, correction=version.correction)
    return not missing(needs, signed(version.digest), day=today)


def _take_out(
    version: DocumentVersion,
    row: InForce,
    back_to: DocumentVersion | None,
    because: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    version.withdrawn_at = at
    version.save(update_fields=["withdrawn_at"])
    if version.state in {VersionState.ACTIVE, VersionState.LAPSED}:
        set_state(version, VersionState.SUPERSEDED)
    if back_to is None:
        row.delete()
        end_span_in_transaction(version.digest, at=at)
        then = "No version is in force now: the minimum-safe path guides."
    else:
        then = f"Version {back_to.digest[:12]} guides again."
    event = VersionWithdrawn(
        document=version.document_id,
        digest=version.digest,
        because=because,
        back_to=back_to.digest if back_to else "",
        then=then,
    )
    log_in_transaction(version, event, actor=actor, at=at)
    alert_in_transaction("withdrawn", version, f"{version.title}: {because} {then}", at=at)


def _put_back(version: DocumentVersion, because: str, *, actor: Actor, at: datetime) -> None:
    told = f"the one after it was withdrawn: {because}"[:200]
    put_active_in_transaction(version, because=told, actor=actor, at=at)
    today = at.astimezone(UTC).date()
    state = VersionState.ACTIVE if _holds(version, today) else VersionState.LAPSED
    set_state(version, state)
    if version.review_by is not None and today > version.review_by:
        text = f"{version.title}: in force again, and to be reviewed by {version.review_by}."
        alert_in_transaction("stale", version, text, at=at)
