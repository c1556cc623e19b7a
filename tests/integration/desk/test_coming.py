"""The bench of a coming edition over real HTTP: seen, shaped, approved."""

from __future__ import annotations

import email
import email.policy
import html
import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from syndicate.shipped import TEMPLATES
from syndicate.storage import open_database
from tests.desk_room import SLOT, DeskRoom, open_desk

MANUAL = 'approval = "manual"\non_silence = "hold"\n[editorial]\neditors = ["ed@quay.example"]\n'


@pytest.fixture
def room(tmp_path: Path, migrated_sqlite: Path) -> Iterator[DeskRoom]:
    with open_desk(tmp_path, migrated_sqlite) as room:
        fill(room)
        yield room


def fill(room: DeskRoom) -> None:
    room.subscribe("Ada <ada@reader.example>")
    room.write("ferry", "tide", "lamp")


def test_the_next_edition_is_one_address_away(room: DeskRoom) -> None:
    for path in ("/coming", "/coming/daily", "/coming/daily/daily"):
        reply = room.get(path)
        assert (reply.status, reply.headers["location"]) == (303, SLOT)


def test_it_says_when_it_goes_to_how_many_and_with_what(room: DeskRoom) -> None:
    text = room.page()
    assert "Daily, Tuesday, 24 November 2026, 00:00 UTC (in 18 hours)" in text
    assert "Goes to 1 reader." in text
    assert sorted(room.stories()) == ["ferry", "lamp", "tide"]
    assert "It goes by itself" in text


@pytest.mark.parametrize("path", ["/coming/evening", "/coming/daily/weekly", f"{SLOT[:-2]}99", "/coming/daily/daily/x"])
def test_what_does_not_come_is_said_with_what_does(room: DeskRoom, path: str) -> None:
    reply = room.get(path)
    assert reply.status in {400, 404}
    assert "Traceback" not in reply.text


BOUNDS = "Give a day from 1970-01-01 to 2999-12-31."


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1969-12-31", "3000-01-01"])
def test_of_a_day_beyond_all_calendars_it_says_which_days_there_are(room: DeskRoom, day: str) -> None:
    room.log_in()
    replies = [room.get(f"/coming/daily/daily/{day}")]
    for below, query in product(("", "/mail", "/findings", "/message.eml"), ("", "&as=ada@reader.example")):
        replies += [room.get(f"{SLOT}{below}?at={day}T{hour}{query}") for hour in ("00:00", "23:59%2b14:00")]
    assert {reply.status for reply in replies} == {404}
    assert all(BOUNDS in reply.text for reply in replies)


@pytest.mark.parametrize("moment", ["1970-01-01T00:00", "2999-12-31T23:59", "1970-01-01T00:00%2b14:00"])
def test_at_the_ends_of_what_can_be_asked_for_nothing_breaks(room: DeskRoom, moment: str) -> None:
    room.log_in()
    for query in ("", "&as=ada@reader.example"):
        assert room.get(f"{SLOT}?at={moment}{query}").status in {200, 303, 404, 409}
    assert room.get(f"/coming/daily/daily/{moment[:10]}").status in {200, 404, 409}


@pytest.mark.parametrize("number", ["9" * 5_000, "-1", "x", "1.5", "\N{ARABIC-INDIC DIGIT THREE}"])
def test_what_is_no_number_is_refused_and_nothing_is_done(room: DeskRoom, number: str) -> None:
    room.act(verb="subject", value="Mine")
    assert room.post(f"{SLOT}/acts", verb="subject", value="Theirs", version=number).status == 400
    assert room.post(f"{SLOT}/undo", version=number).status == 400
    assert room.post(f"{SLOT}/undo", number=number, version=room.version()).status == 400
    picture = f"{SLOT}/pictures/{room.article('tide')}"
    assert room.post(picture, left=number, top="5", version=room.version()).status < 500
    assert room.post(picture, **{"point.x": "9" * 5_000, "point.y": "1", "width": "9", "height": "9"}).status < 500
    assert 'value="Mine"' in room.page()


def test_a_version_that_nobody_has_made_is_refused_also_before_the_first_act(room: DeskRoom) -> None:
    reply = room.post(f"{SLOT}/acts", verb="subject", value="Mine", version="9")
    assert reply.status == 409
    assert "(version 9, now 0): yours: subject “Mine”" in reply.text


def test_acts_are_noted_shown_and_undone(room: DeskRoom) -> None:
    tide = room.article("tide")
    assert room.act(verb="pin", article=tide).headers["location"] == SLOT
    assert room.stories()[0] == "tide"
    room.act(verb="drop", article=tide)
    assert "tide" not in room.stories()
    assert "Take it up again" in room.page()
    room.post(f"{SLOT}/undo")
    assert room.stories()[0] == "tide"
    room.act(verb="subject", value="A quiet bell")
    assert "A quiet bell" in room.get(f"{SLOT}/mail").text + room.page()


def test_stories_are_put_in_order(room: DeskRoom) -> None:
    ids = [room.article(name) for name in ("lamp", "ferry", "tide")]
    room.act(verb="order", value=" ".join(ids))
    assert room.stories() == ["lamp", "ferry", "tide"]


def test_who_was_second_sees_both_texts_and_changes_nothing(room: DeskRoom) -> None:
    seen = room.version()
    room.post(f"{SLOT}/acts", verb="subject", value="The first", version=seen)
    reply = room.post(f"{SLOT}/acts", verb="subject", value="The second", version=seen)
    assert reply.status == 409
    assert "“The first”" in reply.text
    assert "“The second”" in reply.text
    assert 'value="The first"' in room.page()


@pytest.mark.parametrize(
    "fields",
    [{}, {"verb": "send"}, {"verb": "hero"}, {"verb": "pin", "article": "nosuch"}, {"verb": "drop", "article": "%00"}],
)
def test_what_no_form_says_is_refused(room: DeskRoom, fields: dict[str, str]) -> None:
    assert room.act(**fields).status in {400, 404}


def test_an_approval_is_of_what_was_seen(tmp_path: Path, migrated_sqlite: Path) -> None:
    with open_desk(tmp_path, migrated_sqlite, MANUAL) as room:
        fill(room)
        assert "It waits for an approval. Without one it is held." in room.page()
        found = re.search(r'name="hash" value="([0-9a-f]+)"', room.page())
        assert found is not None
        assert room.post(f"{SLOT}/approve", hash="0" * 64).status == 409
        assert room.post(f"{SLOT}/approve", hash=found[1]).status == 303
        assert "Approved by" in room.page()
        room.act(verb="subject", value="Another")
        assert "holds no more: 1 change since" in room.page()


def test_a_hold_is_noted_and_taken_back(room: DeskRoom) -> None:
    room.act(verb="hold", value="the lead is not confirmed")
    assert "It will be held: the lead is not confirmed" in room.page()
    room.act(verb="release")
    assert "It will be held" not in room.page()


def test_a_moment_leads_to_the_first_edition_from_then_on(room: DeskRoom) -> None:
    reply = room.get(f"{SLOT}?at=2026-12-05T10:00&scheme=dark")
    assert (reply.status, reply.headers["location"]) == (303, "/coming/daily/daily/2026-12-06?scheme=dark")
    assert room.get("/coming?scheme=dark").headers["location"] == f"{SLOT}?scheme=dark"


def test_the_longest_introduction_fits_in_any_script_and_a_longer_one_is_told(room: DeskRoom) -> None:
    room.act(verb="introduction", value="Ж" * 4_000)
    assert "Ж" * 4_000 in room.page()
    reply = room.act(verb="introduction", value="Ж" * 4_001)
    assert reply.status == 409
    assert "at most 4,000" in reply.text


# --- how it is seen ------------------------------------------------------------------


def test_a_readers_mail_has_their_own_links_and_nobodys_has_none(room: DeskRoom) -> None:
    assert room.get(f"{SLOT}?as=ada%40reader.example").status == 403
    room.log_in()
    own = room.get(f"{SLOT}/message.eml?as=ada%40reader.example")
    parsed = email.message_from_bytes(own.body, policy=email.policy.default)
    assert parsed["To"] == "Ada <ada@reader.example>"
    assert re.search(r"/unsubscribe/[\w.-]{20,}", str(parsed["List-Unsubscribe"]))
    nobodys = email.message_from_bytes(room.get(f"{SLOT}/message.eml").body, policy=email.policy.default)
    assert nobodys["To"] == "reader@example.org"
    assert room.get(f"{SLOT}?as=nobody%40reader.example").status == 404


def test_views_are_taken_by_policy_and_by_answering_for_the_browser(room: DeskRoom) -> None:
    usual = room.get(f"{SLOT}/mail")
    assert "img-src 'self'" in usual.headers["content-security-policy"]
    assert "prefers-color-scheme" not in usual.text
    assert "img-src" not in room.get(f"{SLOT}/mail?images=off").headers["content-security-policy"]
    assert "style-src-elem 'none'" in room.get(f"{SLOT}/mail?styles=off").headers["content-security-policy"]
    assert "color-scheme: dark" in room.get(f"{SLOT}/mail?scheme=dark").text
    assert "<!--[if" not in room.get(f"{SLOT}/mail?program=outlook").text
    for part in ("text", "source", "message"):
        assert "<pre" in room.page(f"{SLOT}?part={part}")


def test_a_finding_is_told_and_taken_as_it_is_until_it_is_about_other_words(room: DeskRoom) -> None:
    room.act(verb="subject", value="The bell is mended")
    room.act(verb="preheader", value="The bell is mended")
    text = room.page(f"{SLOT}/findings")
    assert "Nothing that was found stops this edition." in text
    found = re.search(r'name="code" value="([\w-]+)"><input type="hidden" name="words" value="([^"]+)"', text)
    assert found is not None
    code, words = found[1], html.unescape(found[2])
    assert room.post(f"{SLOT}/findings", code=code, words="other words").status == 404
    assert room.post(f"{SLOT}/findings", code=code, words=words).status == 303
    assert "Accepted as it is" in room.page(f"{SLOT}/findings")
    assert room.post(f"{SLOT}/findings", code=code, words=words, undo="1").status == 303
    assert "Accepted as it is" not in room.page(f"{SLOT}/findings")
    assert room.post(f"{SLOT}/findings", code=code, words=words, undo="1").status == 404


def test_a_templates_lines_are_a_click_away_and_no_other_file_is(room: DeskRoom) -> None:
    assert 'id="line-3"' in room.page("/templates/daily/digest/digest.mjml.j2")
    for path in ("../config.toml", "%2e%2e/config.toml", "digest", "none.j2", "%00", "/etc/passwd"):
        assert room.get(f"/templates/daily/{path}").status == 404, path
    assert room.get("/templates/nosuch/digest/digest.mjml.j2").status == 404


def test_a_broken_template_is_told_over_the_last_good_mail(tmp_path: Path, migrated_sqlite: Path) -> None:
    folder = tmp_path / "templates" / "email"
    shutil.copytree(TEMPLATES, folder)
    template = folder / "digest" / "digest.mjml.j2"
    good = template.read_text(encoding="utf-8")
    with open_desk(tmp_path, migrated_sqlite, templates=folder) as room:
        fill(room)
        assert "The story of the" in room.get(f"{SLOT}/mail").text
        template.write_text(good + "{% if %}", encoding="utf-8")
        text = room.page()
        assert re.search(r"digest/digest\.mjml\.j2:\d+", text), re.findall(r'class="told.*', text)
        assert "the last that could be made" in text
        assert "The story of the" in room.get(f"{SLOT}/mail").text
        template.write_text(good, encoding="utf-8")
        assert "the last that could be made" not in room.page()


def test_a_look_waits_for_nobody_who_writes(room: DeskRoom) -> None:
    room.page()
    with open_database(str(room.parts.database.engine.url)).write():
        assert sorted(room.stories()) == ["ferry", "lamp", "tide"]


def test_an_edition_that_is_held_is_named_on_the_bench(room: DeskRoom) -> None:
    assert "Held:" not in room.page()
    here = room.post("/editions", newsletter="daily").headers["location"].partition("?")[0]
    assert f'Held: <a href="{here}">' in room.page()
    assert "composed by hand; it waits for you to send it" in room.page()


def test_what_comes_of_silence_names_its_setting(tmp_path: Path, migrated_sqlite: Path) -> None:
    with open_desk(tmp_path, migrated_sqlite, MANUAL) as room:
        fill(room)
        assert re.search(r"Without one it is held\. <code>on_silence, config\.toml:\d+:\d+</code>", room.page())
