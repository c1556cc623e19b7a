"""``[desk]``: the editors' desk."""

from __future__ import annotations

from syndicate.config.addresses import LoopbackHost, MailboxText, OwnOrigin
from syndicate.config.section import Section
from syndicate.config.values import Port


class DeskSection(Section):
    """``[desk]``: the editors' desk, which this machine alone can reach, and a proxy on it under ``url``.

    Without ``test_to``, tests of mails go to the editors of ``[editorial]``.
    """

    enabled: bool = True
    host: LoopbackHost = "127.0.0.1"
    port: Port = 8081
    url: OwnOrigin | None = None
    test_to: tuple[MailboxText, ...] = ()
