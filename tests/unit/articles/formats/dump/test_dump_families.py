"""Dumps as the software of blogs and news sites prints them, one family after the other."""

import pytest

from syndicate.articles.formats.furniture.boilerplate import is_boilerplate
from syndicate.articles.model import Author, Severity
from tests.unit.articles.article_samples import (
    DECK,
    LAST,
    LEAD,
    SECOND,
    TITLE,
    a_dump,
    a_picture,
    an_array,
    codes,
    reading_of,
)

TEXT = f"{LEAD}\n\n{SECOND}\n\n{LAST}"
#: A headline, its date line and prose in one language; the date is 5 October 2025.
LOCALISED = {
    "de": (
        "Die Nachtfähre kehrt in den alten Hafen zurück",
        "Von Anna Groß | Veröffentlicht am Sonntag, 5. Oktober 2025 um 15:34 Uhr",
        "Die Nachtfähre wird wieder Reisende über den Fluss bringen, teilte die Hafenbehörde am Sonntag mit.",
    ),
    "fr": (
        "Le ferry de nuit revient dans le vieux port",
        "Publié le dimanche 5 octobre 2025 à 15h34",
        "Le ferry de nuit transportera de nouveau des passagers, a annoncé dimanche l’autorité du port.",
    ),
    "es": (
        "El transbordador nocturno vuelve al viejo puerto",
        "Publicado el 5 de octubre de 2025 a las 15:34",
        "El transbordador nocturno volverá a llevar pasajeros, anunció el domingo la autoridad portuaria.",
    ),
    "uk": (
        "Нічний пором повертається до старого порту",
        "Опубліковано 5 жовтня 2025 р. о 15:34",
        "Нічний пором знову перевозитиме пасажирів, повідомило в неділю управління порту.",
    ),
    "ar": (
        "العبارة الليلية تعود إلى الميناء القديم",
        "نشر في ٥ أكتوبر ٢٠٢٥، ١٥:٣٤",
        "ستنقل العبارة الليلية الركاب من جديد، كما أعلنت سلطة الميناء يوم الأحد بعد عامين من المحادثات.",
    ),
    "ar levant": (
        "العبارة الليلية تعود إلى الميناء القديم",
        "5 تشرين الأول 2025 - 15:34",
        "ستنقل العبارة الليلية الركاب من جديد، كما أعلنت سلطة الميناء يوم الأحد بعد عامين من المحادثات.",
    ),
    "it": (
        "Il traghetto notturno torna nel vecchio porto",
        "Pubblicato il 5 ottobre 2025 alle ore 15:34",
        "Il traghetto notturno porterà di nuovo passeggeri, ha annunciato domenica l’autorità portuale.",
    ),
}


@pytest.mark.parametrize("language", LOCALISED)
def test_a_date_in_the_pages_own_language_is_read(language: str) -> None:
    title, dated, prose = LOCALISED[language]
    draft = reading_of(f"{title}\n\n{dated}\n\n{prose}\n\n{prose}")
    assert draft.title == title
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T15:34:00+02:00"
    assert draft.body_text == f"{prose}\n\n{prose}"


@pytest.mark.parametrize(
    "line",
    [
        "Aktualisiert am 7. Oktober 2025",
        "Mis à jour le 7 octobre 2025 à 10h00",
        "Actualizado el 7 de octubre de 2025",
        "Оновлено 7 жовтня 2025",
        "آخر تحديث: ٧ أكتوبر ٢٠٢٥",
        "Last updated October 7, 2025",
    ],
)
def test_a_time_of_change_is_told_apart_in_every_language(line: str) -> None:
    draft = reading_of(f"{TITLE}\n\n{line}\n\n{TEXT}")
    assert draft.published is None
    assert draft.updated is not None
    assert draft.updated.isoformat()[:10] == "2025-10-07"


def test_published_and_last_updated_glued_together_are_two_dates() -> None:
    draft = reading_of(f"{TITLE}\n\nPublished October 5, 2025last updated October 9, 2025\n\n{TEXT}")
    assert draft.published is not None
    assert draft.updated is not None
    assert (draft.published.isoformat()[:10], draft.updated.isoformat()[:10]) == ("2025-10-05", "2025-10-09")
    assert draft.body_text.startswith(LEAD)


@pytest.mark.parametrize("line", ["05.10.2025", "Published 10/05/2025 at 3:34 PM", "5/10/2025 | By Ann Reed"])
def test_numbers_that_mean_two_days_give_no_date(line: str) -> None:
    draft = reading_of(f"{TITLE}\n\n{line}\n\n{TEXT}")
    assert draft.published is None
    assert {"date-unclear", "no-date"} <= set(codes(draft))
    assert draft.body_text.startswith(LEAD)


@pytest.mark.parametrize("line", ["October 5–7, 2025", "5-7 October 2025", "5 October 2025 - 7 October 2025"])
def test_a_span_of_days_is_no_date_of_publication(line: str) -> None:
    published = reading_of(f"{TITLE}\n\n{line}\n\n{TEXT}").published
    assert published is None or published.isoformat()[:10] == "2025-10-05"
    assert reading_of(f"{TITLE}\n\n{line} - {TEXT}").published is None


def test_a_crawlers_stamp_is_neither_headline_nor_date() -> None:
    for text in (f" date 2025-10-06 {TITLE}\n\n{TEXT}", f"date 2025-10-06\n{TITLE}\n\n{TEXT}"):
        draft = reading_of(text)
        assert (draft.title, draft.published) == (TITLE, None)
        assert draft.body_text.startswith(LEAD)
    ahead = reading_of(f"date 2099-10-06 {TITLE}\n\n{TEXT}")
    assert ahead.unread is not None
    assert ahead.unread.latest.isoformat() == "2099-10-05T22:00:00+00:00"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Anna Groß", ["Anna Groß"]),
        ("Par Jean-Luc Petit et Anne Dubois", None),
        ("Por Ana María López", ["Ana María López"]),
        ("Автор: Іван Їжакевич", ["Іван Їжакевич"]),
        ("بقلم: أحمد حسن", ["أحمد حسن"]),
        ("By Science & Astronomy", []),
    ],
)
def test_bylines_of_other_languages_name_authors_or_nobody(line: str, names: list[str] | None) -> None:
    draft = reading_of(f"{TITLE}\n\n{line}\n\n{TEXT}")
    assert draft.authors == tuple(Author(name=name) for name in names or [])


def test_a_headline_that_starts_like_a_byline_stays_a_headline() -> None:
    assert reading_of(f"Von Hamburg\n\n{TEXT}").title == "Von Hamburg"


# --- around the text ------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Click to share on X (Opens in new window)",
        "Share on FacebookPin on PinterestShare on X",
        "Facebook Twitter Pinterest LinkedIn WhatsApp",
        "12Shares",
        "Read more: A Lighthouse Keeper Retires",
        "RELATED: A Lighthouse Keeper Retires",
        "Lesen Sie auch: Ein Leuchtturmwärter geht in Rente",
        "Lire aussi : Un gardien de phare prend sa retraite",
        "Читайте також: Доглядач маяка йде на пенсію",
        "[Related: A Lighthouse Keeper Retires]",
        "Photo: Ann Reed, AP",
        "Image credit: Harbour Board",
        "Foto: dpa",
        "(AP Photo/Ann Reed)",
        "Getty Images",
        "The ferry at its berth at dusk. (Photo by Ann Reed/Getty Images)",
        "The ferry at its berth at dusk (Image: GETTY )",
        "A cyclist waits at the ferry's berth, October 5, 2025. © Reuters / Ann Reed",
        "© Ann Reed",
        "Image 1 of / 23",
        "PUBLISHED: | UPDATED:",
        "Published",
        "on",
        "Connect with us",
        "Follow us on Facebook and Instagram",
        "Source:: https://harbour.example/ferry",
        "This post was originally published on this site",
        "The post Night Ferry Returns appeared first on Harbour News.",
        "Copyright 2025 Harbour News. All rights reserved.",
        "___",
    ],
)
def test_what_pages_print_beside_an_article_is_no_text_of_it(line: str) -> None:
    assert is_boilerplate(line)
    assert reading_of(f"{TITLE}\n\n{LEAD}\n\n{line}\n\n{SECOND}").body_text == f"{LEAD}\n\n{SECOND}"


@pytest.mark.parametrize(
    "line", ["Siehe auch", "Voir aussi", "Véase también", "Читайте також", "Читайте также", "اقرأ أيضا", "اقرأ أيضاً"]
)
def test_the_heading_of_other_articles_below_a_text_is_no_text_of_it(line: str) -> None:
    assert reading_of(f"{TITLE}\n\n{LEAD}\n\n{SECOND}\n\n{line}").body_text == f"{LEAD}\n\n{SECOND}"


@pytest.mark.parametrize(
    "line",
    [
        "Read more books, she told the children, and the winter will be short.",
        "Related: this is what the ministry calls a cause and its effect.",
        "Follow the river to the mill and turn left at the old lock.",
        "Like many others on Twitter, she had her doubts about the ferry.",
        "Photo albums were all that the flood had left them.",
        "The harbour board (founded in 1871) owns the berth (and the crane).",
        "He called it a wonder (his words), and so did the Reuters man.",
        "On Sunday the port authority announced it (Reuters)",
        "On Sunday the port authority announced it, and nobody was surprised. (AP/Reuters)",
        "The post was appointed in 1871, and it has not moved since.",
        "One comment on the plan was heard above all others in the hall.",
        "Share prices of the ferry company rose by five percent on Monday.",
        "More than four hundred people can sleep on board.",
        "Last",
        "🎉",
    ],
)
def test_prose_that_begins_like_it_stays(line: str) -> None:
    assert not is_boilerplate(line) or line == "Last"
    if line != "Last":
        assert line in reading_of(f"{TITLE}\n\n{LEAD}\n\n{line}\n\n{SECOND}").body_text


def test_a_credit_glued_to_a_paragraph_is_cut_off() -> None:
    draft = reading_of(f"{TITLE}\n\nPhoto: Ann Reed/Getty Images{LEAD}\n\n{SECOND}")
    assert draft.body_text == f"{LEAD}\n\n{SECOND}"
    assert "Reuters reported" in reading_of(f"{TITLE}\n\n{LEAD}\n\nReuters reported it first. {SECOND}").body_text


def test_the_captions_of_a_gallery_go_with_all_their_copies() -> None:
    caption = "The night ferry lies at its berth at dusk on Sunday, with the old crane behind it"
    gallery = (
        f"• {caption} in the rain. less\n{caption} in the … more\nPhoto: Ann Reed, AP\nImage 1 of / 2\n\n"
        "Caption\n\nClose\n\n"
        f"Image 1 of 2\n{caption} in the rain.\nPhoto: Ann Reed, AP"
    )
    draft = reading_of(f"{TITLE}\n\n{gallery}\n\n{TEXT}")
    assert (draft.title, draft.body_text) == (TITLE, TEXT)


def test_a_line_above_a_credit_is_text_where_no_gallery_is() -> None:
    draft = reading_of(f"{TITLE}\n{LEAD}\n{SECOND}\nPhoto: Ann Reed, AP\n{LAST}")
    assert draft.body_text == TEXT


@pytest.mark.parametrize(
    "tail",
    [
        "3 thoughts on “Night Ferry Returns”\n\nBo says:\nOctober 6, 2025 at 9:12 am\n\nWhat a ship that was.\n\nReply",
        "Bo Dale says:\n\nOctober 6, 2025 at 9:12 am\n\nWhat a ship that was, and how we loved it.\n\nReply",
        "Bo Dale sagt:\n6. Oktober 2025 um 9:12 Uhr\nWas für ein Schiff.",
        "Like Loading...\n\nRelated\n\nA Lighthouse Keeper Retires",
        "Share this:\n\nClick to share on X (Opens in new window)\n\nLike Loading...\n\nAnother story. It is long.",
        "Please enable JavaScript to view the comments powered by Disqus.\n\nAnother story. It is long.",
        f"Connect with us\n\nClick to comment\n\nAnother Story Entirely\n\n{SECOND} {SECOND}",
        "Deja un comentario\n\nTu dirección de correo electrónico no será publicada.",
    ],
)
def test_comments_and_what_follows_them_are_cut(tail: str) -> None:
    assert reading_of(f"{TITLE}\n\n{TEXT}\n\n{tail}").body_text == TEXT


def test_who_says_something_in_a_story_is_no_comment() -> None:
    story = f"{TITLE}\n\n{LEAD}\n\nThe harbour master says:\n\n{SECOND}"
    assert SECOND in reading_of(story).body_text


# --- page builders ----------------------------------------------------------------


def test_short_codes_of_page_builders_go_and_the_text_in_them_stays() -> None:
    text = (
        f'[vc_row full_width="stretch"][vc_column width="2/3"][vc_column_text]{LEAD}[/vc_column_text][/vc_column]'
        f"[vc_column][vc_raw_html]JTNDc2NyaXB0JTNF[/vc_raw_html][vc_column_text]{SECOND}[/vc_column_text][/vc_column][/vc_row]"
        f'[caption id="attachment_7" width="300"]The ferry at dusk[/caption]\n\n[gallery ids="1,2"]\n\n{LAST}'
    )
    assert reading_of(f"{TITLE}\n\n{text}").body_text == TEXT


def test_encoded_markup_whose_end_is_lost_goes_with_its_line() -> None:
    assert reading_of(f"{TITLE}\n\n{LEAD}\n\n[vc_raw_html]JTNDc2Ny\n\n{SECOND}").body_text == f"{LEAD}\n\n{SECOND}"


@pytest.mark.parametrize(
    "prose", ["It sails [sic] again, he said.", "[Applause] They stood up.", "See [1] and [2, 3]."]
)
def test_other_words_in_brackets_stay(prose: str) -> None:
    assert prose in reading_of(f"{TITLE}\n\n{LEAD}\n\n{prose}").body_text


# --- no article -------------------------------------------------------------------


PIECES = "\n\n".join(
    f"{headline}\n\n{LEAD} […]\n\nContinue reading" for headline in ("One Ferry", "Two Ferries", "Three")
)


@pytest.mark.parametrize(
    "page",
    [
        f"Tag: Ferries\n\n{PIECES}",
        f"Harbour News\n\n{PIECES}\n\nOlder posts",
        f"Schlagwort: Fähren\n\n{LEAD}\n\nWeiterlesen\n\n{SECOND}\n\nWeiterlesen",
        f"Category Archives: Ferries\n\nOne Ferry\n{LEAD}\nRead more »\n\nTwo\n{SECOND}\nRead more »",
    ],
)
def test_a_list_of_articles_is_no_article(page: str) -> None:
    draft = reading_of(page)
    assert (draft.findings[0].severity, draft.findings[0].code) == (Severity.BLOCK, "not-an-article")
    assert draft.title is None


def test_an_article_with_teasers_below_it_is_one() -> None:
    draft = reading_of(f"{TITLE}\n\nCategory: Ferries\n\n" + f"{TEXT}\n\n" * 8 + PIECES)
    assert draft.title == TITLE
    assert "not-an-article" not in codes(draft)


def test_a_headline_and_no_date_and_no_byline_are_enough() -> None:
    draft = reading_of(f"{TITLE}\n\n{DECK}\n\n{TEXT}")
    assert (draft.title, draft.deck, draft.published, draft.authors) == (TITLE, DECK, None, ())
    assert codes(draft) == ["no-date"]


@pytest.mark.parametrize(
    "title", ["PHOTOS: Night Ferry Returns", "Watch: Night Ferry Returns", "More Ferries Than Ever"]
)
def test_a_headline_that_begins_like_a_label_is_a_headline(title: str) -> None:
    assert reading_of(f"{title}\n\n{TEXT}").title == title


def test_a_way_back_above_the_headline_is_not_the_headline() -> None:
    assert reading_of(f"Back to Harbour News\n\n{TITLE}\n\n{TEXT}").title == TITLE
    assert reading_of(f"Back to School\n\n{TEXT}").title == "Back to School"


# --- the family that the reader knows best, in all its variations ---------------------


def test_two_lists_of_pictures_are_both_read_and_both_taken_out() -> None:
    first = an_array(a_picture(title="One", is_video="1"), a_picture(title="Two", is_video=1))
    second = an_array(a_picture(title="Three", is_video=True), a_picture(title="Four", is_video="0"))
    draft = reading_of(a_dump(body=(first, f"It sails {second} again at nine. {LAST}", SECOND)))
    assert [(media.title, media.is_video) for media in draft.media] == [
        ("One", True),
        ("Two", True),
        ("Three", True),
        ("Four", False),
    ]
    assert f"It sails again at nine. {LAST}" in draft.body_text
    assert "[{" not in draft.body_text


def test_broken_metadata_costs_the_pictures_and_not_the_article() -> None:
    draft = reading_of(a_dump(body=(SECOND, an_array()[:-20], LAST)))
    assert draft.body_text == f"{LEAD}\n\n{SECOND}\n\n{LAST}"
    assert draft.media == ()
    assert "media-broken" in codes(draft)


def test_a_bracket_in_a_pictures_text_ends_nothing() -> None:
    draft = reading_of(a_dump(media=an_array(a_picture(description="The ferry [left] and }] its berth"))))
    assert draft.media[0].description == "The ferry [left] and }] its berth"
    assert "its berth" not in draft.body_text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:image/png;base64,AAAA", "file:///etc/passwd"])
def test_an_address_that_is_no_picture_costs_that_file_alone(address: str) -> None:
    files = {
        "s1": address,
        "s2": "https://pictures.example/2.jpg",
        "s3": {"url": "//pictures.example/3.jpg", "width": 1200},
    }
    draft = reading_of(a_dump(media=an_array(a_picture(images=files))))
    assert [file.key for file in draft.media[0].candidates] == ["s2", "s3"]
    assert "picture-address" in codes(draft)


def test_an_address_inside_a_cloud_is_only_an_address_here() -> None:
    """It is the guarded fetcher that refuses it, by what the name resolves to; a list of names would miss most."""
    draft = reading_of(a_dump(media=an_array(a_picture(images={"s1": "http://169.254.169.254/latest/meta-data"}))))
    assert draft.media[0].candidates[0].url == "http://169.254.169.254/latest/meta-data"
    assert "picture-foreign" in codes(draft)


def test_right_to_left_text_keeps_its_marks_and_its_place() -> None:
    title = "העבורת חוזרת אל הנמל הישן 👩‍🚀"
    draft = reading_of(a_dump(title=title, crumb="ראשי » עולם » ", deck=None, dateline="5 באוקטובר 2025"))
    assert (draft.title, draft.sections, draft.direction) == (title, ("עולם",), "rtl")
    assert draft.published is not None
    assert draft.body_text.startswith(LEAD)


def test_a_short_code_without_an_end_takes_no_article_with_it() -> None:
    story = "\n\n".join([LEAD] * 30)
    for name in ("caption", "vc_raw_html", "embed"):
        draft = reading_of(f"{TITLE}\n\n{LEAD}\n\n[{name}]\n\n{story}\n\n[{name}]x[/{name}]\n\n{LAST}")
        assert draft.body_text.count(LEAD) == 31
        assert draft.body_text.endswith(LAST)
