"""A protocol in other words: what is written is put in its place, all else stays as it was."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from stayline_core.protocol.findings import Finding, Severity, has_errors
from stayline_core.protocol.language import (
    PLACEHOLDERS,
    Limits,
    Protocol,
    Step,
    frozen_map,
)
from stayline_core.protocol.overlay.document import LoadedOverlay, Overlay
from stayline_core.protocol.overlay.tags import same_language
from stayline_core.protocol.overlay.texts import KINDS, PLACEHOLDER, Text, texts_of, twins
from stayline_core.protocol.reading import did_you_mean

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_SAME_BY_CHANCE: Final = 3
"""So few words may be the same in two languages."""

SHOWN: Final = 40
"""So many letters of a sentence stand in a message."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many texts of a kind are written, of how many there are."""

    done: int
    all: int

    @property
    def whole(self) -> bool:
        """Is every one written?"""
        return self.done == self.all


@dataclass(frozen=True, slots=True)
class Localised:
    """A protocol in other words, and what became of each of its texts.

    `protocol` has the words that are current; every other text is the original. `missing` are
    those nobody has written, `stale` those whose original has changed since, `faulty` those
    that a finding forbids, `extra` the addresses to which the protocol has no text.
    `translated`: the words are in another language than the protocol's own. `fillers` stand for
    placeholders whose value nobody knows yet.
    """

    protocol: Protocol
    overlay: Overlay
    translated: bool
    counts: Mapping[str, Count]
    missing: tuple[Text, ...] = ()
    stale: tuple[Text, ...] = ()
    faulty: tuple[Text, ...] = ()
    extra: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    fillers: Mapping[str, str] = field(default_factory=frozen_map)

    @property
    def complete(self) -> bool:
        """Is everything that is said or asked written, and current?"""
        return all(self.counts[kind].whole for kind in ("said", "asked"))

    @property
    def usable(self) -> bool:
        """May it be shown? A translation must be complete, so that no two languages mix."""
        return not has_errors(self.findings) and (self.complete or not self.translated)


def localise(protocol: Protocol, loaded: LoadedOverlay, *, digest: str) -> Localised | None:
    """Put an overlay's words into the protocol whose version is `digest`.

    Only words change: every step, way, clock and effect is the original's. None if the overlay
    could not be read. What does not fit is in `findings` (O01 to O06) and not shown.
    """
    if loaded.overlay is None:
        return None
    return _Fitting(protocol, loaded, loaded.overlay, digest).localised()


class _Fitting:
    """Compares an overlay with a protocol, text by text."""

    def __init__(
        self, protocol: Protocol, loaded: LoadedOverlay, overlay: Overlay, digest: str
    ) -> None:
        self.protocol = protocol
        self.loaded = loaded
        self.overlay = overlay
        self.same_version = digest.startswith(overlay.of_digest)
        self.translated = not same_language(overlay.locale or protocol.locale, protocol.locale)
        self.texts = texts_of(protocol)
        self.twins = twins(protocol)
        self.findings: list[Finding] = []
        self.current: dict[str, str] = {}
        self.missing: list[Text] = []
        self.stale: list[Text] = []
        self.faulty: list[Text] = []

    def localised(self) -> Localised:
        for text in self.texts:
            self._fit(text)
        extra = self._extra()
        counts = {kind: self._count(kind) for kind in KINDS}
        if not self.same_version:
            self._other_version()
        return Localised(
            protocol=worded(self.protocol, self.current, self.overlay.locale),
            overlay=self.overlay,
            translated=self.translated,
            counts=frozen_map(counts),
            missing=tuple(self.missing),
            stale=tuple(self.stale),
            faulty=tuple(self.faulty),
            extra=extra,
            findings=tuple(
                sorted(dict.fromkeys(self.findings), key=lambda f: (f.line, f.column, f.code))
            ),
            fillers=frozen_map(
                {
                    text.path[1]: self.current[text.address]
                    for text in self.texts
                    if text.path[0] == "placeholders" and text.address in self.current
                }
            ),
        )

    def _fit(self, text: Text) -> None:
        """Decide what becomes of one text."""
        address = self._written(text)
        words = self.overlay.words.get(address, "")
        if not words:
            if text.original or self.translated:
                self.missing.append(text)
        elif not self._is_current(text, address):
            self.stale.append(text)
            message = (
                f"The original has changed since this was written; it now reads"
                f" “{_short(text.original)}”. It is not shown until it is looked at again."
            )
            self._fault("O04", address, message, "warning")
        elif fault := placeholder_fault(text.original, words):
            self.faulty.append(text)
            self._fault("O06", address, fault)
        elif self.translated and _untranslated(text.original, words):
            self.missing.append(text)
        else:
            self.current[text.address] = words

    def _written(self, text: Text) -> str:
        """The address under which the words of a text stand: its own, or that of a twin."""
        own = text.address
        if own in self.overlay.words or text.step not in self.twins:
            return own
        places = (".".join((text.path[0], twin, *text.path[2:])) for twin in self.twins[text.step])
        return next((place for place in places if place in self.overlay.words), own)

    def _is_current(self, text: Text, address: str) -> bool:
        made_from = self.overlay.made_from.get(address)
        return self.same_version if made_from is None else made_from == text.fingerprint

    def _count(self, kind: str) -> Count:
        texts = [one for one in self.texts if one.kind == kind]
        if not self.translated:
            texts = [one for one in texts if one.original]
        return Count(sum(one.address in self.current for one in texts), len(texts))

    # ── what has no place ──

    def _extra(self) -> tuple[str, ...]:
        known = {text.address for text in self.texts}
        extra = tuple(address for address in self.overlay.words if address not in known)
        for address in extra:
            code, message = self._why_extra(address)
            severity: Severity = "error" if self.same_version else "warning"
            self._fault(code, address, message, severity)
        return extra

    def _why_extra(self, address: str) -> tuple[str, str]:
        part, _, rest = address.partition(".")
        step = rest if part == "anytime" else rest.partition(".")[0]
        gone = "" if self.same_version else " It was made for another version."
        if part == "anytime" and step not in self.protocol.anytime:
            hint = did_you_mean(step, self.protocol.anytime)
            return "O01", f"No step “{step}” is always one press away.{hint}{gone}"
        if part == "steps" and step not in self.protocol.steps:
            hint = did_you_mean(step, self.protocol.steps)
            return "O01", f"The protocol has no step “{step}”.{hint}{gone}"
        there = sum(one.address.startswith(f"{_list_of(address)}.") for one in self.texts)
        have = f"{there or 'no'} such text{'' if there == 1 else 's'}"
        return "O02", f"The original has {have} here ({_list_of(address)}): this is one more.{gone}"

    def _other_version(self) -> None:
        count = len(self.stale) + len(self.missing)
        message = (
            f"This was made for another version of {self.protocol.id}"
            f" ({self.overlay.of_digest[:12]}); {count or 'no'} of {len(self.texts)} texts"
            " must be looked at. `stayline protocol translate` brings it up to date."
        )
        mark = self.loaded.positions.of("of_digest")
        self.findings.append(Finding("O04", "warning", self.loaded.file, *mark, message))

    def _fault(self, code: str, address: str, message: str, severity: Severity = "error") -> None:
        mark = self.loaded.positions.of(*_path(address))
        self.findings.append(Finding(code, severity, self.loaded.file, *mark, message))


def _path(address: str) -> tuple[str, ...]:
    return tuple(address.split("."))


def _list_of(address: str) -> str:
    """The list in which a text stands: `steps.calm.say` for `steps.calm.say.2`."""
    return re.sub(r"\.[0-9]+(\.question)?$", "", address)


def placeholder_fault(original: str, words: str) -> str:
    """What is wrong with the placeholders of a translated sentence; empty when nothing is."""
    here, there = set(PLACEHOLDER.findall(words)), set(PLACEHOLDER.findall(original))
    if re.search(r"[{}]", PLACEHOLDER.sub("", words)):
        return "A bracket stands alone here: a placeholder is written {like_this}."
    if lost := sorted(there - here):
        return f"The placeholder {{{lost[0]}}} is lost: the original says it, so this must too."
    if invented := sorted(here - there):
        hint = did_you_mean(invented[0], there or PLACEHOLDERS)
        return f"The original has no placeholder {{{invented[0]}}}.{hint}"
    return ""


def _untranslated(original: str, words: str) -> bool:
    """Is a sentence the original, word for word? A name or an OK may well be the same."""
    if words.casefold() != original.casefold():
        return False
    return len(_WORD.findall(PLACEHOLDER.sub("", words))) >= _SAME_BY_CHANCE


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


# ── putting words in ──


def worded(protocol: Protocol, words: Mapping[str, str], locale: str | None = None) -> Protocol:
    """The protocol with each text replaced by the words of its address, where there are any.

    Nothing but words can change: it has the same steps, ways, clocks and effects.
    """
    return replace(
        protocol,
        title=words.get("title", protocol.title),
        locale=locale or protocol.locale,
        limits=Limits(
            _texts(words, "limits.may", protocol.limits.may),
            _texts(words, "limits.may_not", protocol.limits.may_not),
        ),
        anytime=frozen_map(
            {step: words.get(f"anytime.{step}", text) for step, text in protocol.anytime.items()}
        ),
        steps=frozen_map({name: _step(step, words) for name, step in protocol.steps.items()}),
    )


def _step(step: Step, words: Mapping[str, str]) -> Step:
    at = f"steps.{step.name}"
    return replace(
        step,
        title=words.get(f"{at}.title", step.title) if step.title is not None else None,
        say=_texts(words, f"{at}.say", step.say),
        note=_texts(words, f"{at}.note", step.note),
        avoid=_texts(words, f"{at}.avoid", step.avoid),
        asks=tuple(
            replace(ask, question=words.get(f"{at}.ask.{index}.question", ask.question))
            for index, ask in enumerate(step.asks)
        ),
    )


def _texts(words: Mapping[str, str], at: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(words.get(f"{at}.{index}", text) for index, text in enumerate(texts))
