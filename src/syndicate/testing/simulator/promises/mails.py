"""What must hold of every mail at the moment at which the provider accepts it, and of every call that leaves."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syndicate.testing.simulator.promises.certainty import BrokenPromiseError, Certainty

if TYPE_CHECKING:
    from syndicate.delivery.lanes.calls import Call
    from syndicate.testing.simulator.machines import Machine
    from syndicate.testing.simulator.world.provider import Provider, SentMail
    from syndicate.testing.simulator.world.stream import EventLine

#: What was claimed before a person acted, or an event came, may still leave for so long, in seconds …
GRACE = 0.1
#: … and for so long where a machine slept meanwhile, or its clock is wrong.
LONG_GRACE = 60.0
#: A window in which calls are counted, and how much of it they may fill beyond the account's rate.
WINDOW, MORE = 5.0, 1.25
#: So long after another rate was told nothing is said about it, in seconds.
SETTLING = 10.0
_STANDING = (
    "SELECT d.state, d.batch_key, EXISTS (SELECT 1 FROM occurrences o WHERE o.edition_key = d.edition_key"
    " AND o.frozen_at IS NULL) AS is_freezing FROM deliveries d WHERE d.key IN (SELECT value FROM json_each(?))"
)


@dataclass(kw_only=True)
class MailChecks:
    """Looks at mails as they are accepted, and at calls as they begin."""

    certainty: Certainty
    provider: Provider
    stream: EventLine
    machines: list[Machine]
    _of_edition: dict[tuple[str, str], SentMail] = field(default_factory=dict)
    _articles: dict[tuple[str, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def accepted(self, mail: SentMail) -> None:
        """A mail was accepted.

        Raises:
            BrokenPromiseError: it should not have been handed over.
        """
        newsletter = self.certainty.newsletter_of(mail.edition_id)
        self._is_first(mail)
        self._has_nothing_again(mail, newsletter)
        self._is_wanted(mail, newsletter)

    def _is_first(self, mail: SentMail) -> None:
        before = self._of_edition.setdefault((mail.edition_id, mail.address), mail)
        if before is not mail and not self._may_be_second(mail):
            message = f"{mail.address} got edition {mail.edition_id} twice: at {before.at:.1f} and {mail.at:.1f}"
            raise BrokenPromiseError(message)

    def _may_be_second(self, mail: SentMail) -> bool:
        is_permitted = self.certainty.permits_all or mail.edition_id in self.certainty.permitted
        doubtful = self.provider.doubtful | self.certainty.interrupted
        return is_permitted and mail.attempt > 1 and mail.delivery_id in doubtful

    def _has_nothing_again(self, mail: SentMail, newsletter: str) -> None:
        had = self._articles[newsletter, mail.address]
        for article in mail.articles:
            other = had.setdefault(article, mail.edition_id)
            if other != mail.edition_id:
                message = f"{mail.address} got {article} by {newsletter} twice: in {other} and {mail.edition_id}"
                raise BrokenPromiseError(message)

    def _is_wanted(self, mail: SentMail, newsletter: str) -> None:
        certainty = self.certainty
        reasons = {
            "its address bounced or complained": self.stream.barred_at.get(mail.address),
            "its reader has left": certainty.left_at.get((newsletter, mail.address)),
            "a person held its edition": certainty.held_at.get(mail.edition_id),
            "a person stopped its edition": certainty.stopped_at.get(mail.edition_id),
            **{f"{article} was withdrawn": certainty.withdrawn_at.get(article) for article in mail.articles},
        }
        grace = LONG_GRACE if self._is_disturbed(mail.handed_at) else GRACE
        for reason, since in reasons.items():
            if since is not None and mail.handed_at > since + grace:
                message = f"a mail to {mail.address} left {mail.handed_at - since:.0f} s after {reason}"
                raise BrokenPromiseError(message)

    def _is_disturbed(self, at: float) -> bool:
        return any(at < machine.asleep_until + LONG_GRACE for machine in self.machines)

    # --- calls -----------------------------------------------------------------------

    def handing_over(self, call: Call) -> None:
        """A call is about to leave.

        Raises:
            BrokenPromiseError: its claims are not its own (any more), or its edition is not frozen.
        """
        self._keeps_pace()
        if any(abs(machine.offset) > LONG_GRACE for machine in self.machines):
            # By a clock that is so wrong its lease is over, and another machine may decide.
            self.certainty.interrupted.update(claim.id for claim in call.claims)
            return
        for row in self.certainty.ask(_STANDING, json.dumps([claim.key for claim in call.claims])):
            if row["state"] != "claimed" or row["batch_key"] != call.batch_key:
                message = f"batch {call.batch_key} hands over a mail that is {row['state']} in batch {row['batch_key']}"
                raise BrokenPromiseError(message)
            if row["is_freezing"]:
                message = f"a mail of edition {call.mailing.edition_id} leaves before the last of them is written"
                raise BrokenPromiseError(message)

    def _keeps_pace(self) -> None:
        handed, now = self.provider.handed, self.provider.scheduler.now
        while handed and handed[0][0] <= now - WINDOW:
            handed.popleft()
        count = sum(recipients for _, recipients in handed)
        # Whoever asks may have got no answer since the rate changed.
        allowed = MORE * WINDOW * max(self.provider.max_rate, self.provider.told_rate)
        if now - self.provider.told_anew_at > SETTLING and count > allowed:
            message = f"{count} mails were handed over within {WINDOW:.0f} s; {allowed:.0f} may be"
            raise BrokenPromiseError(message)
