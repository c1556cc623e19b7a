"""The sections of the configuration that say how mail leaves; their keys stand in `docs/configuration.md`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from syndicate.config.addresses import FilePath, Host, MailboxText, WebAddress
from syndicate.config.secrets import PasswordText
from syndicate.config.section import Section
from syndicate.config.values import ConfigurationSet, Line, Patience

#: Recipients a second.
Rate = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]


class SesSection(Section):
    """``[delivery.ses]``: what is absent is found by boto3's own conventions."""

    region: Line | None = None
    profile: Line | None = None
    configuration_set: ConfigurationSet | None = None
    endpoint_url: WebAddress | None = None
    tenant: Line | None = None
    endpoint_id: Line | None = None
    template_above: Annotated[int, Field(ge=0, le=100_000_000)] = 1_000
    rate_per_second: Rate | None = None
    connect_timeout: Patience = timedelta(seconds=5)
    read_timeout: Patience = timedelta(seconds=30)


class SmtpSection(Section):
    """``[delivery.smtp]``: a mail server. Its ``password`` comes from the environment only."""

    host: Host = "localhost"
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Line | None = None
    password: PasswordText | None = None
    timeout: Patience = timedelta(minutes=1)
    rate_per_second: Rate | None = None


class DeliverySection(Section):
    """``[delivery]``: by which carrier mail leaves; ``batch`` is the most recipients of one call."""

    via: Literal["outbox", "ses", "smtp"] = "outbox"
    batch: Annotated[int, Field(ge=1, le=50)] = 50
    outbox_folder: FilePath = Path("var/outbox")
    max_attempts: Annotated[int, Field(ge=1, le=20)] = 5
    unsubscribe_mailto: MailboxText | None = None
    ses: SesSection
    smtp: SmtpSection
