"""The notice of personal and legal risk, and who has acknowledged it (S0-9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.library.models import RiskAcknowledgement
from stayline_core.canonical import digest
from stayline_core.certificate import SIGNS

if TYPE_CHECKING:
    from stayline.platform.actors import Actor

GUIDES: Final = frozenset(SIGNS)
"""The kinds of documents that tell people what to say and do: an expert signs for them."""

RISKY: Final = GUIDES | {"ladder"}
"""The kinds before whose change or activation the notice is shown: who is rung guides too."""


@dataclass(frozen=True, slots=True)
class RiskNotice:
    """The notice as it is shown: its lines, and the digest that names this wording of it."""

    lines: tuple[str, ...]
    digest: str


_LINES: Final = (
    (
        "What you write here is said to people in danger. A wrong word, a step left out or a "
        "number that no longer answers can cost a life, a caller's or a colleague's."
    ),
    (
        "You may be asked for it by name. The log keeps who wrote, signed and activated each "
        "version, and it can be read in a court, by an inspector and by the family."
    ),
    (
        "A procedure binds your organisation: what it tells agents to do can make it liable, "
        "for what was done and for what was left out. The law differs from place to place."
    ),
    (
        "Stayline gives no legal or clinical advice. Its examples are uncertified templates, "
        "and what its checker finds is no certificate: it cannot judge whether words help."
    ),
    (
        "Nothing guides a contact before a certified crisis expert, your legal review and your "
        "ethical review have signed this very version, and the people who will use it are "
        "trained."
    ),
    "If you are not sure, stop here and ask. Nobody is blamed for asking.",
)


def risk_notice() -> RiskNotice:
    """Return the notice of personal and legal risk as it stands (S0-9)."""
    return RiskNotice(_LINES, digest(list(_LINES)))


def risk_acknowledged(actor: Actor, kind: str, document_id: str, purpose: str) -> bool:
    """Return whether `actor` has read the notice as it stands, for this document and purpose.

    `purpose` is `edit` or `activate`. A kind that guides nobody needs no notice.
    """
    if kind not in RISKY:
        return True
    rows = RiskAcknowledgement.objects.filter(
        person_id=actor.id,
        kind=kind,
        document_id=document_id,
        purpose=purpose,
        notice=risk_notice().digest,
    )
    return rows.exists()


def risk_acknowledged_by_anybody(kind: str, document_id: str, purpose: str) -> bool:
    """Return whether somebody has read the notice as it stands, for this document and purpose."""
    if kind not in RISKY:
        return True
    rows = RiskAcknowledgement.objects.filter(
        kind=kind, document_id=document_id, purpose=purpose, notice=risk_notice().digest
    )
    return rows.exists()
