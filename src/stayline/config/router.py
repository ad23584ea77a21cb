"""Which table lives in which database: the listening window has a file of its own on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from stayline.config.databases import WINDOW_ALIAS

if TYPE_CHECKING:
    from django.db.models import Model

WINDOW_MODELS: Final = frozenset(
    {"contacts.windowline", "contacts.windowkey", "contacts.windowepoch"}
)


class WindowRouter:
    """Sends the window's tables to `window` where there is one, everything else to `default`."""

    def db_for_read(self, model: type[Model], **_hints: Any) -> str | None:  # noqa: ANN401 - Django's
        """Return the window's database for the window's models."""
        return _place(model)

    def db_for_write(self, model: type[Model], **_hints: Any) -> str | None:  # noqa: ANN401 - Django's
        """Return the window's database for the window's models."""
        return _place(model)

    def allow_relation(self, one: Model, other: Model, **_hints: Any) -> bool | None:  # noqa: ANN401 - Django's
        """Refuse a relation across the two files; no foreign key could hold there."""
        places = {_place(type(one)), _place(type(other))}
        return None if len(places) == 1 else False

    def allow_migrate(
        self,
        db: str,
        app_label: str,
        model_name: str | None = None,
        **_hints: Any,  # noqa: ANN401 - Django's
    ) -> bool | None:
        """Make the window's tables in the window's file and all others in the main database."""
        if WINDOW_ALIAS not in settings.DATABASES:
            return None
        if model_name is None:
            return None  # a data migration says itself where it belongs
        in_window = f"{app_label}.{model_name}".lower() in WINDOW_MODELS
        return in_window == (db == WINDOW_ALIAS)


def _place(model: type[Model]) -> str | None:
    label = model._meta.label_lower  # noqa: SLF001 - public in all but name, says Django
    if label in WINDOW_MODELS and WINDOW_ALIAS in settings.DATABASES:
        return WINDOW_ALIAS
    return None
