"""The carrier that the configuration names, made of its settings; nothing is connected to yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.config.model import Config
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.lanes.limits import SendingLimits


def carrier_of(config: Config) -> Carrier:
    """The way out for mails; a process has one."""
    makers = {"outbox": _outbox, "ses": _ses, "smtp": _smtp}
    return makers[config.delivery.via](config)


def limits_of(config: Config) -> SendingLimits:
    """How far sending goes; a folder needs no warming up, and nobody complains from it."""
    from syndicate.delivery.lanes.limits import SendingLimits, Trial

    delivery = config.delivery
    if delivery.via == "outbox":
        return SendingLimits(max_attempts=delivery.max_attempts)
    trial, way_out = delivery.trial, delivery.ses if delivery.via == "ses" else delivery.smtp
    return SendingLimits(
        max_attempts=delivery.max_attempts,
        rate_per_second=way_out.rate_per_second,
        warm_up=delivery.warm_up,
        trial=Trial(share=trial.share, most=trial.most, wait=trial.wait) if trial.share else None,
    )


def _outbox(config: Config) -> Carrier:
    from syndicate.delivery.carriers.outbox import OutboxCarrier

    return OutboxCarrier(config.delivery.outbox_folder, batch_size=config.delivery.batch)


def _ses(config: Config) -> Carrier:
    from syndicate.delivery.carriers.ses import SesCarrier

    ses = config.delivery.ses
    return SesCarrier(
        region=ses.region,
        profile=ses.profile,
        endpoint_url=ses.endpoint_url,
        configuration_set=ses.configuration_set,
        tenant=ses.tenant,
        endpoint_id=ses.endpoint_id,
        batch_size=config.delivery.batch,
        template_above=ses.template_above,
        connect_timeout_seconds=ses.connect_timeout.total_seconds(),
        read_timeout_seconds=ses.read_timeout.total_seconds(),
    )


def _smtp(config: Config) -> Carrier:
    from syndicate.delivery.carriers.smtp import SmtpCarrier

    smtp = config.delivery.smtp
    return SmtpCarrier(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security,
        user=smtp.user,
        password=smtp.password.get_secret_value() if smtp.password else None,
        batch_size=config.delivery.batch,
        rate_per_second=smtp.rate_per_second,
        timeout_seconds=smtp.timeout.total_seconds(),
    )
