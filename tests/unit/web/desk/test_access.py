from __future__ import annotations

from datetime import timedelta

import pytest

from syndicate.errors import BadDataError
from syndicate.web.desk.access import passwords
from syndicate.web.desk.access.limits import in_words, wait_after
from syndicate.web.desk.access.ways import login_to, own_path


def test_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(tries, 5).total_seconds() for tries in (1, 4, 5, 6, 7, 14, 15, 500, 10**9)]
    assert waits == [0, 0, 1, 2, 4, 512, 900, 900, 900]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "a second"), (1, "2 seconds"), (0.5, "a second"), (98, "99 seconds"), (99, "2 minutes"), (899, "15 minutes")],
)
def test_a_wait_is_told_no_shorter_than_it_is(seconds: float, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize("path", ["/", "/articles/x?a=1&b=%22#c", "/a//b", "/loginpage"])
def test_a_page_of_ours_is_led_back_to(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize("path", ["//evil", "/\\evil", "\\/evil", "/\n/evil", " /x", "x", "/login#a", "/enter?token=a"])
def test_anything_else_leads_to_the_first_page(path: str) -> None:
    assert own_path(path) == "/"


def test_a_path_keeps_its_query_on_the_way_through_the_login() -> None:
    assert login_to("/a?b=1&c=;") == "/login?to=/a%3Fb%3D1%26c%3D%3B"


def test_a_password_is_told_by_its_letters_however_they_are_composed() -> None:
    kept = passwords.hashed("zwölf Fähren am Morgen")
    assert kept.startswith("$argon2id$")
    assert passwords.matches("zwo\u0308lf Fa\u0308hren am Morgen", kept)
    assert not passwords.matches("zwölf fähren am Morgen", kept)
    assert not passwords.matches("zwölf Fähren am Morgen", None)
    assert not passwords.matches("zwölf Fähren am Morgen", "not a hash")


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 1_001])
def test_a_password_has_a_length(password: str) -> None:
    with pytest.raises(BadDataError, match="12 to 1,000 characters"):
        passwords.hashed(password)
