"""The hands of a rehearsal: what is pressed and read over HTTP, as people at their desks would."""

from __future__ import annotations

from typing import Any, Final

import httpx

from stayline.config.rehearsal.moves import Move

ACTING: Final = "X-Stayline-Acting"


class RehearsalFailed(RuntimeError):
    """The rehearsal stopped: what was asked, and what the centre said."""


class Hands:
    """Presses and reads in one centre, with an exercise's token."""

    def __init__(self, http: httpx.Client) -> None:
        """Use `http`, whose base address and token are set."""
        self._http = http

    def make(self, move: Move) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Make one move and return the answer.

        Raises:
            RehearsalFailed: the centre refused it.
        """
        return _good(
            self._http.request(move.method, move.path, json=move.body, headers=_as(move.who))
        ).json()

    def floor(self) -> dict[str, Any]:
        """Return who works at the site and which contacts are not done with.

        Raises:
            RehearsalFailed: the centre refused it.
        """
        shown: dict[str, Any] = self.get("exercise/floor", acting="")
        return shown

    def shown(self, incident: str, who: str) -> dict[str, Any]:
        """Return an incident as this person's screen shows it.

        Raises:
            RehearsalFailed: the centre refused it.
        """
        shown: dict[str, Any] = self.get(f"exercise/incidents/{incident}", acting=who)
        return shown

    def rings(self, who: str) -> list[dict[str, Any]]:
        """Return what rings for this person now.

        Raises:
            RehearsalFailed: the centre refused it.
        """
        found: list[dict[str, Any]] = self.get("exercise/rings", acting=who)
        return found

    def get(self, path: str, *, acting: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Read as this person.

        Raises:
            RehearsalFailed: the centre refused it.
        """
        return _good(self._http.get(path, headers=_as(acting))).json()

    def post(self, path: str, body: dict[str, Any], *, acting: str = "") -> httpx.Response:
        """Press as this person, or send what a platform sends.

        Raises:
            RehearsalFailed: the centre refused it.
        """
        return _good(self._http.post(path, json=body, headers=_as(acting)))


def _as(acting: str) -> dict[str, str]:
    return {ACTING: acting} if acting else {}


def _good(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        raise RehearsalFailed(
            f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text}"
        )
    return answer
