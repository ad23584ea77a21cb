"""What practice refuses."""

from __future__ import annotations

from stayline.platform.errors import Forbidden, NotFound, Refused


class ScenarioNotFound(NotFound):
    """There is no scenario of this name to practise with."""

    code = "learning.scenario.not_found"


class AttemptNotFound(NotFound):
    """There is no practice of this id that you may look at."""

    code = "learning.practice.not_found"


class PracticeRefused(Refused):
    """This cannot be practised now."""

    code = "learning.practice.refused"


class PracticeRunning(Refused):
    """You are practising already: finish that first, or leave it."""

    code = "learning.practice.running"


class PracticeNotYours(Forbidden):
    """You may not ask somebody here to practise, or look at how they did."""

    code = "learning.practice.not_yours"
    mend = "What somebody practised is their own until they share it."
