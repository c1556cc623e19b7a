"""What an answer of Amazon SES to a whole call, or the lack of one, says about one message. Pure.

One question decides: can SES have accepted the message? Only where it certainly has not
may the message be sent again, because SES has no idempotency token: the same mail handed
over twice is two mails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from syndicate.delivery.model import Accepted, Answer, Refused, Stop, TryLater, Uncertain


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """An error answer of SES: HTTP status, the error's code and text, and the call that it answers."""

    status: int
    code: str
    message: str
    operation: str = "SendEmail"

    @property
    def text(self) -> str:
        """Code and message."""
        return f"{self.code}: {self.message}" if self.message else self.code


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """No answer at all: ``kinds`` are the names of the error's class and its ancestors.

    ``tls_reason`` is OpenSSL's word for what went wrong, if TLS did, or the name of its library where
    it did. ``causes`` are the names of the classes of the errors that lie beneath, and of their
    ancestors. ``is_before``: there was no client yet to make a call with.
    """

    kinds: frozenset[str]
    message: str
    tls_reason: str = ""
    causes: frozenset[str] = frozenset()
    is_before: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Parties:
    """Whom a mail is from and to, and to whom the other mails of the same call are: bare addresses."""

    sender: str
    recipient: str
    others: frozenset[str] = frozenset()


_THROTTLED = frozenset(
    {
        "TooManyRequestsException",
        "ThrottlingException",
        "Throttling",
        "ThrottledException",
        "RequestThrottled",
        "RequestThrottledException",
        "RequestLimitExceeded",
        "ProvisionedThroughputExceededException",
    }
)

_NOT_ALLOWED = "Allow these credentials ses:SendEmail, ses:SendRawEmail, ses:SendBulkEmail for the sender's identity."

#: Codes by which the account, the identity or the set-up is refused, not the message; with what to do about it.
STOPPING: Mapping[str, str] = {
    "AccountSuspendedException": "Amazon has suspended sending for this account; read its mail and the SES console.",
    "SendingPausedException": "Sending is paused for this account or configuration set; resume it in the SES console.",
    "MailFromDomainNotVerifiedException": "The custom MAIL FROM domain is not verified; see its DNS records in SES.",
    "NotFoundException": "Check ses configuration_set and the region: SES does not know what was named.",
    "LimitExceededException": "A limit of the account is reached; see Service Quotas in the AWS console.",
    "AccessDeniedException": _NOT_ALLOWED,
    "AccessDenied": _NOT_ALLOWED,
    "UnrecognizedClientException": "The access key is not valid, or not for this partition.",
    "InvalidClientTokenId": "The access key is not valid, or not for this partition.",
    "InvalidSignatureException": "The secret key is wrong, or this machine's clock is.",
    "SignatureDoesNotMatch": "The secret key is wrong, or this machine's clock is.",
    "RequestExpired": "This machine's clock is wrong.",
    "ExpiredTokenException": "The temporary credentials have expired; get new ones.",
    "ExpiredToken": "The temporary credentials have expired; get new ones.",
    "OptInRequired": "This account has not been opened for SES in this region.",
}

#: Codes by which what signed the call was refused: the next call is to be signed with what is there then.
CREDENTIALS_REFUSED = frozenset(
    {
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "ExpiredTokenException",
        "ExpiredToken",
    }
)

#: The calls that hand over mail.
_SENDING = frozenset({"SendEmail", "SendBulkEmail"})

#: What is said when a stored template is gone: nobody got the mail, and the next call has the template in it.
TEMPLATE_GONE = TryLater(reason="the stored template is not there", counts=False)

_SANDBOX = (
    "Verify the sender's domain in this region. In the sandbox every recipient must be verified too: "
    "ask for production access."
)

_UNVERIFIED = re.compile(r"not verified\b.*?\bregion [A-Za-z0-9-]+: *(.+)", re.IGNORECASE | re.DOTALL)

_NOT_SES = "Check the region and the endpoint's address, and any proxy: what answered there does not take mail."

#: Errors that are raised before a byte of the request has left, because something is not set up.
NOT_SET_UP: Mapping[str, str] = {
    "NoCredentialsError": "Give credentials by AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role.",
    "PartialCredentialsError": "Give both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    "CredentialRetrievalError": "The credentials could not be fetched; try: aws sts get-caller-identity",
    "UnknownCredentialError": "The profile names a source of credentials that is not known.",
    "TokenRetrievalError": "The single sign-on token cannot be had; run: aws sso login",
    "SSOError": "The single sign-on session has ended; run: aws sso login",
    "LoginError": "The sign-in session has ended; run: aws login",
    "BaseEndpointResolverError": "Give a region, by [delivery.ses] region or AWS_DEFAULT_REGION.",
    "EndpointProviderError": "Check the region, and AWS_ENDPOINT_URL_SESV2 if it is set.",
    "InvalidRegionError": "Check [delivery.ses] region.",
    "ProfileNotFound": "Check [delivery.ses] profile, or AWS_PROFILE, against the file ~/.aws/config.",
    "ConfigNotFound": "Check AWS_CONFIG_FILE.",
    "ConfigParseError": "Mend the file ~/.aws/config.",
    "InvalidConfigError": "Mend the file ~/.aws/config.",
    "InvalidProxiesConfigError": "Check HTTPS_PROXY.",
    "MissingDependencyException": "For endpoint_id, install another signature: pip install 'syndicate[aws-crt]'",
}

#: Errors of connecting: no byte of the request can have reached SES.
_NOT_CONNECTED = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError"})

#: OpenSSL's reasons that end a handshake, and so come before the request.
_HANDSHAKE = frozenset(
    {
        "CERTIFICATE_VERIFY_FAILED",
        "WRONG_VERSION_NUMBER",
        "UNSUPPORTED_PROTOCOL",
        "NO_PROTOCOLS_AVAILABLE",
        "NO_SHARED_CIPHER",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "TLSV1_UNRECOGNIZED_NAME",
    }
)


#: OpenSSL's reasons for certificates that cannot be read from their file.
_NO_CERTIFICATES = frozenset(
    {"NO_CERTIFICATE_OR_CRL_FOUND", "NO_START_LINE", "BAD_END_LINE", "BAD_BASE64_DECODE", "X509", "PEM"}
)

#: What opening a file raises, and a socket never does.
_NO_FILE = frozenset({"FileNotFoundError", "PermissionError", "IsADirectoryError", "NotADirectoryError"})

#: How long the day's quota is waited for. It is counted over 24 hours that move, so room comes by and by.
QUOTA_WAIT = 3600.0


def sort_raw(reply: Mapping[str, Any] | Fault | Break, parties: Parties) -> Answer:
    """Sort what came of a call for one mail. A 200 without an id proves nothing: a body cut half-way looks just so."""
    if isinstance(reply, Fault):
        return sort_fault(reply, parties)
    if isinstance(reply, Break):
        return sort_break(reply)
    message_id = reply.get("MessageId")
    if isinstance(message_id, str) and message_id:
        return Accepted(message_id=message_id)
    return Uncertain(reason="SES answered 200 without a message id")


def sort_fault(fault: Fault, parties: Parties | None = None) -> Answer:
    """Sort an error answer.

    A throttled answer promises that nothing was accepted, a 4xx too. A 5xx promises
    nothing.
    """
    reason = fault.text
    if fault.operation not in _SENDING:
        hint = "The credentials cannot be had with this profile."
        return Stop(reason=f"{fault.operation} failed: {reason}", hint=hint)
    if fault.code in _THROTTLED or fault.status == HTTPStatus.TOO_MANY_REQUESTS:
        return throttled(fault.message, reason)
    if not HTTPStatus.BAD_REQUEST <= fault.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Uncertain(reason=f"SES answered {fault.status}, {reason}")
    return _final(fault, parties)


def _final(fault: Fault, parties: Parties | None) -> Answer:
    """Sort a 4xx: SES has not taken the mail; the question is whose fault that is."""
    if is_template_gone(fault.message):
        return TEMPLATE_GONE
    if parties and (answer := sort_unverified(fault.code, fault.message, parties)):
        return answer
    if hint := _stop_hint(fault):
        return Stop(reason=fault.text, hint=hint)
    if fault.code in {"RequestTimeout", "RequestTimeoutException"}:
        return TryLater(reason=fault.text)
    return Refused(code=fault.code, reason=fault.message)


def says_already_there(fault: Fault) -> bool:
    """Whether there is a thing of the name that was to be given."""
    return fault.code == "AlreadyExistsException" or "already exists" in fault.message


def is_template_gone(message: str) -> bool:
    """Whether SES says that it has no template of the name that was given."""
    return re.search(r"template\b.*\b(does not exist|not found)", message, re.IGNORECASE) is not None


def sort_unverified(code: str, message: str, parties: Parties) -> Answer | None:
    """Sort “not verified” by the identities that SES names; ``None`` when it is not about them.

    In the sandbox every recipient must be verified: one who is not is refused alone. An unverified sender stops all.
    """
    named = _UNVERIFIED.search(message)
    if not named:
        return None
    identities = {identity.strip().lower() for identity in named[1].rstrip(". ").split(",")}
    if identities & _identities(parties.recipient) and not identities & _identities(parties.sender):
        return Refused(code=code, reason=message)
    if identities <= {identity for other in parties.others for identity in _identities(other)}:
        return TryLater(reason="SES refused the call for another recipient's sake", counts=False)
    return Stop(reason=f"{code}: {message}", hint=_SANDBOX)


def _identities(address: str) -> set[str]:
    return {address.lower(), address.rpartition("@")[2].lower()}


def sort_set_up(fault: Break) -> Stop:
    """Sort an error from making the client, before there was a message to speak of."""
    hints = [hint for kind, hint in NOT_SET_UP.items() if kind in fault.kinds]
    return Stop(
        reason=fault.message,
        hint=hints[0]
        if hints
        else "Check the settings of [delivery.ses] and boto3's own; try: aws sts get-caller-identity",
    )


def sort_break(fault: Break) -> Answer:
    """Sort an exchange that ended without an answer: before the request, or after its first byte."""
    if fault.is_before or not fault.kinds.isdisjoint(NOT_SET_UP):
        return sort_set_up(fault)
    if "HTTPClientError" in fault.kinds and "Invalid header value" in fault.message:
        # Not quoted: the header is made of the credentials.
        hint = "A credential has a line break in it, often the last character of a file: take it out."
        return Stop(reason="the request cannot be signed with these credentials", hint=hint)
    if fault.tls_reason in _NO_CERTIFICATES or ("SSLError" in fault.kinds and fault.causes & _NO_FILE):
        hint = "AWS_CA_BUNDLE, or ca_bundle in ~/.aws/config, must name a readable file of PEM certificates."
        return Stop(reason=fault.message, hint=hint)
    if "ParamValidationError" in fault.kinds:
        return Refused(code="invalid-parameter", reason=fault.message)
    if fault.kinds & _NOT_CONNECTED or fault.tls_reason in _HANDSHAKE:
        return TryLater(reason=f"SES cannot be reached: {fault.message}", counts=False)
    return Uncertain(reason=f"the answer was lost: {fault.message}")


def throttled(message: str, reason: str) -> Answer:
    """Sort a throttled answer. Rate and day's quota come with the same code; only the text tells them apart."""
    if "quota" in message.lower() or "daily" in message.lower():
        hint = "The account's 24-hour quota is used up. The rest stays pending and goes on as the window frees room."
        return Stop(reason=reason, hint=hint, wait_seconds=QUOTA_WAIT)
    return TryLater(reason=reason, wait_seconds=1.0, counts=False)


def _stop_hint(fault: Fault) -> str:
    if fault.code in STOPPING:
        return STOPPING[fault.code]
    text = fault.message.lower()
    if "not verified" in text:
        return _SANDBOX
    if "configuration set" in text:
        return STOPPING["NotFoundException"]
    if fault.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return STOPPING["AccessDeniedException"]
    # An error of SES has a name; a bare number is botocore's word for an answer in no form of Amazon's.
    return _NOT_SES if not fault.code or fault.code.isdigit() else ""
