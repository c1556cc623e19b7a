import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.formats.settings import json_tree
from syndicate.articles.formats.settings.tree import BrokenSettingsError, Node, NodeKind
from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.formats.written import divide_list, read_json
from syndicate.articles.model import Author, Draft, PictureOrigin, Severity
from tests.profiles import effort
from tests.unit.articles.article_samples import RULES, codes, reading_of

BODY = "The ferry sails again.\n\nBookings open in December."


def an_object(**changes: Any) -> dict[str, Any]:
    return {"title": "Night ferry", "date": "2025-10-05T15:34:55+02:00", "body_text": BODY} | changes


def reading(**changes: Any) -> Draft:
    return reading_of(json.dumps(an_object(**changes), indent=1))


def messages(draft: Draft, code: str) -> list[str]:
    return [one.message for one in draft.findings if one.code == code]


def test_an_article_is_read_whole() -> None:
    draft = reading(
        deck="It sails again",
        authors=["Ann Reed", {"name": "Bo Dale", "url": "https://bo.example/"}],
        section="World",
        tags="ships, night",
        lang="de",
        media=[
            {
                "files": [{"url": "https://h.example/a.jpg", "width": 1200, "height": 675}, {"url": "b.jpg"}],
                "kind": "video",
                "alt": "The ferry",
                "caption": "At night",
                "credit": "Cy Low",
                "focal": "10% 20%",
            }
        ],
    )
    assert (draft.title, draft.deck, draft.language, draft.sections) == (
        "Night ferry",
        "It sails again",
        "de",
        ("World",),
    )
    assert draft.authors == (Author(name="Ann Reed"), Author(name="Bo Dale", url="https://bo.example/"))
    assert draft.tags == ("ships", "night")
    (medium,) = draft.media
    assert medium.is_video
    assert [(one.url, one.width) for one in medium.candidates] == [("https://h.example/a.jpg", 1200), ("b.jpg", None)]
    assert (medium.description, medium.caption, medium.credit, medium.focal) == (
        "The ferry",
        "At night",
        "Cy Low",
        (10, 20),
    )
    assert draft.body_text == BODY
    assert draft.body_html == "<p>The ferry sails again.</p>\n<p>Bookings open in December.</p>"


def test_the_three_kinds_of_text_give_the_same_words() -> None:
    paragraphs = BODY.split("\n\n")
    html = "".join(f"<p>{one}</p>" for one in paragraphs)
    texts = {
        reading_of(json.dumps({"title": "x", name: text})).body_text
        for name, text in (("body_html", html), ("body_markdown", BODY), ("body_text", BODY))
    }
    assert texts == {BODY}


def test_html_is_sanitised_and_its_pictures_become_media() -> None:
    html = (
        '<div>One.</div><div>Two.</div><h1>Head</h1><script>no</script><p onclick="x">a <a href="/b">b</a></p>'
        '<figure><img src="p.jpg" alt="Alt" width="800"><figcaption>A <b>caption</b> &amp; more</figcaption></figure>'
        '<p><img src="javascript:alert(1)"><img src="https://t.example/dot.gif" width="1" height="1"></p>'
    )
    draft = reading_of(json.dumps({"title": "x", "body_html": html}))
    assert draft.body_html == "<p>One.</p><p>Two.</p><h2>Head</h2><p>a b</p>"
    assert draft.body_text == "One.\n\nTwo.\n\nHead\n\na b"
    (medium,) = draft.media
    assert (medium.description, medium.caption, medium.origin) == ("Alt", "A caption & more", PictureOrigin.BODY)
    assert medium.candidates[0].width == 800
    assert "picture-address" in codes(draft)


def test_relative_links_follow_the_canonical_address() -> None:
    draft = reading_of(
        json.dumps({"title": "x", "canonical": "https://q.example/a/b", "body_html": '<p><a href="c">c</a></p>'})
    )
    assert draft.body_html == '<p><a href="https://q.example/a/c">c</a></p>'


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ('{"title": "x",}', "line 1, column 15", "comma too many"),
        ('{"title": "x"\n "deck": "y"}', "line 2, column 2", "comma"),
        ('{"title": NaN}', "line 1, column 11", "no JSON value"),
        ('{"title": "x", "n": -Infinity}', "line 1, column 21", "no JSON value"),
        ('{"title": "x", "title": "y"}', "line 1, column 16", "second time"),
        ('{"title": "a\nb"}', "line 1, column 11", "line end"),
        ('{"title": "x", "body_text": "cut', "line 1, column 29", "never closed"),
        ('{"title": "x", "tags": ["a"', "line 1, column 24", "never closed"),
        ('{"title": "\\x"}', "line 1, column 11", "escape"),
        ('{"title": 01}', "line 1, column 12", "comma"),
        ('{"title": [' + "[" * 50 + "]" * 50 + "]}", "line 1, column 26", "in one another"),
    ],
)
def test_json_that_cannot_be_read_is_explained_with_its_place(text: str, place: str, reason: str) -> None:
    draft = reading_of(text)
    assert codes(draft) == ["json-broken"]
    assert place in draft.findings[0].message
    assert reason in draft.findings[0].message


def test_numbers_of_any_length_and_lone_surrogates_do_no_harm() -> None:
    text = '{"title": "a \\ud800 b \\u0000", "nonsense": ' + "9" * 50_000 + ', "body_text": "c \\udfff d"}'
    draft = reading_of(text)
    assert (draft.title, draft.body_text) == ("a b", "c d")
    assert "setting-unknown" in codes(draft)


def test_findings_name_the_pointer_and_the_place() -> None:
    draft = reading(tags=["a", 1], authors=[{"name": "Ann", "a/b~c": 1}])
    (tag,) = messages(draft, "setting-unfit")
    assert tag.startswith("“/tags/1” (line 7, column 3)")
    (author,) = messages(draft, "setting-unknown")
    assert author.startswith("“/authors/0/a~1b~0c” (line 12, column ")


LINK = "https://pier.example/ferry"


@pytest.mark.parametrize("bodies", [{"body_text": "a", "body_html": "b"}, {"body_text": ["a"]}, {"body_html": None}])
def test_an_article_has_its_text_in_one_place(bodies: dict[str, Any]) -> None:
    assert "json-unfit" in codes(reading_of(json.dumps({"title": "x", "canonical": LINK, **bodies})))


@pytest.mark.parametrize("body", [{}, {"body_text": " \n"}])
def test_a_headline_is_an_article_where_it_leads_somewhere(body: dict[str, Any]) -> None:
    assert "no-body" in codes(reading_of(json.dumps({"title": "x", **body})))
    assert "no-title" in codes(reading_of(json.dumps({"canonical": LINK, **body})))
    draft = reading_of(json.dumps({"title": "x", "canonical": LINK, **body}))
    assert (draft.title, draft.body_html, draft.permalink, blocks_of(draft)) == ("x", "", LINK, [])


@pytest.mark.parametrize("title", [{}, {"title": None}, {"title": " "}])
def test_a_text_needs_no_title(title: dict[str, Any]) -> None:
    draft = reading_of(json.dumps({"body_text": "Fog on the quay.", **title}))
    assert (draft.title, draft.body_text, blocks_of(draft)) == (None, "Fog on the quay.", [])


def blocks_of(draft: Draft) -> list[str]:
    return [finding.code for finding in draft.findings if finding.severity is Severity.BLOCK]


def test_a_hundred_thousand_unknown_keys_are_counted_and_not_listed() -> None:
    draft = reading(**{f"key{number}": number for number in range(100_000)})
    found = messages(draft, "setting-unknown")
    assert len(found) == 11
    assert found[-1] == "And 99,990 more of this kind."


@pytest.mark.parametrize("text", ["[1, 2, 3]", '["a"]', "[]", "{}"])
def test_other_json_is_no_article(text: str) -> None:
    draft = reading_of(text)
    assert [one for one in draft.findings if one.severity is Severity.BLOCK]
    assert sniff(text) is DocumentFormat.JSON


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('{"title": "x", "body_text": "y"', DocumentFormat.JSON),
        ('[{"title": "x", "body_text": "y"}, {"title', DocumentFormat.JSON),
        ('[{"id": 1, "images": {"s1": "a', DocumentFormat.PAGE_DUMP),
        ('[{"id": 1, "images": {}}]\n\nThe headline\n\nText.', DocumentFormat.PAGE_DUMP),
        ('{"title": "x"}\n\nText.', DocumentFormat.FRONT_MATTER),
        ("[sic] he said", DocumentFormat.PAGE_DUMP),
        ("{curly} start", DocumentFormat.PAGE_DUMP),
    ],
)
def test_json_is_told_from_dumps_and_from_front_matter(text: str, form: DocumentFormat) -> None:
    assert sniff(text) is form


# --- lists ----------------------------------------------------------------------------


def test_a_list_is_divided_into_its_articles_byte_for_byte() -> None:
    one, two = json.dumps(an_object(id="a")), json.dumps(an_object(id=7), indent=2)
    division = divide_list(f"[{one},\n{two} ]")
    assert division is not None
    assert division.items == [("a", one), ("7", two)]
    assert division.fault is None


@pytest.mark.parametrize(
    ("items", "read", "reason"),
    [
        ([an_object(id="a"), an_object()], ["a"], "“/1” (line 1, column"),
        (
            [an_object(id="a"), an_object(id="b"), an_object(id="a")],
            ["a", "b"],
            "has the id “a”, which “/0” (line 1, column",
        ),
        ([an_object(id="a"), "text"], ["a"], "is a text, not an article"),
        ([an_object(id=""), an_object(id=" x"), an_object(id=1.5), an_object(id="x" * 201)], [], "4 of 4"),
        ([], [], "no articles"),
    ],
)
def test_items_without_a_name_of_their_own_are_told_and_the_others_read(
    items: list[Any], read: list[str], reason: str
) -> None:
    division = divide_list(json.dumps(items))
    assert division is not None
    assert [name for name, _ in division.items] == read
    assert division.fault is not None
    assert reason in division.fault.message


def test_a_list_that_is_broken_or_endless_has_no_articles() -> None:
    broken = divide_list('[{"id": "a", "title": "x"}, {"id":')
    assert broken is not None
    assert broken.items == ()
    assert broken.fault is not None
    assert broken.fault.code == "json-broken"
    endless = divide_list(json.dumps([{"id": number} for number in range(10_001)]))
    assert endless is not None
    assert endless.items == ()


def test_what_is_no_list_is_not_divided() -> None:
    assert divide_list(json.dumps(an_object())) is None


# --- the tree -------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def plain(one: Node) -> Any:
    if one.kind is NodeKind.LIST:
        return [plain(item) for item in one.items]
    if one.kind is NodeKind.TABLE:
        return {name: plain(entry) for name, entry in one.entries.items()}
    return one.text if one.kind is NodeKind.TEXT else json.loads(one.text)


@given(value=VALUES, indent=st.sampled_from([None, 0, 3]), is_ascii=st.booleans())
def test_the_tree_is_what_pythons_own_reader_gives(value: Any, indent: int | None, is_ascii: bool) -> None:  # noqa: FBT001
    assert plain(json_tree.parse(json.dumps(value, indent=indent, ensure_ascii=is_ascii))) == value


@given(st.text(st.sampled_from('{}[]":,\\ntruefalsenull0123-+.eE \n\t'), max_size=60))
@effort(1.5)
def test_what_the_tree_takes_is_json(text: str) -> None:
    try:
        found = plain(json_tree.parse(text))
    except BrokenSettingsError as error:
        found, start = None, error.start
    else:
        start = 0
        assert found == json.loads(text)
    assert 0 <= start <= len(text)


@given(st.text(st.sampled_from('{}[]":,\\titlebody_text0123 \n'), max_size=120))
def test_no_text_brings_the_reader_down(text: str) -> None:
    read_json(text, RULES)
    divide_list(f"[{text}")


def test_each_picture_says_of_itself_what_ai_had_to_do_with_it() -> None:
    media = [{"url": "a.jpg", "ai": "generated"}, {"url": "b.jpg"}, {"url": "c.jpg", "ai": None}]
    draft = reading(ai="assisted", image="d.jpg", image_ai="none", media=media)
    assert draft.ai == "assisted"
    assert [medium.ai for medium in draft.media] == ["none", "generated", None, None]
    assert "/media/0/ai" in " ".join(messages(reading(media=[{"url": "a.jpg", "ai": 7}]), "setting-unfit"))


def test_a_record_of_a_picture_that_cannot_be_read_is_told_also_where_there_is_none() -> None:
    assert "setting-unfit" in codes(reading_of('{"title": "T", "body_html": "<p>Words.</p>", "image_ai": true}'))
