"""What an agent writes to the caller, judged before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.listening.queries import Draft, judged_draft

if TYPE_CHECKING:
    from stayline.desk.queries.contact import ContactPage

WRITTEN: Final = frozenset({"chat", "written"})
"""The classes of channel on which the agent's words go out in writing.

Elsewhere they are spoken: what was said is recorded speech, and never judged (X-9).
"""

HOME: Final = "en"
"""The language of the desk, where neither the contact nor its site names one."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The place on the desk where an agent writes to the caller (S4-41, S0-30).

    `suggested` are the sentences of the step. `waits`: in writing nothing is answered before a
    colleague has taken it over. `held_back`: it was pressed and not taken, for the draft
    promises secrecy.
    """

    draft: Draft
    suggested: tuple[str, ...]
    waits: bool
    held_back: bool = False


def own_words(page: ContactPage, text: str = "", *, held_back: bool = False) -> OwnWords | None:
    """Return the place for the reader's own words with this draft; None where there is none.

    There is one while the contact is open, on a channel where words are written, for whoever
    guides it: without an incident that is the agent who has it.
    """
    row = page.contact
    if row.channel_class not in WRITTEN or row.released_at is not None:
        return None
    if not (page.mine if page.incident else row.agent_id == page.actor.id):
        return None
    draft = judged_draft(text, language=row.language or row.site.language or HOME)
    taken_over = page.coming is not None and page.coming.state == "spoke"
    return OwnWords(
        draft,
        tuple(page.step.say) if page.step and not page.step.ended else (),
        waits=row.channel_class == "written" and page.incident is not None and not taken_over,
        held_back=held_back and draft.held,
    )
