"""W: what is said and asked. Only outgoing words are judged, never recorded speech (X-9).

Each rule is a plain pattern with the sentence that explains it; quotations inside a sentence
are not judged. Notes to the agent and the list of what to avoid are not judged either.
"""

import re
from collections.abc import Iterator

from stayline_core.protocol.check.case import Case, Path
from stayline_core.protocol.language import Step

MAX_CHARACTERS = 160
MAX_GRADE = 8.0
_LEAST_WORDS = 12

_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_CANNOT = r"(?<!can't )(?<!cannot )(?<!can not )(?<!never )(?<!not )"

RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "W01",
        _words(
            _CANNOT + r"\bkeep (this|it|that) (a |our )?(secret|private|confidential|to myself)",
            _CANNOT + r"\bkeep (a|your|our) secret",
            _CANNOT + r"\b(just |only )?between (us|you and me)\b",
            r"\b(won't|will not|shan't|never) (ever )?tell (anyone|anybody|a soul)",
            r"\b(no ?one|nobody) (else )?(will|has to|needs to|need) (ever )?(know|hear)",
            r"\bpromise (not to tell|to keep)",
            r"\b(this|it|that)( call| conversation)?('s| is| stays| remains| will (be|stay|remain))"
            r" (strictly |completely |totally )?(confidential|secret)\b",
        ),
        "promises secrecy, and nobody can keep that promise",
    ),
    (
        "W02",
        _words(r"(?<!nothing )(?<!anything )(?<!all )(?<!none )(?<!last )\bbut\b"),
        "says “but”: write “and”, or begin a new sentence",
    ),
    (
        "W03",
        _words(
            r"\bcalm down\b",
            r"\b(don't|do not) (worry|cry|be (silly|upset|sad|like that|so))",
            r"\bcheer up\b",
            r"\b(just|try to) relax\b",
            r"\bnot (that|so) bad\b",
            r"\b(other people|others|some people|many people) (have|are|feel) .{0,20}worse",
            r"\bso much to live for\b",
            r"\bget over it\b",
            r"\bpull yourself together\b",
            r"\b(overreact|over-react|exaggerat|dramatic)",
            r"\blook on the bright side\b",
        ),
        "plays the person's feelings down",
    ),
    (
        "W04",
        _words(
            r"\byou (should|shouldn't|could) (not )?have\b",
            r"\byour (own )?fault\b",
            r"\bwhy (did|didn't|would|haven't|don't) you\b",
            r"\byou (brought|made) (this|it)\b",
            r"\b(selfish|attention[- ]seeking|manipulat)",
            r"\bhow could you\b",
        ),
        "blames the person",
    ),
    (
        "W05",
        _words(
            r"\bhow (will|would|did|do|are|were) you (going to |planning to |plan to )?"
            r"(do|doing) (it|that|this)",
            r"\bwhat (will|would|did|are) you (going to )?(use|using|take|taken|taking)\b",
            r"\bwhat (have you|did you) tak",
            r"\b(which|what) (method|way|means|weapon|pills|tablets)\b",
            r"\bhow many (pills|tablets|did you)\b",
            r"\bdescribe (how|the (method|plan|weapon))",
        ),
        "asks or speaks of how",
    ),
    (
        "W09",
        _words(
            r"\b(security|threat|incident) (report|form|team|department)\b",
            r"\b(reporting|report|reported) (you|this|it|that|the call)\b",
            r"\b(file|filing|write|writing|make|making) (up )?a report\b",
            r"\b(trac|record)(e|ing) (you|this call|your (call|number))",
            r"\bflag(ged|ging)? (you|this|your)",
            r"\bcase number\b",
        ),
        "reveals that a report is made",
    ),
    (
        "W11",
        _words(
            r"\b(i|we) (can )?(promise|guarantee|swear|assure you)\b",
            r"\beverything (will|is going to) be\b",
            r"\b(it|things|you)('ll| will| is going to| are going to) (all )?be "
            r"(fine|ok|okay|all right|alright|safe|better)\b",
            r"\bnothing (bad )?(will|is going to|can) happen\b",
            r"\bget better\b.{0,12}\b(soon|promise)\b",
        ),
        "promises an outcome",
    ),
    (
        "W12",
        _words(
            r"\bcommit(s|ted|ting)? suicide\b",
            r"\b(successful|failed|unsuccessful) (suicide|attempt)",
        ),
        "uses words of crime or success for suicide: say “end your life”, “take their own life”",
    ),
)


def faults_of(text: str) -> Iterator[tuple[str, str]]:
    """Each rule that a sentence breaks: its code, and what the sentence does."""
    bare = _QUOTED.sub("…", text.replace("’", "'"))
    for code, pattern, what in RULES:
        if pattern.search(bare):
            yield code, what
    if len(text) > MAX_CHARACTERS:
        yield "W08", f"is {len(text)} characters long; {MAX_CHARACTERS} can be said in a breath"


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text; syllables are counted by groups of vowels."""
    sentences = max(1, len(re.findall(r"[.!?]+(\s|$)", text)))
    words = re.findall(r"[A-Za-z']+", text) or ["-"]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", _silent_e(w.lower())))) for w in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _silent_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and not word.endswith("le") else word


def check_wording(case: Case) -> None:
    """Add the findings W01 to W05 and W07 to W12."""
    for step in case.protocol.steps.values():
        spoken = list(_spoken(step))
        for text, path in spoken:
            for code, what in faults_of(text):
                case.fault(code, path, f"“{text}” {what}.")
        _reading_age(case, step, [text for text, _ in spoken])
        _observed(case, step)


def _spoken(step: Step) -> Iterator[tuple[str, Path]]:
    for index, text in enumerate(step.say):
        yield text, ("steps", step.name, "say", str(index))
    for index, ask in enumerate(step.asks):
        if ask.question:
            yield ask.question, ("steps", step.name, "ask", str(index), "question")


def _reading_age(case: Case, step: Step, texts: list[str]) -> None:
    """W07: a person in distress, and a tired agent, can follow it; English only."""
    whole = " ".join(texts)
    enough = len(whole.split()) >= _LEAST_WORDS
    if enough and case.protocol.locale.startswith("en"):
        grade = reading_grade(whole)
        if grade > MAX_GRADE:
            message = f"What {step.name} says reads at grade {grade:.1f}; {MAX_GRADE:.0f} at most."
            case.fault("W07", ("steps", step.name), message)


def _observed(case: Case, step: Step) -> None:
    """W10: what is only noticed has no question."""
    for index, item in enumerate(step.observes):
        if item.question is not None:
            message = f"{step.name} has a question by {item.field}, which is only noticed."
            case.fault("W10", ("steps", step.name, "observe", str(index)), message)
