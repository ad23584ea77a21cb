"""`stayline verify`: is a record intact, and is it complete? A bundle is checked offline."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from stayline.platform import age, bundle
from stayline.platform.bundle import CannotCheck
from stayline_core.bundle_check import Report

KEY_BYTES: Final = 32
SHOWN: Final = 50
"""Faults printed for a person; `--json` has all of them."""


@click.command()
@click.argument("target")
@click.option(
    "--key",
    "pinned",
    help="The public key of the installation that made the bundle, known from elsewhere: "
    "64 hexadecimal digits, or a file that holds them (or a PEM).",
)
@click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your age key file, to check an encrypted bundle that was made for you.",
)
@click.option("--chain-only", is_flag=True, help="db: walk the chains without opening content.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    target: str, pinned: str | None, identity: Path | None, *, chain_only: bool, as_json: bool
) -> None:
    """Check TARGET: the folder of a bundle, an encrypted bundle, or `db` for the database.

    Exit code 0: intact and complete. 1: broken or incomplete. 2: it could not be checked.
    """
    try:
        if target == "db":
            report = _database(quiet=as_json, open_content=not chain_only)
        else:
            report = _bundle(Path(target), _pinned(pinned), identity, quiet=as_json)
    except CannotCheck as fault:
        _stop(target, str(fault), as_json=as_json)
    sound = report.intact and report.complete
    click.echo(_json(report) if as_json else _text(report))
    sys.exit(0 if sound else 1)


def _bundle(target: Path, pinned: bytes | None, identity: Path | None, *, quiet: bool) -> Report:
    if target.is_dir():
        return _with_bar(
            bundle.size_of(target),
            lambda progress: bundle.check_folder(target, pinned=pinned, progress=progress),
            quiet=quiet,
        )
    if not target.is_file():
        raise CannotCheck(f"there is nothing at {target}")
    if identity is None:
        raise CannotCheck(
            f"{target} is a file. An encrypted bundle is checked with --identity, "
            "or opened first with `age -d -i YOUR_KEY`"
        )
    try:
        key = age.identity_key(age.key_in_file(identity.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        raise CannotCheck(f"{identity}: {fault}") from fault
    return bundle.check_encrypted(target, key, pinned=pinned)


def _database(*, quiet: bool, open_content: bool) -> Report:
    """Check the database of this installation, which needs its settings and its keys."""
    from django.db import Error

    from stayline.config.commands._centre import load_centre
    from stayline.platform.errors import StaylineError

    load_centre()
    from stayline.ledger import queries

    try:
        return _with_bar(
            queries.size(),
            lambda progress: queries.verified(open_content=open_content, progress=progress),
            quiet=quiet,
        )
    except (Error, StaylineError) as fault:
        raise CannotCheck(f"the database could not be read: {fault}") from fault


def _with_bar(
    size: int, work: Callable[[Callable[[int], object]], Report], *, quiet: bool
) -> Report:
    if quiet or not sys.stderr.isatty():
        return work(lambda _: None)
    with click.progressbar(length=size, label="Verifying", file=sys.stderr) as bar:
        return work(bar.update)


def _pinned(given: str | None) -> bytes | None:
    """Return the raw key that `--key` gives, as digits or as a file."""
    if given is None:
        return None
    text = given
    try:
        if Path(given).is_file():
            text = Path(given).read_text(encoding="ascii")
        if "BEGIN PUBLIC KEY" in text:
            return _from_pem(text)
        key = bytes.fromhex(text.strip())
    except (OSError, ValueError) as fault:
        raise CannotCheck(f"--key: {given} is no public key ({fault})") from fault
    if len(key) != KEY_BYTES:
        raise CannotCheck(f"--key: a public key has {KEY_BYTES} bytes, this has {len(key)}")
    return key


def _from_pem(text: str) -> bytes:
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        PublicFormat,
        load_pem_public_key,
    )

    return load_pem_public_key(text.encode()).public_bytes(Encoding.Raw, PublicFormat.Raw)


def _stop(target: str, sentence: str, *, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps({"target": target, "verified": None, "could_not_check": sentence}))
    else:
        click.echo(f"Could not check: {sentence}", err=True)
    sys.exit(2)


def _json(report: Report) -> str:
    value: dict[str, Any] = {
        "target": report.target,
        "verified": report.intact and report.complete,
        "intact": report.intact,
        "complete": report.complete,
        "origin": report.origin,
        "banner": report.banner,
        "streams": report.streams,
        "entries": report.entries,
        "contents": report.contents,
        "tombstones": report.tombstones,
        "anchors": report.anchors,
        "faults": [
            {
                "code": fault.code,
                "aspect": fault.aspect,
                "stream": fault.stream,
                "sequence": fault.sequence,
                "sentence": fault.sentence,
            }
            for fault in report.faults
        ],
        "notes": list(report.notes),
    }
    return json.dumps(value, ensure_ascii=False)


def _text(report: Report) -> str:
    lines = [report.banner] if report.banner else []
    lines.append(
        f"{report.target}: {report.streams} stream(s), {report.entries} entries, "
        f"{report.contents} contents, {report.tombstones} erased"
    )
    if report.anchors:
        lines.append(f"  {report.anchors} anchor(s) between joined incidents compared")
    for fault in report.faults[:SHOWN]:
        where = f"stream {fault.stream} entry {fault.sequence}: " if fault.stream else ""
        lines.append(f"  {fault.aspect}: {where}{fault.sentence} [{fault.code}]")
    if len(report.faults) > SHOWN:
        lines.append(f"  and {len(report.faults) - SHOWN} more; --json lists all")
    lines.append(f"Integrity: {'intact' if report.intact else 'BROKEN'}.")
    lines.append(f"Completeness: {'complete' if report.complete else 'INCOMPLETE'}.")
    if report.origin == "proven":
        lines.append("Origin: signed by the key that you gave.")
    elif report.origin == "unproven":
        lines.append(
            "Origin: not proven. Without a key from elsewhere (--key) this shows integrity, not "
            "who made it."
        )
    return "\n".join([*lines, *(f"Note: {note}" for note in report.notes)])
