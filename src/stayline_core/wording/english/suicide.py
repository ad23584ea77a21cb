"""W12: words of crime or success for suicide, in English."""

from typing import Final

from stayline_core.wording.phrase import Says
from stayline_core.wording.rule import Rule

SUICIDE: Final = Rule(
    code="W12",
    title="Words of crime or success for suicide",
    what="uses words of crime or success for suicide",
    reason="Suicide is neither a crime nor an achievement. Such words shame the person who thinks "
    "of it and those who lost somebody.",
    instead="end your life",
    replaces="words",
    source="W12 of the protocol language; domain reference, section 5",
    phrases=(
        Says("commit suicide", instead="end your life"),
        Says("commits suicide", instead="ends their life"),
        Says("committing suicide", instead="ending your life"),
        Says("committed suicide", instead="died by suicide"),
        Says("committing|commit|committed self harm|murder_suicide", instead="hurting yourself"),
        Says("successful|completed|succeeded suicide|suicides", instead="death by suicide"),
        Says("successfully|succeeded_in *1 killed|killing|suicide", instead="died by suicide"),
        Says(
            "failed|unsuccessful|botched suicide? attempt|attempts|suicide",
            instead="suicide attempt",
        ),
        Says("suicide bid|bids", instead="suicide attempt"),
        Says("suicidal|suicide gesture|gestures|stunt", instead="suicide attempt"),
    ),
    excepted=(
        "unsuccessful|failed attempt|attempts to call|reach|ring|contact|deliver|pay|log|sign",
    ),
)
