"""What the screen of a site's own phrases shows: groups, its own phrases, changes (S4-39)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from stayline.admin.queries.notes import places
from stayline.library.errors import PhraseNotFound, PhrasesNotYours
from stayline.library.queries import (
    OwnPhrase,
    PhraseEntry,
    PhraseGroup,
    own_phrases,
    phrase_groups,
    phrase_history,
)
from stayline.people.policies import SETS_UP
from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class SitePlace:
    """A site whose phrases are shown; `key` is its slug."""

    key: str
    name: str
    id: UUID


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """A group with its shipped phrases, and those that the site wrote."""

    group: PhraseGroup
    own: tuple[OwnPhrase, ...]


@dataclass(frozen=True, slots=True)
class PhrasesPage:
    """The phrases of one site. `expected` is the version shown; `typed` stands in the boxes.

    `changing` names the phrase that is changed; empty: another one is added.
    """

    place: SitePlace
    places: tuple[SitePlace, ...]
    groups: tuple[OwnGroup, ...]
    expected: str
    typed: OwnPhrase
    changing: str
    history: tuple[PhraseEntry, ...]


def site_named(actor: Actor, key: str) -> tuple[SitePlace, tuple[SitePlace, ...]]:
    """Return the site of this slug, or the first there is where none is named, and all of them.

    Raises:
        PhrasesNotYours: `actor` may change no phrases, or none there.
    """
    allowed = () if actor.roles.isdisjoint(SETS_UP) else places(actor)
    sites = tuple(SitePlace(one.key, one.name, one.id) for one in allowed if one.id is not None)
    for one in sites:
        if key in {"", one.key}:
            return one, sites
    raise PhrasesNotYours


def phrases_page(
    actor: Actor, *, key: str, changing: str = "", typed: OwnPhrase | None = None
) -> PhrasesPage:
    """Return the page of a site's own phrases; `typed` is what somebody wrote and did not save.

    Raises:
        PhrasesNotYours: `actor` may not change phrases there.
        PhraseNotFound: the site has no phrase that is named to be changed.
    """
    place, sites = site_named(actor, key)
    slug = place.key
    expected, own = own_phrases(slug)
    named = next((one for one in own if one.id == changing), None)
    if changing and named is None:
        raise PhraseNotFound(phrase=changing)
    return PhrasesPage(
        place=place,
        places=sites,
        groups=tuple(
            OwnGroup(group, tuple(one for one in own if one.group == group.id))
            for group in phrase_groups()
            if not group.avoid
        ),
        expected=expected,
        typed=typed or named or OwnPhrase("", "", "", ""),
        changing=changing,
        history=tuple(phrase_history(slug)),
    )
