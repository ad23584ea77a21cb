"""Write the questions, thresholds, matrix, grades and tests of assessment as tables.

`python -m tools.reference_docs` writes `assessment.md` from the shipped document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import yaml

from stayline_core.assessment import Condition, Method, Threshold, parse_assessment

PAGE: Final = "assessment.md"
SOURCE: Final = (
    Path(__file__).resolve().parent.parent
    / "src"
    / "stayline"
    / "playbook"
    / "assessment"
    / "default.yaml"
)
HEAD: Final = """\
# Assessment: thresholds and priorities

Written by `make docs` from the playbook; do not edit. The document is an **uncertified
template**: your centre sets its own numbers. It is refused when one of its own tests fails.
"""


def render() -> str:
    """Return the page."""
    body = yaml.load(SOURCE.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  # text only
    method = parse_assessment(body)
    return "\n".join([HEAD, *_lines(method)]) + "\n"


def _lines(method: Method) -> Iterator[str]:
    yield method.words
    yield f"\nSource: {method.source} ({method.status}). Look at it again by {method.review_by}."
    yield "\n## Questions\n"
    kinds = {True: "number", False: "yes, no, not known"}
    yield from _table(
        ("Id", "Question", "Answer", "Not known"),
        (
            (f"`{one.id}`", one.ask, kinds[one.number], "counts as yes" if one.life else "said so")
            for one in method.questions
        ),
    )
    yield "\n## Thresholds\n"
    yield from _table(
        ("Id", "Met when", "In words", "Impact", "Urgency", "Risk to life", "Level"),
        (_threshold(one) for one in method.thresholds),
    )
    yield "\n## Matrix\n"
    yield from _table(
        ("Impact", "Immediate", "Soon", "Can wait"),
        (
            (impact.value, *(f"P{priority}" for priority in row.values()))
            for impact, row in method.matrix.items()
        ),
    )
    for scheme in method.schemes:
        yield f"\n## {scheme.title}\n\nSource: {scheme.source} ({scheme.status}).\n"
        yield from _table(
            ("Priority", "Grade", "Promise"),
            ((f"P{n}", one.title, one.words) for n, one in sorted(scheme.grades.items())),
        )
    yield "\n## Tests\n"
    yield from _table(
        ("Id", "Level", "Answers other than no", "Impact", "Urgency", "Priority", "Level after"),
        (
            (
                f"`{one.id}`",
                f"L{one.level}",
                ", ".join(f"{k}: {v}" for k, v in one.answers.items() if v != "no"),
                one.impact.value,
                one.urgency.words,
                f"P{one.priority}",
                f"L{one.raised}",
            )
            for one in method.cases
        ),
    )


def _threshold(one: Threshold) -> tuple[str, ...]:
    return (
        f"`{one.id}`",
        " and ".join(_condition(asked) for asked in one.when),
        one.says,
        one.impact.value if one.impact else "",
        one.urgency.words if one.urgency else "",
        "yes" if one.life else "",
        "" if one.level is None else f"L{one.level}",
    )


def _condition(asked: Condition) -> str:
    if asked.level is not None:
        return f"level L{asked.level} or graver"
    if asked.at_least is not None:
        return f"`{asked.question}` at least {asked.at_least}"
    return f"`{asked.question}` is {asked.answer}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
