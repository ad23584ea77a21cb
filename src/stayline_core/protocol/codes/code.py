"""What is known of one code that a check can give: its words, its reason, its examples."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from stayline_core.protocol.findings import Severity

GROUPS: Final = {
    "Y": "Reading",
    "S": "Structure",
    "T": "Time",
    "H": "Safety",
    "W": "Wording",
    "C": "Content",
    "R": "Rules of a centre",
    "O": "Overlays",
}
"""The groups of codes by their letter, in the order in which they are explained."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of fault, as `stayline protocol explain` and the reference page tell it.

    `sentence` says what is wrong, `reason` why it matters to the person on the line or to the
    agent. `bad` and `good` are short pieces of a document, the same but for the fault. `source`
    names the requirement or the part of the specification that asks for it.
    """

    code: str
    title: str
    sentence: str
    reason: str
    bad: str
    good: str
    source: str
    severity: Severity = "error"
    has_walk: bool = False

    @property
    def group(self) -> str:
        """The name of its group: the letter of a code says which."""
        return GROUPS[self.code[0]]

    def to_json(self) -> dict[str, Any]:
        """The code as plain JSON."""
        return {"group": self.group, **asdict(self)}
