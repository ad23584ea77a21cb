"""Write the directory, the laws, and every sentence that an agent is asked to say, as tables.

`python -m tools.reference_docs` writes them among its pages:
`directory.md`, `laws.md`, and `content/<protocol>.md` for an expert to read, with a place for
their remark. The Spanish words stand beside the English ones where there are any.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import django
import django.apps
import yaml

from stayline_core.forms import Form
from stayline_core.protocol import load
from stayline_core.protocol.overlay import document_digest, load_overlay, localise

if TYPE_CHECKING:
    from stayline.library.queries import Law, Service
    from stayline_core.protocol import Protocol, Step

ROOT: Final = Path(__file__).resolve().parent.parent
PLAYBOOK: Final = ROOT / "src" / "stayline" / "playbook"
WRITTEN: Final = "Written by `make docs` from the playbook; do not edit."
YES_NO: Final = {True: "yes", False: "no", None: "not known"}
COUNTRIES: Final = {"GB": "United Kingdom", "US": "United States", "": "Everywhere"}
PLACE_FOR_A_REMARK: Final = "&nbsp;"

REVIEW: Final = """\
# Content review: {title}

{written} The protocol is `{id}`, an **uncertified template**.

Every sentence that this protocol asks an agent to say, ask, notice, do or leave out, step by
step, for an expert to read. Write your remarks into the last column of a copy, or beside a
print, with your name and the date, and give it to the protocol's owner.

"""


def pages() -> dict[str, Callable[[], str]]:
    """Return the pages by their name below `docs/reference/`, each with what renders it."""
    found: dict[str, Callable[[], str]] = {
        "directory.md": render_directory,
        "laws.md": render_laws,
        "content/index.md": render_contents,
    }
    for path in protocols():
        found[f"content/{path.stem}.md"] = partial(render_review, path)
    return found


def protocols() -> list[Path]:
    """Return the files of the shipped protocols, by name."""
    return sorted((PLAYBOOK / "protocols").glob("*.yaml"))


def render_directory() -> str:
    """The page of every service: how it is reached, where that is from, when it was checked."""
    _set_up_django()
    from stayline.library.queries import parse_directory  # noqa: PLC0415  # needs Django set up

    body = json.loads((PLAYBOOK / "agencies" / "directory.json").read_text(encoding="utf-8"))
    services = parse_directory(body)
    lines = ["# Directory", "", WRITTEN, "", body["note"], ""]
    lines += [_counted(services), ""]
    for country, name in COUNTRIES.items():
        here = [one for one in services if one.country == country]
        if here:
            lines += [f"## {name}", "", *_directory_table(here), ""]
    return "\n".join([*lines, *_numbers()]) + "\n"


def _counted(services: Iterable[Service]) -> str:
    found = list(services)
    verified = sum(not one.unverified for one in found)
    return (
        f"{len(found)} services: {verified} verified, {len(found) - verified} unverified. What is "
        "unverified is shown with that word wherever an agent sees it. “Not known” was in none of "
        "the sources: ask the service."
    )


def _directory_table(services: Iterable[Service]) -> Iterator[str]:
    yield from _head(
        "Service",
        "Where",
        "For",
        "Reached by",
        "Hours",
        "Languages",
        "Cost",
        "Sends help",
        "Warm transfer",
        "Third party",
        "State",
        "Checked on",
        "Review by",
        "Source",
        "Note",
    )
    for one in services:
        reached = "<br>".join(
            f"{_cell(way.way)} {_cell(way.value)}{' (unverified)' if way.unverified else ''}"
            for way in one.channels
        )
        yield _row(
            _cell(one.name),
            _cell(one.where),
            _cell(one.audience),
            reached,
            _cell(one.open or "not known"),
            ", ".join(one.languages) or "not known",
            _cell(one.cost or "not known"),
            YES_NO[one.can_dispatch_help],
            YES_NO[one.accepts_warm_transfer],
            YES_NO[one.third_party_accepted],
            "unverified" if one.unverified else "verified",
            one.checked_on or "never",
            one.review_by,
            _cell(one.source),
            _cell(one.note),
        )


def _numbers() -> Iterator[str]:
    """Yield the emergency numbers by country."""
    body = json.loads((PLAYBOOK / "agencies" / "emergency.json").read_text(encoding="utf-8"))
    yield "## Emergency numbers"
    yield ""
    yield body["note"]
    yield ""
    yield from _head("Country", "Number", "State", "Checked on", "Review by", "Source")
    for agency in body["agencies"]:
        for one in agency["numbers"]:
            yield _row(
                _cell(one["name"]),
                one["number"],
                one["status"],
                one["checked_on"] or "never",
                one["review_by"],
                _cell(one["source"]),
            )


def render_laws() -> str:
    """The page of laws and policies by country."""
    _set_up_django()
    from stayline.library.queries import parse_laws  # noqa: PLC0415  # needs Django set up

    lines = [
        "# Laws and policies",
        "",
        WRITTEN,
        "",
        "No legal advice. What is unverified, or missing, is for your legal review. Closing an",
        "incident goes through those that have a sentence under “At closing” (S3-15).",
        "",
    ]
    for path in sorted((PLAYBOOK / "laws").glob("*.yaml")):
        body = _yaml(path)
        found = parse_laws(body)
        lines += [f"## {body['title']}", "", body["note"], "", *_laws_table(found), ""]
    return "\n".join(lines).rstrip() + "\n"


def _laws_table(laws: Iterable[Law]) -> Iterator[str]:
    yield from _head(
        "Law or policy",
        "Sort",
        "Where",
        "Kinds of harm",
        "What it asks",
        "At closing",
        "State",
        "Review by",
        "Source",
    )
    for one in laws:
        yield _row(
            _cell(one.title),
            one.sort,
            _cell(one.where),
            ", ".join(one.harms),
            "<br>".join(_cell(text) for text in one.asks),
            _cell(one.confirm),
            one.proof.words,
            one.proof.review_by,
            _cell(one.proof.text),
        )


def render_contents() -> str:
    """The list of the pages for reviewers."""
    lines = [
        "# Content review",
        "",
        WRITTEN,
        "",
        "One page a protocol, with every sentence that an agent is asked to say, for a certified",
        "crisis response expert, a legal reviewer and an ethics reviewer to read.",
        "",
    ]
    for path in protocols():
        protocol = _protocol(path)
        lines.append(f"- [{protocol.title}]({path.stem}.md)")
    return "\n".join(lines) + "\n"


def render_review(path: Path) -> str:
    """The page of one protocol: what is said at each step, in each language there is."""
    protocol = _protocol(path)
    spanish = _spanish(protocol, path)
    head = REVIEW.format(title=protocol.title, written=WRITTEN, id=protocol.id)
    lines = [*head.splitlines(), *_limits(protocol, spanish), ""]
    lines += ["## Step by step", ""]
    lines += _head("Step", "What", "English", *(["Spanish"] if spanish else []), "Remark")
    labels = _labels()
    for step in protocol.steps.values():
        other = spanish.steps.get(step.name) if spanish else None
        lines += _step_rows(step, other, labels)
    return "\n".join(lines) + "\n"


def _limits(protocol: Protocol, spanish: Protocol | None) -> Iterator[str]:
    yield "## Limits of the role"
    yield ""
    yield from _head("What", "English", *(["Spanish"] if spanish else []), "Remark")
    for what, name in (("You may", "may"), ("You may not", "may_not")):
        texts = getattr(protocol.limits, name)
        others = getattr(spanish.limits, name) if spanish else ()
        yield from _pairs((what,), texts, others, both=spanish is not None)


def _step_rows(step: Step, other: Step | None, labels: dict[str, str]) -> Iterator[str]:
    title = f"{step.title or step.name}" + (f" (`{step.name}`)" if step.title else "")
    for what, texts, others in (
        ("Say", step.say, other.say if other else ()),
        ("Ask", _questions(step, "asks", labels), _questions(other, "asks", labels)),
        (
            "Only notice",
            _questions(step, "observes", labels),
            _questions(other, "observes", labels),
        ),
        ("Note", step.note, other.note if other else ()),
        ("Leave out", step.avoid, other.avoid if other else ()),
    ):
        yield from _pairs((_cell(title), what), texts, others, both=other is not None)


def _questions(step: Step | None, kind: str, labels: dict[str, str]) -> tuple[str, ...]:
    """Return what is asked or noticed: the author's words, or else the form's."""
    asked = getattr(step, kind) if step else ()
    return tuple(one.question or f"({labels.get(one.field, one.field)})" for one in asked)


def _pairs(
    first: tuple[str, ...], texts: Iterable[str], others: Iterable[str], *, both: bool
) -> Iterator[str]:
    for text, other in zip_longest(texts, others, fillvalue=""):
        beside = [_beside(text, other)] if both else []
        yield _row(*first, _cell(text), *beside, PLACE_FOR_A_REMARK)


def _beside(text: str, other: str) -> str:
    if text.startswith("("):
        return "(the form's)"
    return _cell(other) if other != text else "not translated"


def _protocol(path: Path) -> Protocol:
    protocol = load(path.read_bytes(), file=path.name).protocol
    if protocol is None:
        raise SystemExit(f"{path.name} does not load; run `stayline protocol check`.")
    return protocol


def _spanish(protocol: Protocol, path: Path) -> Protocol | None:
    """Return the protocol in Spanish words; None where there are none for it."""
    for file in sorted((PLAYBOOK / "wording").glob("*.yaml")):
        loaded = load_overlay(file.read_bytes(), file=file.name)
        overlay = loaded.overlay
        if overlay and overlay.of == protocol.id and (overlay.locale or "").startswith("es"):
            found = localise(protocol, loaded, digest=document_digest(path.read_bytes()))
            return found.protocol if found else None
    return None


def _labels() -> dict[str, str]:
    """Return the forms' own words for each field, for questions without words of their own."""
    found: dict[str, str] = {}
    for path in sorted((PLAYBOOK / "forms").glob("*.json")):
        form = Form.parse(json.loads(path.read_text(encoding="utf-8")))
        found |= {field.name: field.label for field in form.fields}
    return found


def _yaml(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader))  # noqa: S506  # text only


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.config.settings")
    if not django.apps.apps.ready:
        django.setup()


def _head(*titles: str) -> list[str]:
    return [_row(*titles), "|" + "---|" * len(titles)]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Text for a table's cell: on one line, with nothing that Markdown or HTML would take."""
    flat = " ".join(text.split())
    for sign, instead in (("|", "\\|"), ("<", "&lt;"), ("{", "&#123;"), ("*", "\\*")):
        flat = flat.replace(sign, instead)
    return flat
