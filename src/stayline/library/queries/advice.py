"""What an agent may and may not advise or instruct, by kind of harm and country (S3-38, S3-45)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.library.models import InForce
from stayline.library.queries.documents import version_by_digest
from stayline.library.queries.proof import Proof, cited, known, needed, parse_sources
from stayline_core.protocol.language import HARMS

if TYPE_CHECKING:
    from collections.abc import Mapping

ADVICE: Final = "advice"
ANY: Final = "any"
SORTS: Final = ("may", "must_not", "procedure", "legal")


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One sentence of the limits, with where it holds and where it is from.

    `country` is empty where it holds everywhere, `where` where it holds in the whole country.
    """

    text: str
    harms: tuple[str, ...]
    sort: str
    country: str
    where: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Advice:
    """The limits of advice for one kind of harm in one country.

    `may` is what an agent may say or ask; `must_not` what never; `procedure` how advice is
    given; `legal` what the law of the place limits. Each is empty where no document says
    anything: then an agent advises nothing but the approved sentences.
    """

    may: tuple[AdviceLine, ...]
    must_not: tuple[AdviceLine, ...]
    procedure: tuple[AdviceLine, ...]
    legal: tuple[AdviceLine, ...]


def advice_for(harm: str, country: str) -> Advice:
    """Return what may and may not be advised or instructed for a harm in a country.

    `country` is that of the site where the agent works (ISO 3166-1 alpha-2; empty: what
    holds everywhere). What holds for every harm comes after what is for this one.
    """
    held = [
        line
        for digest in _in_force()
        for line in _lines(digest)
        if line.country in {"", country.upper()} and {harm, ANY} & set(line.harms)
    ]
    held.sort(key=lambda line: harm not in line.harms)
    of = {sort: tuple(line for line in held if line.sort == sort) for sort in SORTS}
    return Advice(of["may"], of["must_not"], of["procedure"], of["legal"])


def parse_advice(body: Mapping[str, Any]) -> tuple[AdviceLine, ...]:
    """Return the lines of a document of advice and its limits.

    Raises:
        KeyError, TypeError, ValueError: it is no such document; the text says what is wrong.
    """
    sources = parse_sources(body)
    return tuple(
        _line(entry, body, sources, f"lines[{number}]")
        for number, entry in enumerate(body["lines"], start=1)
    )


def _line(
    entry: Mapping[str, Any], body: Mapping[str, Any], sources: Mapping[str, Proof], place: str
) -> AdviceLine:
    (sort,) = known([entry.get("sort", "")], SORTS, f"{place}.sort")
    return AdviceLine(
        text=needed(entry, "text", place),
        harms=known(entry["harms"], (*HARMS, ANY), f"{place}.harms"),
        sort=sort,
        country=body.get("country", ""),
        where=entry.get("where", ""),
        proof=cited(entry, sources, place),
    )


def _in_force() -> list[str]:
    rows = InForce.objects.filter(kind=ADVICE).order_by("document_id")
    return list(rows.values_list("version_id", flat=True))


@functools.lru_cache(maxsize=64)
def _lines(digest: str) -> tuple[AdviceLine, ...]:
    return parse_advice(cast("dict[str, Any]", version_by_digest(digest).body))
