"""Every address has a test in which somebody without access is refused.

The test says which routes it shows: `@pytest.mark.outsider("desk:contact", "desk:answer")`.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tools import requirement_matrix

OPEN = {
    "people:start": "sends everybody on to their own first page, or to sign in",
    "people:sign_in": "how one gets in",
    "people:demo_sign_in": "how one gets into a demo; another test shows that no other mode has it",
    "people:sign_out": "gives nothing and takes only one's own session",
    "care:library": "self-care for everybody, at home too; a test shows that it leaves no trace",
    "api-v1:api-root": "answers nothing",
    "api-v1:openapi-json": "the description of the API, the same in every installation",
}
"""Routes without an outsider, each with its reason."""


def routes() -> set[str]:
    return set(_names(get_resolver().url_patterns, ""))


def _names(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inside)
        else:
            yield f"{prefix}{pattern.name or pattern.pattern}"


def test_every_route_has_its_outsider_test() -> None:
    shown = set(requirement_matrix.read_marks(mark="outsider"))
    assert sorted(routes() - OPEN.keys() - shown) == []


def test_no_outsider_test_names_a_route_that_is_gone() -> None:
    shown = set(requirement_matrix.read_marks(mark="outsider"))
    assert sorted(shown - routes()) == []


def test_every_open_route_exists() -> None:
    assert sorted(OPEN.keys() - routes()) == []
