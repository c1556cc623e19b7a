"""The sections about the way back: where events come in, and from which shares on the fuse burns."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from syndicate.config.addresses import WebAddress
from syndicate.config.section import Section
from syndicate.config.values import TopicArn

Share = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]


class EventsSection(Section):
    """``[delivery.ses.events]``: the queue that is looked into, the topic that may post to the public listener."""

    queue_url: WebAddress | None = None
    topic_arn: TopicArn | None = None

    @property
    def come_in(self) -> bool:
        """Whether events come in at all."""
        return self.queue_url is not None or self.topic_arn is not None


class FuseSection(Section):
    """``[delivery.fuse]``: shares of the accepted mails that came back for good, or were called spam."""

    bounce_warn: Share = 0.03
    bounce_hold: Share = 0.04
    complaint_warn: Share = 0.0005
    complaint_hold: Share = 0.0008
