"""Who is asking: the door every screen of every room stands behind.

A view decorated with `signed_in` gets a `StaffRequest`: the actor, the moment, and what the
shell of the page needs. Whoever is not signed in is sent to the sign-in page and comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, wraps
from typing import Any, Concatenate, Final, ParamSpec, Protocol

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from stayline.deadlines.queries import WatcherHealth, watcher_health
from stayline.people.errors import PersonNotFound
from stayline.people.policies import RECEIVES, REVIEWS, SETS_UP, WORKS_IN_STUDIO
from stayline.people.queries import person, site
from stayline.people.queries.standing import said_of
from stayline.platform.actors import Actor

P = ParamSpec("P")

PLACES: Final = (
    ("desk:index", "Desk", frozenset[str]()),
    ("floor:board", "Floor", RECEIVES),
    ("command:index", "Command", RECEIVES),
    ("library:index", "Library", frozenset[str]()),
    ("care:mine", "My care", frozenset[str]()),
    ("learning:mine", "Learning", frozenset[str]()),
    ("quality:index", "Quality", REVIEWS),
    ("studio:index", "Studio", WORKS_IN_STUDIO),
    ("admin:home", "Set-up", SETS_UP),
)
"""The entries of the main navigation, and which roles see them (none: everybody)."""

DEMO_PLACE: Final = ("admin:welcome", "Start here")
"""The first page of a demo, which its people can come back to."""

START: Final = "floor:board"
"""Where people who take contacts over begin; everybody else begins at the desk."""


@dataclass(frozen=True, slots=True)
class OnePress:
    """A role that can be looked at by one press in a demo, and whose desk that is."""

    role: str
    words: str
    username: str
    name: str
    hint: str


ROLES_OF_ONE_PRESS: Final = (
    OnePress("agent", "Agent", "maya", "Maya Fern", "the desk"),
    OnePress("supervisor", "Supervisor", "jordan", "Jordan Lark", "the floor, and what rings"),
    OnePress("manager", "Manager", "morgan", "Morgan Heath", "the floor, and what managers know"),
    OnePress(
        "protocol_owner", "Protocol owner", "quinn", "Quinn Alder", "what guides the contacts"
    ),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation."""

    href: str
    words: str
    here: bool


class Known(Protocol):
    """Somebody who works here, as far as the door looks."""

    is_active: bool
    is_demo: bool
    kind: str
    theme: str
    language: str
    availability: str
    on_duty: bool

    @property
    def roles(self) -> Any:  # noqa: ANN401 - Django makes the type of a related manager
        """The roles this person holds."""

    def actor(self) -> Actor:
        """Return the person as the one who acts."""


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in."""

    htmx: HtmxDetails
    actor: Actor
    at: datetime
    shell: Shell


class Shell:
    """What the frame round every page shows, each part looked up when it is first read."""

    def __init__(
        self,
        *,
        path: str,
        actor: Actor,
        at: datetime,
        theme: str,
        language: str,
        role_words: str,
        demo: bool,
        said: str = "",
    ) -> None:
        """Keep who asks for what and when; `demo`: for one of a demo's own people.

        `said` is how it stands with them: what they said of themselves, or a contact says.
        """
        self.said = said
        self._demo = demo
        self._path = path
        self._actor = actor
        self._at = at
        self.theme = theme
        self.language = language or "en"
        self.role_words = role_words
        self.own_topic = f"person:{actor.id}"

    @cached_property
    def nav(self) -> tuple[NavItem, ...]:
        """The places this person may go; a place that is not built is not named."""
        places = [(*DEMO_PLACE, frozenset[str]())] if self._demo else []
        found = []
        for name, words, roles in (*places, *PLACES):
            if roles and roles.isdisjoint(self._actor.roles):
                continue
            href = address_of(name)
            if href:
                found.append(NavItem(href, words, self._path.startswith(href)))
        return tuple(found)

    @cached_property
    def watcher(self) -> WatcherHealth:
        """How the watcher is; a silent one turns every page red."""
        return watcher_health(at=self._at)

    @cached_property
    def zone(self) -> str:
        """The zone of the person's site, in which times are shown."""
        return site(self._actor.site_id).zone if self._actor.site_id else "UTC"

    @cached_property
    def site_name(self) -> str:
        """The name of the person's site."""
        return site(self._actor.site_id).name if self._actor.site_id else ""


def address_of(name: str) -> str:
    """Return the address of a screen, or nothing when its room is not built."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def start_of(actor: Actor) -> str:
    """Return the first page of this person (agents: desk; those who take over: floor)."""
    begins_at = START if not RECEIVES.isdisjoint(actor.roles) else "desk:index"
    return address_of(begins_at) or "/"


def in_demo(who: Known) -> bool:
    """Return whether this is one of a demo's own people, in demo mode."""
    return bool(settings.STAYLINE.mode == "demo" and who.is_demo)


def signed_in(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only people who are signed in reach `view`, and say who they are and when it is."""

    @wraps(view)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        who = person_of(request)
        if who is None:
            return _to_sign_in(request)
        known: StaffRequest = request  # type: ignore[assignment]  # made one in the next lines
        known.actor = who.actor()
        known.at = datetime.now(UTC)
        known.shell = Shell(
            path=request.path,
            actor=known.actor,
            at=known.at,
            theme=who.theme,
            language=who.language,
            role_words=", ".join(str(grant) for grant in who.roles.all()),
            demo=in_demo(who),
            said=said_of(who.availability, on_duty=who.on_duty),
        )
        with translation.override(who.language or settings.LANGUAGE_CODE):
            response = view(known, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return door


def person_of(request: HttpRequest) -> Known | None:
    """Return who is signed in, when that is an active person and not one of the system's own."""
    if not request.user.is_authenticated:
        return None
    try:
        who = person(request.user.pk)
    except PersonNotFound:
        return None
    return who if who.is_active and who.kind == "person" else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/"
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(reverse("people:sign_in"))
    return redirect_to_login(back, reverse("people:sign_in"))
