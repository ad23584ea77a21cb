"""The Django application of the room `contacts`."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The room `contacts`; it runs nothing at start."""

    name = "stayline.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"
