"""Dumps that are all that stands on a page, its menus first: held rather than published under a menu's label."""

import pytest

from tests.unit.articles.article_samples import LAST, LEAD, SECOND, TITLE, a_dump, codes, reading_of

MENU = ["Local news", "Harbour and sea", "Letters to us", "Weather at sea", "Ship arrivals", "Old pictures"]
TEXT = [LEAD, SECOND, LAST]


def a_page(*above: str) -> str:
    return "\n".join([*above, *TEXT])


def test_a_label_of_a_long_menu_is_no_headline() -> None:
    for menu in (MENU, MENU * 8, [f"Quay {number}" for number in range(60)]):
        draft = reading_of(a_page("Home", "News", "Sport", "Culture", "Travel", *menu))
        assert draft.title is None
        assert codes(draft)[0] == "no-title"


def test_a_headline_below_a_menu_is_one_if_it_is_told_twice() -> None:
    assert reading_of(a_page(f"{TITLE} | The Harbour Lantern", *MENU, TITLE)).title == TITLE


def test_a_headline_on_the_first_line_stays_one_whatever_follows() -> None:
    assert reading_of(a_page(TITLE, *MENU)).title == TITLE


@pytest.mark.parametrize("above", [("World",), ("Lantern", "World"), ("Lantern", "World", "At sea")])
def test_a_few_lines_above_a_headline_are_no_menu(above: tuple[str, ...]) -> None:
    assert reading_of(a_page(*above, TITLE)).title == TITLE


@pytest.mark.parametrize(
    "line",
    [
        "- Most read of all",
        "« A lighthouse keeper retires | Start | Trains return »",
        "Courtesy of the harbour office",
        "Zum Inhalt springen",
        "Aller au contenu principal",
        "Перейти до вмісту",
        "Link copied to clipboard",
        "Lantern 7 hours ago",
        "vor 3 Stunden",
        "date 2025-10",
        "＞ 新規会員登録はこちらから",
        "Autori:Anna Ūdre, ziņu redaktore",
        "㈜디지털항구",
    ],
)
def test_what_pages_print_above_a_headline_is_none(line: str) -> None:
    assert reading_of(a_page(line)).title is None
    assert reading_of(a_page(line, TITLE)).title == TITLE


def test_markup_is_no_headline_of_a_dump() -> None:
    assert reading_of(a_page('<P ALIGN="right"> <B>Exhibit', TITLE)).title == TITLE


def test_the_family_that_is_known_best_is_read_as_before() -> None:
    assert reading_of(a_dump()).title == TITLE


def test_how_long_ago_a_story_came_out_is_no_deck() -> None:
    assert reading_of(a_page(TITLE, "Lantern7 hours ago")).deck is None


@pytest.mark.parametrize("line", ["<-- 4 October 2025 6 October 2025 -->", "← 4 October 2025", "6 October 2025 »"])
def test_the_days_before_and_after_are_not_the_articles(line: str) -> None:
    assert reading_of(a_page(TITLE, line)).published is None


def test_a_list_of_what_stands_under_the_same_head_ends_the_text() -> None:
    text = f"{TITLE}\n\n{LEAD}\n\n{SECOND}\n\nDans la même rubrique :\n\nLe phare du vieux port\n"
    assert reading_of(text).body_text == f"{LEAD}\n\n{SECOND}"


@pytest.mark.parametrize("label", ["Source:", "Begins:", "Beginn:", "Next crossing:"])
def test_a_label_before_a_date_says_that_it_is_of_something_else(label: str) -> None:
    assert reading_of(a_page(TITLE, f"{label} October 5, 2025")).published is None


@pytest.mark.parametrize("label", ["Published:", "By Ann Reed, posted on:", "Fecha:", "Datum:", "Дата публікації:"])
def test_a_label_of_publication_before_a_date_says_that_it_is_the_articles(label: str) -> None:
    published = reading_of(a_page(TITLE, f"{label} October 5, 2025")).published
    assert published is not None
    assert published.isoformat() == "2025-10-05T00:00:00+02:00"


def test_below_prose_in_wide_signs_a_heading_is_no_headline() -> None:
    prose = (
        "在港口举行的渡轮首航仪式吸引了全城的目光，多名居民告诉本报记者，"
        "夜间渡轮的回归符合每一个人的利益，市政府应当继续支持。"
    )
    assert reading_of(a_page(prose, "夜间渡轮回归是大势所趋")).title is None
    assert reading_of(a_page("夜间渡轮回归是大势所趋", prose)).title == "夜间渡轮回归是大势所趋"


@pytest.mark.parametrize("title", ["ညဉ့်နက်ကူးတို့သင်္ဘော ဆိပ်ကမ်းဟောင်းသို့ ပြန်လာပြီ", "रात की नौका पुराने बंदरगाह पर लौटी"])
def test_the_marks_of_vowels_are_letters_of_a_headline(title: str) -> None:
    assert reading_of(a_page(title)).title == title
