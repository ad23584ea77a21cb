"""`stayline protocol walk`: go through a protocol as an agent would, by hand or by a script."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from stayline.config.commands.protocol._by_hand import Terminal, walk_by_hand
from stayline.config.commands.protocol._documents import number, stop
from stayline.config.commands.protocol._one import playbook_option, the_catalogue, the_protocol
from stayline_core.protocol import Catalogue, Finding, Protocol, SwitchedIn
from stayline_core.protocol.language import CLASS_OF_CHANNEL, HELP
from stayline_core.protocol.walk import (
    Failure,
    LoadedScript,
    Played,
    Script,
    Stage,
    check_names,
    emission_to_json,
    load_lines,
    load_script,
    open_script,
    play,
    screen_to_json,
)

DASH: Final = "-"


@click.command("walk")
@click.argument("protocol", required=False)
@click.option(
    "--script",
    "scripts",
    multiple=True,
    type=click.Path(path_type=Path, allow_dash=True),
    help="Play this walk instead of asking; - reads it from the standard input.",
)
@click.option("--channel", type=click.Choice(list(CLASS_OF_CHANNEL)), help="The channel.")
@click.option(
    "--switched",
    type=click.Choice(HELP),
    help="Begin as a run that was switched to, help having come so far.",
)
@playbook_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
def command(
    *,
    protocol: str | None,
    scripts: tuple[Path, ...],
    channel: str | None,
    switched: str | None,
    playbook: Path | None,
    as_json: bool,
) -> None:
    """Walk through PROTOCOL, a document or the id of a shipped one, screen by screen.

    In a terminal you press what the agent would press and play the world: a colleague who
    accepts or never comes, a line that is lost, time that passes. Time is simulated. With
    --script, or with lines on the standard input, the walk is played and every expectation in
    it is compared with what was there. A script names its protocol, so PROTOCOL may be left out.

    Exit status: 0 all was as expected, 1 something was not, 2 nothing was walked.
    """
    catalogue = the_catalogue(playbook)
    by_hand = not scripts and sys.stdin.isatty() and not as_json
    if by_hand:
        if protocol is None:
            stop("Which protocol? Name a document, or one that is shipped: self-harm, bomb-voice …")
        read = the_protocol(protocol)
        script = Script(read.id, (), channel=_served(read, channel), switched=_begins(switched))
        stage = open_script(read, script, catalogue=catalogue)
        walk_by_hand(stage, script, Terminal(), name=protocol)
        return
    failed = False
    for file in scripts or (Path(DASH),):
        loaded = _loaded(file, protocol)
        read = the_protocol(protocol or _of(loaded))
        script = _whole(loaded, read, channel, switched)
        failed |= _play(script, read, catalogue, file=loaded.file, as_json=as_json)
    sys.exit(1 if failed else 0)


def _loaded(file: Path, protocol: str | None) -> LoadedScript:
    try:
        source = sys.stdin.buffer.read() if str(file) == DASH else file.read_bytes()
    except OSError as fault:
        stop(f"Nothing was walked: {file}: {fault.strerror}.")
    name = "standard input" if str(file) == DASH else str(file)
    if str(file) != DASH or _is_document(source):
        return load_script(source, file=name)
    if protocol is None:
        stop("Plain lines do not say of which protocol they are a walk: name it.")
    return load_lines(source.decode("utf-8", "replace"), file=name, of="")


def _is_document(source: bytes) -> bool:
    """Does it begin as a document does, after remarks?"""
    lines = (line.strip() for line in source.splitlines())
    first = next((line for line in lines if line and not line.startswith(b"#")), b"")
    return b":" in first and first.split(b":")[0] in {b"stayline", b"kind", b"of", b"id"}


def _of(loaded: LoadedScript) -> str:
    if loaded.script is None:
        _stop_at(loaded.findings)
    return loaded.script.of


def _whole(
    loaded: LoadedScript, protocol: Protocol, channel: str | None, switched: str | None
) -> Script:
    """The script, if it can be played on this protocol."""
    script = loaded.script
    if script is None:
        _stop_at(loaded.findings)
    if not script.of:
        script = Script(protocol.id, script.lines)
    findings = check_names(LoadedScript(loaded.file, script), protocol)
    if findings:
        _stop_at(findings)
    return Script(
        script.of,
        script.lines,
        script.id,
        script.title,
        script.channel or _served(protocol, channel),
        script.switched or _begins(switched),
    )


def _stop_at(findings: tuple[Finding, ...]) -> NoReturn:
    lines = [f"{one.file}:{one.line}:{one.column}: {one.code}: {one.message}" for one in findings]
    stop("\n".join([*lines, "Nothing was walked."]))


def _served(protocol: Protocol, channel: str | None) -> str | None:
    if channel is not None and channel not in protocol.channels:
        stop(f"{protocol.id} is not for {channel}; it is for {', '.join(protocol.channels)}.")
    return channel


def _begins(switched: str | None) -> SwitchedIn | None:
    return None if switched is None else SwitchedIn(help=switched)


# ── playing ──


def _play(
    script: Script, protocol: Protocol, catalogue: Catalogue, *, file: str, as_json: bool
) -> bool:
    """Play one script and print it; did something fail?"""
    stage = open_script(protocol, script, catalogue=catalogue)
    failures: list[Failure] = []
    acts = 0
    for played in play(stage, script, file=file):
        failures += played.failures
        acts += played.line is not None and played.line.act is not None
        if as_json:
            for line in _json_lines(played):
                click.echo(json.dumps(line, ensure_ascii=False))
        for failure in () if as_json else played.failures:
            click.echo(failure.told)
    if not as_json:
        name = script.title or script.id or file
        how = f"{len(failures)} not as expected" if failures else "as expected"
        looks = sum(len(line.looks) for line in script.lines)
        click.echo(f"{name}: {number(acts, 'act')}, {number(looks, 'expectation')}, {how}.")
    return bool(failures)


def _json_lines(played: Played) -> Iterator[dict[str, Any]]:
    line = played.line
    if line is not None and line.act is not None:
        yield {"kind": "act", "line": line.mark.line, "act": line.act.said}
    if line is None or line.act is not None:
        begun: Stage | None = None if line is None else played.before
        happened = played.stage.happened if begun is None else played.stage.since(begun)
        for happening in happened:
            for one in happening.emitted:
                yield emission_to_json(happening, one)
            if happening.refused is not None:
                yield {"kind": "refused", "code": happening.refused.code}
        yield screen_to_json(played.stage)
    for failure in played.failures:
        yield {
            "kind": "failure",
            "file": failure.file,
            "line": failure.mark.line,
            "column": failure.mark.column,
            "message": failure.message,
        }
