"""The door to foreign addresses, as the configuration opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.net.fetch import Fetcher


def fetcher_of(config: Config, clock: Clock) -> Fetcher:
    """The fetcher with the limits of ``[net]``."""
    from syndicate.net.fetch import Fetcher

    net = config.net
    return Fetcher(
        clock=clock,
        allow_loopback=net.allow_loopback,
        timeout_seconds=net.timeout.total_seconds(),
        max_redirects=net.max_redirects,
        user_agent=net.user_agent,
    )
