"""A process that shows the public pages and delivers what is due: ``CONFIG``; it begins with a line, and is killed."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

from syndicate.config import load
from syndicate.delivery.lanes.run import NeverStop
from syndicate.publishing.wiring import open_parts
from syndicate.web.http.listener import Listener
from syndicate.web.wiring import public_pages


def main(config: str) -> None:
    sys.stdin.readline()
    with open_parts(load(Path(config))) as parts, Listener(public_pages(parts), "127.0.0.1", 0) as listener:
        print(listener.url, flush=True)
        parts.publisher.deliver_step.run(NeverStop())
        Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
