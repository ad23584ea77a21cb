"""Phrases in force: what may be said, with its purpose; and the advice that may be given (S3-38).

A document of phrases is one group: phrases that share a purpose, or words to leave out with the
reason and something better. A site adds phrases of its own to a group (S4-39); they are kept in
one document for the site, judged before they are saved, and stand beside the shipped ones.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.ledger.queries import entries, stream_about
from stayline.library.events import PhraseChanged
from stayline.library.models import InForce
from stayline.library.queries.documents import version_by_digest
from stayline.library.queries.notes import subject_of_document
from stayline.library.queries.proof import known
from stayline.people.queries import names_by_pseudonym
from stayline_core.protocol.language import HARMS
from stayline_core.wording import judge

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

PHRASES: Final = "phrases"
OWN_PHRASES: Final = "own_phrases"
APPROVED_ADVICE: Final = "approved-advice"
HOME: Final = "en"
ANY_HARM: Final = "any"

MAX_PURPOSE: Final = 80


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase and what it is for; of words to leave out, why, and what to say instead.

    `key` names it in addresses and in the log. `own`: a site wrote it.
    """

    key: str
    text: str
    purpose: str
    reason: str
    instead: str
    unverified: bool
    own: bool = False


@dataclass(frozen=True, slots=True)
class ApprovedAdvice:
    """One sentence that may be said as advice: its key, the version it is in, its exact words.

    `harms` are the kinds it is for, `any` being all of them; an empty `country` is everywhere.
    """

    key: str
    edition: str
    text: str
    purpose: str
    harms: tuple[str, ...]
    country: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class PhraseGroup:
    """Phrases of one purpose. `technique` is what the record of a call calls it, or empty.

    `fits` are the aspects of a step beside which they stand first; `avoid`: words to leave out.
    `language` is that of the words; `reviewed`: somebody signed a translation of them.
    """

    id: str
    title: str
    purpose: str
    technique: str
    score_item: str
    cues: tuple[str, ...]
    fits: tuple[str, ...]
    avoid: bool
    order: int
    language: str
    reviewed: bool
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """A phrase that a site wrote, as it is kept."""

    id: str
    group: str
    text: str
    purpose: str


@dataclass(frozen=True, slots=True)
class PhraseEntry:
    """One change of a site's phrases: who, when, what became of which words."""

    at: datetime
    who: str
    what: str
    group: str
    text: str
    purpose: str
    digest: str


def approved_advice() -> tuple[str, ...]:
    """Return the advice in force, sentence by sentence; empty where no document is in force."""
    row = InForce.objects.filter(kind=PHRASES, document_id=APPROVED_ADVICE).first()
    return () if row is None else _texts(row.version_id)


def advice_list(harms: Collection[str], country: str) -> list[ApprovedAdvice]:
    """Return the approved advice for these kinds of harm in a country, in its order (S3-14).

    What does not say for whom it is holds for every kind and everywhere. Empty where no
    document is in force: then nothing is advised.
    """
    row = InForce.objects.filter(kind=PHRASES, document_id=APPROVED_ADVICE).first()
    held = () if row is None else _advice(row.version_id)
    return [
        one
        for one in held
        if one.country in {"", country.upper()} and {*harms, ANY_HARM} & set(one.harms)
    ]


def phrase_groups(*, site: str = "", language: str = "") -> list[PhraseGroup]:
    """Return the phrases in force, in the order of their documents, with a site's own (S4-15).

    `site` is a slug; `language` that of the caller: where a group has words in it, they stand
    in place of its own, and say whether anybody has reviewed them.
    """
    rows = InForce.objects.filter(kind=PHRASES).exclude(document_id=APPROVED_ADVICE)
    spoken = language.lower().replace("_", "-").split("-")[0]
    found = [_group(name, spoken) for name in rows.values_list("version_id", flat=True)]
    own = own_phrases(site)[1] if site else ()
    return [_with_own(one, own) for one in sorted(found, key=lambda one: (one.order, one.id))]


def phrase_named(
    key: str, *, site: str = "", language: str = ""
) -> tuple[PhraseGroup, Phrase] | None:
    """Return the phrase of this key with its group; None where none of it is in force."""
    for group in phrase_groups(site=site, language=language):
        for one in group.phrases:
            if one.key == key and not group.avoid:
                return group, one
    return None


def techniques() -> list[PhraseGroup]:
    """Return the groups that are techniques of de-escalation, in their order (S2-13 to S2-19)."""
    return [one for one in phrase_groups() if one.technique]


def own_phrases(site: str) -> tuple[str, tuple[OwnPhrase, ...]]:
    """Return a site's own phrases with the digest of their version; empty where it has none."""
    row = InForce.objects.filter(kind=OWN_PHRASES, document_id=own_document(site)).first()
    if row is None:
        return "", ()
    body = cast("dict[str, Any]", version_by_digest(row.version_id).body)
    return row.version_id, tuple(
        OwnPhrase(one["id"], one["group"], one["text"], one["purpose"]) for one in body["phrases"]
    )


def phrase_faults(group: str, text: str, purpose: str, *, language: str = "") -> dict[str, str]:
    """Return why a site's phrase cannot be offered, by field; nothing where it can (S4-39).

    It is judged by the same rules as every word that goes out to a caller, and each remark says
    what to say instead.
    """
    faults = {}
    if group not in {one.id for one in phrase_groups() if not one.avoid}:
        faults["group"] = "Choose what it is for."
    if not text.strip():
        faults["text"] = "Write the words, as an agent would say them."
    elif found := judge(text, language=language or HOME, approved=approved_advice()):
        faults["text"] = " ".join(
            f"“{one.words}”: {one.reason} Say instead: {one.instead}" for one in found
        )
    if not 0 < len(purpose.strip()) <= MAX_PURPOSE:
        faults["purpose"] = f"Say in at most {MAX_PURPOSE} characters what it is for."
    return faults


def own_document(site: str) -> str:
    """Return the id of the document that holds a site's own phrases."""
    return f"phrases-{site}"[:60]


def phrase_history(site: str) -> list[PhraseEntry]:
    """Return every change of a site's phrases, the newest first."""
    stream = stream_about("document", subject_of_document(OWN_PHRASES, own_document(site)))
    found = entries(stream.id, kinds=[PhraseChanged.kind]) if stream else []
    names = names_by_pseudonym({one.actor for one in found})
    return [
        PhraseEntry(
            at=one.at,
            who=names.get(one.actor, "somebody who was forgotten"),
            what=one.event.what,
            group=one.event.group,
            text=one.event.text,
            purpose=one.event.purpose,
            digest=one.event.digest,
        )
        for one in reversed(found)
        if isinstance(one.event, PhraseChanged)
    ]


def parse_phrases(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentences of a document of phrases.

    Raises:
        KeyError, TypeError, ValueError: it is no such document; the text says what is wrong.
    """
    texts = tuple(one["text"] for one in body["phrases"])
    if empty := [one["id"] for one in body["phrases"] if not one["text"].strip()]:
        raise ValueError(f"phrases without words: {', '.join(empty)}")
    if body["id"] == APPROVED_ADVICE:
        parse_advice_list(body)
    else:
        parse_group(body)
    return texts


def parse_advice_list(body: Mapping[str, Any], edition: str = "") -> tuple[ApprovedAdvice, ...]:
    """Return the sentences of the approved list, for whom and where each is.

    Raises:
        KeyError, TypeError, ValueError: it is no such document; the text says what is wrong.
    """
    return tuple(
        ApprovedAdvice(
            key=one["id"],
            edition=edition,
            text=one["text"],
            purpose=one.get("purpose", ""),
            harms=known(one.get("harms", [ANY_HARM]), (*HARMS, ANY_HARM), f"{one['id']}.harms"),
            country=one.get("country", ""),
            unverified=one.get("status") != "verified",
        )
        for one in body["phrases"]
    )


def parse_group(body: Mapping[str, Any], language: str = HOME) -> PhraseGroup:
    """Return the group that a document of phrases describes, worded in a language it has.

    Raises:
        KeyError, TypeError, ValueError: it is no such document; the text says what is wrong.
    """
    avoid = bool(body.get("avoid"))
    words = body.get("words", {}).get(language) if language != body["locale"] else None
    shown = {**body, **(words or {})}
    phrases = tuple(
        _phrase(one, body["id"], language if words else "", avoid=avoid) for one in body["phrases"]
    )
    return PhraseGroup(
        id=body["id"],
        title=shown["title"],
        purpose=shown["purpose"],
        technique=body.get("technique", ""),
        score_item=body.get("score_item", ""),
        cues=tuple(shown.get("cues", ())),
        fits=tuple(body.get("fits", ())),
        avoid=avoid,
        order=int(body["order"]),
        language=language if words else body["locale"],
        reviewed=words is None or bool(words["reviewed_by"]),
        phrases=phrases,
    )


def _phrase(one: Mapping[str, Any], group: str, language: str, *, avoid: bool) -> Phrase:
    said = {**one, **(one.get(language, {}) if language else {})}
    missing = [
        name for name in (("reason", "instead") if avoid else ("purpose",)) if not said.get(name)
    ]
    if missing:
        raise ValueError(f"{group}/{one['id']} has no {missing[0]}")
    return Phrase(
        key=f"{group}/{one['id']}",
        text=said["text"],
        purpose=said.get("purpose", ""),
        reason=said.get("reason", ""),
        instead=said.get("instead", ""),
        unverified=one.get("status") != "verified",
    )


def _with_own(group: PhraseGroup, own: tuple[OwnPhrase, ...]) -> PhraseGroup:
    more = tuple(
        Phrase(f"own/{one.id}", one.text, one.purpose, "", "", unverified=False, own=True)
        for one in own
        if one.group == group.id
    )
    return replace(group, phrases=(*group.phrases, *more)) if more else group


@functools.lru_cache(maxsize=64)
def _texts(digest: str) -> tuple[str, ...]:
    return parse_phrases(version_by_digest(digest).body)


@functools.lru_cache(maxsize=64)
def _advice(digest: str) -> tuple[ApprovedAdvice, ...]:
    return parse_advice_list(cast("dict[str, Any]", version_by_digest(digest).body), digest)


@functools.lru_cache(maxsize=128)
def _group(digest: str, language: str) -> PhraseGroup:
    return parse_group(cast("dict[str, Any]", version_by_digest(digest).body), language or HOME)
