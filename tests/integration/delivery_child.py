"""A process that sends the edition of the tests, to be killed: ``DATABASE_URL CARRIER [BATCH]``.

``CARRIER`` is the address of an SES endpoint, or else the outbox's folder; ``BATCH`` the most recipients of a call.
"""

from __future__ import annotations

import sys
from pathlib import Path

from syndicate.clock import SystemClock
from syndicate.delivery.carriers import Carrier
from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.storage import open_database
from tests.integration.delivery_parts import EDITION, a_sending


def main(url: str, where: str, batch: str = "1") -> None:
    is_ses = where.startswith("http")
    carrier: Carrier = (
        SesCarrier(endpoint_url=where, batch_size=int(batch))
        if is_ses
        else OutboxCarrier(Path(where), batch_size=int(batch))
    )
    a_sending(open_database(url), carrier, clock=SystemClock()).run(EDITION)


if __name__ == "__main__":
    main(*sys.argv[1:])
