"""A process that publishes with the real wiring, to be killed: ``CONFIG DOUBT_WAIT_SECONDS STEP…``.

The steps are ``hear``, ``settle`` and ``deliver``. The wait is shorter than a configuration may say.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from syndicate.config import load
from syndicate.publishing.engines.once import one_pass
from syndicate.publishing.steps import PublishingStep
from syndicate.publishing.wiring import open_parts


def main(config: str, wait_seconds: str, *names: str) -> None:
    with open_parts(load(Path(config))) as parts:
        publisher = parts.publisher
        doubts = replace(parts.doubts, wait=timedelta(seconds=float(wait_seconds)))
        settle, hear = replace(publisher.settle_step, doubts=doubts), publisher.hear_step
        assert hear is not None
        steps: dict[str, PublishingStep] = {"hear": hear, "settle": settle, "deliver": publisher.deliver_step}
        report = one_pass([steps[name] for name in names])
    for error in report.errors:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    sys.exit(bool(report.errors))


if __name__ == "__main__":
    main(*sys.argv[1:])
