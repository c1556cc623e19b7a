"""What lets go of the audience that need not be kept, made from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.audience.retention import AudienceRetention

if TYPE_CHECKING:
    from syndicate.publishing.wiring import Parts


def retention_of(parts: Parts) -> AudienceRetention:
    """What the step that thins runs; mails are files where the outbox is, also of a time when it was the way out."""
    kept = parts.config.retention
    return AudienceRetention(
        database=parts.database,
        clock=parts.clock,
        digests=parts.address_digests,
        unconfirmed=kept.unconfirmed,
        ended=kept.ended,
        networks=kept.networks,
        outbox=parts.config.delivery.outbox_folder,
    )
