"""Nothing that people or machines use is without words: the reference is written from these.

That the pages in docs/reference/ are up to date is held by `test_reference.py`; here, that each
command, option, setting, kind of entry, error and API operation has something to say.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator

import click
import pytest

from stayline.config import rooms
from stayline.config.api import api
from stayline.config.cli import main
from stayline.config.options import Settings
from stayline.ledger.events import kinds
from stayline.platform.errors import StaylineError

assert rooms  # loaded with everything it knows


def commands(group: click.Group, name: str = "stayline") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for child in group.list_commands(context):
        command = group.get_command(context, child)
        assert command is not None
        yield f"{name} {child}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {child}")


COMMANDS = {name: one for name, one in commands(main) if not one.hidden}
"""Without those that Stayline starts by itself."""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_have_their_help(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    silent = [
        option.name
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []


def test_every_setting_says_what_it_means() -> None:
    silent = [one.name for one in dataclasses.fields(Settings) if not one.metadata["description"]]
    assert silent == []


def ours(thing: type) -> bool:
    return thing.__module__.startswith("stayline.")


def test_every_kind_of_entry_has_a_sentence_and_a_promise() -> None:
    silent = [
        kind for kind, event in kinds().items()
        if ours(event) and not (event.sentence and inspect.getdoc(event))
    ]  # fmt: skip
    assert silent == []


def errors(above: type[StaylineError] = StaylineError) -> Iterator[type[StaylineError]]:
    for error in above.__subclasses__():
        if ours(error):
            yield error
        yield from errors(error)


def test_every_error_has_a_sentence_and_a_code_of_its_own() -> None:
    found = list(errors())
    assert [one.__qualname__ for one in found if not one.__dict__.get("__doc__")] == []
    codes = [one.code for one in found if "code" in one.__dict__]
    assert sorted(codes) == sorted(set(codes))
    assert [one.__qualname__ for one in found if "code" not in one.__dict__] == []


def test_every_operation_of_the_api_says_what_it_does() -> None:
    schema = api.get_openapi_schema()
    silent = [
        f"{method.upper()} {path}"
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        if not (operation.get("summary") and operation.get("description"))
    ]
    assert silent == []
