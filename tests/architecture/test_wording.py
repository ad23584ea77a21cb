"""Every text that is shipped keeps the wording rules: what is said, what is suggested, every page.

What goes out to a caller keeps all of them, what is said to an agency those that hold for anybody,
and the text of pages promises no secrecy, blames nobody and speaks of suicide with care.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from stayline.command.queries.words import AGENCIES, AT_RISK, HAPPENING, PLAIN_SCRIPT, SCRIPTS
from stayline_core.minimum import MINIMUM_AID, MINIMUM_SAFE
from stayline_core.protocol import load
from stayline_core.wording import Audience, judge
from tests.architecture.source import ROOT, product

STAYLINE = ROOT / "src" / "stayline"
PLAYBOOK = STAYLINE / "playbook"

RULES_THEMSELVES = (
    "stayline_core/wording/",
    "stayline_core/signals/",
    "stayline_core/minimum.py",
    "stayline_core/courses/procedure.py",
    "stayline_core/scenario/language.py",
    "stayline_core/scoring/words.py",
    "/protocol/codes/",
    "/protocol/skeleton/",
)
"""These name the very words that are left out; what two of them say is seen above, as said."""

GUIDES = ("catalogue", "plans", "procedure", "knowledge")
LEAST_SPACES = 2
HOLDERS = (ast.Module, ast.ClassDef, ast.FunctionDef)

Text = tuple[str, str]
"""Where a text stands, and the text."""


def faults(texts: Iterator[Text], audience: Audience) -> list[str]:
    """What the rules have to say; the reading grade is of a whole step, and the checker's."""
    return [
        f"{place}: {remark.code} “{remark.words[:80]}”"
        for place, text in texts
        for remark in judge(text, audience=audience)
        if remark.code != "W07"
    ]


def protocols() -> Iterator[Text]:
    shipped = [load(path.read_bytes(), file=path.name) for path in documents("protocols")]
    for protocol in (*(one.protocol for one in shipped), MINIMUM_SAFE, MINIMUM_AID):
        assert protocol is not None
        for step in protocol.steps.values():
            asked = (ask.question for ask in step.asks if ask.question)
            for text in (*step.say, *asked):
                yield f"{protocol.id}/{step.name}", text


def cards() -> Iterator[Text]:
    for path in documents("cards"):
        for section in yaml.safe_load(path.read_text(encoding="utf-8"))["sections"]:
            for item in section["items"]:
                if item["mark"] in {"say", "ask"}:
                    yield path.name, item["text"]


def rehearsed() -> Iterator[Text]:
    """What agents and supervisors say in scenarios and on the demo floor."""
    for path in documents("scenarios"):
        for line in spoken(yaml.safe_load(path.read_text(encoding="utf-8"))):
            if line["who"] != "caller":
                yield path.name, line["text"]


def phrases() -> Iterator[Text]:
    """What is offered to be said. What is to be left out stands in a list of its own."""
    for path in documents("phrases"):
        body = json.loads(path.read_text(encoding="utf-8"))
        if not body.get("avoid"):
            yield from ((path.name, one["text"]) for one in body["phrases"])


def to_callers() -> Iterator[Text]:
    """What is said to a caller before they are connected with help from outside."""
    for name, script in scripts():
        yield from ((name, text) for text in script.get("to_caller", ()))


def to_agencies() -> Iterator[Text]:
    """The uniform wording to whoever is called for help."""
    for name, script in scripts():
        for part, texts in script.items():
            if part != "to_caller":
                yield from ((f"{name}/{part}", text) for text in strings(texts))
    yield from (("what is happening", text) for text in HAPPENING.values())
    yield from (("who is at risk", text) for text in AT_RISK.values())
    yield from ((one.id, one.advice) for one in AGENCIES.values())


def scripts() -> Iterator[tuple[str, dict[str, list[str]]]]:
    yield "built in: emergency services", dict(PLAIN_SCRIPT)
    yield from ((f"built in: {name}", dict(script)) for name, script in SCRIPTS.items())
    for path in documents("agencies"):
        for agency in json.loads(path.read_text(encoding="utf-8")).get("agencies", ()):
            yield f"{path.name}: {agency['id']}", agency.get("words", {})


def templates() -> Iterator[Text]:
    for path in sorted(STAYLINE.rglob("templates/**/*.html")):
        yield path.relative_to(STAYLINE).as_posix(), shown(path.read_text(encoding="utf-8"))


def pages() -> Iterator[Text]:
    """Sentences in code that screens, errors, mails and prints show; code's own notes are not."""
    for module in product():
        if any(part in module.name for part in RULES_THEMSELVES):
            continue
        errors = module.name.endswith("errors.py")  # there the docstring is the message
        notes: set[int] = set()
        for node in ast.walk(module.tree):  # a holder comes before what it holds
            if isinstance(node, HOLDERS) and node.body and not errors:
                first = node.body[0]
                notes.add(id(getattr(first, "value", None)))
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in notes and text.count(" ") >= LEAST_SPACES:
                yield module.name, text


def forms() -> Iterator[Text]:
    """What is asked, noted and shown; a card for reviewers names what must not be said."""
    for path in documents("forms"):
        if not path.name.startswith("scorecard_"):
            yield from ((path.name, text) for text in strings(json.loads(path.read_text())))
    for path in documents("protocols"):
        protocol = load(path.read_bytes(), file=path.name).protocol
        assert protocol is not None
        yield path.name, "\n\n".join(protocol.limits.may)
        for step in protocol.steps.values():
            yield f"{path.name}/{step.name}", "\n\n".join((step.title or "", *step.note))


def reference() -> Iterator[Text]:
    """What is there to be read; what must not be said is named there, and left out here."""
    for folder in (*GUIDES, "advice", "laws", "codes", "selfcare", "duties", "courses"):
        for path in documents(folder):
            body = yaml.safe_load(path.read_text(encoding="utf-8"))
            for line in body.get("lines", ()):
                if line["sort"] == "must_not":
                    line["text"] = ""
            for term in body.get("terms", ()):
                term["instead_of"] = []
            for question in body.get("questions", ()):
                question["wrong"] = []
            yield from ((path.name, text) for text in strings(body))


def documents(folder: str) -> list[Path]:
    found = (PLAYBOOK / folder).rglob("*")
    return sorted(path for path in found if path.suffix in {".yaml", ".json"})


def spoken(node: object) -> Iterator[dict[str, str]]:
    if isinstance(node, dict):
        if {"who", "text"} <= node.keys():
            yield node
        for inner in node.values():
            yield from spoken(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from spoken(inner)


def strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for inner in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    ):
        yield from strings(inner)


def shown(template: str) -> str:
    """The words of a template: without tags, with a placeholder for each value."""
    text = re.sub(r"{#.*?#}|<(script|style)\b.*?</\1>|<!--.*?-->", " ", template, flags=re.DOTALL)
    text = re.sub(r"{{.*?}}", "{value}", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|</?(?:strong|em|a|b|kbd|span)\b[^>]*>", " ", text, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", "\n\n", text)


SAID = (protocols, cards, rehearsed, to_callers)
SHOWN = (templates, pages, forms, reference)


@pytest.mark.covers("S0-30", "S4-41")
@pytest.mark.parametrize("texts", SAID, ids=lambda one: one.__name__)
def test_what_goes_out_to_a_caller_keeps_every_rule(texts) -> None:
    assert faults(texts(), "caller") == []
    assert len(list(texts())) > 3


@pytest.mark.covers("S0-30")
def test_approved_advice_keeps_every_rule_but_the_one_on_advice() -> None:
    found = faults(phrases(), "written")
    advice = [one for one in found if one.startswith("approved-advice") and " W06 " in one]
    assert [one for one in found if one not in advice] == []
    assert len(advice) > 1
    assert len(list(phrases())) > 30


@pytest.mark.covers("S0-30")
def test_what_is_said_to_agencies_keeps_the_rules_that_hold_for_anybody() -> None:
    assert faults(to_agencies(), "agency") == []
    assert len(list(to_agencies())) > 40


@pytest.mark.covers("S0-30")
@pytest.mark.parametrize("texts", SHOWN, ids=lambda one: one.__name__)
def test_every_page_promises_no_secrecy_blames_nobody_and_speaks_with_care(texts) -> None:
    assert faults(texts(), "page") == []
    assert len(list(texts())) > 20


def test_the_words_of_a_template_are_seen() -> None:
    page = "<p>{% if x %}I <strong>won’t</strong> tell{% endif %} anyone, {{ name }}.</p><p>But</p>"
    assert [one.code for one in judge(shown(page), audience="page")] == ["W01"]
    assert [one.code for one in judge(shown(page))] == ["W01", "W02"]
