from dataclasses import replace

import pytest

from syndicate.articles.model import Draft
from syndicate.articles.review.words import review_words
from tests.unit.articles.article_samples import RULES, SECOND, TITLE, a_dump, a_picture, an_array, codes, reading_of


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
        "The first crossing is set for spring 2024.",
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
        "It was agreed upon in the first set of rules passed in 2006.",
        "It follows a flurry of goals set out by firms in 2017.",
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


def found_in(*body: str) -> list[str]:
    return [
        one.code for one in review_words(Draft(title="A ferry", body_text="\n\n".join((SECOND, *body, SECOND))), ())
    ]


@pytest.mark.parametrize(
    ("code", "slip"),
    [
        ("words-doubled", "It left the the harbour at nine in the evening."),
        ("words-doubled", "It left (the the harbour) at nine, and came back."),
        ("words-doubled", "Das Schiff und und die Bahn fahren nachts wieder."),
        ("space-before-sign", "It left the harbour , and then it rained all night."),
        ("space-before-sign", "The harbour was empty . Nobody came to see it."),
        ("paragraph-lower", "bookings open in December, and the first crossing leaves on the second of April."),
        ("quotes-unbalanced", "He said: “It sails again, and nobody knows why it should not do so."),
        ("quotes-unbalanced", 'He said: "It sails again, and nobody knows why.'),
        ("quotes-unbalanced", "Il dit « oui » et « non, et part vite."),
        ("markup-left", "The text [vc_row] goes on here."),
        ("markup-left", 'A picture [caption id="x" width="300"] stood here.'),
        ("markup-left", "A picture [gallery ids=&#8221;1,2&#8221;] stood here."),
        ("markup-left", 'There is <a href="{{ link }}">more</a> to read.'),
        ("markup-left", "Fish &amp; chips are sold at the harbour."),
        ("markup-left", "Dear {{ first_name }}, the ferry sails again."),
        ("markup-left", "It was <strong>bold</strong> once."),
        ("markup-left", "Lorem ipsum dolor sit amet, as printers say."),
    ],
)
def test_a_slip_is_noticed(code: str, slip: str) -> None:
    assert code in found_in(slip)


@pytest.mark.parametrize(
    "text",
    [
        "She had had enough, and she was so very very tired that that was that.",
        "Duran Duran played in Baden-Baden, at La La Land; nous nous levons.",
        "The port is open to the the-atre, and a-a is no word.",
        "Vraiment ? Oui ! C’est « vrai » ; dit-il : rien.",
        "Built with .NET, from .5 to 1 , 2 and so on ...",
        "iPhones are sold on board, and they are not cheap at all, say all passengers.",
        "a b c",
        "He said: “It sails again,” and “so do I.”",
        'He said: "It sails again." And a 27" screen hangs there.',
        'Mixed: “It sails again," he said.',
        "Er sagte: „Es fährt wieder“, und ging.",
        "More on this »",
        "He said [sic] that 3 < 4 and x > y.",
        "See [1] and [Note: closed]. Curly {braces} and R&D; AT&T.",
    ],
)
def test_what_only_looks_like_a_slip_is_not(text: str) -> None:
    assert found_in(text) == []


def test_a_quotation_may_go_over_several_paragraphs() -> None:
    assert found_in("He said: “It sails again.", "“And so do I.", "“All of us do.”") == []
    assert found_in("He said: “It sails again.", "A picture (Image: AGENCY)", "“And so do I.”") == []
    assert found_in("He said: “It sails again.", "And so do I.”") == []


def test_a_paragraph_that_goes_on_behind_an_open_end_is_no_slip() -> None:
    draft = Draft(
        title="x", body_text="The ferry sails\n\nagain from the old harbour, as the authority announced on Sunday."
    )
    assert list(review_words(draft, ())) == []


@pytest.mark.parametrize(
    ("end", "is_cut"),
    [
        ("The ferry sails again […]", True),
        ("The ferry sails again [...]", True),
        ("The ferry sails again... Read more", True),
        ("Das Schiff fährt wieder. Weiterlesen →", True),
        ("The ferry sails again…", True),
        ("The ferry sails again.", False),
        ("You should read more.", False),
    ],
)
def test_a_teaser_is_told_from_an_article(end: str, is_cut: bool) -> None:  # noqa: FBT001
    found = [one.code for one in review_words(Draft(title="x", body_text=end), ())]
    assert ("text-cut" in found) is is_cut


def test_a_long_article_may_end_in_dots() -> None:
    assert "text-cut" not in [one.code for one in review_words(Draft(title="x", body_text=SECOND * 5 + "…"), ())]


def test_names_of_the_publication_are_passed_over() -> None:
    text = "It was sold at Nord.Licht today. But not here.There it was."
    draft = Draft(title="x", body_text=text)
    assert [one.quote for one in review_words(draft, ())] == ["It was sold at Nord.Licht", "But not here.There"]
    assert [one.quote for one in review_words(draft, ("Nord.Licht",))] == ["But not here.There"]


@pytest.mark.parametrize(
    ("day", "is_wrong"),
    [
        ("Monday, October 5, 2025", True),
        ("Friday 3rd of October, 2026", True),
        ("Sunday, October 5, 2025", False),
        ("Saturday, 3 October 2026", False),
        ("Monday, October 5", False),
        ("Monday, 31 February 2025", False),
        ("Monday, October 5, 1582", False),
    ],
)
def test_a_weekday_is_held_against_its_date(day: str, is_wrong: bool) -> None:  # noqa: FBT001
    draft = reading_of(a_dump(body=(f"It opened on {day}, in the rain.", SECOND)))
    assert quotes(draft, "weekday-wrong") == ([f"It opened on {day}"] if is_wrong else [])


def test_the_weekday_of_the_articles_own_date_is_held_against_it() -> None:
    assert quotes(reading_of(a_dump(dateline="Monday, October 5, 2025, 15:34:55 CEST")), "weekday-wrong")
    assert not quotes(reading_of(a_dump(dateline="Sunday, October 5, 2025, 00:30:00 CEST")), "weekday-wrong")


@pytest.mark.parametrize(
    ("updated", "is_wrong"),
    [("2025-10-04", True), ("2025-10-05 12:00 +02:00", True), ("2025-10-05", False), ("2025-10-06 09:00Z", False)],
)
def test_an_update_before_the_publication_is_noticed(updated: str, is_wrong: bool) -> None:  # noqa: FBT001
    draft = reading_of(f"---\ntitle: x\ndate: 2025-10-05 15:34 +02:00\nupdated: {updated}\n---\nSome text.")
    assert ("updated-before-published" in codes(draft)) is is_wrong


@pytest.mark.parametrize(
    ("pictures", "code"),
    [
        ([a_picture(description=TITLE)], "alt-is-title"),
        ([a_picture(description="ferry")], "alt-short"),
        ([a_picture(credit="Ann Reed"), a_picture()], "credit-missing"),
    ],
)
def test_weak_words_of_a_picture_are_noticed(pictures: list[dict[str, object]], code: str) -> None:
    assert code in codes(reading_of(a_dump(media=an_array(*pictures))))


def test_good_words_of_pictures_are_not() -> None:
    found = codes(reading_of(a_dump(media=an_array(a_picture(), a_picture(description="夜の船が港に")))))
    assert not {"alt-is-title", "alt-short", "credit-missing", "alt-missing"} & set(found)


def test_a_foreign_host_is_named_once_and_with_its_credit() -> None:
    draft = reading_of(a_dump(media=an_array(*[a_picture(credit="Ann Reed")] * 3)))
    (finding,) = [one for one in draft.findings if one.code == "picture-foreign"]
    assert "credited to Ann Reed" in finding.message


def test_points_that_are_counted_by_letters_begin_in_lower_case() -> None:
    points = [
        f"{sign}) Cabins for four hundred people have been fitted out in the yard upriver." for sign in ("a", "bb")
    ]
    assert "paragraph-lower" not in codes(reading_of(a_dump(body=(SECOND, *points))))
