"""Which telephone a centre has: people who do it by hand, or an account that is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from stayline.config.options import Settings
    from stayline.connectors.telephony_twilio import Centre


def plug_telephone() -> None:
    """Plug the telephone that the settings name, with its sender and what it has due."""
    from stayline.escalation.ports import telephony

    options = settings.STAYLINE
    if options.telephony == "manual":
        from stayline.connectors.telephony_manual import ManualTelephony

        telephony.plug(ManualTelephony())
        return
    from stayline.connectors.telephony_twilio import TwilioSender, TwilioTelephony
    from stayline.connectors.telephony_twilio.workers import telephone_dues
    from stayline.deadlines.ports import due_ports
    from stayline.outbox.ports import senders

    found = centre(options)
    telephony.plug(TwilioTelephony(found))
    senders.plug(TwilioSender(found))
    if found.exercises:
        senders.plug(TwilioSender(found, for_exercise=True))
    due_ports.plug(*telephone_dues())


def centre(options: Settings) -> Centre:
    """Return how this centre uses its account."""
    from stayline.connectors.telephony_twilio import Centre
    from stayline.connectors.twilio import Account

    account = Account(
        sid=options.twilio_account_sid,
        token=options.twilio_auth_token,
        key_sid=options.twilio_key_sid,
        key_secret=options.twilio_key_secret,
        region=options.twilio_region,
        edge=options.twilio_edge,
        base_url=options.twilio_api_url,
    )
    return Centre(
        account=account,
        callbacks=options.twilio_callback_url or options.public_url,
        number=options.twilio_number,
        workspace=options.twilio_workspace,
        busy=options.twilio_busy_activity,
        free=options.twilio_free_activity,
        exercises=options.twilio_exercises,
    )
