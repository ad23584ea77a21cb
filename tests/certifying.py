"""The people who write, sign and activate in tests, and a version taken all the way by them.

Quill owns protocols, Lin and Ira are crisis experts of the register, Lex reviews for law and Eth
for ethics. All of them are invented, and work where the cast does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.conf import settings

from stayline.learning.queries import RecordedTraining
from stayline.library import actions, queries
from stayline.library.models import DocumentVersion, Draft, Expert
from stayline.library.ports import TrainedAsTold, training
from stayline.people.actions import add_person
from stayline.people.queries import people_of, sites
from stayline.platform.actors import Actor
from tests.cast import NOW, PASSWORD, Cast

EXPIRES: Final = date(2027, 3, 31)
"""The last day of the experts' credential."""


@dataclass(frozen=True)
class Signers:
    """Who writes and signs."""

    quill: Actor
    lex: Actor
    eth: Actor
    lin: Actor
    ira: Actor
    expert: Expert
    """Lin, in the register."""
    second: Expert
    """Ira, in the register."""

    def read_notice(self, kind: str, document_id: str, actor: Actor | None = None) -> None:
        """Read the notice of risk, to edit and to activate."""
        for purpose in ("edit", "activate"):
            actions.acknowledge_risk(
                kind=kind,
                document_id=document_id,
                purpose=purpose,  # type: ignore[arg-type]  # one of the two
                notice=queries.risk_notice().digest,
                actor=actor or self.quill,
                at=NOW,
            )

    def draft(self, source: bytes, document_id: str, kind: str = "protocol") -> Draft:
        """Begin a draft and write this text into it."""
        self.read_notice(kind, document_id)
        return actions.start_draft(
            kind=kind, document_id=document_id, source=source, actor=self.quill, at=NOW
        )

    def version(
        self, source: bytes, document_id: str, kind: str = "protocol", at: datetime = NOW
    ) -> DocumentVersion:
        """Make a version with this text."""
        row = self.draft(source, document_id, kind)
        return actions.make_version(draft_id=row.id, expected=row.revision, actor=self.quill, at=at)

    def sign(self, digest: str, *kinds: str, at: datetime = NOW) -> None:
        """Let each of these sign, in this order."""
        for kind in kinds or ("expert", "legal", "ethical"):
            actions.sign_off(
                digest=digest,
                kind=kind,
                granted=True,
                statement="",
                expert_id=self.expert.id if kind == "expert" else None,
                actor={"expert": self.lin, "legal": self.lex, "ethical": self.eth}[kind],
                at=at,
            )

    def certify(self, digest: str, *, at: datetime = NOW) -> DocumentVersion:
        """Send a version to review and let all who must sign."""
        actions.send_to_review(digest=digest, actor=self.quill, at=at)
        version = queries.version_by_digest(digest)
        self.sign(digest, *sorted(queries.needed(version.kind)), at=at)
        return queries.version_by_digest(digest)

    def go_live(self, digest: str, *, at: datetime = NOW) -> DocumentVersion:
        """Certify a version, train everybody on it, and put it in force."""
        version = self.certify(digest, at=at)
        self.train(digest)
        self.read_notice(version.kind, version.document_id)
        return actions.activate_version(digest=digest, actor=self.quill, at=at)

    def train(self, *digests: str) -> None:
        """Let everybody be trained on these versions; others are trained on nothing."""
        people = [one.id for site in sites() for one in people_of(site.id)]
        training.plug(TrainedAsTold(*((name, one) for name in digests for one in people)))


def trained_as_kept() -> None:
    """Let training be what the room of learning keeps, as it is plugged at start."""
    training.plug(RecordedTraining())


def make_signers(cast: Cast) -> Signers:
    """Put those who write and sign to work."""

    def add(name: str, *roles: str) -> Actor:
        return add_person(
            username=name.lower(),
            name=f"{name} Example",
            password=PASSWORD,
            roles=roles,
            site_id=cast.site.id,
            at=NOW,
        ).actor()

    quill = add("Quill", "protocol_owner")
    lin, ira = add("Lin", "crisis_expert"), add("Ira", "crisis_expert")
    return Signers(
        quill=quill,
        lex=add("Lex", "legal_reviewer"),
        eth=add("Eth", "ethics_reviewer"),
        lin=lin,
        ira=ira,
        expert=_expert(lin, quill),
        second=_expert(ira, quill),
    )


def _expert(person: Actor, owner: Actor) -> Expert:
    return actions.add_expert(
        details=actions.ExpertDetails(
            name=person.name,
            credential="psychologist",
            issuer="An invented board",
            how_found="Invented for tests",
            person_id=person.id,
        ),
        number="T-1",
        expires_on=EXPIRES,
        actor=owner,
        at=NOW,
    )


def production(fixture: object) -> None:
    """Let this installation be one for real contacts; `fixture` is pytest-django's `settings`."""
    fixture.STAYLINE = replace(settings.STAYLINE, mode="production")  # type: ignore[attr-defined]  # a fixture of a plugin
