"""The ways out that the newsroom's own editions do not take, each with one mail by the settings as they are."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from syndicate.publishing.carriers import carrier_of
from tests.carriers import MAILING, a_mailing, a_recipient
from tests.ses_double import BULK, SesDouble

if TYPE_CHECKING:
    from tests.settings.world import Felt
    from tests.smtp_server import MailServer


def carry_otherwise(felt: Felt, server: MailServer) -> None:
    """By a bulk call of SES, with and without a stored template, and by SMTP."""
    _by_bulk(felt)
    _by_smtp(felt, server)


def _by_bulk(felt: Felt) -> None:
    delivery = felt.config.delivery
    with SesDouble() as ses:
        settings = delivery.ses.model_copy(update={"endpoint_url": ses.url})
        carrier = carrier_of(_changed(felt, via="ses", ses=settings))
        felt.facts["stored"] = [bool(carrier.prepare(a_mailing(mails=mails))) for mails in (3, 4)]
        carrier.carry(MAILING, [a_recipient()])
        asked = next(asked for asked in ses.asked if asked.path == BULK)
        felt.facts["bulk"] = asked.body
        felt.facts["is_asymmetric"] = asked.headers["Authorization"].startswith("AWS4-ECDSA")


def _by_smtp(felt: Felt, server: MailServer) -> None:
    carrier = carrier_of(_changed(felt, via="smtp"))
    connect = socket.create_connection

    def noted(address: Any, timeout: Any, *rest: Any) -> socket.socket:
        felt.facts["smtp"] = (address, timeout)
        return connect(address, timeout, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", noted)
        carrier.carry(MAILING, [a_recipient()])
    allowance = carrier.allowance()
    felt.facts["smtp_rate"] = allowance.max_rate if allowance else None
    felt.facts["smtp_mails"] = len(server.mails)
    felt.facts["smtp_user"] = server.user


def _changed(felt: Felt, **changes: Any) -> Any:
    return felt.config.model_copy(update={"delivery": felt.config.delivery.model_copy(update=changes)})
