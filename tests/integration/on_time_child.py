"""A process that delivers what is due, as the publisher's own step does: ``CONFIG``; it ends when nothing is left."""

from __future__ import annotations

import sys
from pathlib import Path

from syndicate.config import load
from syndicate.delivery.lanes.run import NeverStop
from syndicate.publishing.wiring import open_parts


def main(config: str) -> None:
    with open_parts(load(Path(config))) as parts:
        report = parts.publisher.deliver_step.run(NeverStop())
    if report.failed:
        sys.exit(f"failed: {report.failed}")


if __name__ == "__main__":
    main(*sys.argv[1:])
