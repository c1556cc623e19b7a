"""What runs the steps, and when: `once` in one pass, `scheduler` at their times. One contract holds for both.

What is due is done; a step that fails stops no other; a step that another process is at is no error; who is told to
stop finishes what is in flight and starts nothing more. What was done stands in rows, so a firing that is missed,
doubled or late is harmless.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from syndicate.errors import SyndicateError

if TYPE_CHECKING:
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.publishing.steps import PublishingStep


class Engine(Protocol):
    """Runs steps until it is told to stop, or, one that makes a single pass, until that is done."""

    def start(self) -> None:
        """Set the steps going."""

    def stop(self) -> None:
        """Finish what is in flight and start nothing more."""


class StepListener(Protocol):
    """Hears how each step went."""

    def done(self, step: PublishingStep, result: object) -> None:
        """It came to its end, with that result."""

    def failed(self, step: PublishingStep, error: SyndicateError) -> None:
        """It did not."""

    def elsewhere(self, step: PublishingStep) -> None:
        """Another process is at it, and does the work."""


def take(step: PublishingStep, stop: StopSignal, listener: StepListener) -> object:
    """Run a step unless ``stop`` is set, and tell how it went; its error ends here, and gives ``None``."""
    if stop.is_set():
        return None
    try:
        result = step.run(stop)
    except SyndicateError as error:
        if error.code == "lock-held":
            listener.elsewhere(step)
        elif error.code != "stopped":
            listener.failed(step, error)
        return None
    listener.done(step, result)
    return result
