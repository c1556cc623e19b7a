from dataclasses import replace

import pytest

from syndicate.articles.model import Draft
from tests.unit.articles.article_samples import RULES, SECOND, a_dump, a_picture, an_array, codes, reading_of


def quotes(draft: Draft, code: str) -> list[str]:
    return [finding.quote for finding in draft.findings if finding.code == code]


@pytest.mark.parametrize(
    "sentence",
    [
        "Its first car is currently slated for production in the first half of 2024.",
        "The yard plans to deliver it in Q3 2025.",
        "The line is expected to open by 2023.",
        "The bridge will reopen in early 2020.",
        "It is due in late 2024.",
    ],
)
def test_the_future_of_the_past_is_noticed(sentence: str) -> None:
    draft = reading_of(a_dump(body=(f"It rained. {sentence}", SECOND)))
    (quote,) = quotes(draft, "date-contradiction")
    assert quote in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The car was expected in 2024 and never came.",
        "The bridge will reopen in 2031.",
        "It opened in 2019. It will sail again.",
        "The yard had planned the launch in early 2020.",
        "It is due in late 2025.",
    ],
)
def test_the_true_past_and_future_are_not(sentence: str) -> None:
    assert "date-contradiction" not in codes(reading_of(a_dump(body=(sentence, SECOND))))


def test_without_a_date_of_its_own_nothing_contradicts_it() -> None:
    text = a_dump(dateline=None, body=("It will open in 2020.", SECOND))
    assert "date-contradiction" not in codes(reading_of(text))


def test_glued_sentences_are_quoted() -> None:
    draft = reading_of(
        a_dump(body=("It left the harbour.Then it rained. A new day.", "They built it.A ship again.", SECOND))
    )
    assert quotes(draft, "sentences-glued") == ["It left the harbour.Then", "They built it.A"]


@pytest.mark.parametrize(
    "text", ["See example.com for the U.S.A. report.", "Use Node.js 3.5, e.g. today.", "At 9 p.m. it left."]
)
def test_names_and_numbers_with_dots_are_not(text: str) -> None:
    assert "sentences-glued" not in codes(reading_of(a_dump(body=(text, SECOND))))


def test_only_the_first_few_of_a_kind_are_listed_and_the_rest_counted() -> None:
    found = reading_of(a_dump(body=("It is so.Yes it is. " * 50, SECOND))).findings
    glued = [finding.message for finding in found if finding.code == "sentences-glued"]
    assert len(glued) == 11
    assert glued[-1] == "And 40 more of this kind."


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"description": "", "title": ""}, "alt-missing"),
        ({"description": "IMG_2044.jpg"}, "alt-file-name"),
        ({"description": "DSC 0044"}, "alt-file-name"),
    ],
)
def test_a_picture_without_words_is_noticed(changes: dict[str, str], code: str) -> None:
    assert code in codes(reading_of(a_dump(media=an_array(a_picture(**changes)))))


def test_a_picture_on_a_foreign_host_asks_for_the_rights() -> None:
    text = a_dump(media=an_array())
    assert "picture-foreign" in codes(reading_of(text))
    ours = replace(RULES, permalink="https://pictures.example/{slug}")
    assert "picture-foreign" not in codes(reading_of(text, ours))
    assert "picture-foreign" not in codes(reading_of(a_dump(media=an_array(a_picture(images={"s": "a.jpg"})))))
