"""What must hold of trial parts and warm-ups, where every clock is right: a wrong one may take today for tomorrow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from typing import TYPE_CHECKING

from syndicate.testing.simulator.machines import instant
from syndicate.testing.simulator.promises.certainty import BrokenPromiseError, Certainty

if TYPE_CHECKING:
    from syndicate.delivery.lanes.limits import SendingLimits, Trial
    from syndicate.testing.simulator.world.provider import SentMail

DAY = 86_400.0
#: So long after a clock was set nothing is said about a trial part, in seconds.
UNSURE = DAY
#: By how much the time of a row and that of a mail may differ, in seconds.
GRACE = 1.0


@dataclass(kw_only=True)
class LimitChecks:
    """Counts mails as they are accepted. ``clock_set_at`` is when a clock was set last."""

    certainty: Certainty
    limits: SendingLimits
    clock_set_at: float = -inf
    _of_edition: Counter[str] = field(default_factory=Counter)
    _of_day: Counter[int] = field(default_factory=Counter)
    _through: set[str] = field(default_factory=set)  # editions whose trial part is over and waited for

    def accepted(self, mail: SentMail) -> None:
        """A mail was accepted.

        Raises:
            BrokenPromiseError: it should have waited.
        """
        self._of_edition[mail.edition_id] += 1
        self._of_day[int(mail.at // DAY)] += 1
        if self.limits.warm_up and self.clock_set_at == -inf:
            self._is_warm_enough(int(mail.at // DAY))
        if self.limits.trial and mail.edition_id not in self._through and mail.at > self.clock_set_at + UNSURE:
            self._is_tried(mail, self.limits.trial)

    def _is_warm_enough(self, day: int) -> None:
        number = day - min(self._of_day)
        if number < len(self.limits.warm_up) and self._of_day[day] > self.limits.warm_up[number]:
            message = f"{self._of_day[day]} mails left on day {number + 1} of a warm-up of {self.limits.warm_up}"
            raise BrokenPromiseError(message)

    def _is_tried(self, mail: SentMail, trial: Trial) -> None:
        [row] = self.certainty.ask("SELECT mails, trial_ended_at FROM editions WHERE id = ?", mail.edition_id)
        size = trial.size(row["mails"] or 0)
        if self._of_edition[mail.edition_id] <= size:
            return
        ended_at = row["trial_ended_at"] and datetime.fromisoformat(row["trial_ended_at"]).replace(tzinfo=UTC)
        waited = ended_at and (instant(mail.at) - ended_at).total_seconds() + GRACE >= trial.wait.total_seconds()
        if size and not waited:
            which = f"mail no. {self._of_edition[mail.edition_id]} of edition {mail.edition_id}"
            message = f"{which} left while its trial of {size} was waited for, which ended at {ended_at}"
            raise BrokenPromiseError(message)
        self._through.add(mail.edition_id)
