"""A version goes live, once nothing stands in its way; or somebody adopts what needs no expert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.library.actions._life import (
    demand,
    demand_notice,
    in_force_row,
    locked_version_in_transaction,
    put_active_in_transaction,
    set_state,
)
from stayline.library.actions._versions import (
    put_in_force_in_transaction,
    refuse_misfit_in_transaction,
)
from stayline.library.actions.signing import Signature, sign_in_transaction
from stayline.library.errors import (
    ActivationRefused,
    AlreadyInForce,
    ForceChanged,
    SignOffRefused,
)
from stayline.library.models import DocumentVersion, ForceSpan, VersionState
from stayline.library.policies import may_activate
from stayline.library.queries import exempt_template, gates, signatures
from stayline.platform.transactions import action
from stayline_core.certificate import ADOPTED, SIGNS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from stayline.library.models import InForce
    from stayline.platform.actors import Actor


def activate_version(
    *, digest: str, actor: Actor, at: datetime, instead_of: str | None = None
) -> DocumentVersion:
    """Let a version guide contacts from now on, in one transaction (S0-3, S0-11, S0-14, S0-18).

    Every gate must be met. The version before it is superseded; runs that are open keep theirs.
    `instead_of` is the digest that the person saw in force (empty: none), so that of two who
    activate at once the second is told. A shipped template can be put back where nothing is
    real, in demo and practice; in production never.

    Raises:
        DocumentNotFound: no version has this digest.
        DocumentNotYours: `actor` is no protocol owner or manager.
        RiskNotAcknowledged: `actor` has not read the notice of risk for it (S0-9).
        ActivationRefused: a gate is not met; it carries them.
        AlreadyInForce: it is in force already.
        ForceChanged: another version came into force than `instead_of`.
        DocumentFaulty: words that no longer fit their protocol.
    """
    gates(digest, at=at, actor=actor)  # the checker walks before a lock is held
    return _activate(digest=digest, instead_of=instead_of, actor=actor, at=at)


@action
def _activate(
    *, digest: str, instead_of: str | None, actor: Actor, at: datetime
) -> DocumentVersion:
    demand(may_activate(actor))
    version = locked_version_in_transaction(digest, at=at)
    return activate_in_transaction(version, instead_of=instead_of, actor=actor, at=at)


def activate_in_transaction(
    version: DocumentVersion, *, instead_of: str | None, actor: Actor, at: datetime
) -> DocumentVersion:
    """Activate as `activate_version` does; the caller holds the transaction and the lock.

    Raises:
        RiskNotAcknowledged, ActivationRefused, AlreadyInForce, ForceChanged, DocumentFaulty: as
            in `activate_version`.
    """
    demand_notice(actor, version.kind, version.document_id, "activate")
    row = in_force_row(version.kind, version.document_id)
    _refuse_others(version, row, instead_of)
    found = gates(version.digest, at=at, actor=actor)
    if not found.passes:
        raise ActivationRefused(found.unmet)
    refuse_misfit_in_transaction(version.kind, version.document_id, bytes(version.source))
    if version.withdrawn_at is not None:
        version.withdrawn_at = None
        version.save(update_fields=["withdrawn_at"])
    if exempt_template(version):
        because = "a template, where nothing is real"
        put_in_force_in_transaction(version, because=because, actor=actor, at=at)
        return version
    put_active_in_transaction(version, because="activated", actor=actor, at=at)
    set_state(version, VersionState.ACTIVE)
    return version


@action
def adopt(*, digest: str, actor: Actor, at: datetime, statement: str = "") -> DocumentVersion:
    """Adopt a form, a ladder, a directory or the like by name, and put it in force, in one press.

    These need no expert: what is asked of whom, who is rung and which numbers there are is the
    organisation's own. The built-in path needs them in production too, before any procedure is
    certified.

    Raises:
        DocumentNotFound: no version has this digest.
        DocumentNotYours: `actor` is no protocol owner or manager.
        SignOffRefused: this kind of document needs an expert.
        RiskNotAcknowledged: it is a ladder, and `actor` has not read the notice of risk (S0-9).
        ActivationRefused: a gate is not met; it carries them.
        AlreadyInForce: it is in force already.
    """
    return _adopt(digest, statement.strip(), actor=actor, at=at)


@action
def adopt_documents(
    *, digests: Collection[str], actor: Actor, at: datetime, statement: str = ""
) -> list[DocumentVersion]:
    """Adopt many at once, all or none: a new centre has some forty to begin with.

    `library.queries.adoptable` lists them. They are taken in one order, so that two who do this
    at once wait for each other and the second is told.

    Raises:
        DocumentNotFound, DocumentNotYours, SignOffRefused, RiskNotAcknowledged,
            ActivationRefused, AlreadyInForce: as in `adopt`, of the first one that is refused;
            nothing was adopted then.
    """
    told = statement.strip()
    return [_adopt(digest, told, actor=actor, at=at) for digest in _in_order(digests)]


def _in_order(digests: Collection[str]) -> list[str]:
    """Forms and ladders lie in each other's way in one order only: that of kind and id."""
    rows = DocumentVersion.objects.filter(digest__in=digests).order_by("kind", "document_id")
    known = list(rows.values_list("digest", flat=True))
    return [*known, *(one for one in digests if one not in known)]


def _adopt(digest: str, statement: str, *, actor: Actor, at: datetime) -> DocumentVersion:
    demand(may_activate(actor))
    version = locked_version_in_transaction(digest, at=at)
    if version.kind in SIGNS:
        raise SignOffRefused("This kind of document needs an expert and legal review.")
    if ADOPTED not in signatures(digest):
        signature = Signature(kind=ADOPTED, statement=statement)
        sign_in_transaction(version, signature, actor=actor, at=at)
    return activate_in_transaction(version, instead_of=None, actor=actor, at=at)


def _refuse_others(version: DocumentVersion, row: InForce | None, instead_of: str | None) -> None:
    now = "" if row is None else row.version_id
    if row is not None and now == version.digest and version.state != VersionState.CERTIFIED:
        spans = ForceSpan.objects.filter(version=version, until_at=None).select_related("by")
        span = spans.order_by("from_at").last()
        raise AlreadyInForce(who=span.by.name if span and span.by else "", since=row.since)
    if instead_of is not None and instead_of != now:
        raise ForceChanged(digest=now)
