"""The stand-in as a program of its own: ``python -m syndicate.testing.ses --port 0 --counts-only``.

Prints its address, then waits for a line or the end of its input, and prints what it counted as JSON. Its events lie in
the queue ``events`` at the same address.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from syndicate.testing.ses.faults import FaultMix
from syndicate.testing.ses.stand_in import SesStandIn
from syndicate.testing.ses.stream import EventTrouble


def main() -> None:
    """Serve until the input ends."""
    options = _parser().parse_args()
    mix = FaultMix.harsh(options.harsh) if options.harsh else None
    ses = SesStandIn(
        mix=mix,
        latency_seconds=options.latency_seconds,
        log=options.log,
        counts_only=options.counts_only,
        port=options.port,
    )
    ses.account.max_rate = options.max_rate
    ses.stream.trouble = EventTrouble(
        seed=options.harsh or "0",
        late_share=options.late_share,
        doubled_share=options.doubled_share,
        lost_share=options.lost_share,
    )
    with ses:
        _say(ses.url)
        sys.stdin.readline()
        _say(json.dumps({"requests": ses.requests, "recipients": ses.recipients, "throttled": ses.account.throttled}))


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m syndicate.testing.ses", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--max-rate", type=float, default=100_000.0, help="recipients a second")
    parser.add_argument("--latency-seconds", type=float, default=0.0)
    parser.add_argument("--log", type=Path, help="a file that gets a line of JSON for every accepted recipient")
    parser.add_argument("--counts-only", action="store_true", help="keep no mail, write no log, tell no event")
    parser.add_argument("--harsh", metavar="SEED", help="play faults by shares, drawn from this seed")
    parser.add_argument("--late-share", type=float, default=0.0, help="of the events, come a second later than others")
    parser.add_argument("--doubled-share", type=float, default=0.0, help="of the events, come twice")
    parser.add_argument("--lost-share", type=float, default=0.0, help="of the events, never come")
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
