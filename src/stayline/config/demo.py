"""What a demo centre holds: people, the shipped playbook in force, and how to sign in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from stayline.config.demo_agencies import put_agencies_on_list
from stayline.config.demo_people import MORE
from stayline.config.demo_resources import put_resources_on_list
from stayline.config.migrating import migrate
from stayline.config.options import Settings
from stayline.config.past import BEGAN, give_past
from stayline.config.statics import collect
from stayline.library.actions import ExpertDetails, add_engagement, add_expert, load_playbook
from stayline.library.queries import experts
from stayline.people.actions import DEMO_SITE, create_demo_centre, issue_token
from stayline.people.api import SCOPES
from stayline.people.errors import TokenInvalid
from stayline.people.queries import demo_people, site_by_slug, system_actor, token_owner

DEMO_SITES = (DEMO_SITE, *(one.slug for one in MORE if one.slug != DEMO_SITE))
"""The demo's sites; a newcomer signs in at the first."""

EXPERT: Final = "linnea"
"""The sign-in of the demo's crisis expert, who is invented like everybody else there."""

VALID_FOR: Final = timedelta(days=365)
"""How long her credential is valid when the demo is made; a demo lives shorter than that."""


def prepare(options: Settings, *, past: bool = False) -> str:
    """Make what is missing and return the lines that say how to sign in.

    With `past` a demo that is made now has ten weeks behind it; one that was there before, or in
    which something happened, stays as it is.
    """
    migrate(options)
    collect(options.data_dir / "static")
    at = datetime.now(UTC)
    past = past and not demo_people()
    began = at - BEGAN if past else at
    centre = create_demo_centre(at=began, more=MORE)
    load_playbook(mode=options.mode, actor=system_actor("command_line"), at=began)
    if past:
        give_past(DEMO_SITE, at)
    put_expert_in_register(at)
    put_resources_on_list(at)
    put_agencies_on_list(DEMO_SITE, at)
    width = max(len(person.username) for person in centre.people)
    lines = [
        "DEMO: not for real contacts. Sign in by one press, or as:",
        *(
            f"  {person.username:<{width}}  {person.password}  {person.name}, {person.roles}"
            for person in centre.people
        ),
    ]
    return "\n".join(lines) + "\n"


def put_expert_in_register(at: datetime) -> None:
    """Put the demo's invented expert into the register, so that signing can be tried; once."""
    found = next((one for one in demo_people() if one.username == EXPERT), None)
    if found is None or found.id in {one.person_id for one in experts(at=at)}:
        return
    actor = system_actor("command_line")
    details = ExpertDetails(
        name=found.name,
        credential="psychologist",
        issuer="Invented board of the demo",
        how_found="Invented for the demo: nobody of this name is asked",
        note="A made-up person with a made-up licence.",
        person_id=found.id,
    )
    made = add_expert(
        details=details, number="DEMO-0417", expires_on=at.date() + VALID_FOR, actor=actor, at=at
    )
    began = date(at.year, 1, 1)
    add_engagement(
        expert_id=made.id,
        from_on=began,
        on_what="The demo's crisis procedures",
        actor=actor,
        at=at,
    )


def rehearsal_token(site: str) -> str:
    """Return a new token for rehearsals at an exercise-flagged site, found by its short name.

    Raises:
        SiteNotFound: there is no such site.
        TokenRefused: the site is not an exercise's.
    """
    return _token("Rehearsal", "rehearsal", site)


def site_tokens(known: Mapping[str, str]) -> dict[str, str]:
    """Return a token for each of the demo's sites, the known ones where they still let in.

    Raises:
        SiteNotFound: the demo was not prepared.
    """
    return {
        site: known[site]
        if _lets_in(known.get(site, ""))
        else _token("Demo floor", "simulation", site)
        for site in DEMO_SITES
    }


def _lets_in(secret: str) -> bool:
    try:
        return bool(token_owner(secret, scope="exercise:act", at=datetime.now(UTC)))
    except TokenInvalid:
        return False


def _token(name: str, source: str, site: str) -> str:
    _, secret = issue_token(
        name=name,
        scopes=sorted(SCOPES),
        source=source,
        site_id=site_by_slug(site).id,
        exercise=True,
        actor=system_actor("command_line"),
        at=datetime.now(UTC),
    )
    return secret
