"""The stand-in as a program of its own: ``python -m syndicate.testing.ses --port 0 --counts-only``.

Prints its address, and on standard error the queue of its events, for ``[delivery.ses.events] queue_url``. Lines of its
input change it while calls come in: ``max_rate 50``, or ``fault SendBulkEmail hung before`` for the next call of that
operation. At ``count`` it prints as JSON what it counted, and so it does at an empty line, or the end of its input,
before it ends.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from syndicate.testing.ses.faults import FaultMix, SimulatedFault
from syndicate.testing.ses.stand_in import SesStandIn
from syndicate.testing.ses.stream import EventTrouble


def main() -> None:
    """Serve until the input ends."""
    options = _parser().parse_args()
    ses = SesStandIn(
        mix=_mix(options.harsh, options.every),
        slow_seconds=options.slow_seconds,
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
        sys.stderr.write(f"events: {ses.queue_url}\n")
        _say(ses.url)
        for line in iter(sys.stdin.readline, ""):
            if not line.strip():
                break
            _obey(ses, *line.split(maxsplit=1))
        _say(json.dumps(_counts(ses)))


def _mix(seed: str | None, every: str | None) -> FaultMix | None:
    if every is not None:
        return FaultMix(calls={SimulatedFault(every): 1.0})
    return FaultMix.harsh(seed) if seed else None


def _obey(ses: SesStandIn, command: str, argument: str = "") -> None:
    if command == "count":
        _say(json.dumps(_counts(ses)))
    elif command == "max_rate":
        ses.account.max_rate = float(argument)
    elif command == "fault":
        operation, _, fault = argument.strip().partition(" ")
        ses.spoil(operation, [SimulatedFault(fault)])


def _counts(ses: SesStandIn) -> dict[str, object]:
    """``admitted`` are the calls that rate and quota let pass: seconds of a clock, and recipients."""
    return {
        "requests": ses.requests,
        "recipients": ses.recipients,
        "throttled": ses.account.throttled,
        "admitted": ses.account.admitted,
    }


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m syndicate.testing.ses", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--max-rate", type=float, default=100_000.0, help="recipients a second")
    parser.add_argument("--latency-seconds", type=float, default=0.0)
    parser.add_argument("--slow-seconds", type=float, default=30.0, help="how long a call hangs that does")
    parser.add_argument("--log", type=Path, help="a file that gets a line of JSON for every accepted recipient")
    parser.add_argument("--counts-only", action="store_true", help="keep no mail, write no log, tell no event")
    parser.add_argument("--harsh", metavar="SEED", help="play faults by shares, drawn from this seed")
    parser.add_argument("--late-share", type=float, default=0.0, help="of the events, come a second later than others")
    parser.add_argument("--doubled-share", type=float, default=0.0, help="of the events, come twice")
    parser.add_argument("--lost-share", type=float, default=0.0, help="of the events, never come")
    parser.add_argument("--every", metavar="FAULT", help='the fault of every call that sends, as in "reset after"')
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
