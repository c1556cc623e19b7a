"""What the desk says of files that were saved, and of what is on its way."""

from __future__ import annotations

from typing import Any

from syndicate.errors import Complaint
from syndicate.web.desk.live.notes import DeskNotes, notes_on
from syndicate.web.desk.live.streams import encoded
from syndicate.web.desk.live.unsettled import BeingWritten


def noted(**changes: Any) -> DeskNotes:
    calm: dict[str, Any] = {
        "settings": (),
        "templates": (),
        "waiting": (),
        "withheld": (),
        "word": "`kill -HUP 1`",
        "is_ahead": False,
        "shown": (),
        "being_written": (),
        "faults": {},
    }
    return notes_on(**{**calm, **changes})


def test_where_all_is_well_nothing_is_said() -> None:
    assert noted() == DeskNotes()


def test_what_is_broken_stands_with_every_place_and_says_what_goes_on() -> None:
    wrong = (
        Complaint(where="config.toml:3:1", message="unknown key"),
        Complaint(where="config.toml:9:4", message="no"),
    )
    place = Complaint(where="digest/digest.mjml.j2:1:2", message="this is no Jinja")
    settings, templates = noted(settings=wrong, templates=(place,)).broken
    assert settings.complaints == wrong
    assert "those of before go on" in settings.title
    assert templates.complaints == (place,)


def test_keys_that_wait_are_named() -> None:
    assert noted(waiting=("web.port",)).lines == ("web.port holds from the next start of syndicate on.",)
    (line,) = noted(waiting=("database.url", "web.port", "desk.port")).lines
    assert line == "database.url, web.port and desk.port hold from the next start of syndicate on."


def test_keys_that_weigh_are_named_with_the_word_that_puts_them_in_force() -> None:
    (line,) = noted(withheld=("delivery.via", "newsletters.daily.approval")).lines
    assert line.startswith("delivery.via and newsletters.daily.approval wait for your word, and the whole file with")
    assert "`kill -HUP 1`" in line
    (many,) = noted(withheld=[f"sources.s{number}" for number in range(12)]).lines
    assert "sources.s9 and 2 more wait" in many
    assert "sources.s10" not in many


def test_it_is_said_while_steps_go_by_other_settings() -> None:
    (line,) = noted(is_ahead=True).lines
    assert "settings of before" in line


def test_articles_that_are_shown_before_they_are_stored_are_called_unsettled() -> None:
    (one,) = noted(shown=["a.txt"]).lines
    assert one.startswith("Unsettled: a.txt is shown")
    (many,) = noted(shown=[f"{number}.txt" for number in range(11)]).lines
    assert many.startswith("Unsettled: 11 articles are shown")


def test_files_that_are_being_written_are_told_with_their_seconds_and_counted_where_they_are_many() -> None:
    file = BeingWritten(source="desk", external_id="fog.txt", seconds=1)
    assert noted(being_written=[file]).lines == ("fog.txt of desk is being written: read in 1 second.",)
    lines = noted(being_written=[file] * 12).lines
    assert (len(lines), lines[-1]) == (11, "2 further files are being written.")


def test_a_text_that_would_be_held_is_told_with_the_reason() -> None:
    assert noted(faults={"fog.txt": "There is no headline."}).lines == (
        "fog.txt was saved, and readers would not get it so: There is no headline.",
    )


def test_an_event_is_one_line_of_data_whatever_is_in_it() -> None:
    assert encoded("broken", {"message": "a\nb\r\u2028é"}) == (
        b'event: broken\ndata: {"message": "a\\nb\\r\xe2\x80\xa8\xc3\xa9"}\n\n'
    )
