"""`stayline playbook`: bring documents into a centre, give copies away, verify certificates."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from stayline.config.commands._centre import load_centre, require_ready, stop


@click.group()
def command() -> None:
    """Bring documents into the centre, give copies away, verify certificates."""


@command.command("load")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def load_shipped(*, folder: Path | None, as_json: bool) -> None:
    """Load the shipped playbook, or a centre's own documents in FOLDER.

    FOLDER has subfolders as the playbook has (protocols, forms, wording, notes and so on); other
    words for a protocol and notes beside fields may also lie in it flat. Documents are
    uncertified templates: in demo and practice they take force at once, in production they do
    not, and the built-in minimum-safe path runs until a version was certified. Notes beside
    fields take force everywhere. Loading again changes nothing.

    Exit status: 0 loaded, 1 a document has a fault and nothing was changed.
    """
    options = load_centre()
    require_ready(options)
    from stayline.library.actions import documents_under, load_documents, load_playbook
    from stayline.library.errors import DocumentFaulty
    from stayline.people.queries import system_actor

    who, at = system_actor("command_line"), datetime.now(UTC)
    try:
        if folder is None:
            new = load_playbook(mode=options.mode, actor=who, at=at)
        else:
            new = load_documents(documents_under(folder), mode=options.mode, actor=who, at=at)
    except DocumentFaulty as faulty:
        faults = [f"{file}: {fault}" for file, fault in faulty.faults.items()]
        click.echo("\n".join([faulty.sentence, *faults]), err=True)
        sys.exit(1)
    force = options.mode != "production"
    if as_json:
        click.echo(json.dumps({"new": new, "in_force": force}))
        return
    click.echo(f"{len(new) or 'No'} new version{'' if len(new) == 1 else 's'}.")
    click.echo(
        "In force as uncertified templates: not for real contacts."
        if force
        else "Not in force: certify a version first. Until then the minimum-safe path runs."
    )


@command.command("export")
@click.argument("document")
@click.option("--to", "recipient", required=True, help="Who is to have the copy.")
@click.option("--for", "purpose", required=True, help="What they are to have it for.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder for it.")
@click.option("--accept-notice", is_flag=True, help="I have read the notice of liability.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def export(
    *,
    document: str,
    recipient: str,
    purpose: str,
    out: Path | None,
    accept_notice: bool,
    as_json: bool,
) -> None:
    """Give a copy of DOCUMENT away: KIND/ID, such as protocol/self-harm, or a digest.

    Without --accept-notice the notice of liability is printed and nothing leaves. The copy is
    uncertified, says so at its top, and stands in the register with who gave it to whom.

    Exit status: 0 the copy is written; 1 the notice was not accepted, or it was refused.
    """
    require_ready(load_centre())
    from stayline.library.actions import share_version
    from stayline.library.queries import liability_notice, newest_version
    from stayline.people.queries import system_actor
    from stayline.platform.errors import StaylineError

    notice = liability_notice()
    if not accept_notice:
        stop("\n".join([*notice.lines, "", "Give --accept-notice once you have read this."]))
    kind, _, document_id = document.rpartition("/")
    found = newest_version(kind, document_id) if kind else None
    try:
        copy = share_version(
            digest=found.digest if found else document,
            recipient=recipient,
            purpose=purpose,
            notice=notice.digest,
            actor=system_actor("command_line"),
            at=datetime.now(UTC),
        )
    except StaylineError as refused:
        stop(f"{refused.sentence} {refused.mend}".strip())
    target = (out or Path()) / copy.name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(copy.content)
    click.echo(json.dumps({"file": str(target)}) if as_json else f"Written: {target}")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "shared_by", required=True, help="From whom you have the copy.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_document(*, file: Path, shared_by: str, as_json: bool) -> None:
    """Take the copy in FILE in, as an uncertified template that guides nobody.

    Whatever certified it elsewhere means nothing here.

    Exit status: 0 it is in; 1 it was refused, and nothing was changed.
    """
    require_ready(load_centre())
    from stayline.library.actions import import_copy
    from stayline.people.queries import system_actor
    from stayline.platform.errors import Invalid, StaylineError

    try:
        made = import_copy(
            source=file.read_bytes(),
            shared_by=shared_by,
            actor=system_actor("command_line"),
            at=datetime.now(UTC),
        )
    except StaylineError as refused:
        faults = refused.faults.values() if isinstance(refused, Invalid) else ()
        stop(" ".join([refused.sentence, *faults, refused.mend]).strip())
    if as_json:
        told = {"kind": made.kind, "id": made.document_id, "digest": made.digest}
        click.echo(json.dumps({**told, "state": str(made.state)}))
    else:
        click.echo(
            f"{made.kind}/{made.document_id} version {made.digest}: an uncertified template."
        )


@command.command("verify-certificate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--public-key", default="", help="The issuer's key, which you have by another way.")
@click.option(
    "--document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The document that it is said to certify, to be compared.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_certificate(
    *, file: Path, public_key: str, document: Path | None, as_json: bool
) -> None:
    """Verify the certificate in FILE, offline: no centre and no database are needed.

    Without --public-key it proves that nothing was changed, and not who issued it.

    Exit status: 0 it verifies and has not ended, 1 it does not or has, 2 it could not be read.
    """
    from stayline.config.certificates import Unreadable, verified

    today = datetime.now(UTC).date()
    try:
        found = verified(
            file.read_bytes(),
            public_key=public_key,
            document=document.read_bytes() if document else None,
            today=today,
        )
    except Unreadable as fault:
        click.echo(str(fault), err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(found.to_json()))
    else:
        click.echo("\n".join(found.lines()))
    sys.exit(0 if found.holds else 1)
