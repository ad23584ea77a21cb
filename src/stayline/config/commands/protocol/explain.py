"""`stayline protocol explain`: what a code means, why it matters, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from stayline.config.commands.protocol._documents import stop
from stayline_core.protocol.codes import CODES, GROUPS, Code
from stayline_core.protocol.reading import did_you_mean


@click.command("explain")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(codes: tuple[str, ...], *, as_json: bool) -> None:
    """Explain each CODE of `stayline protocol check`; without one, list them all.

    Says what is wrong, why it matters to the person on the line or to the agent, and shows a bad
    and a good example.

    Exit status: 0 explained, 2 there is no such code.
    """
    wanted = [code.strip().upper() for code in codes] or list(CODES)
    for code in wanted:
        if code not in CODES:
            stop(f"There is no code {code}.{did_you_mean(code, CODES)}")
    found = [CODES[code] for code in dict.fromkeys(wanted)]
    if as_json:
        told = {"codes": [one.to_json() for one in found]}
        click.echo(json.dumps(told, ensure_ascii=False))
    elif codes:
        click.echo("\n\n".join("\n".join(_explained(one)) for one in found))
    else:
        click.echo("\n".join(_listed(found)))


def _explained(one: Code) -> Iterator[str]:
    yield click.style(f"{one.code} {one.title}", bold=True)
    yield f"{one.group}, {one.severity}. Source: {one.source}."
    yield ""
    yield one.sentence
    yield f"Why: {one.reason}"
    if one.has_walk:
        yield "The check tells the shortest way to it."
    yield ""
    yield click.style("Bad", fg="red")
    yield from (f"    {line}" for line in one.bad.splitlines())
    yield click.style("Good", fg="green")
    yield from (f"    {line}" for line in one.good.splitlines() or ["(without it)"])


def _listed(codes: list[Code]) -> Iterator[str]:
    for letter, group in GROUPS.items():
        mine = [one for one in codes if one.code.startswith(letter)]
        yield click.style(group, bold=True)
        yield from (f"  {line[0]}  {line[1]}" for line in ((one.code, one.title) for one in mine))
        yield ""
    yield "stayline protocol explain CODE says more."
