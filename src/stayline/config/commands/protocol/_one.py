"""What the commands about one protocol share: finding it, by its file or by its shipped id."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import click

from stayline.config.commands.protocol._documents import SUFFIXES, catalogue_of, stop
from stayline_core.protocol import Catalogue, Loaded, Protocol, load
from stayline_core.protocol.reading import did_you_mean

playbook_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--playbook",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take forms/ and ladders/ from this folder instead of the installed playbook.",
)


def the_catalogue(playbook: Path | None) -> Catalogue:
    """Return the names that protocols may use; stop where a form or a ladder has a fault."""
    try:
        return catalogue_of(playbook or installed())
    except (OSError, ValueError) as fault:
        stop(f"Nothing was read: {fault}")


def installed() -> Traversable:
    """Return the installed playbook."""
    return resources.files("stayline") / "playbook"


def read_document(name: str) -> Loaded:
    """Read a protocol by the path of its file, or by the id of a shipped one."""
    path = Path(name)
    if path.is_file() or path.suffix in SUFFIXES:
        try:
            return load(path.read_bytes(), file=name)
        except OSError as fault:
            stop(f"{name} cannot be read: {fault.strerror}.")
    shipped = installed() / "protocols" / f"{name}.yaml"
    if not shipped.is_file():
        known = [file.name.removesuffix(".yaml") for file in shipped_protocols()]
        stop(
            f"There is no file {name}, and no shipped protocol of that name."
            f"{did_you_mean(name, known)}"
        )
    return load(shipped.read_bytes(), file=shipped.name)


def shipped_protocols() -> list[Traversable]:
    """Return the shipped protocol documents by their name."""
    folder = installed() / "protocols"
    found = (file for file in folder.iterdir() if file.name.endswith(".yaml"))
    return sorted(found, key=lambda file: file.name)


def the_protocol(name: str) -> Protocol:
    """Return a protocol that can be run; stop with its faults where it cannot be."""
    loaded = read_document(name)
    if loaded.protocol is None:
        faults = [
            f"{one.file}:{one.line}:{one.column}: {one.code}: {one.message}"
            for one in loaded.findings
        ]
        stop("\n".join([*faults, "It cannot be run as it is: mend this first."]))
    return loaded.protocol
