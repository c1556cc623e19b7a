"""What must hold of the watcher: it never has to raise its alarm, and forgets no mail that may have left."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.delivery.guard.watcher import Watcher
from syndicate.testing.simulator.promises.certainty import BrokenPromiseError

if TYPE_CHECKING:
    from syndicate.testing.simulator.machines import Machine
    from syndicate.testing.simulator.turns import Turns
    from syndicate.testing.simulator.world.provider import SentMail

#: How long after a mail was accepted it is looked, in seconds: its answer is written down, or lost, by then.
LATER = 1.0
LOGGER = "syndicate.delivery.guard.watch"


class AlarmBell(logging.Handler):
    """Hears the watcher: where it has to speak, the ledger has let somebody through a second time."""

    def __init__(self, turns: Turns) -> None:
        """End that run at an alarm."""
        super().__init__(logging.ERROR)
        self._turns = turns

    def emit(self, record: logging.LogRecord) -> None:
        """An alarm."""
        self._turns.fail(BrokenPromiseError(f"only the watcher kept a second mail back: {record.getMessage()}"))


@dataclass(kw_only=True)
class WatchChecks:
    """Asks the watcher of a machine about mails that are in doubt."""

    turns: Turns
    machines: list[Machine]

    def accepted(self, mail: SentMail) -> None:
        """A mail was accepted whose answer is lost: whatever follows, the watcher has to know of it."""
        self.turns.at(self.turns.now + LATER, lambda: self._must_know(mail))

    def _must_know(self, mail: SentMail) -> None:
        machine = next(machine for machine in self.machines if machine.name == mail.machine)
        for file in machine.folder.glob(f"*/editions/{mail.edition_id}.seen"):
            if not Watcher(file.parent).note(mail.edition_id, [(mail.address, mail.attempt - 1)]):
                message = f"the watcher does not know that {mail.address} may have edition {mail.edition_id}"
                raise BrokenPromiseError(message)
