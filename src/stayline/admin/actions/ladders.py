"""A ladder that was changed in set-up goes in force as a version of the library."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from stayline.admin.errors import LadderBeingWritten, LadderUnchanged
from stayline.library.actions import adopt, make_version, parsed, start_draft
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import is_in_force, newest_version, version_by_digest
from stayline.platform.actors import Actor
from stayline_core.canonical import digest as digest_of

LADDER: Final = "ladder"
STATEMENT: Final = "Changed in set-up, looked at against people and rota."


def put_ladder_in_force(*, ladder_id: str, source: bytes, actor: Actor, at: datetime) -> str:
    """Make a version of what was typed, adopt it by name, and return its digest.

    Each of these is an action of the library with its own entry in the log. Should something
    stop between them, the version is there and guides nobody; saving again goes on from there.
    A version that said the same before is put in force again.

    Raises:
        LadderBeingWritten: somebody is writing the next version in the studio.
        LadderUnchanged: the ladder in force says the same.
        DocumentNotYours: `actor` is no protocol owner or manager.
        RiskNotAcknowledged: `actor` has not read the notice of risk for it (S0-9).
        DocumentFaulty: it cannot be read.
        VersionExists: somebody made the same version in this very moment.
        ActivationRefused: a gate is not met, such as a review that is overdue.
    """
    digest = digest_of(parsed(LADDER, ladder_id, source))
    if is_in_force(digest):
        raise LadderUnchanged
    if not _known(digest):
        digest = _version(ladder_id, source, actor=actor, at=at)
    adopt(digest=digest, actor=actor, at=at, statement=STATEMENT)
    return digest


def _version(ladder_id: str, source: bytes, *, actor: Actor, at: datetime) -> str:
    before = newest_version(LADDER, ladder_id)
    draft = start_draft(
        kind=LADDER,
        document_id=ladder_id,
        from_digest=before.digest if before else "",
        source=source,
        actor=actor,
        at=at,
    )
    if bytes(draft.source) != source:  # there was one: it is left as it is
        raise LadderBeingWritten(who=draft.saved_by.name)
    return make_version(draft_id=draft.id, expected=draft.revision, actor=actor, at=at).digest


def _known(digest: str) -> bool:
    try:
        version_by_digest(digest)
    except DocumentNotFound:
        return False
    return True
