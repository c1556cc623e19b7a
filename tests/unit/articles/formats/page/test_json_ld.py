import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.formats.page.metadata.about import article_of
from syndicate.articles.formats.page.metadata.json_ld import Described, read_scripts
from tests.unit.articles.page_samples import ADDRESS, described


def the_one(*texts: str) -> Described:
    (one,) = read_scripts(texts)
    return one


def read_object(**changes: object) -> Described:
    return the_one(json.dumps(described(**changes)))


def test_a_graph_is_read_with_its_references() -> None:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "@id": "#site", "name": "Lantern"},
            {
                "@type": ["Article", "NewsArticle"],
                "headline": "The ferry",
                "author": {"@id": "#ann"},
                "image": {"@id": "#p"},
            },
            {"@type": "Person", "@id": "#ann", "name": "Ann Reed"},
            {
                "@type": "ImageObject",
                "@id": "#p",
                "url": "https://a.example/p.jpg",
                "width": {"@type": "QuantitativeValue", "value": 800},
            },
        ],
    }
    one = the_one(json.dumps(graph))
    assert [author.name for author in one.authors] == ["Ann Reed"]
    assert [(picture.address, picture.width) for picture in one.pictures] == [("https://a.example/p.jpg", 800)]


@pytest.mark.parametrize(
    "value",
    [
        "https://a.example/p.jpg",
        ["https://a.example/p.jpg"],
        {"url": "https://a.example/p.jpg"},
        [{"contentUrl": "https://a.example/p.jpg"}],
    ],
)
def test_a_picture_is_a_text_a_list_or_an_object(value: object) -> None:
    assert [one.address for one in read_object(image=value).pictures] == ["https://a.example/p.jpg"]


@pytest.mark.parametrize(
    "kind", ["NewsArticle", ["Thing", "BlogPosting"], "http://schema.org/Article", "schema:LiveBlogPosting"]
)
def test_every_kind_of_article_is_one(kind: object) -> None:
    assert not read_object(**{"@type": kind}).is_page


@pytest.mark.parametrize("kind", ["Organization", "ImageObject", "Comment", 7, None, ["Product"], {"x": 1}])
def test_what_is_no_article_is_passed_over(kind: object) -> None:
    assert read_scripts([json.dumps(described(**{"@type": kind}))]) == ()


@pytest.mark.parametrize(
    "wrapping", ["<!--\n%s\n-->", "//<![CDATA[\n%s\n//]]>", "/*<![CDATA[*/%s/*]]>*/", "%s;", "\n\n%s\n", "[1] , %s"]
)
def test_what_publishers_write_around_json_does_no_harm(wrapping: str) -> None:
    assert the_one(wrapping % json.dumps(described())).headline


def test_raw_line_ends_and_entities_in_strings_are_read() -> None:
    one = the_one('{"@type": "Article", "headline": "Tom &amp;\nAna &#8217;s <b>ferry</b>"}')
    assert one.headline == "Tom & Ana ’s ferry"


@pytest.mark.parametrize(
    "text", ["", "{", "[[[", "null", "{}", '"x"', "{'a': 1}", "[" * 200_000, '{"@graph": 3}', "9" * 10_000, "{}" * 3]
)
def test_broken_or_odd_json_says_nothing(text: str) -> None:
    assert read_scripts([text]) == ()


def test_values_of_the_wrong_type_are_not_believed() -> None:
    one = read_object(
        headline=["x"], datePublished=20251005, author=7, image={"url": 3}, articleSection={"x": 1}, keywords=[None, {}]
    )
    assert (one.headline, one.published, one.authors, one.pictures, one.sections, one.tags) == (
        None,
        None,
        (),
        (),
        (),
        (),
    )


@pytest.mark.parametrize("name", ["https://a.example/ann", "ann@a.example", "{{author}}", "x" * 200, "", " ", "12345"])
def test_what_is_no_name_is_no_author(name: str) -> None:
    assert read_object(author={"name": name}).authors == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [(False, False), ("False", False), ("http://schema.org/True", True), ("?", None), (None, None)],
)
def test_whether_it_is_free_is_read_in_every_spelling(value: object, expected: bool | None) -> None:  # noqa: FBT001
    assert read_object(isAccessibleForFree=value).is_free is expected


def test_the_article_is_told_by_address_then_headline_then_alone() -> None:
    mine, other = read_object(), read_object(headline="Other", mainEntityOfPage="https://harbour.example/other")
    nameless = read_object(headline=None, mainEntityOfPage=None)
    assert article_of([other, mine], [f"{ADDRESS}/?utm_source=x"], []) is mine
    assert article_of([other, mine], [], [other.headline or ""]) is other
    assert article_of([nameless], [ADDRESS], ["The ferry"]) is nameless
    assert article_of([other], [ADDRESS], ["The ferry"]) is None
    assert article_of([mine, other], ["https://harbour.example/third"], ["x"]) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "headline",
                    "author",
                    "name",
                    "url",
                    "image",
                    "width",
                    "keywords",
                    "articleSection",
                    "datePublished",
                    "mainEntityOfPage",
                    "isAccessibleForFree",
                    "articleBody",
                    "inLanguage",
                    "caption",
                    "x",
                ]
            )
            | st.text(max_size=3),
            inner | st.sampled_from(["NewsArticle", "WebPage", "https://a.example/"]),
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(JSON)
def test_no_json_breaks_the_reader(value: object) -> None:
    read_scripts(
        [json.dumps(value), json.dumps([{"@type": "Article", "author": value, "image": value, "headline": value}])]
    )


@given(st.text(st.sampled_from('{}[]",:@type\n\\u0 19-e.Article'), max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_scripts([text])


@pytest.mark.timeout(60)  # a guard against squares, not a measurement
@pytest.mark.parametrize(
    "text",
    [
        "1 " * 450_000,
        '[{"@type":"Article","headline":"x"},' * 20_000,
        "[" + "{}," * 300_000 + "{}]",
        '{"@type":"Article","keywords":"' + "a," * 400_000 + '"}',
    ],
)
def test_long_scripts_are_read_in_linear_time(text: str) -> None:
    read_scripts([text])


@pytest.mark.parametrize(
    ("value", "use"),
    [
        ("https://schema.org/TrainedAlgorithmicMediaDigitalSource", "generated"),
        ({"@id": "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicallyEnhanced"}, "assisted"),
        (["http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation", "?"], "none"),
        (["trainedAlgorithmicMedia", "digitalCapture"], None),
        (None, None),
        (7, None),
    ],
)
def test_what_is_said_of_ai_is_read_of_article_and_picture(value: object, use: str | None) -> None:
    image = {"@type": "ImageObject", "url": "https://a.example/a.jpg", "digitalSourceType": value}
    read = read_object(digitalSourceType=value, image=image)
    assert (read.ai, read.pictures[0].ai) == (use, use)
