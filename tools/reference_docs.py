"""Write the pages of docs/reference/ that are made from code and tests.

python -m tools.reference_docs            write them
python -m tools.reference_docs --check    say which are stale; 1 when any is
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import django
import django.apps

from stayline.platform.errors import StaylineError
from tools import (
    assessment_page,
    content_tables,
    draw_protocols,
    protocol_codes,
    protocol_keys,
    requirement_matrix,
    wording_rules,
)

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
PACKAGE = ROOT / "src" / "stayline"
WRITTEN = "Written by `make docs` from the code; do not edit."


def render_events() -> str:
    """The page of every kind of log entry."""
    ledger = importlib.import_module("stayline.ledger.events")
    _import_all("events")
    lines = [
        "# Log entries",
        "",
        WRITTEN,
        "A kind is never renamed and never removed, so that every old log can be read for ever.",
        "Personal fields are shown to people on the access list alone, and go when the person they",
        "speak of is erased.",
        "",
        "| Kind | Reads as | Fields | Personal |",
        "|---|---|---|---|",
    ]
    for kind, event in ledger.kinds().items():
        names = [f"`{f.name}`" for f in dataclasses.fields(event) if f.name != "subject"]
        personal = [f"`{name}`" for name in sorted(event.personal)]
        lines.append(
            f"| `{kind}` | {_cell(event.sentence)} | {' '.join(names)} | {' '.join(personal)} |"
        )
    return "\n".join(lines) + "\n"


def render_errors() -> str:
    """The page of every error code."""
    _import_all("errors")
    importlib.import_module("stayline.platform.live.tickets")
    lines = [
        "# Errors",
        "",
        WRITTEN,
        "The code is stable and is the last part of a problem document's `type`",
        "(RFC 9457); the sentence may change.",
        "",
        "| Code | Status | What happened | What you can do |",
        "|---|---|---|---|",
    ]
    for error in sorted(_below(StaylineError), key=lambda error: error.code):
        sentence = (inspect.getdoc(error) or "").split("\n\n")[0].replace("\n", " ")
        row = (f"`{error.code}`", str(error.status), _cell(sentence), _cell(error.mend))
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def render_settings() -> str:
    """The page of every `STAYLINE_*` setting."""
    options = importlib.import_module("stayline.config.options")
    lines = [
        "# Settings",
        "",
        WRITTEN,
        "Every setting is an environment variable. A secret can be given as a file",
        "instead: the same name with `_FILE` at its end. At start all of them are checked, and",
        "every fault is said at once.",
        "",
        "| Setting | Default | Meaning |",
        "|---|---|---|",
    ]
    for field in dataclasses.fields(options.Settings):
        name = options.setting_name(field.name)
        secret = " A secret." if field.metadata["secret"] else ""
        default = f"`{_default(field.default)}`" if field.default not in ("", ()) else "empty"
        lines.append(f"| `{name}` | {default} | {_cell(field.metadata['description'])}{secret} |")
    return "\n".join(lines) + "\n"


def render_commands() -> str:
    """The page of the `stayline` command: every subcommand as its own help says it."""
    main: click.Group = importlib.import_module("stayline.config.cli").main
    lines = ["# Commands", "", WRITTEN]
    for name, command in _commands("stayline", main):
        context = click.Context(command, info_name=name, terminal_width=88, max_content_width=88)
        lines += ["", f"## {name}", "", "```text", command.get_help(context).rstrip(), "```"]
    return "\n".join(lines) + "\n"


def _commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for child in command.list_commands(context):
            if found := command.get_command(context, child):
                yield from _commands(f"{name} {child}", found)


def render_api() -> str:
    """The page of the API's operations; the whole description is `/api/v1/openapi.json`."""
    _set_up_django()
    schema = importlib.import_module("stayline.config.api").api.get_openapi_schema()
    lines = [
        "# API",
        "",
        WRITTEN,
        "The whole description is at `/api/v1/openapi.json`. Every call carries a token",
        "(`Authorization: Bearer …`); a refusal is a problem document (RFC 9457) with one of the",
        "[stable codes](errors.md).",
    ]
    for path, operations in sorted(schema["paths"].items()):
        for method, operation in operations.items():
            lines += ["", f"## {method.upper()} {path}", "", _cell(operation.get("summary", ""))]
            if words := operation.get("description"):
                lines += ["", _cell(words)]
            fields = [_parameter(one) for one in operation.get("parameters", [])]
            fields += _body(operation, schema)
            if fields:
                lines += ["", "| Field | Type | Needed | Meaning |", "|---|---|---|---|", *fields]
    return "\n".join(lines) + "\n"


def _set_up_django() -> None:
    """Load the settings; where tests have done it already, with theirs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.config.settings")
    if not django.apps.apps.ready:
        django.setup()


def _parameter(parameter: dict[str, Any]) -> str:
    needed = "yes" if parameter.get("required") else ""
    return (
        f"| `{parameter['name']}` ({parameter['in']}) | {_kind(parameter['schema'])} | {needed} |"
    )


def _body(operation: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """The fields of the request, with those of what lies in it as `outer.inner`."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return list(_fields(content.get("schema", {}), schema["components"]["schemas"], ""))


def _fields(kind: dict[str, Any], models: dict[str, Any], prefix: str) -> Iterator[str]:
    for reference in _references(kind):
        model = models[reference]
        needed = model.get("required", [])
        for name, field in model.get("properties", {}).items():
            words = _cell(field.get("description", ""))
            need = "yes" if name in needed else ""
            yield f"| `{prefix}{name}` | {_kind(field)} | {need} | {words} |"
            yield from _fields(field, models, f"{prefix}{name}.")


def _references(kind: dict[str, Any]) -> Iterator[str]:
    """The models that a field's type names, looked for in lists and alternatives as well."""
    if "$ref" in kind:
        yield kind["$ref"].rsplit("/", 1)[-1]
    items = [kind["items"]] if "items" in kind else []
    for inner in (*items, *kind.get("anyOf", []), *kind.get("allOf", [])):
        yield from _references(inner)


def _kind(field: dict[str, Any]) -> str:
    """A JSON Schema's type in a few words."""
    if choices := field.get("enum"):
        return ", ".join(f"`{choice}`" for choice in choices)
    if parts := field.get("anyOf") or field.get("oneOf") or field.get("allOf"):
        return " or ".join(dict.fromkeys(_kind(part) for part in parts))
    if "$ref" in field:
        return "object"
    if field.get("type") == "array":
        return f"list of {_kind(field.get('items', {}))}"
    return str(field.get("format") or field.get("type") or "any")


PAGES: dict[str, Callable[[], str]] = {
    "api.md": render_api,
    "commands.md": render_commands,
    "events.md": render_events,
    "errors.md": render_errors,
    "settings.md": render_settings,
    protocol_codes.PAGE: protocol_codes.render,
    **draw_protocols.pages(),
    **content_tables.pages(),
    assessment_page.PAGE: assessment_page.render,
    "protocol-keys.md": protocol_keys.render,
    "requirements.md": requirement_matrix.render,
    wording_rules.PAGE: wording_rules.render,
}


def stale(folder: Path = REFERENCE) -> list[str]:
    """The names of the pages that differ from what the code says today."""
    return [
        name
        for name, render in PAGES.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != render()
    ]


def _import_all(module: str) -> None:
    """Import `stayline.<room>.<module>`, and a connector's, wherever there is one."""
    for path in sorted(PACKAGE.rglob(f"{module}.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        importlib.import_module(name)


def _below(error: type[StaylineError]) -> set[type[StaylineError]]:
    mine = {child for child in error.__subclasses__() if child.__module__.startswith("stayline.")}
    return mine | {deeper for child in mine for deeper in _below(child)}


def _default(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(str(part) for part in value)
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _cell(text: str) -> str:
    """Text for a table's cell: on one line, with nothing that Markdown or HTML would take."""
    flat = " ".join(text.split())
    return flat.replace("|", "\\|").replace("<", "&lt;").replace("{", "&#123;")


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are stale."""
    if "--check" in arguments:
        old = stale()
        print(f"stale: {', '.join(old)}; run `make docs`" if old else "reference pages: fresh")
        return 1 if old else 0
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, render in PAGES.items():
        (REFERENCE / name).parent.mkdir(exist_ok=True)
        (REFERENCE / name).write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
