"""Loading the playbook that is installed with the package, and a centre's own documents."""

from __future__ import annotations

import functools
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import yaml

from stayline.library.actions._versions import (
    TITLE,
    day_after,
    log_in_transaction,
    log_notes_in_transaction,
    put_in_force_in_transaction,
    refuse_misfit_in_transaction,
    review_date,
)
from stayline.library.errors import DocumentFaulty
from stayline.library.events import VersionLoaded
from stayline.library.models import DocumentVersion, ForceSpan, InForce
from stayline.library.queries import (
    CERTIFIED_ONCE,
    NOTES,
    WORDING,
    own_notes,
    refuse_faulty,
)
from stayline.library.queries.scenarios import SCENARIO
from stayline.platform.transactions import action
from stayline_core.canonical import digest
from stayline_core.forms import Form, FormRefused, load_notes
from stayline_core.protocol import Finding, load, load_ladder
from stayline_core.protocol.overlay import load_overlay

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime
    from importlib.resources.abc import Traversable

    from stayline.platform.actors import Actor
    from stayline_core.forms import Notes

FOLDERS: Final = {
    "protocols": "protocol",
    "ladders": "ladder",
    "forms": "form",
    "agencies": "agencies",
    "cards": "card",
    "phrases": "phrases",
    "wording": WORDING,
    "notes": NOTES,
    "advice": "advice",
    "laws": "laws",
    "codes": "codes",
    "catalogue": "catalogue",
    "plans": "plan",
    "procedure": "procedure",
    "knowledge": "knowledge",
    "courses": "course",
    "curricula": "curriculum",
    "selfcare": "selfcare",
    "duties": "duties",
    "aftercare": "aftercare",
    "assessment": "assessment",
    "authority": "authority",
    "messaging": "messaging",
    "command": "command",
    "allocation": "allocation",
    "scenarios": SCENARIO,
}


class Shipped(NamedTuple):
    """One document as it is installed with the package."""

    kind: str
    name: str
    source: bytes
    body: dict[str, Any]


@action
def load_playbook(*, mode: str, actor: Actor, at: datetime) -> list[str]:
    """Load the shipped documents as uncertified templates; return the digests that are new.

    In `demo` and `practice` they are put in force, as the templates they are, unless a version
    was activated here, or what was in force was withdrawn; in `production` nothing is: there
    the minimum-safe path runs until a version was certified here (S0-18).

    Raises:
        DocumentFaulty: a shipped document does not load; nothing was changed.
    """
    return _load_all(playbook(known=_standing(mode)), mode=mode, actor=actor, at=at)


@action
def load_documents(
    documents: Collection[Shipped], *, mode: str, actor: Actor, at: datetime
) -> list[str]:
    """Load a centre's own documents, as `load_playbook` does; return the digests that are new.

    Notes beside fields say nothing of a procedure: they take force in every mode (S1-53).

    Raises:
        DocumentFaulty: a document does not fit what is here, or words what another one words
            already; nothing was changed.
    """
    return _load_all(documents, mode=mode, actor=actor, at=at)


def _load_all(documents: Iterable[Shipped], *, mode: str, actor: Actor, at: datetime) -> list[str]:
    decided = _decided_here()
    new = []
    for one in documents:
        template = mode != "production" and (one.kind, one.name) not in decided
        because = f"{mode} template" if template or one.kind == NOTES else ""
        new += _load(one, because=because, actor=actor, at=at)
    return new


def _load(shipped: Shipped, *, because: str, actor: Actor, at: datetime) -> list[str]:
    """Keep one document; with a reason it is put in force."""
    refuse_misfit_in_transaction(shipped.kind, shipped.name, shipped.source)
    name, review_by = digest(shipped.body), review_date(shipped.body)
    row, made = DocumentVersion.objects.get_or_create(
        digest=name,
        defaults={
            "kind": shipped.kind,
            "document_id": shipped.name,
            "title": str(shipped.body.get("title", ""))[:TITLE],
            "source": shipped.source,
            "body": shipped.body,
            "loaded_at": at,
            "review_by": review_by,
            "review_due_at": day_after(review_by),
        },
    )
    if made:
        log_in_transaction(
            row, VersionLoaded(document=shipped.name, digest=name), actor=actor, at=at
        )
    if shipped.kind == NOTES:
        _log_notes(row, shipped.source, actor=actor, at=at)
    if because:
        put_in_force_in_transaction(row, because=because, actor=actor, at=at)
    return [name] if made else []


def _log_notes(version: DocumentVersion, source: bytes, *, actor: Actor, at: datetime) -> None:
    notes = cast("Notes", load_notes(source, file=version.document_id).notes)  # read before
    before = own_notes(notes.of, notes.site)
    log_notes_in_transaction(version, before[1] if before else None, notes, actor=actor, at=at)


def playbook(
    root: Traversable | None = None, known: Collection[tuple[str, str, bytes]] = ()
) -> Iterator[Shipped]:
    """Yield the documents installed with the package (or under `root`), each without a fault.

    Those in `known` (kind, id, source) are left out unread, so that a centre whose playbook
    did not change starts at once.

    Raises:
        DocumentFaulty: a document does not load.
    """
    root = root or resources.files("stayline") / "playbook"
    for folder, kind in FOLDERS.items():
        for file in _files(root / folder):
            name, source = file.name.rsplit(".", 1)[0], file.read_bytes()
            if (kind, name, source) not in known:
                yield Shipped(kind, name, source, body_of(kind, source, file.name))


def documents_under(root: Traversable) -> list[Shipped]:
    """Return a centre's own documents in a folder: in subfolders as the playbook has, or flat.

    A document that lies flat says by its `kind` what it is: wording or notes.

    Raises:
        DocumentFaulty: a document does not load, or is of no kind that can lie there.
    """
    found = list(playbook(root))
    for file in _files(root):
        source = file.read_bytes()
        named = re.search(rb"^kind:[ ]*(wording|notes)[ ]*$", source, re.MULTILINE)
        if named is None:
            raise DocumentFaulty(
                {file.name: "put it into a folder that says what it is, as the playbook does"}
            )
        kind = named[1].decode()
        body = body_of(kind, source, file.name)
        found.append(Shipped(kind, str(body["id"]), source, body))
    return found


def _files(folder: Traversable) -> list[Traversable]:
    if not folder.is_dir():
        return []
    found = (one for one in folder.iterdir() if one.name.endswith((".yaml", ".json")))
    return sorted(found, key=lambda one: one.name)


@functools.lru_cache(maxsize=64)
def body_of(kind: str, source: bytes, file: str) -> dict[str, Any]:
    """Return a document's source as JSON, in which every scalar of a YAML one is text.

    Nobody changes what comes back: the same source gives the same object.

    Raises:
        DocumentFaulty: it does not load; the fault names the file and says what is wrong.
    """
    findings: tuple[Finding, ...] = ()
    if kind == "protocol":
        findings = load(source, file=file).findings
    elif kind == "ladder":
        findings = load_ladder(source, file=file).findings
    elif kind in {WORDING, NOTES}:
        read = load_overlay if kind == WORDING else load_notes
        findings = read(source, file=file).findings
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise DocumentFaulty({file: f"line {errors[0].line}: {errors[0].message}"})
    if file.endswith(".yaml"):
        body = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  # text only, no tags: it builds strings, lists and dicts
    else:
        body = json.loads(source)
    _refuse_faults(kind, dict(body), file)
    return dict(body)


def _refuse_faults(kind: str, body: dict[str, Any], file: str) -> None:
    """Refuse a document that could not be used; `kinds.py` knows how each is read."""
    try:
        if kind == "form":
            Form.parse(body)
        refuse_faulty(kind, body)
    except FormRefused as refused:
        raise DocumentFaulty({file: refused.faults[0]}) from refused
    except (KeyError, TypeError, ValueError) as fault:
        raise DocumentFaulty({file: f"not a {body.get('kind', kind)}: {fault}"}) from fault


def _decided_here() -> set[tuple[str, str]]:
    """Return the documents of which people of this centre chose what guides.

    They activated a version of their own, or withdrew what was in force: a shipped text never
    goes over that.
    """
    were = set(ForceSpan.objects.values_list("version__kind", "version__document_id"))
    are = set(InForce.objects.values_list("kind", "document_id"))
    own = InForce.objects.filter(version__state__in=CERTIFIED_ONCE)
    return (were - are) | set(own.values_list("kind", "document_id"))


def _standing(mode: str) -> frozenset[tuple[str, str, bytes]]:
    """Return the documents that need nothing: loaded and, outside production, in force or left."""
    rows = list(DocumentVersion.objects.values_list("kind", "document_id", "source"))
    if mode != "production":
        decided = _decided_here()
        rows = [row for row in rows if row[:2] in decided]
        rows += InForce.objects.values_list("kind", "document_id", "version__source")
    return frozenset((kind, name, bytes(source)) for kind, name, source in rows)
