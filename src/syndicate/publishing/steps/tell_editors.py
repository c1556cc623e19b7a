"""Tell editors: hand over the letters about coming editions that want an approval."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from syndicate.delivery.model import Accepted, Mailing, Recipient, Refused, Stop, TryLater
from syndicate.ids import stable_id
from syndicate.mail.merge_fields import escape_html, escape_text

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.guard.fence import Fence
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.delivery.model import Answer
    from syndicate.digests.drafts.correspondence import Correspondence, DueLetter
    from syndicate.digests.newsletters import Newsletter
    from syndicate.storage import Database

SUBMITTED = "submitted"
UNCERTAIN = "uncertain"


@dataclass(frozen=True, kw_only=True, slots=True)
class LettersReport:
    """How many letters were handed over, and why one could not be; that one is tried again at the next look."""

    submitted: int = 0
    waiting_because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TellEditors:
    """Hands each letter over once to each editor; where there are none it does nothing.

    Exclusive for the whole database (``tell-editors``). That a letter is written stands in the draft's row before it is
    handed over: one whose answer was lost is not repeated, unless the carrier can tell that it never left.
    """

    name: ClassVar[str] = "tell-editors"

    newsletters: tuple[Newsletter, ...]
    database: Database
    clock: Clock
    correspondence: Correspondence
    carrier: Carrier
    fence: Fence | None = None

    def run(self, stop: StopSignal) -> LettersReport:
        """Hand over what is due.

        Raises:
            TryLaterError: another process is at it.
            BadDataError: a draft cannot be rendered.
        """
        if not self.correspondence.editors:
            return LettersReport()
        submitted = 0
        with self.database.lock(self.name):
            for newsletter in self.newsletters:
                self._settle(newsletter)
                for due in self.correspondence.due(newsletter):
                    if stop.is_set():
                        break
                    if stopped := self.fence.admit() if self.fence else None:
                        return LettersReport(submitted=submitted, waiting_because=stopped.reason)
                    answers = [self._hand_over(newsletter, due, address) for address in self.correspondence.claim(due)]
                    submitted += sum(isinstance(answer, Accepted) for answer in answers)
                    waits = [answer.reason for answer in answers if isinstance(answer, TryLater | Stop)]
                    if waits:
                        return LettersReport(submitted=submitted, waiting_because=waits[0])
        return LettersReport(submitted=submitted)

    def _hand_over(self, newsletter: Newsletter, due: DueLetter, address: str) -> Answer:
        recipient = Recipient(
            delivery_id=_id(due.row.edition_id, due.kind, address),
            attempt=1,
            address=address,
            name="",
            unsubscribe_url="",
        )
        [answer] = self.carrier.carry(self._mailing(newsletter, due), [recipient])
        self.correspondence.note(due.row.key, due.kind, {address: _noted(answer)})
        return answer

    def _mailing(self, newsletter: Newsletter, due: DueLetter) -> Mailing:
        letter, said = due.letter, f"{due.letter.subject}\x00{due.letter.text}"
        return Mailing(
            key=f"letter.{due.row.edition_id}.{hashlib.sha256(said.encode()).hexdigest()}",
            edition_id=due.row.edition_id,
            sender_name=newsletter.sender_name,
            sender_address=newsletter.sender_address,
            reply_to=newsletter.reply_to,
            subject=letter.subject,
            html=escape_html(letter.html, {}),
            text=escape_text(letter.text, {}),
            list_id=None,
            unsubscribe_mailto=None,
            date=self.clock.now(),
            mails=1,
        )

    def _settle(self, newsletter: Newsletter) -> None:
        """Note what became of letters whose process ended while it handed them over, as far as the carrier knows."""
        for row, kind, addresses in self.correspondence.in_doubt(newsletter):
            answers = {address: self.carrier.settle(_id(row.edition_id, kind, address)) for address in addresses}
            self.correspondence.note(row.key, kind, {address: _noted(answer) for address, answer in answers.items()})


def _id(edition_id: str, kind: str, address: str) -> str:
    """What names a letter for the carrier, so that it can be asked what became of it."""
    return stable_id("letter", edition_id, kind, address)


def _noted(answer: Answer | None) -> str | None:
    """What a row holds of an answer; ``None``: it certainly did not leave now, and is tried again."""
    match answer:
        case Accepted():
            return SUBMITTED
        case Refused():
            return f"refused: {answer.reason}"
        case TryLater() | Stop():
            return None
    return UNCERTAIN
