"""Amazon SES v2 by boto3: many recipients by one `SendBulkEmail`, or one by a raw `SendEmail`, never twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from syndicate.clock import SystemClock
from syndicate.delivery.carriers.keeping import Kept
from syndicate.delivery.carriers.mime import MimeMails, unfit
from syndicate.delivery.carriers.one_by_one import NOT_TRIED, carry_each, is_trouble
from syndicate.delivery.carriers.ses.account import allowance_of
from syndicate.delivery.carriers.ses.answers import TEMPLATE_GONE, Break, Fault, Parties, says_already_there, sort_raw
from syndicate.delivery.carriers.ses.bulk import BulkMail, bulk_mail, pairs
from syndicate.delivery.carriers.ses.client import SesClients
from syndicate.delivery.carriers.ses.entries import sort_bulk
from syndicate.delivery.carriers.ses.limits import MAX_ENTRIES, message_fault, tags_fault
from syndicate.delivery.model import Answer, Refused
from syndicate.errors import BadDataError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.delivery.model import Allowance, Mailing, Recipient

log = logging.getLogger(__name__)

#: Opens and clicks are not counted: a mail arrives as it was written, with its own links.
_UNTRACKED: Any = {"Tracking": {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}}


@dataclass(kw_only=True)
class SesCarrier:
    """Hands mails to SES. What is not given here follows boto3's own conventions.

    These are the shared config files, ``AWS_PROFILE``, ``AWS_DEFAULT_REGION``, ``AWS_ENDPOINT_URL``,
    ``AWS_ENDPOINT_URL_SESV2`` and the rest. boto3 is imported, and a wrong set-up found, by the first call. With a
    ``batch_size`` of 1 every mail goes raw; else only what a template cannot say does. A mailing to more than
    ``template_above`` recipients has its template stored by `prepare`. Calls are made by ``clients``, of our own
    making unless others are given.
    """

    name: ClassVar[str] = "ses"
    reaches_people: ClassVar[bool] = True
    answers_at_once: ClassVar[bool] = False

    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None
    configuration_set: str | None = None
    tenant: str | None = None
    endpoint_id: str | None = None
    batch_size: int = MAX_ENTRIES
    template_above: int = 1_000
    connect_timeout_seconds: float = 5.0
    read_timeout_seconds: float = 30.0
    connections: int = 64
    monotonic: Callable[[], float] = SystemClock().monotonic
    clients: SesClients | None = None

    def __post_init__(self) -> None:
        """Make what calls share; nothing is asked of anybody yet."""
        self._mails = MimeMails()
        self._bulks = Kept[BulkMail]()
        self._stored = set[str]()  # templates that SES has, as far as this process knows
        self._clients = self.clients or SesClients(
            region=self.region,
            profile=self.profile,
            endpoint_url=self.endpoint_url,
            connect_timeout_seconds=self.connect_timeout_seconds,
            read_timeout_seconds=self.read_timeout_seconds,
            connections=self.connections,
        )

    @property
    def longest_call_seconds(self) -> float:
        """Two calls: none is begun after the time of one, and several may be needed where bulk cannot carry all."""
        return 2 * self._one_call_seconds

    def prepare(self, mailing: Mailing) -> str | None:
        """Store the template of a large mailing; where that fails, the template goes along with every call."""
        bulk = self._bulk(mailing)
        if self.batch_size == 1 or mailing.mails <= self.template_above or not bulk.can_be_stored:
            return None
        request: Any = {"TemplateName": bulk.name, "TemplateContent": bulk.content}
        reply = self._clients.call(lambda client: client.create_email_template(**request))
        # One of that name has that content: the name is made of it.
        if isinstance(reply, Break) or (isinstance(reply, Fault) and not says_already_there(reply)):
            log.warning("the template %s was not stored, and goes along with every call: %s", bulk.name, reply)
            return None
        self._stored.add(bulk.name)
        return bulk.name

    def carry(self, mailing: Mailing, recipients: Sequence[Recipient]) -> list[Answer]:
        """Hand over what a template can say in one bulk call, then the rest one by one.

        A bulk call that SES refuses as a whole was taken for nobody: one entry may be at fault, or the form of the
        call. So all of it is the rest, and each gets an answer of their own.
        """
        began = self.monotonic()
        entries = self._entries(mailing, recipients)
        carried = [recipient for recipient in recipients if recipient.delivery_id in entries]
        answers = self._carry_bulk(mailing, carried, list(entries.values())) if carried else {}
        rest = [recipient for recipient in recipients if recipient.delivery_id not in answers]
        for recipient, answer in zip(rest, self._carry_rest(mailing, rest, answers, began), strict=True):
            answers[recipient.delivery_id] = answer
        return [answers[recipient.delivery_id] for recipient in recipients]

    def settle(self, delivery_id: str) -> None:
        """Never known: SES cannot be asked whether it took a message whose id we did not hear."""
        del delivery_id

    def allowance(self) -> Allowance:
        """What GetAccount says.

        Raises:
            UnavailableError: SES cannot be asked now, or does not let us ask.
        """
        reply = self._clients.call(lambda client: client.get_account())
        if isinstance(reply, Fault | Break):
            raise _unavailable(reply, "ses:GetAccount")
        allowance = allowance_of(reply)
        if allowance is None:
            message = "SES did not say what it allows: there is no quota in its answer"
            raise UnavailableError(message, code="ses-unavailable", hint="It is asked again by itself.")
        return allowance

    def remove(self, name: str) -> None:
        """Delete the stored template.

        Raises:
            UnavailableError: not now.
        """
        self._stored.discard(name)
        reply = self._clients.call(lambda client: client.delete_email_template(TemplateName=name))
        if isinstance(reply, Break) or (isinstance(reply, Fault) and reply.status != HTTPStatus.NOT_FOUND):
            raise _unavailable(reply, "ses:DeleteEmailTemplate")

    # --- by one call, or one by one --------------------------------------------------

    def _entries(self, mailing: Mailing, recipients: Sequence[Recipient]) -> dict[str, str]:
        """By delivery: the recipients whom a bulk call can carry."""
        bulk = self._bulk(mailing) if self.batch_size > 1 else None
        if bulk is None or bulk.fault:
            return {}
        entries = {to.delivery_id: entry for to in recipients[:MAX_ENTRIES] if (entry := bulk.entry(to))}
        is_fit = bulk.name in self._stored or bulk.is_small_enough(list(entries.values()))
        return entries if is_fit else {}

    def _carry_bulk(self, mailing: Mailing, recipients: Sequence[Recipient], entries: list[str]) -> dict[str, Answer]:
        """By delivery: what became of each; nothing when the call was refused as a whole."""
        bulk = self._bulk(mailing)
        is_stored = bulk.name in self._stored
        request: Any = self._common() | {
            "FromEmailAddress": bulk.sender,
            "ReplyToAddresses": list(bulk.reply_to),
            "DefaultContent": {"Template": bulk.template(is_stored=is_stored)},
        }
        parties = _parties(mailing, recipients)
        reply = self._clients.send_bulk(request, entries)
        answers = sort_bulk(reply, parties)
        if isinstance(reply, Fault) and all(isinstance(answer, Refused) for answer in answers):
            log.warning("SES refused a bulk call, and gets its mails one by one: %s", reply.text)
            return {}
        if is_stored and TEMPLATE_GONE in answers:
            self._stored.discard(bulk.name)
        return {to.delivery_id: answer for to, answer in zip(recipients, answers, strict=True)}

    def _carry_rest(
        self, mailing: Mailing, rest: Sequence[Recipient], answers: Mapping[str, Answer], began: float
    ) -> list[Answer]:
        if any(map(is_trouble, answers.values())):
            return [NOT_TRIED] * len(rest)

        def is_late() -> bool:
            return self.monotonic() - began > self._one_call_seconds

        return carry_each(rest, lambda recipient: self._carry_raw(mailing, recipient), is_late=is_late)

    def _carry_raw(self, mailing: Mailing, recipient: Recipient) -> Answer:
        tags = {"edition": mailing.edition_id, "d": recipient.delivery_id, "a": str(recipient.attempt)}
        try:
            content = self._mails.message(mailing, recipient)
        except BadDataError as error:
            return unfit(error)
        if fault := message_fault(content) or tags_fault(tags.values()):
            return Refused(code="message-unfit", reason=fault, counts=False)
        request: Any = self._common() | {
            "FromEmailAddress": mailing.sender_address,
            "Destination": {"ToAddresses": [recipient.address]},
            "Content": {"Raw": {"Data": content}},
            # Every event about this mail carries them back; they settle what stays uncertain here.
            "EmailTags": pairs(tags),
        }
        [parties] = _parties(mailing, [recipient])
        return sort_raw(self._clients.call(lambda client: client.send_email(**request)), parties)

    def _common(self) -> dict[str, Any]:
        named = {
            "ConfigurationSetName": self.configuration_set,
            "TenantName": self.tenant,
            "EndpointId": self.endpoint_id,
        }
        return {"ConfigurationOverrides": _UNTRACKED, **{name: value for name, value in named.items() if value}}

    def _bulk(self, mailing: Mailing) -> BulkMail:
        return self._bulks.get(mailing.key, lambda: bulk_mail(mailing))

    @property
    def _one_call_seconds(self) -> float:
        """To connect, to hand over, and to hear the whole answer."""
        return 2 * self.connect_timeout_seconds + self.read_timeout_seconds


def _parties(mailing: Mailing, recipients: Sequence[Recipient]) -> list[Parties]:
    addresses = frozenset(recipient.address for recipient in recipients)
    return [
        Parties(sender=mailing.sender_address, recipient=recipient.address, others=addresses)
        for recipient in recipients
    ]


def _unavailable(reply: Fault | Break, action: str) -> UnavailableError:
    reason = reply.text if isinstance(reply, Fault) else reply.message
    hint = f"Is the network there, and do the credentials allow {action}?"
    return UnavailableError(f"{action} failed: {reason}", code="ses-unavailable", hint=hint)
