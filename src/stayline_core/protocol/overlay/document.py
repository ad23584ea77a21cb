"""Overlay documents (`kind: wording`): other words for a protocol, and nothing but words.

```yaml
stayline: 1
kind: wording
id: self-harm-es
of: self-harm
of_digest: 2fba2f759f6d
locale: es
title: Amenaza de suicidio o de autolesión
reviewed_by: []
steps:
  opening/acknowledge:
    title: Agradezca que se lo cuente
    say:
      - "Gracias por contármelo. …"
```
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from stayline_core.canonical import digest
from stayline_core.protocol.findings import Finding
from stayline_core.protocol.language import frozen_map
from stayline_core.protocol.reading import Positions

UNKNOWN = "unknown"
"""Stands for a fingerprint where nobody knows for which words something was written."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Words whose original is no longer in the protocol; they are kept and never shown."""

    at: str
    words: str
    made_from: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Overlay:
    """Other words for the protocol `of`: in the language `locale`, for the site `site`, or both.

    `words` holds what is written, by address (see `Text`); what is not is not in it.
    `made_from` says for which words each was written, by fingerprint; `of_digest` for which
    version of the protocol all the others were. `reviewed_by` names who looked at it: nobody
    when empty. `locale` None: the protocol's own language. `site` None: every site.
    """

    id: str
    of: str
    of_digest: str
    title: str
    locale: str | None = None
    site: str | None = None
    words: Mapping[str, str] = field(default_factory=frozen_map)
    made_from: Mapping[str, str] = field(default_factory=frozen_map)
    gone: tuple[Gone, ...] = ()
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    review_by: str | None = None
    reviewed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedOverlay:
    """What reading an overlay gave: an overlay if it can be used, and every fault met."""

    file: str
    overlay: Overlay | None
    findings: tuple[Finding, ...]
    positions: Positions = field(repr=False, compare=False)


def document_digest(source: bytes) -> str:
    """The name of a version of a YAML document: SHA-256 of its canonical JSON (S0-3).

    Every scalar is text, as it is read everywhere. The document has been read without a fault.
    """
    return digest(yaml.load(source, Loader=yaml.CBaseLoader))  # noqa: S506 - text only, no tags: it builds strings, lists and tables
