"""`stayline protocol translate`: other words for a protocol, begun, kept up to date, counted."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from stayline.config.commands.protocol._documents import number, stop, table
from stayline_core.protocol import Loaded, Protocol, load
from stayline_core.protocol.overlay import (
    KIND_WORDS,
    LoadedOverlay,
    Localised,
    Overlay,
    document_digest,
    language_tag,
    load_overlay,
    localise,
)
from stayline_core.protocol.overlay.merge import Merged, merge
from stayline_core.protocol.overlay.writing import Head, write_overlay

HEADS: Final = ("words", "written", "of")


@dataclass(frozen=True, slots=True)
class Original:
    """The protocol that is worded, and the digest that names its version."""

    protocol: Protocol
    digest: str


@click.command("translate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--locale", help="The language of the words, as BCP 47 names it: es, pt-BR.")
@click.option("--site", help="The site whose own words these are.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="The overlay.")
@click.option("--id", "name", help="The overlay's id; PROTOCOL-LOCALE when it is not given.")
@click.option(
    "--accept",
    multiple=True,
    metavar="ADDRESS",
    help="The words at ADDRESS fit the changed original; `all` accepts every one.",
)
@click.option("--status", is_flag=True, help="Say how far the overlay is; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    *,
    file: Path,
    locale: str | None,
    site: str | None,
    out: Path | None,
    name: str | None,
    accept: tuple[str, ...],
    status: bool,
    as_json: bool,
) -> None:
    """Word the protocol FILE in another language, or as a site says it.

    Writes an overlay: every sentence of the protocol as a comment, a place for its words below.
    Run again with the same -o, it keeps what is written, adds what is new, marks what changed
    since and puts aside what is gone; nothing that was written is ever lost. Without -o the
    overlay is printed.

    Exit status: 0 done (with --status: everything that is voiced is written), 1 with --status:
    it is not yet, 2 nothing could be done.
    """
    original = _original(file)
    before = _before(out, original) if out is not None else None
    head = _head(original, before[0] if before else None, locale=locale, site=site, name=name)
    existing = before[0] if before else None
    merged = merge(original.protocol, original.digest, existing, accept=accept)
    _refuse_unknown(accept, merged)
    if status and existing is None:
        stop("There is no overlay to count: name it with -o.")
    text = write_overlay(
        original.protocol,
        original.digest,
        merged,
        head,
        existing=existing,
        before=before[1] if before else "",
    )
    found = _localised(original, text)
    if status:
        click.echo(_json(found, merged) if as_json else _table(found, merged))
        sys.exit(0 if found.complete else 1)
    if out is None:
        click.echo(text, nl=False)
        return
    _write(out, text)
    click.echo(_json(found, merged) if as_json else f"Wrote {out}.\n{_table(found, merged)}")


def _original(file: Path) -> Original:
    try:
        source = file.read_bytes()
    except OSError as fault:
        stop(f"{file} cannot be read: {fault.strerror}.")
    loaded = load(source, file=str(file))
    if loaded.protocol is None:
        stop(_first_fault(loaded))
    return Original(loaded.protocol, document_digest(source))


def _before(out: Path, original: Original) -> tuple[Overlay, str] | None:
    """The overlay that stands at `out` already, read and as text.

    Whatever else stands there is left alone: the command ends.
    """
    try:
        source = out.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        stop(f"{out} cannot be read: {fault.strerror}. Nothing was written.")
    loaded = load_overlay(source, file=str(out))
    if loaded.overlay is None:
        stop(f"{_first_fault(loaded)}\nMend it, or name another file: nothing was written.")
    if loaded.overlay.of != original.protocol.id:
        stop(
            f"{out} words {loaded.overlay.of}, not {original.protocol.id}."
            " Name another file: nothing was written."
        )
    return loaded.overlay, source.decode()


def _head(
    original: Original,
    existing: Overlay | None,
    *,
    locale: str | None,
    site: str | None,
    name: str | None,
) -> Head:
    tag = language_tag(locale) if locale else None
    if locale and tag is None:
        stop(f"“{locale}” names no language: write es, pt-BR or zh-Hant (BCP 47).")
    if existing is not None:
        here = (existing.locale, existing.site)
        if (tag or existing.locale, site or existing.site) != here or name not in {
            None,
            existing.id,
        }:
            stop(
                f"The overlay there is {existing.id} ({_whom(*here)})."
                " Name another file with -o: nothing was written."
            )
        return Head(existing.id, *here)
    if tag is None and site is None:
        stop("Say for whom: --locale es, or --site with the site's name.")
    slug = "-".join(one.lower() for one in (tag, _slug(site)) if one)
    return Head(name or f"{original.protocol.id}-{slug}"[:60], tag, site)


def _slug(site: str | None) -> str:
    words = "".join(one if one.isascii() and one.isalnum() else " " for one in site or "")
    return "-".join(words.lower().split())


def _whom(locale: str | None, site: str | None) -> str:
    return ", ".join(one for one in (locale, site) if one)


def _refuse_unknown(accept: tuple[str, ...], merged: Merged) -> None:
    known = {"all", *merged.written}
    for address in accept:
        if address not in known:
            stop(f"Nothing is written at {address}: nothing was changed.")


def _localised(original: Original, text: str) -> Localised:
    """What was just written, read again: what is counted is what a centre will read."""
    loaded = load_overlay(text.encode(), file="")
    found = localise(original.protocol, loaded, digest=original.digest)
    if found is None:
        stop(f"{_first_fault(loaded)}\nNothing was written.")
    return found


def _write(out: Path, text: str) -> None:
    """Replace the file in one step: a full disk leaves the old one as it was."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(out)
    except OSError as fault:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        stop(f"{out} cannot be written: {fault.strerror}.")


def _first_fault(loaded: Loaded | LoadedOverlay) -> str:
    fault = next(one for one in loaded.findings if one.severity == "error")
    return f"{fault.file}:{fault.line}:{fault.column}: {fault.code}: {fault.message}"


def _changed(merged: Merged) -> list[str]:
    return [text.address for text in merged.texts if merged.is_stale(text)]


def _table(found: Localised, merged: Merged) -> str:
    rows = [
        (KIND_WORDS[kind], str(count.done), str(count.all))
        for kind, count in found.counts.items()
        if count.all
    ]
    lines = [*table([HEADS, *rows]), ""]
    lines += [f"Changed: {address}" for address in _changed(merged)]
    lines += [f"Gone: {one.at}: {one.words}" for one in merged.gone]
    lines += [f"{one.code}: {one.message}" for one in found.findings if one.severity == "error"]
    if found.complete:
        lines.append("Everything that is said and asked is written.")
    else:
        left = sum(text.voiced for text in (*found.missing, *found.stale, *found.faulty))
        what = number(left, "sentence")
        lines.append(f"{what.capitalize()} to say or ask still open: until then it is not shown.")
    return "\n".join(lines)


def _json(found: Localised, merged: Merged) -> str:
    overlay = found.overlay
    return json.dumps(
        {
            "id": overlay.id,
            "of": overlay.of,
            "locale": overlay.locale,
            "site": overlay.site,
            "complete": found.complete,
            "usable": found.usable,
            "reviewed_by": list(overlay.reviewed_by),
            "kinds": {
                kind: {"written": count.done, "of": count.all}
                for kind, count in found.counts.items()
            },
            "missing": [{"at": one.address, "original": one.original} for one in found.missing],
            "changed": [{"at": one.address, "original": one.original} for one in found.stale],
            "gone": [{"at": one.at, "words": one.words} for one in merged.gone],
            "faults": [one.to_json() for one in found.findings if one.severity == "error"],
        },
        ensure_ascii=False,
    )
