"""What lets go of the audience that need not be kept, made from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.audience.retention import AudienceRetention

if TYPE_CHECKING:
    from syndicate.audience.digests import AddressDigests
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.storage import Database


def retention_of(config: Config, database: Database, clock: Clock, digests: AddressDigests) -> AudienceRetention:
    """What the step that thins runs; mails are files where the outbox is, also of a time when it was the way out."""
    kept = config.retention
    return AudienceRetention(
        database=database,
        clock=clock,
        digests=digests,
        unconfirmed=kept.unconfirmed,
        ended=kept.ended,
        networks=kept.networks,
        outbox=config.delivery.outbox_folder,
    )
