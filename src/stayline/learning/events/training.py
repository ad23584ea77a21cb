"""What the log says of training, in each person's own stream."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class TrainingRecorded(Event):
    """Somebody was trained on one version of a procedure (S0-14, S0-16)."""

    kind: ClassVar[str] = "learning.training.recorded"
    sentence: ClassVar[str] = "Trained on {protocol}, version {digest}, on {trained_on}; {until}."

    training: str
    protocol: str
    digest: str
    trained_on: str
    until: str
    how: str
    source: str


@register
class TrainingTakenBack(Event):
    """A record of training was a mistake and counts no more; the record stays."""

    kind: ClassVar[str] = "learning.training.taken_back"
    sentence: ClassVar[str] = (
        "The training on {protocol}, version {digest}, counts no more: {because}"
    )

    training: str
    protocol: str
    digest: str
    because: str
