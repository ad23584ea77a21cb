"""What learning refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stayline_core.training import Fault


class TrainingNotFound(NotFound):
    """No record of training, or no version to be trained on, has this name."""

    code = "learning.training.not_found"


class TrainingNotYours(Forbidden):
    """You may not record or read this training."""

    code = "learning.training.not_yours"
    mend = "Ask the manager of the site, or a protocol owner."


class TrainingInvalid(Invalid):
    """This training cannot be recorded as it stands."""

    code = "learning.training.invalid"


class ImportRefused(Invalid):
    """This list has faults, and nothing of it was recorded."""

    code = "learning.import.refused"
    mend = "Mend each line that is named, and give the file again."

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep every fault, each by its line and column."""
        self.lines = tuple(faults)
        super().__init__({f"line {one.line}, {one.column}": one.says for one in faults})


class AlreadyTakenBack(Refused):
    """This record of training counts no more already."""

    code = "learning.training.taken_back"
