"""Addresses that are told at a glance to be right are those that the whole look takes, and come out the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.text import mailboxes
from syndicate.text.mailboxes import Mailbox, read_mailbox

NOTHING = re.compile("(?!)")
PARTS = st.text(st.sampled_from("aZ09.-_+%'xn@ \u00fc"), max_size=12)


def looked_at_whole(written: str) -> Mailbox | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mailboxes, "_PLAIN", NOTHING)
        return at_a_glance(written)


def at_a_glance(written: str) -> Mailbox | None:
    try:
        return read_mailbox(written)
    except BadDataError:
        return None


@given(st.builds("{}@{}.{}".format, PARTS, PARTS, PARTS) | st.emails())
def test_a_glance_and_the_whole_look_say_the_same(written: str) -> None:
    assert at_a_glance(written) == looked_at_whole(written)


@pytest.mark.parametrize(
    "written",
    [
        *("Ann.Lee+x@Example.ORG", "a@b-c.example", "a@xn--bcher-kva.example", "a@xn--a.example", "a@ab--c.example"),
        *("a@-b.example", "a@b-.example", "a@b.c", "a@b.123", "a@1.2.3.4", "a..b@c.example", ".a@b.example"),
        *("a@b.example.", "a@b..example", "a@b.example\n", "a@b.xn--p1ai", f"{'a' * 64}@b.example", f"a@{'b' * 64}.de"),
        *("a@localhost", "a@b.de-", "a@b.d-e", "a@b.example ", "a_b@c_d.example"),
    ],
)
def test_a_glance_says_the_same_of_what_is_odd(written: str) -> None:
    assert at_a_glance(written) == looked_at_whole(written)
