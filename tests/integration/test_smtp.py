"""SMTP against a real server on loopback: TLS, logins, replies, and connections that end at each moment."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from syndicate.delivery.carriers.smtp import SmtpCarrier
from syndicate.delivery.model import Accepted, Answer, Refused, Stop, TryLater, Uncertain
from tests.carriers import MAILING, a_mailing, a_recipient
from tests.smtp_server import PASSWORD, USER, MailServer, certificate, mail_server

THREE = [a_recipient("d1"), a_recipient("d2"), a_recipient("d3")]


def _carrier(server: MailServer, **given: Any) -> SmtpCarrier:
    options: dict[str, Any] = {"host": "127.0.0.1", "security": "none", "timeout_seconds": 10.0}
    return SmtpCarrier(port=server.port, **(options | given))


def _kinds(answers: list[Answer]) -> list[type]:
    return [type(answer) for answer in answers]


def test_mails_leave_over_one_connection_from_the_sender_to_one_recipient_each() -> None:
    with mail_server() as server:
        carrier = _carrier(server)
        assert _kinds(carrier.carry(MAILING, THREE)) == [Accepted] * 3
        assert _kinds(carrier.carry(MAILING, THREE[:1])) == [Accepted]
        assert server.envelopes[:2] == [
            ("news@example.com", ["d1@example.com"]),
            ("news@example.com", ["d2@example.com"]),
        ]
        assert len(server.sessions) == 1


def test_lines_that_begin_with_a_dot_arrive_as_they_were() -> None:
    with mail_server() as server:
        mailing = a_mailing(text=".\n..\n.a\n{{unsubscribe_url}}\n" + "ü.\n" * 3)
        assert _kinds(_carrier(server).carry(mailing, THREE[:1])) == [Accepted]
        from tests.carriers import read

        assert read(server.mails[0]).text.startswith(".\n..\n.a\nhttps://")


@pytest.mark.parametrize(
    ("command", "reply", "kinds"),
    [
        ("RCPT", "550 no such user", [Refused, Accepted, Accepted]),
        ("RCPT", "450 later", [TryLater, Accepted, Accepted]),
        ("DATA", "554 spam", [Refused, Accepted, Accepted]),
        ("DATA", "452 full", [TryLater, Accepted, Accepted]),
        ("MAIL", "553 not your sender", [Stop, Stop, Stop]),
        ("MAIL", "451 busy", [TryLater, TryLater, TryLater]),
        ("RCPT", "421 closing", [TryLater, TryLater, TryLater]),
        ("MAIL", "530 log in", [Stop, Stop, Stop]),
    ],
)
def test_a_reply_is_sorted_by_its_code_and_its_moment(command: str, reply: str, kinds: list[type]) -> None:
    with mail_server(replies={command: [reply]}) as server:
        carrier = _carrier(server)
        assert _kinds(carrier.carry(MAILING, THREE)) == kinds
        assert len(server.mails) == kinds.count(Accepted)
        assert _kinds(carrier.carry(MAILING, THREE)) == [Accepted] * 3


def test_a_connection_that_ends_before_the_acknowledgement_leaves_one_mail_in_doubt() -> None:
    with mail_server(hangs_up_after_data=True) as server:
        first, second, third = _carrier(server).carry(MAILING, THREE)
        assert isinstance(first, Uncertain)
        assert _kinds([second, third]) == [TryLater, TryLater]
        assert len(server.mails) == 1


@pytest.mark.parametrize("reply", ["354 go on", "150 wait", "999 what", "queued", "\0\0\0", "250 " + 9_000 * "x"])
def test_what_is_neither_yes_nor_no_after_the_content_leaves_the_mail_in_doubt(reply: str) -> None:
    with mail_server(replies={"TAKEN": [reply]}) as server:
        carrier = _carrier(server)
        first, second = carrier.carry(MAILING, THREE[:2])
        assert isinstance(first, Uncertain)
        assert isinstance(second, TryLater)
        assert _kinds(carrier.carry(MAILING, THREE[1:2])) == [Accepted]
        assert len(server.mails) == 2


def test_a_server_that_answers_drop_by_drop_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as other:
        dripping = other.submit(_drip, listener)
        carrier = _carrier(MailServer(port=listener.getsockname()[1]), timeout_seconds=0.5)
        began_at = monotonic()
        [answer] = carrier.carry(MAILING, THREE[:1])
        assert isinstance(answer, TryLater)
        assert monotonic() - began_at < carrier.longest_call_seconds
        assert dripping.result() < 200


def _drip(listener: socket.socket) -> int:
    """Greet with a line that takes twenty seconds; how many bytes of it were said until nobody listened any more."""
    talk, _ = listener.accept()
    with talk:
        talk.settimeout(0.1)
        for count in range(200):
            talk.sendall(b"2")
            with suppress(TimeoutError):
                if talk.recv(100) == b"":
                    return count
    return 200


def test_a_kept_connection_that_the_server_ended_is_replaced() -> None:
    with mail_server() as server:
        carrier = _carrier(server)
        carrier.carry(MAILING, THREE[:1])
        server.hang_up()
        assert _kinds(carrier.carry(MAILING, THREE[1:])) == [Accepted, Accepted]
        assert len(server.sessions) == 2


def test_a_server_that_is_not_there_or_says_nothing_leaves_no_doubt() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = MailServer(port=silent.getsockname()[1])
        [answer] = _carrier(server, timeout_seconds=0.3).carry(MAILING, THREE[:1])
    assert isinstance(answer, TryLater)
    [answer] = _carrier(server).carry(MAILING, THREE[:1])
    assert isinstance(answer, TryLater)
    assert not answer.counts
    assert f"127.0.0.1:{server.port} ([delivery.smtp] host, port) was lost while connecting" in answer.reason


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_tls_and_a_login(tmp_path: Path, security: Any) -> None:
    theirs, ours = certificate(tmp_path)
    with mail_server(theirs, is_implicit=security == "tls") as server:
        login = {"host": "localhost", "security": security, "tls": ours, "user": USER, "password": PASSWORD}
        assert _kinds(_carrier(server, **login).carry(MAILING, THREE[:1])) == [Accepted]
        assert server.user == USER.encode()
        [answer] = _carrier(server, **(login | {"password": "wrong"})).carry(MAILING, THREE[:1])
        assert isinstance(answer, Stop)
        assert "PASSWORD" in answer.hint
        assert "wrong" not in answer.reason


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_is_not_theirs_stops_before_anything_is_said(tmp_path: Path, security: Any) -> None:
    theirs, _ = certificate(tmp_path)
    with mail_server(theirs, is_implicit=security == "tls") as server:
        [answer] = _carrier(server, host="localhost", security=security, user=USER, password=PASSWORD).carry(
            MAILING, THREE[:1]
        )
        assert isinstance(answer, Stop)
        assert server.user is None
        assert server.mails == []


def test_a_server_without_starttls_gets_no_mail_in_the_clear() -> None:
    with mail_server() as server:
        [answer] = _carrier(server, security="starttls").carry(MAILING, THREE[:1])
        assert isinstance(answer, Stop)
        assert "STARTTLS" in answer.reason
        assert server.mails == []


def test_connections_are_as_many_as_calls_at_once() -> None:
    with mail_server() as server:
        carrier = _carrier(server)
        calls = [threading.Thread(target=carrier.carry, args=(MAILING, [a_recipient(f"d{n}")])) for n in range(6)]
        for call in calls:
            call.start()
        for call in calls:
            call.join()
        assert len(server.mails) == 6
        assert len(server.sessions) <= 6
