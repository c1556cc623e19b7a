"""The published schema: a foreign validator takes what the documents show, and agrees with the reader."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from syndicate.articles.formats.settings.reading import KEYS as SETTINGS
from syndicate.articles.formats.written import divide_list
from syndicate.articles.formats.written.json_schema import KEYS, schema
from tests.profiles import effort
from tests.unit.articles.article_samples import codes, reading_of

REPOSITORY = Path(__file__).parents[5]
VALIDATOR = Draft202012Validator(schema())
#: What the reader says of structure; its other findings are about the article.
STRUCTURE = {
    "setting-unknown",
    "setting-unfit",
    "expiry-unclear",
    "no-title",
    "no-body",
    "json-broken",
    "json-unfit",
    "media-empty",
    "draft",
}


def examples() -> list[str]:
    text = (REPOSITORY / "docs" / "reading.md").read_text(encoding="utf-8")
    return re.findall(r"```json\n(.*?)```", text, re.DOTALL)


def complaints(text: str) -> set[str]:
    return STRUCTURE.intersection(codes(reading_of(text)))


def test_the_schema_is_a_schema_and_the_published_one_is_it() -> None:
    Draft202012Validator.check_schema(schema())
    published = json.loads((REPOSITORY / "docs" / "article.schema.json").read_text(encoding="utf-8"))
    assert published == schema()


def test_the_schema_knows_every_key_of_the_reader() -> None:
    assert set(schema()["$defs"]["article"]["properties"]) == set(KEYS)
    assert set(SETTINGS) < set(KEYS)


@pytest.mark.parametrize("example", examples())
def test_the_documents_examples_are_valid_and_read_without_a_complaint(example: str) -> None:
    VALIDATOR.validate(json.loads(example))
    division = divide_list(example)
    texts = [text for _, text in division.items] if division else [example]
    assert texts
    assert [complaints(text) for text in texts] == [set()] * len(texts)


def test_the_documents_have_an_article_and_a_list() -> None:
    assert {json.loads(one).__class__ for one in examples()} == {dict, list}


LINES = st.sampled_from(["Night ferry", "A", "été 1", "two words"])
DATES = st.sampled_from(["2025-10-05", "2025-10-05 15:34 +02:00", "2025-10-05T15:34:55Z"])
ADDRESSES = st.sampled_from(["https://x.example/a", "http://y.example/b.jpg"])
PIXELS = st.integers(1, 99_999) | st.none()
FILE = st.fixed_dictionaries({"url": ADDRESSES}, optional={"width": PIXELS, "height": PIXELS})
AUTHOR = LINES | st.fixed_dictionaries({"name": LINES}, optional={"url": ADDRESSES})
FOCAL = st.sampled_from(["50% 30%", "0% 100%"])
MEDIUM = st.fixed_dictionaries(
    {"url": ADDRESSES},
    optional={
        "files": st.lists(FILE, max_size=3),
        "kind": st.sampled_from(["image", "video", None]),
        **dict.fromkeys(("title", "alt", "caption", "credit"), LINES | st.none()),
        "focal": FOCAL | st.none(),
    },
)
NAMES = LINES | st.lists(LINES, max_size=3) | st.none()
ARTICLE = st.fixed_dictionaries(
    {"title": LINES},
    optional={
        "$schema": st.text(max_size=5),
        "id": LINES | st.integers(0, 9),
        **dict.fromkeys(("deck", "slug", "image_alt", "image_caption", "image_credit"), LINES | st.none()),
        **dict.fromkeys(("date", "updated", "embargo"), DATES | st.none()),
        **dict.fromkeys(("section", "sections", "tags"), NAMES),
        **dict.fromkeys(("author", "authors"), AUTHOR | st.lists(AUTHOR, max_size=3) | st.none()),
        **dict.fromkeys(("image", "canonical"), ADDRESSES | st.none()),
        "audio": st.sampled_from(["https://x.example/a.mp3", "https://x.example/a.ogg?b=1", None]),
        **dict.fromkeys(("audio_seconds", "audio_bytes"), PIXELS),
        "paid": st.sampled_from([True, False, None]),
        "draft": st.sampled_from([False, None]),
        "focal": FOCAL | st.none(),
        "lang": st.sampled_from(["en", "pt-BR", "zh-Hant-TW", None]),
        "media": st.lists(MEDIUM, max_size=3) | st.none(),
    },
)
BODIES = st.sampled_from(["body_html", "body_markdown", "body_text"])
ANYTHING = st.sampled_from(
    [None, True, 0, -1, 1.5, "", " ", "x", [], [1], [""], {}, {"a": 1}, {"url": "x"}, "x" * 1_200]
)


@given(article=ARTICLE, body=BODIES)
def test_what_the_schema_takes_the_reader_reads_without_a_complaint(article: dict[str, Any], body: str) -> None:
    whole = article | {body: "Some words of text."}
    VALIDATOR.validate(whole)
    assert complaints(json.dumps(whole)) == set()


@given(
    article=ARTICLE,
    body=BODIES,
    key=st.sampled_from([*(key for key in KEYS if key != "$schema"), "unknown", "Title"]),
    value=ANYTHING,
)
@effort(1.5)
def test_what_the_schema_refuses_the_reader_tells(article: dict[str, Any], body: str, key: str, value: Any) -> None:
    whole = article | {body: "Some words of text."} | {key: value}
    if not VALIDATOR.is_valid(whole):
        assert complaints(json.dumps(whole)) | ({"picture-address"} & set(codes(reading_of(json.dumps(whole)))))
