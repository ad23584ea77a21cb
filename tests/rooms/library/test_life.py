"""A version from draft to going live: who may, what each step refuses, and what the log keeps."""

from __future__ import annotations

import re

import pytest

from stayline.incidents.actions import hear_lines
from stayline.incidents.queries import protocol_of
from stayline.library import actions, queries
from stayline.library.actions import Shipped, body_of, load_documents, load_playbook
from stayline.library.errors import (
    ActivationRefused,
    AlertNotFound,
    AlreadyInForce,
    DocumentNotFound,
    DocumentNotYours,
    ForceChanged,
    ReviewRefused,
    RiskNotAcknowledged,
    RiskNoticeStale,
    SignOffRefused,
)
from stayline.library.models import Certificate, ForceSpan, InForce
from stayline.library.ports import TrainedAsTold, training
from stayline.people.actions import add_person
from stayline.people.models import Site
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.platform.crypto import signed_by
from stayline_core.certificate import signed_bytes
from tests.cast import NOW, PASSWORD, Cast, later, line
from tests.certifying import EXPIRES, Signers, production
from tests.record import THREAT, Opened

pytestmark = pytest.mark.django_db

ID = "self-harm"


def text(change: tuple[str, str] = ("title: ", "title: Own, ")) -> bytes:
    version = queries.newest_version("protocol", ID)
    assert version is not None
    return bytes(version.source).replace(*(one.encode() for one in change), 1)


def unmet(digest: str, **more: object) -> list[str]:
    return [gate.key for gate in queries.gates(digest, at=NOW, **more).unmet]


@pytest.mark.covers("S0-3", "S0-11", "S0-13", "S0-42")
def test_a_version_goes_from_draft_to_certificate_to_force(signers: Signers) -> None:
    template = queries.newest_version("protocol", ID)
    version = signers.version(text(), ID)
    assert (version.state, version.made_from) == ("checked", template)
    assert version.check_report["passes"]
    assert version.authors == [str(signers.quill.id)]
    assert unmet(version.digest) == ["expert", "legal", "ethical", "trained"]

    actions.send_to_review(digest=version.digest, actor=signers.quill, at=later(1))
    signers.sign(version.digest, "expert", "legal", at=later(2))
    with pytest.raises(ActivationRefused) as refused:
        actions.activate_version(digest=version.digest, actor=signers.quill, at=later(3))
    assert [gate.key for gate in refused.value.unmet] == ["ethical", "trained"]
    signers.sign(version.digest, "ethical", at=later(4))

    certificate = Certificate.objects.get(version=version)
    assert queries.version_by_digest(version.digest).state == "certified"
    assert certificate.valid_until == EXPIRES
    assert signed_by(
        bytes(certificate.public_key),
        bytes(certificate.signature),
        signed_bytes(certificate.body),
    )
    signers.train(version.digest)
    done = actions.activate_version(
        digest=version.digest, instead_of=template.digest, actor=signers.quill, at=later(5)
    )
    assert done.state == "active"
    found = queries.standing("protocol", ID, later(6))
    assert (found.digest, found.certified_until, found.banner) == (version.digest, EXPIRES, "")
    assert queries.in_force_at("protocol", ID, later(2)) == template.digest
    assert queries.in_force_at("protocol", ID, later(6)) == version.digest
    kinds = [line.kind for line in reversed(queries.history("protocol", ID).entries)]
    assert kinds[-8:] == [
        "library.draft.started",
        "library.version.made",
        "library.version.in_review",
        "library.signoff.granted",
        "library.signoff.granted",
        "library.signoff.granted",
        "library.version.certified",
        "library.version.activated",
    ]


@pytest.mark.covers("S0-9")
def test_nobody_edits_or_activates_before_they_have_read_the_notice(signers: Signers) -> None:
    given = {"kind": "protocol", "document_id": ID, "at": NOW}
    with pytest.raises(RiskNotAcknowledged):
        actions.start_draft(actor=signers.quill, **given)
    with pytest.raises(RiskNoticeStale):
        actions.acknowledge_risk(purpose="edit", notice="0" * 64, actor=signers.quill, **given)
    for _ in range(2):
        actions.acknowledge_risk(
            purpose="edit", notice=queries.risk_notice().digest, actor=signers.quill, **given
        )
    row = actions.start_draft(actor=signers.quill, source=text(), **given)
    assert not queries.risk_acknowledged(signers.quill, "protocol", ID, "activate")
    assert queries.risk_acknowledged(signers.quill, "form", "case", "activate")
    assert queries.risk_acknowledged_by_anybody("form", "case", "activate")
    version = actions.make_version(draft_id=row.id, expected=1, actor=signers.quill, at=NOW)
    signers.certify(version.digest)
    signers.train(version.digest)
    assert unmet(version.digest) == ["risk"]
    with pytest.raises(RiskNotAcknowledged):
        actions.activate_version(digest=version.digest, actor=signers.quill, at=NOW)
    signers.read_notice("protocol", ID, signers.lin)
    assert unmet(version.digest) == []
    assert unmet(version.digest, actor=signers.quill) == ["risk"]
    logged = [line.kind for line in queries.history("protocol", ID).entries]
    assert logged.count("library.risk.acknowledged") == 3


@pytest.mark.covers("S0-18", "S0-14")
def test_a_template_guides_only_where_nothing_is_real(signers: Signers, settings) -> None:
    template = queries.newest_version("protocol", ID)
    signers.read_notice("protocol", ID)
    assert unmet(template.digest) == []
    with pytest.raises(AlreadyInForce) as refused:
        actions.activate_version(digest=template.digest, actor=signers.quill, at=NOW)
    assert refused.value.since == NOW
    assert "practice only" in queries.standing("protocol", ID, NOW).banner
    production(settings)
    assert unmet(template.digest) == ["mode", "expert", "legal", "ethical", "trained"]
    kept = list(InForce.objects.exclude(kind="protocol"))
    InForce.objects.all().delete()
    with pytest.raises(ActivationRefused):
        actions.activate_version(digest=template.digest, actor=signers.quill, at=NOW)
    load_playbook(mode="production", actor=system_actor("command_line"), at=NOW)
    assert queries.protocol_for("self_harm", "live") is None
    assert "keep talking" in queries.standing("protocol", ID, NOW).banner
    with pytest.raises(ReviewRefused):  # it names forms and ladders that nobody adopted yet
        actions.send_to_review(digest=template.digest, actor=signers.quill, at=NOW)
    InForce.objects.bulk_create(kept)
    signers.certify(template.digest)  # as it stands: a centre may sign the shipped text
    signers.train(template.digest)
    assert actions.activate_version(digest=template.digest, actor=signers.quill, at=NOW)
    assert queries.protocol_for("self_harm", "live").state == "active"


def test_a_withdrawn_template_can_be_put_back_in_a_demo(signers: Signers) -> None:
    template = queries.newest_version("protocol", ID)
    signers.read_notice("protocol", ID)
    gone = {"kind": "protocol", "document_id": ID, "because": "A wrong number.", "at": NOW}
    assert actions.withdraw(actor=signers.quill, **gone) is None
    back = actions.activate_version(digest=template.digest, actor=signers.quill, at=later(1))
    assert (back.state, back.withdrawn_at) == ("template", None)
    assert queries.is_in_force(template.digest)


@pytest.mark.covers("S0-14")
def test_enough_of_each_site_must_be_trained(signers: Signers, cast: Cast) -> None:
    version = signers.version(text(), ID)
    signers.certify(version.digest)
    real = Site.objects.create(slug="real", name="Real", zone="UTC", exercise=False)
    assert queries.training_shares(version.digest, at=NOW) == ()  # it has no agents
    people = [
        add_person(
            username=f"agent{number}",
            name=f"Agent {number} Example",
            password=PASSWORD,
            roles=["agent"],
            site_id=real.id,
            at=NOW,
        )
        for number in range(5)
    ]
    training.plug(TrainedAsTold(*((version.digest, one.id) for one in people[:3])))
    (share,) = queries.training_shares(version.digest, at=NOW)
    assert (share.name, share.trained, share.people, share.must) == ("Real", 3, 5, 4)
    (gate,) = queries.gates(version.digest, at=NOW).unmet
    assert (gate.key, gate.words, gate.mend) == (
        "trained",
        "Real: 3 of 5.",
        "Real needs 1 more.",
    )
    training.plug(TrainedAsTold(*((version.digest, one.id) for one in people[:4])))
    assert queries.gates(version.digest, at=NOW).passes


def without_calm() -> bytes:
    """A text in which no step calms the caller."""
    return re.sub(rb"\bcalm\b(?=[^\n]*\])", b"safety", text())


@pytest.mark.covers("S0-22", "S0-43")
def test_what_is_missing_and_what_is_too_old_cannot_go_live(signers: Signers) -> None:
    bare = signers.version(text(("review_by: 2027-06-30\n", "")), ID)
    found = {gate.key: gate for gate in queries.gates(bare.digest, at=NOW).items}
    assert not found["review"].met
    assert "Where it comes from" in found["coverage"].words
    old = signers.version(text(("2027-06-30", "2026-11-21")), ID)
    assert "review" in unmet(old.digest)
    assert queries.standing_of(old.digest, NOW).stale
    holed = signers.version(without_calm(), ID)
    assert holed.state == "draft"
    assert {"check", "coverage"} <= set(unmet(holed.digest))
    with pytest.raises(ReviewRefused) as refused:
        actions.send_to_review(digest=holed.digest, actor=signers.quill, at=NOW)
    assert "Line" in refused.value.sentence


def test_a_form_is_adopted_by_name_in_production_too(
    signers: Signers, settings, cast: Cast
) -> None:
    production(settings)
    InForce.objects.all().delete()
    ForceSpan.objects.all().delete()
    form = queries.newest_version("form", "case")
    assert unmet(form.digest) == ["mode", "adopted"]
    with pytest.raises(DocumentNotYours):
        actions.adopt(digest=form.digest, actor=cast.ann, at=NOW)
    done = actions.adopt(digest=form.digest, actor=cast.mo, at=NOW)
    assert (done.state, queries.form_in_force("case")[0]) == ("active", form.digest)
    assert queries.certificate_of(form.digest).valid_until is None
    assert queries.standing("form", "case", NOW).banner == ""
    with pytest.raises(AlreadyInForce) as first:
        actions.adopt(digest=form.digest, actor=signers.quill, at=later(1))
    assert first.value.who == "Mo Example"
    ladder = queries.newest_version("ladder", "crisis")
    with pytest.raises(RiskNotAcknowledged):
        actions.adopt(digest=ladder.digest, actor=cast.mo, at=NOW)
    signers.read_notice("ladder", "crisis", cast.mo)
    assert actions.adopt(digest=ladder.digest, actor=cast.mo, at=NOW).state == "active"
    with pytest.raises(SignOffRefused):
        actions.adopt(digest=queries.newest_version("protocol", ID).digest, actor=cast.mo, at=NOW)
    with pytest.raises(ReviewRefused):
        actions.send_to_review(digest=form.digest, actor=cast.mo, at=NOW)


def test_a_new_centre_adopts_all_that_needs_no_expert_in_one_press(
    signers: Signers, settings, cast: Cast
) -> None:
    production(settings)
    InForce.objects.all().delete()
    there = queries.adoptable()
    kinds = {one.kind for one in there}
    assert {"form", "ladder", "agencies"} <= kinds
    assert not kinds & set(queries.SIGNS)
    digests = [one.digest for one in there]
    with pytest.raises(RiskNotAcknowledged):
        actions.adopt_documents(digests=digests, actor=cast.mo, at=NOW)
    assert not InForce.objects.exists()
    for one in there:
        if one.kind == "ladder":
            signers.read_notice("ladder", one.document_id, cast.mo)
    with pytest.raises(DocumentNotFound):
        actions.adopt_documents(digests=[*digests, "0" * 64], actor=cast.mo, at=NOW)
    done = actions.adopt_documents(digests=digests, actor=cast.mo, at=NOW)
    assert {one.digest for one in done} == set(digests)
    assert queries.adoptable() == []
    assert {row.version.state for row in InForce.objects.all()} == {"active"}


def test_who_looks_at_another_version_in_force_is_told(signers: Signers) -> None:
    version = signers.version(text(), ID)
    signers.certify(version.digest)
    signers.train(version.digest)
    with pytest.raises(ForceChanged):
        actions.activate_version(
            digest=version.digest, instead_of="0" * 64, actor=signers.quill, at=NOW
        )


def test_a_certified_version_stays_in_force_when_the_shipped_text_changes(
    signers: Signers,
) -> None:
    version = signers.version(text(), ID)
    signers.go_live(version.digest)
    new = text(("title: ", "title: Newer, "))
    shipped = [Shipped("protocol", ID, new, body_of("protocol", new, f"{ID}.yaml"))]
    load_documents(shipped, mode="demo", actor=system_actor("command_line"), at=later(1))
    assert queries.standing("protocol", ID, later(2)).digest == version.digest
    load_playbook(mode="demo", actor=system_actor("command_line"), at=later(2))
    assert queries.standing("protocol", ID, later(2)).digest == version.digest
    gone = {"kind": "protocol", "document_id": ID, "because": "A wrong number."}
    assert actions.withdraw(actor=signers.quill, at=later(3), **gone) is None
    load_playbook(mode="demo", actor=system_actor("command_line"), at=later(4))
    assert queries.protocol_for("self_harm", "live") is None


def threatened(cast: Cast, agent: Actor, at: float) -> Opened:
    """A contact of this agent's in which somebody just said that they may end their life."""
    contact = cast.contact(agent=agent, at=later(at))
    said = [line(1, THREAT, at=later(at))]
    hear_lines(contact_id=contact.id, lines=said, actor=agent, at=later(at))
    return Opened(cast, contact.id)


@pytest.mark.covers("S0-3")
def test_an_open_run_keeps_its_version_when_others_go_live_and_are_withdrawn(
    signers: Signers, cast: Cast
) -> None:
    before = queries.newest_version("protocol", ID)
    opened = threatened(cast, cast.ann, 0)
    version = signers.version(text(), ID)
    signers.go_live(version.digest, at=later(5))
    newer = threatened(cast, cast.al, 7)
    assert newer.run.protocol_digest == version.digest
    gone = {"kind": "protocol", "document_id": ID, "because": "A wrong number."}
    actions.withdraw(actor=signers.quill, at=later(8), **gone)
    opened.go_on(later(9))
    for one, digest in ((opened, before.digest), (newer, version.digest)):
        assert one.run.protocol_digest == digest
        assert protocol_of(one.run) == queries.protocol_by_digest(digest)
    last = threatened(cast, cast.lou, 11)
    assert last.run.protocol_digest == ""  # the built-in path, and it rings as always


def test_only_those_named_by_their_role_may(signers: Signers, cast: Cast) -> None:
    version = signers.version(text(), ID)
    gone = {"kind": "protocol", "document_id": ID, "because": "A wrong number."}
    for act in (
        lambda: actions.start_draft(kind="form", document_id="case", actor=cast.ann, at=NOW),
        lambda: actions.send_to_review(digest=version.digest, actor=cast.bo, at=NOW),
        lambda: actions.activate_version(digest=version.digest, actor=signers.lin, at=NOW),
        lambda: actions.withdraw(actor=signers.lex, at=NOW, **gone),
        lambda: actions.see_alert(alert_id=version.made_by_id, actor=cast.ann, at=NOW),
    ):
        with pytest.raises(DocumentNotYours):
            act()


def test_what_is_not_there_is_said_not_to_be(signers: Signers, cast: Cast) -> None:
    nothing = "0" * 64
    for act in (
        lambda: actions.adopt(digest=nothing, actor=cast.mo, at=NOW),
        lambda: actions.send_to_review(digest=nothing, actor=cast.mo, at=NOW),
        lambda: actions.activate_version(digest=nothing, actor=cast.mo, at=NOW),
        lambda: queries.standing_of(nothing, NOW),
    ):
        with pytest.raises(DocumentNotFound):
            act()
    with pytest.raises(AlertNotFound):
        actions.see_alert(alert_id=cast.mo.id, actor=cast.mo, at=NOW)
    assert queries.history("protocol", "nothing") == queries.History((), ())
    assert queries.in_force_at("protocol", ID, later(-1)) == ""
