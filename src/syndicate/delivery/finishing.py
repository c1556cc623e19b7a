"""From a claim to the finished message that a carrier takes."""

from __future__ import annotations

from email.parser import BytesHeaderParser
from email.policy import default as header_policy
from typing import TYPE_CHECKING

from syndicate.delivery.model import Delivery, Message, Refused
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from email.headerregistry import Address


def finished(claim: Delivery, compose: Callable[[Delivery], bytes]) -> Message | Refused:
    """The message of a claim, or our own refusal to send what cannot be one."""
    try:
        content = compose(claim)
        return Message(
            delivery_id=claim.id,
            edition_id=claim.edition_id,
            sender_address=_sender_of(content),
            recipient_address=claim.address,
            content=content,
        )
    except BadDataError as error:
        return Refused(code=error.code, reason=str(error), counts=False)


def _sender_of(content: bytes) -> str:
    """The bare address of the From header: the message itself says who sends it, and nothing else can differ."""
    header = BytesHeaderParser(policy=header_policy).parsebytes(content)["from"]
    addresses: Sequence[Address] = getattr(header, "addresses", ())
    if len(addresses) != 1 or not addresses[0].domain:
        message = "the mail has no From header with one address"
        raise BadDataError(
            message, code="mail-no-sender", hint="Give the newsletter a sender: Name <name@example.com>."
        )
    return addresses[0].addr_spec
