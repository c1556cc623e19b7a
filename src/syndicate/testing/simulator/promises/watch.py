"""What must hold of fence and watcher: no machine is shut out, no alarm is raised, no mail that left is forgotten."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.delivery.guard.watcher import Watcher
from syndicate.testing.simulator.promises.certainty import BrokenPromiseError, Certainty

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
    """Asks the watcher of a machine about mails that are in doubt, and whether the machine may send."""

    turns: Turns
    machines: list[Machine]
    certainty: Certainty

    def accepted(self, mail: SentMail) -> None:
        """A mail was accepted whose answer is lost: whatever follows, the watcher has to know of it."""
        self.turns.at(self.turns.now + LATER, lambda: self._must_know(mail))

    def check_starts(self) -> None:
        """Look whether each machine that was admitted may go on sending: there is no copy here, and no backup.

        Raises:
            BrokenPromiseError: one may not.
        """
        for machine in self.machines:
            for file in machine.folder.glob("*/host.json"):
                mark = json.loads(file.read_text(encoding="utf-8"))
                rows = self.certainty.ask("SELECT generation FROM hosts WHERE id = ?", mark["host_id"])
                if not {row["generation"] for row in rows} & {mark["generation"], mark["intended"]}:
                    starts = f"its file says {mark}, the database start {[row['generation'] for row in rows]}"
                    message = f"the machine {machine.name} sends nothing any more: {starts}"
                    raise BrokenPromiseError(message)

    def _must_know(self, mail: SentMail) -> None:
        machine = next(machine for machine in self.machines if machine.name == mail.machine)
        for file in machine.folder.glob(f"*/editions/{mail.edition_id}.seen"):
            if not Watcher(file.parent).note(mail.edition_id, [(mail.address, mail.attempt - 1)]):
                message = f"the watcher does not know that {mail.address} may have edition {mail.edition_id}"
                raise BrokenPromiseError(message)
