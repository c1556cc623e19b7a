"""What is read of a post that WordPress gives by its REST API, and what sites do to it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.model import Author, Candidate, Draft, PictureOrigin, Severity
from syndicate.images.choice import choose
from tests.unit.articles.article_samples import codes, reading_of
from tests.unit.articles.feed_samples import drafts_of

UPLOADS = "https://quay.example/wp-content/uploads/2025/10"


def a_size(width: int, height: int) -> dict[str, Any]:
    url = f"{UPLOADS}/ferry-{width}x{height}.jpg"
    return {"file": url[-20:], "width": width, "height": height, "mime_type": "image/jpeg", "source_url": url}


def a_picture(**changes: Any) -> dict[str, Any]:
    return {
        "id": 90,
        "title": {"rendered": "IMG_4711"},
        "alt_text": "The ferry at its berth at dusk",
        "caption": {"rendered": "<p>Home <em>again</em> &#8211; at last</p>\n"},
        "media_type": "image",
        "mime_type": "image/jpeg",
        "media_details": {
            "width": 2560,
            "height": 1440,
            "sizes": {"medium": a_size(300, 169), "large": a_size(1024, 576), "1536x1536": a_size(1536, 864)},
            "image_meta": {"credit": "Cy Low", "copyright": "The Quay"},
        },
        "source_url": f"{UPLOADS}/ferry-scaled.jpg",
    } | changes


def a_post(**changes: Any) -> dict[str, Any]:
    return {
        "id": 71,
        "date": "2025-10-05T15:34:55",
        "date_gmt": "2025-10-05T13:34:55",
        "modified": "2025-10-05T16:02:00",
        "modified_gmt": "2025-10-05T14:02:00",
        "guid": {"rendered": "http://old.example/?p=71"},
        "slug": "night-ferry",
        "status": "publish",
        "type": "post",
        "link": "https://quay.example/2025/10/night-ferry/",
        "title": {"rendered": "Tom &#8217;s &amp; <em>Ana</em>&#038;co"},
        "content": {"rendered": '<p>It sails <a href="/again">again</a>.</p>', "protected": False},
        "excerpt": {"rendered": "<p>A route that was lost sails in spring.</p>", "protected": False},
        "featured_media": 90,
        "_embedded": {
            "author": [{"id": 3, "name": "Ann Reed", "url": "", "link": "https://quay.example/author/ann/"}],
            "wp:featuredmedia": [a_picture()],
            "wp:term": [
                [{"id": 5, "name": "Q&amp;A", "slug": "qa", "taxonomy": "category"}],
                [{"id": 6, "name": "ships", "slug": "ships", "taxonomy": "post_tag"}],
            ],
        },
    } | changes


def reading(**changes: Any) -> Draft:
    return reading_of(json.dumps(a_post(**changes)))


def embedding(**changes: Any) -> Draft:
    return reading(_embedded=a_post()["_embedded"] | changes)


def blocks(draft: Draft) -> list[str]:
    return [one.code for one in draft.findings if one.severity is Severity.BLOCK]


def test_a_post_is_read_whole() -> None:
    draft = reading()
    assert (draft.title, draft.deck) == ("Tom ’s & Ana&co", "A route that was lost sails in spring.")
    assert (draft.sections, draft.tags, draft.slug) == (("Q&A",), ("ships",), "night-ferry")
    assert draft.authors == (Author(name="Ann Reed", url="https://quay.example/author/ann/"),)
    assert draft.published is not None
    assert draft.updated is not None
    assert draft.published.isoformat() == "2025-10-05T13:34:55+00:00"
    assert draft.updated.isoformat() == "2025-10-05T14:02:00+00:00"
    assert draft.permalink == "https://quay.example/2025/10/night-ferry/"
    assert draft.body_html == '<p>It sails <a href="https://quay.example/again">again</a>.</p>'
    assert blocks(draft) == []


def test_a_list_of_posts_is_divided_by_their_ids() -> None:
    found = drafts_of(json.dumps([a_post(), a_post(id=72, title={"rendered": "Another"}), a_post(id=None)]))
    assert {name: one.title for name, one in found.items()} == {"71": "Tom ’s & Ana&co", "72": "Another", "": None}
    assert codes(found[""]) == ["json-list"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (json.dumps(a_post()), DocumentFormat.WORDPRESS),
        ('{"title": {"raw": "x", "rendered": "x"}}', DocumentFormat.WORDPRESS),
        ('{"code": "rest_forbidden", "message": "No.", "data": {"status": 401}}', DocumentFormat.WORDPRESS),
        ('{"title": "x", "body_html": "<p>y</p>"}', DocumentFormat.JSON),
        ('{"title": {"de": "x"}, "content": "y"}', DocumentFormat.JSON),
        (json.dumps(a_post())[:-5], DocumentFormat.JSON),
    ],
)
def test_a_post_is_told_by_its_rendered_texts(text: str, form: DocumentFormat) -> None:
    assert sniff(text) is form


# --- the featured picture -------------------------------------------------------------------


def test_the_featured_picture_has_a_file_for_each_size_and_the_smallest_that_is_wide_enough_is_taken() -> None:
    (medium,) = reading().media
    assert medium.origin is PictureOrigin.FEATURED
    assert medium.candidates == (
        Candidate(url=f"{UPLOADS}/ferry-scaled.jpg", key="full", width=2560, height=1440),
        Candidate(url=f"{UPLOADS}/ferry-300x169.jpg", key="medium", width=300, height=169),
        Candidate(url=f"{UPLOADS}/ferry-1024x576.jpg", key="large", width=1024, height=576),
        Candidate(url=f"{UPLOADS}/ferry-1536x864.jpg", key="1536x1536", width=1536, height=864),
    )
    assert (medium.description, medium.caption) == ("The ferry at its berth at dusk", "Home again – at last")
    assert (medium.credit, medium.title) == ("Cy Low", "IMG_4711")
    chosen = choose([medium])
    assert chosen is not None
    assert (chosen.source_url, chosen.title) == (f"{UPLOADS}/ferry-1536x864.jpg", "")


@pytest.mark.parametrize("sizes", [{}, [], None, "x", {"large": None}, {"large": []}, {"large": {"width": 5}}])
def test_a_picture_without_sizes_is_the_uploaded_file(sizes: object) -> None:
    details = {"width": 2560, "height": 1440, "sizes": sizes}
    (medium,) = embedding(**{"wp:featuredmedia": [a_picture(media_details=details)]}).media
    assert [one.url for one in medium.candidates] == [f"{UPLOADS}/ferry-scaled.jpg"]


@pytest.mark.parametrize(
    "details", [{}, [], None, {"sizes": {"a": {"source_url": "//quay.example/a.jpg", "width": "1200"}}}]
)
def test_details_float_in_shape(details: object) -> None:
    (medium,) = embedding(**{"wp:featuredmedia": [a_picture(media_details=details)]}).media
    assert medium.candidates[0].width is None
    if details:
        assert medium.candidates[1] == Candidate(url="https://quay.example/a.jpg", key="a", width=1200)


def test_a_picture_that_the_site_does_not_give_away_is_told_and_the_texts_own_is_left() -> None:
    refusal = {"code": "rest_forbidden", "message": "No.", "data": {"status": 403}}
    content = {"rendered": f'<p>It sails.</p><img src="{UPLOADS}/b-1024x576.jpg" width="1024" height="576" alt="x">'}
    draft = reading(_embedded={"wp:featuredmedia": [refusal]}, content=content)
    assert [one.origin for one in draft.media] == [PictureOrigin.BODY]
    (finding,) = [one for one in draft.findings if one.code == "media-empty"]
    assert finding.quote == "rest_forbidden"


def test_the_same_picture_in_the_text_adds_its_size_and_no_second_picture() -> None:
    content = {
        "rendered": '<p>It sails.</p><img src="/wp-content/uploads/2025/10/ferry-768x432.jpg" width="768" height="432">'
    }
    (medium,) = reading(content=content).media
    assert (medium.origin, len(medium.candidates)) == (PictureOrigin.FEATURED, 5)


def test_no_featured_picture_is_no_mistake() -> None:
    nothing: list[dict[str, Any]] = [{}, {"wp:featuredmedia": []}, {"wp:featuredmedia": None}]
    for embedded in nothing:
        draft = reading(featured_media=0, _embedded=embedded)
        assert (draft.media, "media-empty" in codes(draft)) == ((), False)


def test_a_featured_film_is_no_picture() -> None:
    film = a_picture(media_type="file", mime_type="video/mp4", source_url=f"{UPLOADS}/film.mp4")
    assert embedding(**{"wp:featuredmedia": [film]}).media == ()


def test_plug_ins_name_the_picture_where_nothing_is_embedded() -> None:
    head = {"og_locale": "de_DE", "og_image": [{"url": f"{UPLOADS}/og.jpg", "width": 1200, "height": 630}]}
    draft = reading(_embedded=None, jetpack_featured_media_url=f"{UPLOADS}/full.jpg", yoast_head_json=head)
    assert [(one.origin, one.candidates[0].url[-8:]) for one in draft.media] == [
        (PictureOrigin.FEATURED, "full.jpg"),
        (PictureOrigin.PAGE, "0/og.jpg"),
    ]
    assert draft.media[1].candidates[0].width == 1200
    assert draft.language == "de-DE"
    assert "not-embedded" in codes(draft)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:image/png;base64,x", "file:///etc/passwd.jpg"])
def test_no_address_that_must_not_be_fetched_comes_through(address: str) -> None:
    picture = a_picture(source_url=address, media_details={"sizes": {"large": {"source_url": address}}})
    draft = embedding(**{"wp:featuredmedia": [picture]})
    assert draft.media == ()
    assert "picture-address" in codes(draft)


# --- what holds a post ----------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future", "trash"])
def test_a_post_that_is_not_published_is_held(status: str) -> None:
    assert blocks(reading(status=status)) == ["draft"]


def test_a_protected_post_is_held_with_the_reason_alone() -> None:
    protected = {"rendered": "", "protected": True}
    assert blocks(reading(content=protected, excerpt=protected)) == ["wordpress-protected"]


def test_a_refusal_is_held_with_the_sites_own_words() -> None:
    draft = reading_of('{"code": "rest_forbidden", "message": "You&#8217;re not allowed.", "data": {"status": 401}}')
    assert blocks(draft) == ["wordpress-refusal"]
    assert "(rest_forbidden): You’re not allowed." in draft.findings[0].message


def test_broken_json_is_explained_with_its_place() -> None:
    draft = reading_of(json.dumps(a_post())[:-5])
    assert blocks(draft) == ["json-broken"]


def test_a_post_without_title_or_text_is_held() -> None:
    assert blocks(reading(title={"rendered": " "})) == ["no-title"]
    assert blocks(reading(content={"rendered": "<!-- nothing -->"})) == ["no-body"]


# --- times, names, addresses ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("gmt", "local", "read", "code"),
    [
        ("2025-10-05T13:34:55", "2025-10-05T15:34:55", "2025-10-05T13:34:55+00:00", None),
        ("2025-10-05T13:34:55Z", None, "2025-10-05T13:34:55+00:00", None),
        ("0000-00-00T00:00:00", "2025-10-05T15:34:55", "2025-10-05T15:34:55+02:00", "zone-missing"),
        ("-0001-11-30T00:00:00", None, None, "no-date"),
        (None, "2025-10-05T15:34:55", "2025-10-05T15:34:55+02:00", "zone-missing"),
        (None, "0000-00-00T00:00:00", None, "no-date"),
        (None, None, None, "no-date"),
        ([1], {}, None, "no-date"),
    ],
)
def test_times_in_utc_are_read_as_such_and_local_ones_by_the_source(
    gmt: object, local: object, read: str | None, code: str | None
) -> None:
    draft = reading(date_gmt=gmt, date=local)
    assert (draft.published.isoformat() if draft.published else None) == read
    assert code is None or code in codes(draft)


def test_a_change_before_the_publication_is_none() -> None:
    assert reading(modified_gmt="2025-10-05T13:34:55").updated is None


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ([{"code": "rest_user_invalid_id", "message": "No.", "data": {"status": 404}}], []),
        ([{"name": "admin"}], []),
        ([{"name": "Tom O&#8217;Hara"}, {"name": "Ann Reed"}], ["Tom O’Hara", "Ann Reed"]),
        ({"name": "Ann Reed"}, []),
        (None, []),
    ],
)
def test_authors_are_those_that_the_site_gives_away(author: object, names: list[str]) -> None:
    assert [one.name for one in embedding(author=author).authors] == names


def test_the_category_that_nobody_chose_is_none() -> None:
    terms = [[{"name": "Uncategorized", "slug": "uncategorized", "taxonomy": "category"}], {"code": "x"}, None]
    assert embedding(**{"wp:term": terms}).sections == ()


@pytest.mark.parametrize(
    ("excerpt", "deck"),
    [
        ("<p>It sails again and so on and so forth, they said &hellip; [&hellip;]</p>", None),
        ("<p>It sails again.</p>", None),
        ("", None),
        ("<p>A route that was <b>lost</b> sails in spring</p>", "A route that was lost sails in spring"),
    ],
)
def test_an_excerpt_that_is_cut_from_the_text_is_no_deck(excerpt: str, deck: str | None) -> None:
    content = {"rendered": "<p>It sails again and so on and so forth, they said at the harbour.</p>"}
    assert reading(excerpt={"rendered": excerpt}, content=content).deck == deck


def test_pictures_of_the_text_are_the_sites_and_not_files_beside_the_document() -> None:
    content = {"rendered": '<p>It sails.</p><img src="pictures/b.jpg" alt="x">'}
    draft = reading(content=content, _embedded={})
    assert draft.media[0].candidates[0].url == "https://quay.example/2025/10/night-ferry/pictures/b.jpg"


def test_a_picture_of_the_text_has_the_files_of_its_set_also_where_it_is_loaded_later() -> None:
    files = f"{UPLOADS}/b-1024x683.jpg 1024w, {UPLOADS}/b-1536x1024.jpg 1536w, javascript:alert(1) 5000w"
    for image in (
        f'<img src="{UPLOADS}/b-1024x683.jpg" width="1024" height="683" srcset="{files}" alt="At dusk">',
        f'<img src="data:image/gif;base64,R0" data-src="{UPLOADS}/b-1024x683.jpg" data-srcset="{files}" alt="At dusk">',
    ):
        draft = reading(content={"rendered": f"<p>It sails.</p>{image}"}, _embedded={})
        (medium,) = draft.media
        assert [one.url[-12:] for one in medium.candidates] == ["1024x683.jpg", "536x1024.jpg"]
        chosen = choose(draft.media)
        assert chosen is not None
        assert chosen.source_url == f"{UPLOADS}/b-1536x1024.jpg"
        assert "picture-address" not in codes(draft)
        assert draft.body_html == "<p>It sails.</p>"


@pytest.mark.parametrize("slug", ["%d9%85%d8%aa%d8%b1", "", None, 7])
def test_a_slug_without_latin_letters_is_none(slug: object) -> None:
    assert reading(slug=slug).slug in {None, "7"}


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["<p>x</p>", "https://h.example/a.jpg"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["rendered", "protected", "source_url", "sizes", "media_details", "code", "name", "taxonomy", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from([*a_post(), "yoast_head_json", "jetpack_featured_media_url"]), VALUES, max_size=6),
    VALUES,
)
def test_whatever_a_site_answers_is_read_or_held(changes: dict[str, Any], embedded: object) -> None:
    for name in ("author", "wp:featuredmedia", "wp:term"):
        draft = reading(**changes | {"_embedded": {name: embedded}})
        assert "unreadable" not in codes(draft)
