"""A fault of the program itself: kept whole for whoever mends it, told in a line to whoever meets it."""

from __future__ import annotations

import hashlib
import logging
import traceback
from pathlib import Path

from syndicate.clock import SystemClock
from syndicate.errors import SyndicateError
from syndicate.private import write_file
from syndicate.text.plain import one_line, shorten

log = logging.getLogger("syndicate")

_LONGEST_CAUSE = 200


def fault(error: Exception, folder: Path | None) -> SyndicateError:
    """What to tell of an error that nobody foresaw; its traceback is kept in ``folder``, else goes to the log."""
    kept = folder and _kept(error, folder)
    log.log(logging.INFO if kept else logging.ERROR, "a fault of syndicate:", exc_info=error)
    cause = shorten(one_line(f"{type(error).__name__}: {error}"), _LONGEST_CAUSE)
    place = f"lies in {kept}" if kept else "stands above"
    return SyndicateError(
        f"syndicate itself failed: {cause}",
        code="internal",
        hint=f"This is a fault of the program. Its traceback {place}; report it with that.",
    )


def _kept(error: Exception, folder: Path) -> Path | None:
    """The file that holds the traceback, for its owner alone; ``None`` when none can be written.

    It is named by the place in the code: a fault that comes back every minute fills no disk.
    """
    from importlib.metadata import version  # which takes longer to import than all the rest of a command's help

    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    digest = hashlib.sha256("\n".join([type(error).__name__, *places]).encode()).hexdigest()
    path = folder / f"fault-{digest[:12]}.txt"
    head = f"syndicate {version('syndicate')}, {SystemClock().now():%Y-%m-%d %H:%M:%S} UTC"
    try:
        trace = f"{head}\n\n{''.join(traceback.format_exception(error))}"
        write_file(path, trace.encode("utf-8", errors="backslashreplace"))
    except OSError:
        return None
    return path
