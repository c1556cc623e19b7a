"""A process that sends the edition of the tests, to be killed: ``DATABASE_URL CARRIER [unlocked]``.

``CARRIER`` is the address of an SES endpoint, or else the outbox's folder.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

from syndicate.clock import SystemClock
from syndicate.delivery.carriers import Carrier
from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.storage import open_database
from tests.integration.delivery_parts import EDITION, a_sending


def main(url: str, where: str, *options: str) -> None:
    carrier: Carrier = SesCarrier(endpoint_url=where) if where.startswith("http") else OutboxCarrier(Path(where))
    database = open_database(url)
    with nullcontext() if "unlocked" in options else database.lock("deliver"):
        a_sending(database, carrier, clock=SystemClock()).run(EDITION)


if __name__ == "__main__":
    main(*sys.argv[1:])
