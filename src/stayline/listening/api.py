"""Words that go out, judged for a contact platform before its agent sends them."""

from __future__ import annotations

from django.http import HttpRequest  # ninja reads the annotations
from ninja import Field, Router, Schema

from stayline.listening.queries import judged_draft
from stayline.people.api import Scope
from stayline.platform.pace import Pace

router = Router(tags=["wording"])
JUDGE = Scope("wording:judge")
LONGEST = 10_000
PACE = Pace(burst=60, per_second=20)


class DraftIn(Schema):
    """Words that an agent means to send."""

    text: str = Field(
        max_length=LONGEST,
        description="the draft as it stands; never words that were already said or written",
    )
    language: str = Field("en", max_length=35, description="BCP 47: the language of the draft")


class RemarkOut(Schema):
    """One thing to mend."""

    code: str = Field(description="the rule, stable: W01 to W13")
    title: str
    held: bool = Field(description="the draft must not be sent while this stands")
    start: int = Field(description="where the words begin, in Unicode code points")
    end: int = Field(description="one past their end, in Unicode code points")
    words: str
    reason: str
    instead: str = Field(description="what to write instead, or what to do")
    mended: str | None = Field(description="the whole draft with this mended, where words can be")


class JudgedOut(Schema):
    """What the rules say of a draft."""

    held: bool = Field(description="true: do not send it; it promises secrecy")
    language: str = Field(description="whose rules were used; empty: none for this language")
    reviewed: bool = Field(description="a native crisis professional has reviewed these rules")
    remarks: list[RemarkOut]


@router.post(
    "/wording", auth=JUDGE, throttle=PACE, response=JudgedOut, summary="Judge words before sending"
)
def post_wording(request: HttpRequest, draft: DraftIn) -> JudgedOut:
    """Return what the wording rules say of a draft: each fault, the reason, what to say instead.

    Ask before an agent's words go out, while they are typed or when they are sent, and hold them
    back while `held` is true. Words that were said or sent are facts: send those as lines; they
    are never judged. Nothing of the draft is kept or logged. Each token may ask 60 times at once
    and 20 times a second from there; beyond that the answer is 429 with `Retry-After`.
    """
    del request
    judged = judged_draft(draft.text, language=draft.language)
    return JudgedOut(
        held=judged.held,
        language=judged.language,
        reviewed=judged.reviewed,
        remarks=[
            RemarkOut(
                code=one.remark.code,
                title=one.title,
                held=one.held,
                start=one.remark.start,
                end=one.remark.end,
                words=one.remark.words,
                reason=one.remark.reason,
                instead=one.remark.instead,
                mended=one.text,
            )
            for one in judged.mends
        ],
    )
