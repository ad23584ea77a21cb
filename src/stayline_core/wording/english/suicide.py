"""W12: words of crime or success for suicide, in English."""

from typing import Final

from stayline_core.wording.phrase import phrases
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
    phrases=phrases(
        """
        commit suicide -> end your life
        commits suicide -> ends their life
        committing suicide -> ending your life
        committed suicide -> died by suicide
        committing|commit|committed self harm|murder_suicide -> hurting yourself
        successful|completed|succeeded suicide|suicides -> death by suicide
        successfully|succeeded_in *1 killed|killing|suicide -> died by suicide
        failed|unsuccessful|botched suicide? attempt|attempts|suicide -> suicide attempt
        suicide|the|your|his|her|an attempt successful|a_success|a_failure -> suicide attempt
        suicide bid|bids -> suicide attempt
        suicidal|suicide gesture|gestures|stunt -> suicide attempt
        """,
    ),
    excepted=phrases(
        """
        unsuccessful|failed attempt|attempts to call|reach|ring|contact|deliver|pay|log|sign
        """,
    ),
)
