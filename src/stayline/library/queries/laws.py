"""Laws and policies, by country, and which of them an incident has to keep (S3-15, S3-32)."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.library.models import InForce
from stayline.library.queries.documents import version_by_digest
from stayline.library.queries.proof import Proof, cited, known, needed, parse_sources
from stayline_core.protocol.language import HARMS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LAWS: Final = "laws"
SORTS: Final = ("law", "policy", "guidance")
ANY: Final = "any"


@dataclass(frozen=True, slots=True)
class Law:
    """One law, policy or piece of guidance, and what it asks of a centre.

    `country` is empty for a policy that holds everywhere; `where` names the part of the
    country it holds in, empty for all of it. `confirm` is the sentence that whoever closes an
    incident confirms; empty: it is for reading, and closing asks nothing about it.
    """

    id: str
    title: str
    sort: str
    country: str
    where: str
    harms: tuple[str, ...]
    asks: tuple[str, ...]
    confirm: str
    proof: Proof
    document: str
    version: str

    @property
    def name(self) -> str:
        """The document, the law in it and the version of the words, for the log."""
        return f"{self.document}/{self.id}@{self.version[:12]}"


def laws(country: str = "") -> list[Law]:
    """Return every law and policy in force, or those of a country and those of everywhere."""
    found = (law for name, digest in _in_force() for law in _laws(name, digest))
    return [law for law in found if not country or law.country in {"", country.upper()}]


def laws_for(harms: Collection[str], country: str) -> list[Law]:
    """Return what applies to these kinds of harm in a country, what holds everywhere last.

    `country` is that of the site (ISO 3166-1 alpha-2). A law of a part of the country is in
    the list and says where it holds: whether the site lies there is for a person. Without a
    harm none applies.
    """
    if not harms or not country:
        return []
    wanted = {*harms, ANY}
    applying = [law for law in laws(country) if wanted & set(law.harms)]
    return sorted(applying, key=lambda law: not law.country)


def laws_to_confirm(harms: Collection[str], country: str) -> list[Law]:
    """Return those of `laws_for` that closing an incident asks about (S3-15)."""
    return [law for law in laws_for(harms, country) if law.confirm]


def parse_laws(body: Mapping[str, Any], document: str = "", version: str = "") -> tuple[Law, ...]:
    """Return the laws and policies of a document, which is of this `version` (a digest).

    Raises:
        KeyError, TypeError, ValueError: it is no such document; the text says what is wrong.
    """
    sources = parse_sources(body)
    found = tuple(
        replace(
            _law(entry, body, sources, f"laws[{number}]"),
            document=document or body["id"],
            version=version,
        )
        for number, entry in enumerate(body["laws"], start=1)
    )
    if twice := sorted({one.id for one in found if sum(one.id == two.id for two in found) > 1}):
        raise ValueError(f"laws: the same id twice: {', '.join(twice)}")
    return found


def _law(
    entry: Mapping[str, Any], body: Mapping[str, Any], sources: Mapping[str, Proof], place: str
) -> Law:
    (sort,) = known([entry.get("sort", "")], SORTS, f"{place}.sort")
    return Law(
        id=needed(entry, "id", place),
        title=needed(entry, "title", place),
        sort=sort,
        country=body.get("country", ""),
        where=entry.get("where", ""),
        harms=known(entry["harms"], (*HARMS, ANY), f"{place}.harms"),
        asks=tuple(entry["asks"]),
        confirm=entry.get("confirm", ""),
        proof=cited(entry, sources, place),
        document="",
        version="",
    )


def _in_force() -> list[tuple[str, str]]:
    rows = InForce.objects.filter(kind=LAWS).order_by("document_id")
    return list(rows.values_list("document_id", "version_id"))


@functools.lru_cache(maxsize=64)
def _laws(name: str, digest: str) -> tuple[Law, ...]:
    return parse_laws(cast("dict[str, Any]", version_by_digest(digest).body), name, digest)
