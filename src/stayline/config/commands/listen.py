"""`stayline listen`: lines in, signals out. It needs no database, and it keeps nothing."""

from __future__ import annotations

import json
import sys
from collections import deque
from dataclasses import asdict
from typing import TextIO

import click

from stayline.config.rehearsal.script import SPEAKERS, Said, ScriptFaulty, said
from stayline_core.signals import Line, Signal, listen
from stayline_core.signals.context import LOOK_BACK


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a signal.")
def command(file: TextIO, *, as_json: bool) -> None:
    """Listen to the lines of FILE, or of standard input, and say what each one signals.

    A line is plain text, which the caller says unless it begins with `agent:` or another
    speaker; or a JSON object, {"text": "…", "who": "caller"}. A signal is printed with its kind
    and form, the words, the reason and the rule. There is no score.

    Exit status: 0 heard to the end, whatever was signalled, 2 a line could not be read.
    """
    before: deque[Line] = deque(maxlen=LOOK_BACK)
    try:
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            spoken = _line(raw.strip(), file.name, number)
            for signal in listen(tuple(before), spoken):
                click.echo(_json(number, spoken, signal) if as_json else _text(number, signal))
            before.append(spoken)
    except (ScriptFaulty, UnicodeDecodeError) as fault:
        click.echo(str(fault), err=True)
        sys.exit(2)


def _line(raw: str, file: str, number: int) -> Line:
    """Read a line as JSON where it begins as an object, else as text with or without a speaker.

    Raises:
        ScriptFaulty: it begins as an object and is none with `text`.
    """
    heard = said(raw, file, number) if raw.startswith("{") else _plain(raw)
    return Line(heard.who, heard.text)


def _plain(raw: str) -> Said:
    name, colon, text = raw.partition(":")
    who = SPEAKERS.get(name.strip().lower())
    if colon and who:
        return Said(who, text.strip())
    return Said("caller", raw)


def _json(number: int, line: Line, signal: Signal) -> str:
    value = {"line": number, "who": str(line.who), **asdict(signal), "imminent": signal.imminent}
    return json.dumps(value, ensure_ascii=False)


def _text(number: int, signal: Signal) -> str:
    marks = [
        word
        for word, holds in (
            ("conditional", signal.conditional),
            ("imminent", signal.imminent),
            ("of somebody else", signal.third_party),
        )
        if holds
    ]
    how = ", ".join([signal.form, *marks])
    return (
        f'line {number}: {signal.kind} ({how}): "{signal.words}"\n'
        f"    {signal.reason} [{signal.rule}]"
    )
