"""W: what is said and asked, by the shared rules of `stayline_core.wording`.

Only outgoing words are judged, never recorded speech (X-9). Notes to the agent and the list of
what to avoid are not judged either.
"""

from collections.abc import Iterator

from stayline_core.protocol.check.case import Case, Path
from stayline_core.protocol.language import Step
from stayline_core.wording import (
    LENGTH,
    MAX_GRADE,
    READING,
    Remark,
    judge,
    language_of,
    reading_grade,
    rule_of,
)


def check_wording(case: Case) -> None:
    """Add the findings W01 to W13."""
    for step in case.protocol.steps.values():
        spoken = list(_spoken(step))
        for text, path in spoken:
            advice = case.catalogue.advice
            for remark in judge(text, language=case.protocol.locale, approved=advice):
                if remark.code != READING.code:
                    case.fault(remark.code, path, _message(case, text, remark))
        _reading_age(case, step, [text for text, _ in spoken])
        _observed(case, step)


def _spoken(step: Step) -> Iterator[tuple[str, Path]]:
    for index, text in enumerate(step.say):
        yield text, ("steps", step.name, "say", str(index))
    for index, ask in enumerate(step.asks):
        if ask.question:
            yield ask.question, ("steps", step.name, "ask", str(index), "question")


def _message(case: Case, text: str, remark: Remark) -> str:
    rule = rule_of(remark.code, language=case.protocol.locale) or LENGTH
    if rule is LENGTH:
        return f"“{text}” is {len(text)} characters long. {rule.reason} {rule.instead}"
    return (
        f"“{text}” {rule.what}: “{remark.words}”. {remark.reason} "
        f"Write instead: “{remark.instead}”."
    )


def _reading_age(case: Case, step: Step, texts: list[str]) -> None:
    """W07, of all that a step says: a person in distress, and a tired agent, can follow it."""
    language = language_of(case.protocol.locale)
    grade = reading_grade(" ".join(texts)) if language is not None and language.graded else None
    if grade is not None and grade > MAX_GRADE:
        message = (
            f"What {step.name} says reads at grade {grade:.1f}; {MAX_GRADE:.0f} at most. "
            f"{READING.reason} {READING.instead}"
        )
        case.fault(READING.code, ("steps", step.name), message)


def _observed(case: Case, step: Step) -> None:
    """W10: what is only noticed has no question."""
    for index, item in enumerate(step.observes):
        if item.question is not None:
            message = f"{step.name} has a question by {item.field}, which is only noticed."
            case.fault("W10", ("steps", step.name, "observe", str(index)), message)
