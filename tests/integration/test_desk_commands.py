"""``syndicate desk`` as an operator gives it."""

from __future__ import annotations

import pytest

from tests.commands import Invoke, given, types
from tests.newsroom import Newsroom

PASSWORD = "four boats in the fog"  # noqa: S105


def test_editors_are_added_listed_and_removed(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, f"{PASSWORD}\n")
    ended, out, _ = invoke("desk", "add", "  Robin   Fisher ", "--password-stdin")
    assert (ended, out.splitlines()) == (
        0,
        [
            "Robin Fisher: may use the desk",
            "from now on the desk asks for a name and a password; who came in by a link is out",
        ],
    )
    types(monkeypatch, f"{PASSWORD}\n")
    ended, _, err = invoke("desk", "add", "ROBIN fisher", "--password-stdin")
    assert ended == 1
    assert "there is an editor ROBIN fisher" in err
    (listed,) = given(invoke, "desk", "list")["editors"]
    assert (listed["name"], listed["seen_at"]) == ("Robin Fisher", None)
    types(monkeypatch, f"{PASSWORD} again\n")
    assert given(invoke, "desk", "password", "robin fisher", "--password-stdin")["outcome"] == "changed"
    ended, out, _ = invoke("desk", "remove", "Robin Fisher")
    assert (ended, "the desk opens by a link again" in out) == (0, True)
    assert given(invoke, "desk", "list") == {"editors": []}
    assert given(invoke, "desk", "log") == {"acts": []}


@pytest.mark.parametrize(
    ("arguments", "typed", "code", "words"),
    [
        (("add", "Robin", "--password-stdin"), "short\n", 65, "a password has 12 to 1,000 characters"),
        (("add", "Ro\u202ebin", "--password-stdin"), f"{PASSWORD}\n", 65, "nothing that cannot be seen"),
        (("add", "x" * 61, "--password-stdin"), f"{PASSWORD}\n", 65, "up to 60 letters"),
        (("password", "Robin", "--password-stdin"), f"{PASSWORD}\n", 1, "there is no editor “Robin”"),
        (("remove", "Robin"), "", 1, "there is no editor “Robin”"),
    ],
)
def test_what_cannot_be_is_told(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], typed: str, code: int, words: str
) -> None:
    given(invoke, "collect")  # makes the database
    types(monkeypatch, typed)
    ended, _, err = invoke("desk", *arguments)
    assert (ended, words in err) == (code, True), err


def test_a_password_is_asked_for_on_a_terminal_alone(invoke: Invoke) -> None:
    ended, _, err = invoke("desk", "add", "Robin")
    assert ended == 2
    assert "say --password-stdin" in err


def test_a_link_is_printed_for_where_the_desk_is_reached(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    given(invoke, "collect")
    assert given(invoke, "desk", "link")["url"].startswith("http://127.0.0.1:8081/enter?token=")
    monkeypatch.setenv("SYNDICATE_DESK__HOST", "::1")
    assert given(invoke, "desk", "link")["url"].startswith("http://[::1]:8081/enter?token=")
    monkeypatch.setenv("SYNDICATE_DESK__PORT", "0")
    ended, _, err = invoke("desk", "link")
    assert (ended, "[desk] port is 0" in err) == (1, True)
    monkeypatch.setenv("SYNDICATE_DESK__URL", "https://desk.example.org/")
    assert given(invoke, "desk", "link")["url"].startswith("https://desk.example.org/enter?token=")
    types(monkeypatch, f"{PASSWORD}\n")
    given(invoke, "desk", "add", "Robin", "--password-stdin")
    assert given(invoke, "desk", "link")["url"] == "https://desk.example.org/"


def test_no_password_stays_in_any_file(newsroom: Newsroom) -> None:
    newsroom.json("collect")
    typed = f'echo "{PASSWORD}" | "$@"'
    done = newsroom.run_in_new_python("desk", "add", "Robin", "--password-stdin", "-vv", shell=typed)
    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    files = [path for path in newsroom.folder.rglob("*") if path.is_file()]
    assert [str(path) for path in files if PASSWORD.encode() in path.read_bytes()] == []
