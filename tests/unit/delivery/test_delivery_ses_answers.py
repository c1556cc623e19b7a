from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.carriers.ses.answers import (
    TEMPLATE_GONE,
    Break,
    Fault,
    Parties,
    sort_break,
    sort_fault,
    sort_raw,
    sort_set_up,
)
from syndicate.delivery.model import Accepted, Refused, Stop, TryLater, Uncertain

PARTIES = Parties(
    sender="news@example.com", recipient="ann@example.org", others=frozenset({"ann@example.org", "bo@example.net"})
)


def _fault(status: int, code: str, message: str = "") -> Fault:
    return Fault(status=status, code=code, message=message)


def _break(*kinds: str, tls_reason: str = "") -> Break:
    return Break(kinds=frozenset({*kinds, "BotoCoreError"}), message="it broke", tls_reason=tls_reason)


def test_a_200_with_an_id_is_accepted() -> None:
    assert sort_raw({"MessageId": "0102"}, PARTIES) == Accepted(message_id="0102")


@pytest.mark.parametrize("response", [{}, {"MessageId": ""}, {"MessageId": None}, {"MessageId": 7}])
def test_a_200_without_an_id_proves_nothing(response: dict[str, object]) -> None:
    assert isinstance(sort_raw(response, PARTIES), Uncertain)


@pytest.mark.parametrize(
    "fault",
    [
        _fault(429, "TooManyRequestsException", "Maximum sending rate exceeded."),
        _fault(400, "Throttling", "Maximum sending rate exceeded."),
        _fault(400, "ThrottlingException", "Rate exceeded"),
        _fault(503, "ThrottlingException", "Rate exceeded"),
        _fault(429, "429"),
    ],
)
def test_a_throttled_answer_in_any_spelling_is_tried_again_and_blames_no_recipient(fault: Fault) -> None:
    found = sort_fault(fault)
    assert isinstance(found, TryLater)
    assert not found.counts


@pytest.mark.parametrize("code", ["TooManyRequestsException", "ThrottlingException", "Throttling"])
def test_the_daily_quota_stops_the_run_though_its_code_is_the_rates(code: str) -> None:
    found = sort_fault(_fault(429, code, "Daily message quota exceeded."))
    assert isinstance(found, Stop)
    assert found.wait_seconds == 3600


@pytest.mark.parametrize(
    "fault",
    [
        _fault(400, "AccountSuspendedException"),
        _fault(400, "SendingPausedException"),
        _fault(400, "MailFromDomainNotVerifiedException"),
        _fault(400, "LimitExceededException"),
        _fault(404, "NotFoundException", "Configuration set <x> does not exist."),
        _fault(400, "BadRequestException", "Configuration set <x> does not exist."),
        _fault(400, "MessageRejected", "Email address is not verified. The following identities failed …"),
        _fault(403, "AccessDeniedException"),
        _fault(403, "SomethingNewException"),
        _fault(403, "InvalidSignatureException"),
        _fault(400, "ExpiredTokenException"),
        _fault(404, "404", "<html>"),
        _fault(413, "413"),
        Fault(status=500, code="InternalFailure", message="", operation="AssumeRole"),
    ],
)
def test_what_every_other_recipient_would_meet_too_stops_the_run_with_a_hint(fault: Fault) -> None:
    found = sort_fault(fault)
    assert isinstance(found, Stop)
    assert found.hint


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException", "SomethingNewException"])
def test_any_other_4xx_is_this_recipients_for_good(code: str) -> None:
    assert sort_fault(_fault(400, code, "no")) == Refused(code=code, reason="no")


def _unverified(*identities: str) -> Fault:
    text = "Email address is not verified. The following identities failed the check in region EU-WEST-1: "
    return _fault(400, "MessageRejected", text + ", ".join(identities))


def test_a_recipient_whom_the_sandbox_does_not_know_is_refused_alone() -> None:
    assert isinstance(sort_fault(_unverified("Ann@example.org"), PARTIES), Refused)
    assert isinstance(sort_fault(_unverified("bo@example.net"), PARTIES), TryLater)


@pytest.mark.parametrize(
    "identities", [["news@example.com"], ["example.com"], ["ann@example.org", "news@example.com"], ["mail.example.com"]]
)
def test_a_sender_who_is_not_verified_stops_the_run(identities: list[str]) -> None:
    assert isinstance(sort_fault(_unverified(*identities), PARTIES), Stop)


def test_a_template_that_is_gone_is_no_fault_of_anybodys() -> None:
    assert sort_fault(_fault(404, "NotFoundException", "Template syndicate-1 does not exist"), PARTIES) == TEMPLATE_GONE
    assert sort_fault(_fault(400, "BadRequestException", "Template not found: x"), PARTIES) == TEMPLATE_GONE


@pytest.mark.parametrize("code", ["RequestTimeout", "RequestTimeoutException"])
def test_a_request_that_was_not_read_in_time_is_tried_again_but_not_for_ever(code: str) -> None:
    assert sort_fault(_fault(408, code, "too slow")) == TryLater(reason=f"{code}: too slow")


@given(
    status=st.integers(500, 599) | st.integers(0, 399),
    code=st.sampled_from(["InternalServiceErrorException", "MessageRejected", "AccessDenied", "502", ""]),
)
def test_whatever_a_5xx_says_the_mail_may_have_been_accepted(status: int, code: str) -> None:
    assert isinstance(sort_fault(_fault(status, code, "oh")), Uncertain)


@pytest.mark.parametrize("kind", ["EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError"])
def test_a_connection_that_never_stood_is_tried_again(kind: str) -> None:
    found = sort_break(_break(kind))
    assert isinstance(found, TryLater)
    assert not found.counts


def test_a_handshake_that_failed_came_before_the_request() -> None:
    assert isinstance(sort_break(_break("SSLError", tls_reason="CERTIFICATE_VERIFY_FAILED")), TryLater)


@pytest.mark.parametrize("tls_reason", ["", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "UNEXPECTED_EOF_WHILE_READING"])
def test_tls_that_broke_at_an_unknown_moment_leaves_the_mail_uncertain(tls_reason: str) -> None:
    assert isinstance(sort_break(_break("SSLError", tls_reason=tls_reason)), Uncertain)


@pytest.mark.parametrize(
    "kind", ["ReadTimeoutError", "ConnectionClosedError", "HTTPClientError", "ResponseParserError", "NeverHeardOf"]
)
def test_an_answer_that_was_lost_leaves_the_mail_uncertain(kind: str) -> None:
    assert isinstance(sort_break(_break(kind)), Uncertain)


@pytest.mark.parametrize("kind", ["NoCredentialsError", "BaseEndpointResolverError", "ProfileNotFound", "SSOError"])
def test_a_missing_set_up_stops_the_run_with_a_hint(kind: str) -> None:
    found = sort_break(_break(kind))
    assert isinstance(found, Stop)
    assert found.hint
    assert found == sort_set_up(_break(kind))


def test_a_client_that_cannot_be_made_stops_the_run_whatever_the_reason() -> None:
    assert sort_set_up(_break("ValueError")).hint


@pytest.mark.parametrize("reason", ["NO_CERTIFICATE_OR_CRL_FOUND", "BAD_BASE64_DECODE", "X509"])
def test_certificates_that_cannot_be_read_stop_the_run(reason: str) -> None:
    assert isinstance(sort_break(_break("SSLError", tls_reason=reason)), Stop)


@pytest.mark.parametrize("cause", ["FileNotFoundError", "PermissionError", "IsADirectoryError"])
def test_a_bundle_of_certificates_that_cannot_be_opened_stops_the_run(cause: str) -> None:
    fault = Break(kinds=frozenset({"SSLError", "BotoCoreError"}), message="no", causes=frozenset({cause, "OSError"}))
    assert isinstance(sort_break(fault), Stop)


@pytest.mark.parametrize("cause", ["ConnectionResetError", "TimeoutError", "OSError"])
def test_a_socket_that_broke_under_tls_leaves_the_mail_uncertain(cause: str) -> None:
    fault = Break(kinds=frozenset({"SSLError", "BotoCoreError"}), message="no", causes=frozenset({cause, "OSError"}))
    assert isinstance(sort_break(fault), Uncertain)


def test_a_header_that_cannot_be_sent_stops_the_run_without_quoting_it() -> None:
    message = "An HTTP Client raised an unhandled exception: Invalid header value b'hush\\n'"
    found = sort_break(Break(kinds=frozenset({"HTTPClientError"}), message=message, causes=frozenset({"ValueError"})))
    assert isinstance(found, Stop)
    assert "hush" not in found.reason + found.hint


def test_whatever_broke_before_there_was_a_client_stops_the_run() -> None:
    broken = Break(kinds=frozenset({"ReadTimeoutError"}), message="no", is_before=True)
    assert isinstance(sort_raw(broken, PARTIES), Stop)


def test_a_signature_that_is_not_installed_is_named() -> None:
    stop = sort_break(_break("MissingDependencyException"))
    assert isinstance(stop, Stop)
    assert "aws-crt" in stop.hint


def test_a_message_that_boto3_will_not_even_send_is_refused() -> None:
    assert isinstance(sort_break(_break("ParamValidationError")), Refused)
