"""W02: “but”, in English, with the idioms in which it turns nothing round (X-9)."""

from typing import Final

from stayline_core.wording.phrase import phrases
from stayline_core.wording.rule import Rule

TURNING: Final = Rule(
    code="W02",
    title="Says “but”",
    what="says “but”",
    reason="“But” takes back what stands before it, and makes people defend themselves.",
    instead="and",
    replaces="words",
    source="S4-41, X-9; domain reference, section 9",
    phrases=phrases(
        """
        but
        """,
    ),
    excepted=phrases(
        """
        nothing|anything|everything|something|all|none|nobody|anybody|everybody|anyone|everyone|
            nowhere|anywhere|everywhere|who|whom|where but
        no|any|every one but
        no|any|little|other|without choice|option|alternative|way but
        cant|cannot|couldnt|can_not|could_not *1 help but
        could|can not? but *1 agree|admire|feel|wonder|hope
        last|next|first|second|third but not|one|two|three
        not only|just|merely|simply|once|twice *6 but
        slowly|gently|small|simple|short|quietly but surely|firmly|mighty|steady|certain|sweet|sure
        """,
    ),
)
