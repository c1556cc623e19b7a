"""Drafts without a database: what acts make of a shape, when letters are due, what an approval is of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.corrections import Correction
from syndicate.digests.drafts.approving import content_of, differences, hash_of, is_covered
from syndicate.digests.drafts.letters import LetterKind, due_letter, instant_in
from syndicate.digests.drafts.model import DraftAct, DraftWish, Verb
from syndicate.digests.drafts.shaping import HELD, shape_of
from syndicate.digests.drafts.slots import coming_slot, slot_on, waves_after
from syndicate.digests.introduction import introduction_html, introduction_text
from syndicate.digests.newsletters import Cadence, ClockOwner, Newsletter, ReaderChoice
from syndicate.digests.shape import AS_IT_IS, Shape
from syndicate.errors import BadDataError
from syndicate.storage.states import CadenceKind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAILY = Cadence(kind=CadenceKind.DAILY, at=time(7))
LETTER = Newsletter(
    name="daily",
    title="Daily",
    sender_name="",
    sender_address="news@example.com",
    reply_to=None,
    zone=ZoneInfo("Europe/Berlin"),
    language="en",
    cadences=(DAILY,),
    max_lateness=timedelta(hours=6),
)


def acts(*wishes: DraftWish, who: str = "ann") -> list[DraftAct]:
    return [DraftAct(number=number, wish=wish, who=who, at=NOW) for number, wish in enumerate(wishes, 1)]


def wish(verb: Verb, article_id: str | None = None, value: str | list[str] | None = None) -> DraftWish:
    return DraftWish(verb=verb, article_id=article_id, value=value)


def test_no_acts_leave_an_edition_as_it_is() -> None:
    assert shape_of([]) == AS_IT_IS


def test_a_later_text_stands_above_an_earlier_one_and_none_takes_it_back() -> None:
    first, second, back = (wish(Verb.SUBJECT, value=text) for text in ("One", "Two", None))
    assert shape_of(acts(first, second)).subject == "Two"
    assert shape_of(acts(first, second, back)).subject is None


def test_what_is_undone_was_never_done() -> None:
    first, second = acts(wish(Verb.SUBJECT, value="One"), wish(Verb.SUBJECT, value="Two"))
    undone = replace(second, undone_at=NOW, undone_by="bo")
    assert shape_of([first, undone]).subject == "One"


def test_pins_stand_in_the_order_in_which_they_were_set_and_the_lead_before_them() -> None:
    shape = shape_of(acts(wish(Verb.PIN, "a"), wish(Verb.PIN, "b"), wish(Verb.LEAD, "c")))
    assert shape.first == ("c", "a", "b")


def test_who_drops_a_story_takes_its_pin_its_place_and_its_lead() -> None:
    shape = shape_of(
        acts(wish(Verb.PIN, "a"), wish(Verb.LEAD, "a"), wish(Verb.ORDER, value=["a", "b"]), wish(Verb.DROP, "a"))
    )
    assert shape.first == ("b",)
    assert shape.dropped == {"a": "ann"}


def test_who_pins_a_dropped_story_takes_it_up_again() -> None:
    shape = shape_of(acts(wish(Verb.DROP, "a"), wish(Verb.PIN, "a")))
    assert shape.dropped == {}
    assert shape.pins == ("a",)


def test_a_hold_has_a_reason_and_is_released() -> None:
    assert shape_of(acts(wish(Verb.HOLD))).held_because == HELD
    assert shape_of(acts(wish(Verb.HOLD, value="wait"))).held_because == "wait"
    assert shape_of(acts(wish(Verb.HOLD), wish(Verb.RELEASE))).held_because is None


# --- slots ---------------------------------------------------------------------------


def on_clock_of(zone: str, number: int) -> ReaderChoice:
    series = replace(LETTER, clock=ClockOwner.READER)
    return ReaderChoice(
        id=number,
        cadence=DAILY,
        schedule=series.schedule(DAILY, time(7), ZoneInfo(zone)),
        sections=frozenset(),
        language="en",
    )


def test_the_next_slot_on_the_newsletters_clock_has_one_wave() -> None:
    slot = coming_slot(LETTER, DAILY, [], NOW)
    assert slot is not None
    assert (slot.occurrence.slot, slot.first_wave_at) == ("2026-11-24", datetime(2026, 11, 24, 6, tzinfo=UTC))
    assert slot.last_wave_at == slot.first_wave_at


def test_on_readers_clocks_the_first_wave_is_the_earliest_on_earth() -> None:
    series = replace(LETTER, clock=ClockOwner.READER)
    choices = [on_clock_of("Pacific/Kiritimati", 1), on_clock_of("Pacific/Pago_Pago", 2)]
    slot = coming_slot(series, DAILY, choices, NOW)
    assert slot is not None
    assert slot.occurrence.slot == "2026-11-24"
    assert slot.first_wave_at == datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert slot.last_wave_at == datetime(2026, 11, 24, 18, tzinfo=UTC)


def test_a_slot_whose_first_wave_has_left_is_not_the_next_but_has_later_waves() -> None:
    series = replace(LETTER, clock=ClockOwner.READER)
    early, late = on_clock_of("Pacific/Kiritimati", 1), on_clock_of("Pacific/Pago_Pago", 2)
    now = datetime(2026, 11, 23, 17, tzinfo=UTC)
    coming = coming_slot(series, DAILY, [early, late], now)
    assert coming is not None
    assert coming.occurrence.slot == "2026-11-25"
    under_way = slot_on(series, DAILY, [early, late], datetime(2026, 11, 24, tzinfo=UTC).date())
    assert under_way is not None
    assert waves_after(under_way, now) == [late]
    assert not under_way.is_over(now)


def test_what_follows_a_story_has_no_slot() -> None:
    instant = Cadence(kind=CadenceKind.INSTANT, at=time(7))
    assert coming_slot(replace(LETTER, cadences=(instant,)), instant, [], NOW) is None


# --- letters -------------------------------------------------------------------------

FIRST = datetime(2026, 11, 24, 6, tzinfo=UTC)
HOURS = timedelta(hours=3)


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        (timedelta(hours=3, minutes=1), None),
        (timedelta(hours=3), LetterKind.READY),
        (timedelta(minutes=61), LetterKind.READY),
        (timedelta(minutes=60), LetterKind.HOUR),
        (timedelta(minutes=15), LetterKind.QUARTER),
        (timedelta(minutes=1), LetterKind.QUARTER),
        (timedelta(), None),
    ],
)
def test_a_letter_is_due_at_its_time_before_the_first_wave(before: timedelta, kind: LetterKind | None) -> None:
    assert due_letter(FIRST, HOURS, (), FIRST - before) is kind


def test_a_letter_that_was_written_is_not_due_again_nor_an_earlier_one() -> None:
    at = FIRST - timedelta(minutes=30)
    assert due_letter(FIRST, HOURS, {LetterKind.HOUR}, at) is None
    assert due_letter(FIRST, HOURS, {LetterKind.READY}, at) is LetterKind.HOUR


def test_with_half_an_hour_of_lead_there_is_no_letter_an_hour_before() -> None:
    lead = timedelta(minutes=30)
    assert due_letter(FIRST, lead, (), FIRST - timedelta(minutes=45)) is None
    assert due_letter(FIRST, lead, (), FIRST - timedelta(minutes=20)) is LetterKind.READY


def test_an_instant_is_told_with_the_name_of_its_zone_and_in_utc() -> None:
    assert instant_in(FIRST, LETTER.zone) == "2026-11-24 07:00 Europe/Berlin (2026-11-24 06:00 UTC)"


# --- approvals -----------------------------------------------------------------------


def test_a_change_of_the_shape_or_of_the_newsletter_is_told() -> None:
    before = content_of(LETTER, DAILY, AS_IT_IS, [])
    shaped = content_of(LETTER, DAILY, Shape(subject="Mine"), [])
    renamed = content_of(replace(LETTER, title="Other"), DAILY, AS_IT_IS, [])
    assert differences(before, before) == []
    assert differences(before, shaped) == ["subject: none → “Mine”"]
    assert differences(before, renamed) == ["the newsletter's title: “Daily” → “Other”"]
    assert len({hash_of(content) for content in (before, shaped, renamed)}) == 3


def test_a_hold_changes_nothing_of_what_is_said() -> None:
    held = content_of(LETTER, DAILY, Shape(held_because="wait"), [])
    assert hash_of(held) == hash_of(content_of(LETTER, DAILY, AS_IT_IS, []))


def content(**articles: int) -> dict[str, object]:
    found = content_of(LETTER, DAILY, AS_IT_IS, [])
    found["articles"] = {
        name: {"title": name.upper(), "revision": revision, "hash": f"{name}{revision}"}
        for name, revision in articles.items()
    }
    return found


def test_new_gone_and_changed_stories_are_told_by_their_headlines() -> None:
    assert differences(content(a=1, b=1), content(b=2, c=1)) == ["new: C (c)", "gone: A (a)", "changed: B (b)"]


def test_a_later_wave_is_covered_by_what_was_approved_and_what_left() -> None:
    assert is_covered(content(a=1), content(a=1), ())
    assert is_covered(content(a=1), content(a=1, b=1), [("b", 1)])
    assert is_covered(None, content(b=1), [("b", 1)])
    assert not is_covered(content(a=1), content(a=2), ())
    assert not is_covered(None, content(b=1), ())


def test_a_correction_is_part_of_what_is_approved() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    note = Correction(key=7, article_id="a", revision=2, note="It was red.", noted_at=at, noted_by="ada")
    plain, with_note = (content_of(LETTER, DAILY, AS_IT_IS, [], told) for told in ((), (note,)))
    assert differences(plain, with_note) == ["new correction: “It was red.”"]
    assert differences(with_note, plain) == ["gone: the correction “It was red.”"]
    assert hash_of(plain) != hash_of(with_note)
    assert not is_covered(plain, with_note, ())
    assert is_covered(with_note, with_note, ())
    assert is_covered(None, with_note, (), [7])


def test_an_approval_that_was_given_before_corrections_were_part_of_it_holds_without_any() -> None:
    content_now = content_of(LETTER, DAILY, AS_IT_IS, [])
    before = {name: value for name, value in content_now.items() if name != "corrections"}
    assert differences(before, content_now) == []
    assert is_covered(before, content_now, ())


# --- introductions -------------------------------------------------------------------


def test_an_introduction_is_markdown_and_nothing_else() -> None:
    html = introduction_html(
        "# Hello\n\n*Good* [morning](https://example.org/) <script>x</script> ![](https://x.y/z.png)"
    )
    assert "<em>Good</em>" in html
    assert 'href="https://example.org/"' in html
    assert "<script" not in html
    assert "<img" not in html


def test_a_line_that_pages_print_everywhere_may_introduce_an_edition() -> None:
    assert introduction_html("Read more") == "<p>Read more</p>"


def test_the_text_of_an_introduction_keeps_its_lists_and_the_addresses_of_its_links() -> None:
    html = introduction_html("Read [why](https://quay.example/a?b=1&c=2).\n\n- one\n- two\n\n<https://quay.example/>")
    assert introduction_text(html).split("\n") == [
        "Read why <https://quay.example/a?b=1&c=2>.",
        "",
        "• one",
        "• two",
        "",
        "https://quay.example/",
    ]


def test_an_introduction_that_would_push_the_stories_away_is_refused() -> None:
    with pytest.raises(BadDataError, match="at most 4,000"):
        introduction_html("word " * 1_000)
