"""Tells a messenger by Apprise, which knows how each of them is spoken to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from stayline.connectors.apprise_out.wire import address_for
from stayline.outbox.ports import Outcome, Outgoing, Refused, Retry, Sent


def send(message: Outgoing, settings: Mapping[str, str], *, at: datetime) -> Outcome:
    """Send one message. Apprise says yes or no and not why: a no is tried again."""
    del at
    import apprise  # noqa: PLC0415 - slow to load, and needed by the sender alone

    # In memory alone: Apprise would keep what it learns in files of its own.
    asset = apprise.AppriseAsset(
        app_id="Stayline",
        app_desc="Stayline",
        async_mode=False,
        secure_logging=True,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
    url = address_for(settings["url"], str(message.payload["to"]))
    messenger = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if messenger is None:
        return Refused("the messenger's address is not one that Apprise understands")
    told = messenger.notify(
        body=str(message.payload["text"]),
        title=str(message.payload.get("subject", "")),
        body_format=apprise.NotifyFormat.MARKDOWN,  # as text, its dots are escaped, and links break
    )
    return Sent() if told else Retry("the messenger did not take it")
