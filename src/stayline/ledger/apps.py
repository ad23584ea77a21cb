"""The ledger: what happened, in a form that shows every later change."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The room below all others: it knows no other room."""

    name = "stayline.ledger"
    label = "ledger"
