"""Words that go out, judged by shared rules. See `docs/reference/wording.md`."""

from stayline_core.wording.judge import (
    HELD,
    LANGUAGES,
    MAX_CHARACTERS,
    Audience,
    Remark,
    judge,
    language_of,
    mended,
    rule_of,
)
from stayline_core.wording.reading import MAX_GRADE, reading_grade
from stayline_core.wording.rule import Language, Rule
from stayline_core.wording.shared import LENGTH, READING

__all__ = [
    "HELD",
    "LANGUAGES",
    "LENGTH",
    "MAX_CHARACTERS",
    "MAX_GRADE",
    "READING",
    "Audience",
    "Language",
    "Remark",
    "Rule",
    "judge",
    "language_of",
    "mended",
    "reading_grade",
    "rule_of",
]
