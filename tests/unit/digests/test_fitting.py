"""Mails of any number of stories fit where Gmail would cut them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.digests.content import EditionContent, PlacedStory, ToldCorrection, content_of
from syndicate.digests.fitting import MOST_RENDERINGS, SHORT, TOO_LARGE, fit
from syndicate.digests.model import Tier
from syndicate.mail.checks import BLOCK_BYTES, check
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.model import CorrectionNotice, Digest, Rendering, Story
from syndicate.mail.proof import is_written
from syndicate.mail.visible import squeeze
from syndicate.storage.states import MailFormat
from tests.profiles import effort
from tests.unit.mail.quay import TEMPLATES, story

DECK = "The bridge opens when the tide allows, which nobody on the far side has ever believed. " * 4


def content(count: int, language: str = "en", deck: str = DECK, listed: int = 100) -> EditionContent:
    stories = []
    for number in range(count):
        told = replace(
            story(f"s{number}", f"Story {number} of the day", "World", deck, alt="A boat"), language=language
        )
        tier = Tier.LEAD if not number else Tier.SECONDARY if number < listed else Tier.MORE
        stories.append(PlacedStory(tier=tier, revision=1, as_lead=told, as_listed=told))
    return EditionContent(
        title="The Quay",
        issued_on=date(2026, 11, 28),
        language=language,
        web_url="https://quay.example/editions/1",
        site_url="https://quay.example/",
        feed_url="https://quay.example/feeds/rss.xml",
        postal_address="The Quay\n1 Harbour Steps",
        cadence="daily",
        stories=tuple(stories),
    )


class CountedRenderer:
    """Sets digests, and counts how often; of ``sizes``, each story takes so many bytes."""

    def __init__(self, sizes: list[int] | None = None) -> None:
        self.count = 0
        self._renderer = DigestRenderer(TEMPLATES)
        self._sizes = sizes

    def render(self, digest: Digest) -> Rendering:
        self.count += 1
        if self._sizes is None:
            return self._renderer.render(digest)
        shown = [digest.lead, *digest.secondary, *digest.more]
        told = "".join(f"{each.url} {'x' * size}" for each, size in zip(shown, self._sizes, strict=False) if each)
        return Rendering(html=f"{'x' * 8_000}{told}", text="")


def test_what_fits_is_as_it_was_asked_for() -> None:
    asked, renderer = content(12), CountedRenderer()
    made = fit(asked, renderer.render)
    assert (made.content, made.digest.left_out, renderer.count) == (asked, 0, 1)


def test_decks_are_shortened_before_anything_is_left_out() -> None:
    made = fit(content(48), CountedRenderer().render)
    assert made.fits
    assert len(made.content.stories) == 48
    assert all(len(placed.as_listed.deck) <= SHORT for placed in made.content.stories)
    assert all(placed.as_listed.picture for placed in made.content.stories)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_what_is_left_out_is_told_by_its_number(language: str) -> None:
    renderer = CountedRenderer()
    made = fit(content(300, language), renderer.render)
    left_out = 300 - len(made.content.stories)
    assert made.fits
    assert made.size > 0.9 * BLOCK_BYTES
    assert renderer.count <= MOST_RENDERINGS
    assert [each.reason for each in made.content.passed_over] == [TOO_LARGE] * left_out
    assert f"{left_out}" in made.rendering.html
    assert f"{left_out}" in made.rendering.text
    assert "{{unsubscribe_url}}" in made.rendering.html


GIANT = st.integers(10_000, 90_000)


@given(st.lists(st.integers(300, 9_000) | GIANT, min_size=2, max_size=300))
def test_any_stories_fit_within_eight_renderings(sizes: list[int]) -> None:
    renderer = CountedRenderer(sizes)
    made = fit(content(len(sizes)), renderer.render)
    assert made.fits
    assert renderer.count <= MOST_RENDERINGS


@given(st.lists(st.integers(300, 2_000), min_size=2, max_size=12), st.integers(0, 11))
def test_a_giant_story_costs_none_before_it(sizes: list[int], where: int) -> None:
    at = 1 + where % (len(sizes) - 1)
    sizes[at] = 95_000
    made = fit(content(len(sizes)), CountedRenderer(sizes).render)
    assert (made.fits, len(made.content.stories)) == (True, at)


ENDLESS = st.sampled_from(["x", "word ", "語", "a&b ", "<p>"]).flatmap(
    lambda word: st.integers(0, 60_000).map(lambda length: (word * length)[:length])
)


def story_with(told: Story, name: str, text: str) -> Story:
    changed: dict[str, Any] = {name: text}
    return replace(told, **changed)


@effort(0.2)
@given(st.lists(st.tuples(st.sampled_from(["headline", "deck", "kicker", "url"]), ENDLESS), min_size=1, max_size=4))
def test_no_text_of_a_story_is_too_long_for_a_mail(endless: list[tuple[str, str]]) -> None:
    asked, stories = content(5), []
    for number, placed in enumerate(asked.stories):
        name, text = endless[number] if number < len(endless) else ("deck", DECK)
        told = story_with(placed.as_lead, name, f"https://quay.example/{number}/{text}" if name == "url" else text)
        stories.append(replace(placed, as_lead=told, as_listed=told))
    made = fit(replace(asked, stories=tuple(stories)), DigestRenderer(TEMPLATES).render)
    assert made.fits
    assert "{{unsubscribe_url}}" in made.rendering.html
    assert is_written(made.digest, squeeze(made.rendering.html))
    assert len(made.content.stories) + made.digest.left_out == len(asked.stories)


def test_the_endless_line_of_one_story_is_cut_and_all_others_stay() -> None:
    asked = content(8)
    giant = replace(asked.stories[3].as_listed, headline="The bridge opens " * 6_000)
    stories = [replace(each, as_listed=giant) if number == 3 else each for number, each in enumerate(asked.stories)]
    made = fit(replace(asked, stories=tuple(stories)), DigestRenderer(TEMPLATES).render)
    assert (made.fits, len(made.content.stories)) == (True, 8)


def test_one_story_that_is_too_large_stays_too_large() -> None:
    made = fit(content(3), CountedRenderer([200_000, 300, 300]).render)
    assert not made.fits
    assert len(made.content.stories) == 1


def corrections(count: int, note: str) -> tuple[ToldCorrection, ...]:
    """The newest first."""
    notice = CorrectionNotice(
        headline="The bridge", url="https://quay.example/bridge", note=note, noted_on=date(2026, 11, 28)
    )
    return tuple(ToldCorrection(key=key, article_id=f"a{key}", notice=notice) for key in range(count, 0, -1))


@pytest.mark.parametrize("count", [0, 300])
@pytest.mark.parametrize(
    ("owed", "note"), [(60, "x" * 2_000), (300, "語 " * 900), (500, "The gate & <bar>."), (2, "x" * 90_000)]
)
def test_corrections_that_do_not_fit_wait_for_the_next_mail(count: int, owed: int, note: str) -> None:
    told, renderer = corrections(owed, note), CountedRenderer()
    made = fit(replace(content(count), corrections=told), renderer.render)
    assert made.fits
    assert renderer.count <= MOST_RENDERINGS
    keys = [each.key for each in made.content.corrections]
    assert [*keys, *made.content.waiting_corrections] == [each.key for each in told]
    assert made.size > 0.8 * BLOCK_BYTES or not made.content.waiting_corrections
    assert bool(made.content.stories) is bool(count)
    assert not [finding for finding in check(made.rendering, made.digest) if finding.code == "correction-missing"]
    assert content_of(made.content.fields()) == made.content


@given(st.lists(st.integers(1, 3_000), min_size=1, max_size=120))
@effort(0.1)
def test_corrections_of_any_length_fit_within_eight_renderings(lengths: list[int]) -> None:
    told = tuple(
        replace(each, notice=replace(each.notice, note="ö" * length))
        for each, length in zip(corrections(len(lengths), ""), lengths, strict=True)
    )
    renderer = CountedRenderer()
    made = fit(replace(content(3), corrections=told), renderer.render)
    assert made.fits
    assert renderer.count <= MOST_RENDERINGS
    assert made.content.corrections


def test_who_gets_text_alone_gets_every_story() -> None:
    asked = replace(content(120, deck="The bridge opens."), format=MailFormat.TEXT)
    made = fit(asked, CountedRenderer().render)
    assert made.content == asked
    assert made.rendering.text.count("https://quay.example/articles/") == 120
