"""What editors write, as it is noted: clean, short enough to be mailed, or refused."""

from __future__ import annotations

import pytest

from syndicate.digests.drafts.model import DraftWish, Verb
from syndicate.digests.drafts.texts import with_fit_text
from syndicate.errors import BadDataError


def noted(verb: Verb, text: str) -> object:
    return with_fit_text(DraftWish(verb=verb, value=text)).value


@pytest.mark.parametrize("verb", [Verb.SUBJECT, Verb.PREHEADER, Verb.INTRODUCTION, Verb.HOLD])
def test_blanks_alone_take_a_text_back(verb: Verb) -> None:
    assert noted(verb, " \n\t ") is None


@pytest.mark.parametrize("verb", [Verb.SUBJECT, Verb.PREHEADER, Verb.HOLD])
def test_a_text_is_one_line_without_what_no_database_takes(verb: Verb) -> None:
    assert noted(verb, "a\nBcc: x@y.example\r\n\x00\udcffb {lead}") == "a Bcc: x@y.example b {lead}"


@pytest.mark.parametrize("verb", [Verb.SUBJECT, Verb.PREHEADER, Verb.HOLD])
def test_a_line_that_would_fill_the_mail_is_refused(verb: Verb) -> None:
    assert noted(verb, "x" * 250) == "x" * 250
    with pytest.raises(BadDataError, match="at most 250"):
        noted(verb, "x" * 251)


def test_an_introduction_keeps_its_lines_and_is_refused_when_it_is_all_headings() -> None:
    assert noted(Verb.INTRODUCTION, "One\r\n\n\udcffTwo\n") == "One\n\nTwo"
    with pytest.raises(BadDataError, match="at most 200"):
        noted(Verb.INTRODUCTION, "# head\n\n> " * 300)


def test_other_wishes_are_as_they_were() -> None:
    order = DraftWish(verb=Verb.ORDER, value=["a", "b"])
    assert with_fit_text(order) is order
