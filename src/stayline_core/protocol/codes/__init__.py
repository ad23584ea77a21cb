"""The registry of every code that a check can give. The checks themselves know nothing of it."""

from collections.abc import Iterable, Mapping
from typing import Final

from stayline_core.protocol.codes.code import GROUPS, Code
from stayline_core.protocol.codes.content import CONTENT
from stayline_core.protocol.codes.overlays import OVERLAYS
from stayline_core.protocol.codes.reading import READING
from stayline_core.protocol.codes.rules import RULES
from stayline_core.protocol.codes.safety import SAFETY
from stayline_core.protocol.codes.structure import STRUCTURE
from stayline_core.protocol.codes.times import TIMES
from stayline_core.protocol.codes.wording import WORDING
from stayline_core.protocol.language import frozen_map

__all__ = ["CODES", "GROUPS", "Code"]


def _registry(*groups: Iterable[Code]) -> Mapping[str, Code]:
    return frozen_map({one.code: one for group in groups for one in group})


CODES: Final[Mapping[str, Code]] = _registry(
    READING, STRUCTURE, TIMES, SAFETY, WORDING, CONTENT, RULES, OVERLAYS
)
"""Every code by its name, group by group, in the order in which they are explained."""
