"""The check of an overlay against the protocol that it words: O01 to O09, and W in its language."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from stayline_core.protocol.catalogue import Catalogue
from stayline_core.protocol.check import Checked
from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.space import Space
from stayline_core.protocol.check.wording import check_wording
from stayline_core.protocol.findings import Finding, Severity
from stayline_core.protocol.language import Protocol
from stayline_core.protocol.load import Loaded
from stayline_core.protocol.overlay.document import LoadedOverlay, Overlay
from stayline_core.protocol.overlay.localise import Localised, localise, worded
from stayline_core.protocol.overlay.texts import VOICED, texts_of

KIND_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "said": "sentences to say",
        "asked": "questions",
        "notes": "notes",
        "avoided": "sentences never to say",
        "titles": "titles",
        "limits": "limits of the role",
        "labels": "labels",
    }
)
_NAMED: Final = 3


def check_overlay(
    loaded: LoadedOverlay,
    protocol_loaded: Loaded | None,
    *,
    digest: str = "",
    catalogue: Catalogue,
) -> Checked:
    """Check an overlay against its protocol, whose version is `digest`. Never raises.

    `protocol_loaded` is None where no protocol has the id that the overlay names (O03). The
    faults of the protocol itself are not said again.
    """
    overlay = loaded.overlay
    if overlay is None:
        return Checked(None, loaded.findings)
    findings = list(_head(loaded, overlay))
    protocol = None if protocol_loaded is None else protocol_loaded.protocol
    if protocol_loaded is None or protocol is None or protocol.id != overlay.of:
        message = f"There is no protocol “{overlay.of}” here that can be read."
        findings.append(_finding(loaded, "O03", ("of",), message))
        return Checked(None, (*loaded.findings, *findings))
    found = localise(protocol, loaded, digest=digest)
    assert found is not None  # noqa: S101 - narrows the type: the overlay was read
    findings += [
        *_own_language(loaded, protocol, overlay),
        *found.findings,
        *_incomplete(loaded, found),
        *_wording(loaded, protocol, found, catalogue),
    ]
    ordered = sorted(dict.fromkeys(findings), key=lambda f: (f.line, f.column, f.code))
    return Checked(None, (*loaded.findings, *ordered))


def _head(loaded: LoadedOverlay, overlay: Overlay) -> Iterator[Finding]:
    if not overlay.reviewed_by:
        message = (
            "Nobody has reviewed these words: they need somebody who works with people in"
            " crisis and speaks the language as their own."
        )
        yield _finding(loaded, "O09", ("reviewed_by",), message, "warning")


def _own_language(loaded: LoadedOverlay, protocol: Protocol, overlay: Overlay) -> Iterator[Finding]:
    """O08: words in the protocol's own language for everybody are a change of the protocol."""
    if overlay.site is None and overlay.locale == protocol.locale:
        message = (
            f"{protocol.id} is in {protocol.locale} already. Other words for every site are a new"
            " version of the protocol; name a site, or another language."
        )
        yield _finding(loaded, "O08", ("locale",), message)


def _incomplete(loaded: LoadedOverlay, found: Localised) -> Iterator[Finding]:
    """O05: what is said and asked is not whole, so none of it is shown."""
    if found.complete or not found.translated:
        return
    texts = [one for one in (*found.missing, *found.stale, *found.faulty) if one.voiced]
    parts = [
        f"{found.counts[kind].done} of {found.counts[kind].all} {KIND_WORDS[kind]}"
        for kind in VOICED
    ]
    first = ", ".join(one.address for one in texts[:_NAMED])
    more = f" and {len(texts) - _NAMED} more" if len(texts) > _NAMED else ""
    message = (
        f"Written: {' and '.join(parts)}. Until all are, the caller is spoken to in the"
        f" protocol's own language. Open: {first}{more}."
    )
    yield _finding(loaded, "O05", ("steps",), message, "warning")


def _wording(
    loaded: LoadedOverlay, protocol: Protocol, found: Localised, catalogue: Catalogue
) -> list[Finding]:
    """Judge the overlay's own words by the rules of its language (W), each at its place."""
    overlay = found.overlay
    own = {text.address: overlay.words.get(text.address, "") for text in texts_of(protocol)}
    bare = worded(protocol, own, overlay.locale)
    steps = {name: replace(step, observes=()) for name, step in bare.steps.items()}
    bare = replace(bare, steps=steps)
    read = Loaded(loaded.file, bare, (), loaded.positions)
    case = Case(read, bare, catalogue, Space(protocol))
    check_wording(case)
    return case.findings


def _finding(
    loaded: LoadedOverlay,
    code: str,
    path: tuple[str, ...],
    message: str,
    severity: Severity = "error",
) -> Finding:
    return Finding(code, severity, loaded.file, *loaded.positions.of(*path), message)
