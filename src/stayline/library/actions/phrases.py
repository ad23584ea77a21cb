"""A site's own phrases: added, changed and withdrawn, each judged before it is offered (S4-39)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stayline.library.actions._versions import (
    TITLE,
    log_in_transaction,
    put_in_force_in_transaction,
)
from stayline.library.errors import PhraseInvalid, PhraseNotFound, PhrasesNotYours, PhraseStale
from stayline.library.events import PhraseChanged
from stayline.library.models import DocumentVersion
from stayline.library.policies import may_change_phrases
from stayline.library.queries import (
    OWN_PHRASES,
    PHRASES,
    OwnPhrase,
    own_document,
    own_phrases,
    phrase_faults,
)
from stayline.people.queries import site
from stayline.platform.transactions import action
from stayline_core.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from stayline.people.models import Site
    from stayline.platform.actors import Actor

MOST: Final = 200
"""So many phrases of its own a site may have."""


@dataclass(frozen=True, slots=True)
class PhraseText:
    """What somebody typed: to which group it belongs, the words, and what they are for."""

    group: str
    text: str
    purpose: str


@action
def save_phrase(
    *,
    site_id: UUID,
    phrase_id: str = "",
    typed: PhraseText,
    expected: str,
    actor: Actor,
    at: datetime,
) -> str:
    """Add a phrase to a site, or change the one named; return the digest of its phrases then.

    Agents are offered it from the next time a screen is drawn. Every version stays, and the log
    says who changed what. `expected` is the digest that the person saw, empty where the site
    had none.

    Raises:
        PhrasesNotYours: `actor` may not.
        PhraseInvalid: the wording rules have something to say of it, it has no purpose, is too
            long, no group is named so, or the site has too many.
        PhraseNotFound: the site has no phrase of this id.
        PhraseStale: somebody changed the site's phrases in the meantime.
    """
    where = _mine(site_id, actor)
    if faults := phrase_faults(typed.group, typed.text, typed.purpose, language=where.language):
        raise PhraseInvalid(faults)
    before = _standing(where, expected)
    if not phrase_id:
        if len(before) >= MOST:
            raise PhraseInvalid({"text": f"A site has at most {MOST} phrases of its own."})
        added = OwnPhrase(_next(before), typed.group, typed.text, typed.purpose)
        return _keep(where, (*before, added), added, "added", actor=actor, at=at)
    old = _named(before, phrase_id)
    new = OwnPhrase(phrase_id, typed.group, typed.text, typed.purpose)
    if new == old:
        return expected
    rest = tuple(new if one.id == phrase_id else one for one in before)
    return _keep(where, rest, new, "changed", actor=actor, at=at)


@action
def withdraw_phrase(
    *, site_id: UUID, phrase_id: str, expected: str, actor: Actor, at: datetime
) -> str:
    """Take a site's own phrase away from agents; what was said with it stays in the records.

    Raises:
        PhrasesNotYours: `actor` may not.
        PhraseNotFound: the site has no phrase of this id.
        PhraseStale: somebody changed the site's phrases in the meantime.
    """
    where = _mine(site_id, actor)
    before = _standing(where, expected)
    old = _named(before, phrase_id)
    rest = tuple(one for one in before if one.id != phrase_id)
    return _keep(where, rest, old, "withdrawn", actor=actor, at=at)


def _mine(site_id: UUID, actor: Actor) -> Site:
    if not may_change_phrases(actor, site_id):
        raise PhrasesNotYours
    return site(site_id)


def _standing(where: Site, expected: str) -> tuple[OwnPhrase, ...]:
    """Lock the phrases, so that one change follows the other, and return the site's own."""
    list(DocumentVersion.objects.select_for_update().filter(kind=PHRASES).order_by("digest"))
    found = own_phrases(where.slug)
    if found[0] != expected:
        raise PhraseStale(site=where.slug)
    return found[1]


def _named(before: Sequence[OwnPhrase], phrase_id: str) -> OwnPhrase:
    for one in before:
        if one.id == phrase_id:
            return one
    raise PhraseNotFound(phrase=phrase_id)


def _next(before: Sequence[OwnPhrase]) -> str:
    taken = {one.id for one in before}
    return next(name for name in map(str, range(1, MOST + 2)) if name not in taken)


def _keep(
    where: Site,
    phrases: Sequence[OwnPhrase],
    changed: OwnPhrase,
    what: str,
    *,
    actor: Actor,
    at: datetime,
) -> str:
    name = own_document(where.slug)
    body: dict[str, Any] = {
        "stayline": 1,
        "kind": OWN_PHRASES,
        "id": name,
        "title": f"Phrases of {where.name}",
        "site": where.slug,
        "phrases": [
            {"id": one.id, "group": one.group, "text": one.text, "purpose": one.purpose}
            for one in phrases
        ],
    }
    version, _ = DocumentVersion.objects.get_or_create(
        digest=digest(body),
        defaults={
            "kind": OWN_PHRASES,
            "document_id": name,
            "title": body["title"][:TITLE],
            "source": json.dumps(body, ensure_ascii=False, indent=2).encode(),
            "body": body,
            "loaded_at": at,
        },
    )
    event = PhraseChanged(
        site=where.slug,
        phrase=changed.id,
        group=changed.group,
        what=what,
        text=changed.text,
        purpose=changed.purpose,
        digest=version.digest,
    )
    log_in_transaction(version, event, actor=actor, at=at)
    because = f"a phrase was {what}"
    put_in_force_in_transaction(version, because=because, actor=actor, at=at)
    return version.digest
