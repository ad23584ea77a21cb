"""The registry of every code that a check can give. The checks themselves know nothing of it."""

from collections.abc import Iterable, Mapping
from typing import Final

from stayline_core.protocol.codes.code import GROUPS, Code
from stayline_core.protocol.language import frozen_map

__all__ = ["CODES", "GROUPS", "Code"]


def _registry(*groups: Iterable[Code]) -> Mapping[str, Code]:
    return frozen_map({one.code: one for group in groups for one in group})


CODES: Final[Mapping[str, Code]] = _registry()
"""Every code by its name, group by group, in the order in which they are explained."""
