"""Slots that the scheduler can only miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.config.messages import named
from syndicate.config.origins import Clash
from syndicate.config.values import written_duration
from syndicate.digests.newsletters import CatchUp
from syndicate.digests.waves import GRACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config.model import Config
    from syndicate.config.positions import KeyPath

_EVERY: KeyPath = ("schedule", "compose_every")


def missed_slots(config: Config) -> Iterator[Clash]:
    """Newsletters that make up for no slot, where the scheduler looks too seldom to meet each."""
    every = config.schedule.compose_every
    for index, newsletter in enumerate(config.newsletters):
        if CatchUp(newsletter.catch_up) is not CatchUp.SKIP or every <= GRACE:
            continue
        path: KeyPath = ("newsletters", index, "catch_up")
        message = (
            f'{named(path, config.origins)} is "skip", and {named(_EVERY, config.origins)} is'
            f' "{written_duration(every)}": a slot that nobody looks at within {written_duration(GRACE)} is skipped,'
            f' and nobody is mailed; write compose_every = "{written_duration(GRACE)}" or less, or another catch_up'
        )
        yield Clash(paths=(_EVERY, path), message=message)
