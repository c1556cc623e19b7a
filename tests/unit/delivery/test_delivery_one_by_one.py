from __future__ import annotations

import pytest

from syndicate.delivery.carriers.one_by_one import NOT_TRIED, carry_each
from syndicate.delivery.carriers.smtp_replies import SmtpMoment, SmtpReply, sort_lost, sort_reply
from syndicate.delivery.model import Accepted, Answer, Refused, Stop, TryLater, Uncertain
from tests.carriers import a_recipient

DONE, NO, BUSY = Accepted(message_id="1"), Refused(code="550", reason="no"), TryLater(reason="busy")
STOP, LOST, AWAY = Stop(reason="stop"), Uncertain(reason="lost"), TryLater(reason="away", counts=False)


def _carry(*answers: Answer, late_after: int = 9) -> list[Answer]:
    waiting = list(answers)
    everybody = [a_recipient(f"d{number}") for number in range(3)]

    def is_late() -> bool:
        return len(answers) - len(waiting) >= late_after

    return carry_each(everybody, lambda _: waiting.pop(0), is_late=is_late)


@pytest.mark.parametrize("answer", [DONE, NO, BUSY])
def test_after_an_answer_about_the_recipient_the_next_one_is_tried(answer: Answer) -> None:
    assert _carry(answer, answer, DONE) == [answer, answer, DONE]


def test_after_trouble_of_the_carriers_nobody_else_is_tried() -> None:
    assert _carry(DONE, LOST) == [DONE, LOST, NOT_TRIED]
    assert _carry(AWAY) == [AWAY, NOT_TRIED, NOT_TRIED]
    assert _carry(STOP) == [STOP, STOP, STOP]


def test_when_it_is_late_nobody_else_is_tried() -> None:
    assert _carry(DONE, late_after=1) == [DONE, NOT_TRIED, NOT_TRIED]


ABOUT_US = [SmtpMoment.GREETING, SmtpMoment.SENDER]
ABOUT_THEM = [SmtpMoment.RECIPIENT, SmtpMoment.CONTENT]


def _reply(code: int, moment: SmtpMoment) -> Answer:
    return sort_reply(SmtpReply(code=code, text="no", moment=moment))


@pytest.mark.parametrize("moment", ABOUT_THEM)
def test_a_no_about_a_recipient_is_for_now_or_for_good(moment: SmtpMoment) -> None:
    assert _reply(451, moment) == TryLater(reason=f"451 no ({moment.value})")
    assert _reply(550, moment) == Refused(code="550", reason="no")


@pytest.mark.parametrize("moment", ABOUT_US)
def test_a_no_about_us_stops_or_is_waited_out(moment: SmtpMoment) -> None:
    later, stop = _reply(451, moment), _reply(554, moment)
    assert isinstance(later, TryLater)
    assert not later.counts
    assert isinstance(stop, Stop)
    assert stop.hint


@pytest.mark.parametrize("code", [530, 534, 535, 538])
@pytest.mark.parametrize("moment", SmtpMoment)
def test_a_login_that_is_wanted_or_refused_stops_whenever_it_is_said(code: int, moment: SmtpMoment) -> None:
    assert isinstance(_reply(code, moment), Stop)


@pytest.mark.parametrize("moment", SmtpMoment)
def test_a_server_that_closes_blames_nobody(moment: SmtpMoment) -> None:
    answer = _reply(421, moment)
    assert isinstance(answer, TryLater)
    assert not answer.counts


@pytest.mark.parametrize("moment", SmtpMoment)
def test_a_lost_connection_leaves_a_doubt_only_once_the_mail_was_on_its_way(moment: SmtpMoment) -> None:
    answer = sort_lost(moment, "reset", "mail.example.com:587")
    assert isinstance(answer, Uncertain) == (moment is SmtpMoment.CONTENT)
    assert isinstance(answer, Uncertain) or not getattr(answer, "counts", True)
