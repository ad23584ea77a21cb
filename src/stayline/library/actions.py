"""Loading the playbook that is installed with the package."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID, uuid5

import yaml

from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.library.errors import DocumentFaulty
from stayline.library.events import VersionLoaded, VersionPutInForce
from stayline.library.models import DocumentVersion, InForce
from stayline.library.queries import WORDING, parse_card, parse_directory
from stayline.platform.transactions import action
from stayline_core.canonical import digest
from stayline_core.forms import Form, FormRefused
from stayline_core.protocol import Finding, load, load_ladder
from stayline_core.protocol.overlay import load_overlay

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from importlib.resources.abc import Traversable

    from stayline.platform.actors import Actor

DOCUMENTS: Final = UUID("5ca1ab1e-0001-4000-8000-000000000000")
FOLDERS: Final = {
    "protocols": "protocol",
    "ladders": "ladder",
    "forms": "form",
    "agencies": "agencies",
    "cards": "card",
    "wording": "wording",
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

    In `demo` and `practice` a document that has no version in force is put in force, as the
    template it is; in `production` nothing is: there the minimum-safe path runs until a
    version was certified here (S0-18).

    Raises:
        DocumentFaulty: a shipped document does not load; nothing was changed.
    """
    new: list[str] = []
    standing = _standing(mode)
    for shipped in playbook(known=standing):
        name = digest(shipped.body)
        row, made = DocumentVersion.objects.get_or_create(
            digest=name,
            defaults={
                "kind": shipped.kind,
                "document_id": shipped.name,
                "title": str(shipped.body.get("title", "")),
                "source": shipped.source,
                "body": shipped.body,
                "loaded_at": at,
            },
        )
        if made:
            new.append(name)
            _log(row, VersionLoaded(document=shipped.name, digest=name), actor=actor, at=at)
        if mode != "production":
            _put_in_force(row, mode=mode, actor=actor, at=at)
    return new


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
        for file in sorted((root / folder).iterdir(), key=lambda one: one.name):
            if file.name.endswith((".yaml", ".json")):
                name, source = file.name.rsplit(".", 1)[0], file.read_bytes()
                if (kind, name, source) not in known:
                    yield Shipped(kind, name, source, body_of(kind, source, file.name))


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
    elif kind == WORDING:
        findings = tuple(
            one for one in load_overlay(source, file=file).findings if one.severity == "error"
        )
    if findings:
        raise DocumentFaulty({file: f"line {findings[0].line}: {findings[0].message}"})
    if file.endswith(".yaml"):
        body = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  # text only, no tags: it builds strings, lists and dicts
    else:
        body = json.loads(source)
    _refuse_faults(kind, dict(body), file)
    return dict(body)


def _refuse_faults(kind: str, body: dict[str, Any], file: str) -> None:
    """Refuse a form, card or directory that could not be shown to anybody."""
    parse = {"form": Form.parse, "card": parse_card, "directory": parse_directory}.get(
        body.get("kind", kind)
    )
    try:
        if parse is not None:
            parse(body)
    except FormRefused as refused:
        raise DocumentFaulty({file: refused.faults[0]}) from refused
    except (KeyError, TypeError, ValueError) as fault:
        raise DocumentFaulty({file: f"not a {body.get('kind', kind)}: {fault}"}) from fault


def _standing(mode: str) -> frozenset[tuple[str, str, bytes]]:
    """Return the documents that need nothing: loaded and, outside production, in force."""
    if mode == "production":
        rows = list(DocumentVersion.objects.values_list("kind", "document_id", "source"))
    else:
        rows = list(InForce.objects.values_list("kind", "document_id", "version__source"))
    return frozenset((kind, name, bytes(source)) for kind, name, source in rows)


def _put_in_force(version: DocumentVersion, *, mode: str, actor: Actor, at: datetime) -> None:
    row, made = InForce.objects.get_or_create(
        kind=version.kind,
        document_id=version.document_id,
        defaults={"version": version, "since": at},
    )
    if made or row.version_id != version.digest:
        row.version, row.since = version, at
        row.save(update_fields=["version", "since"])
        event = VersionPutInForce(
            document=version.document_id, digest=version.digest, because=f"{mode} template"
        )
        _log(version, event, actor=actor, at=at)


def _log(
    version: DocumentVersion,
    event: VersionLoaded | VersionPutInForce,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    subject = uuid5(DOCUMENTS, f"{version.kind}/{version.document_id}")
    stream = open_stream_in_transaction(kind="document", subject_id=subject, exercise=False, at=at)
    append_in_transaction(stream, event, actor=actor, at=at)
