"""What the record needs from the rooms above it; `config/wiring.py` plugs the answers in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final, Protocol

from stayline.incidents.models import Incident, Obligation
from stayline.platform.actors import Actor

EFFECTS: Final = frozenset(
    {
        "raise",
        "call_off",
        "notify",
        "start",
        "dispatch",
        "signpost",
        "file",
        "open_case",
        "advise",
        "confirm",
    }
)
"""What a protocol can ask of the world. `call_off` is rule X-10's alone."""


class EffectPort(Protocol):
    """A room that does some of the effects. Its handler is a part: no transaction of its own."""

    effects: frozenset[str]

    def perform_in_transaction(
        self,
        *,
        incident: Incident,
        effect: str,
        target: str,
        because: str,
        actor: Actor,
        at: datetime,
        obligation: Obligation | None = None,
    ) -> None:
        """Do the effect; the caller holds the transaction and the head of the stream."""
        ...

    def blocking(self, incident: Incident) -> Sequence[str]:
        """Return what of this room stands in the way of closing, a sentence each."""
        ...


class EffectUnplugged(RuntimeError):
    """No room answers for an effect: the system must not start like this."""


_plugged: dict[str, EffectPort] = {}


def plug_effects(port: EffectPort) -> None:
    """Let `port` answer for its effects from now on.

    Raises:
        EffectUnplugged: it names an effect that does not exist.
    """
    if not port.effects <= EFFECTS:
        raise EffectUnplugged(f"no such effect: {sorted(port.effects - EFFECTS)}")
    for effect in port.effects:
        _plugged[effect] = port


@contextmanager
def effects_answered_by(port: EffectPort) -> Iterator[None]:
    """Let `port` answer for its effects for a while, and those of before again afterwards."""
    before = dict(_plugged)
    plug_effects(port)
    try:
        yield
    finally:
        _plugged.clear()
        _plugged.update(before)


def effect_port(effect: str) -> EffectPort:
    """Return who does this effect.

    Raises:
        EffectUnplugged: nobody does.
    """
    try:
        return _plugged[effect]
    except KeyError:
        raise EffectUnplugged(f"nobody does the effect {effect!r}") from None


def plugged_ports() -> list[EffectPort]:
    """Return every room that is plugged in, each once."""
    return list({id(port): port for port in _plugged.values()}.values())


def unplugged_effects() -> frozenset[str]:
    """Return the effects that nobody does; start fails unless this is empty."""
    return EFFECTS - _plugged.keys()


class NotedEffects:
    """An answer that only notes what was asked of it: for practice runs and for tests."""

    effects = EFFECTS

    def __init__(self) -> None:
        """Begin with an empty note."""
        self.asked: list[tuple[str, str]] = []
        self.stands_in_the_way: list[str] = []

    def perform_in_transaction(
        self,
        *,
        incident: Incident,
        effect: str,
        target: str,
        because: str,
        actor: Actor,
        at: datetime,
        obligation: Obligation | None = None,
    ) -> None:
        """Note the effect and do nothing."""
        del incident, because, actor, at, obligation
        self.asked.append((effect, target))

    def blocking(self, incident: Incident) -> Sequence[str]:
        """Return what a test says stands in the way."""
        del incident
        return self.stands_in_the_way
