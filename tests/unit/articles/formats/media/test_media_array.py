import json
from typing import Any

import pytest

from syndicate.articles.formats.media.arrays import Extracted, extract
from syndicate.articles.model import Media
from tests.unit.articles.article_samples import a_picture, an_array


def one(**changes: Any) -> Media:
    (media,) = extract(an_array(a_picture(**changes))).media
    return media


def found(extracted: Extracted) -> list[str]:
    return [finding.code for finding in extracted.findings]


def test_an_array_on_its_own_line_goes_and_its_pictures_are_known() -> None:
    extracted = extract(f"before\n\n{an_array()}\n\nafter")
    assert extracted.text.split() == ["before", "after"]
    assert extracted.media[0].description == "The ferry at its berth at dusk."
    assert extracted.media[0].candidates[0].url == "https://pictures.example/ferry.jpg"
    assert extracted.media[0].candidates[0].key == "s1"
    assert not extracted.findings


def test_an_array_in_mid_sentence_leaves_the_sentence_whole() -> None:
    assert " ".join(extract(f"It was {an_array()} late.").text.split()) == "It was late."


def test_several_arrays_keep_their_order() -> None:
    extracted = extract(f"{an_array(a_picture(title='a'))} x {an_array(a_picture(title='b'), a_picture(title='c'))}")
    assert [media.title for media in extracted.media] == ["a", "b", "c"]


def test_brackets_in_strings_do_not_end_the_array() -> None:
    extracted = extract(an_array(a_picture(description='a ] and }] and \\" too [{"')) + "rest")
    assert extracted.text == "rest"
    assert extracted.media[0].description == 'a ] and }] and \\" too [{"'


@pytest.mark.parametrize("prose", ["[sic]", "[1, 2, 3]", "see [{x}]", '[{"a":1}]', "[ { not json"])
def test_brackets_in_prose_stay(prose: str) -> None:
    extracted = extract(f"so {prose} it is")
    assert extracted.text == f"so {prose} it is"
    assert not extracted.media


@pytest.mark.parametrize("value", ["1", 1, True, "true"])
def test_a_video_is_told_by_any_spelling(value: object) -> None:
    assert one(is_video=value).is_video


@pytest.mark.parametrize("value", ["0", 0, False, None, ""])
def test_a_picture_is_no_video(value: object) -> None:
    assert one(is_video=value).kind == "image"


def test_files_come_as_strings_or_objects_and_empty_ones_are_passed_over() -> None:
    images = {
        "s1": None,
        "s2": "",
        "s3": {"url": "//h.example/3.jpg", "width": "1200", "height": 675},
        "s4": {"url": "https://h.example/4.jpg", "width": -1, "height": "many"},
        "s5": 7,
    }
    big, odd = one(images=images).candidates
    assert (big.url, big.width, big.height) == ("https://h.example/3.jpg", 1200, 675)
    assert (odd.width, odd.height) == (None, None)


def test_the_source_may_put_the_files_in_order() -> None:
    images = {"s1": "https://h.example/1.jpg", "s2": "https://h.example/2.jpg", "s3": "https://h.example/3.jpg"}
    (media,) = extract(an_array(a_picture(images=images)), ("s3", "s1")).media
    assert [file.key for file in media.candidates] == ["s3", "s1", "s2"]


@pytest.mark.parametrize("images", [[], {}, None, "", {"s1": None}])
def test_a_picture_without_a_file_is_passed_over_with_a_warning(images: object) -> None:
    extracted = extract(an_array(a_picture(images=images)))
    assert not extracted.media
    assert found(extracted) == ["media-empty"]


def test_a_list_of_addresses_is_read_as_well() -> None:
    assert one(images=["https://h.example/1.jpg"]).candidates[0].key == ""


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        "ftp://h.example/a.jpg",
        "C:\\pictures\\a.jpg",
        "/etc/passwd.jpg",
        "../secret.jpg",
        "pictures/../../a.jpg",
        "pictures\\a.jpg",
        "https:///a.jpg",
        "https://h.example/a b.jpg",
        "https://h.example/\u202ea.jpg",
        "http://[bad/a.jpg",
        "notes.txt",
        "https://h.example/" + "a" * 3000,
    ],
)
def test_an_address_that_is_no_picture_is_dropped_with_a_warning(address: str) -> None:
    extracted = extract(an_array(a_picture(images={"s1": address, "s2": "https://h.example/ok.jpg"})))
    assert [file.url for file in extracted.media[0].candidates] == ["https://h.example/ok.jpg"]
    assert found(extracted) == ["picture-address"]


def test_a_relative_path_to_a_picture_is_kept_for_the_source_to_check() -> None:
    assert one(images={"s1": "./pictures/ferry.jpg"}).candidates[0].url == "pictures/ferry.jpg"


def test_entities_in_texts_are_unescaped_once() -> None:
    media = one(title="Tom &amp; Ana", description="&lt;b&gt; &amp;amp;")
    assert (media.title, media.description) == ("Tom & Ana", "<b> &amp;")


@pytest.mark.parametrize(
    "broken",
    [
        '[{"id":1,"title":"x","images":{"s1":"https://h.example/half',
        '[{"id":1,"images":{"s1":"https://h.example/a.jpg"}},',
        '[{"id":' + "9" * 5000 + ',"images":{}}]',
        '[{"a":' * 3000,
        '[{"images": undefined}]',
    ],
)
def test_broken_metadata_is_dropped_to_the_end_of_its_line(broken: str) -> None:
    extracted = extract(f"before\n{broken}\nafter")
    assert extracted.text.split() == ["before", "after"]
    assert "media-broken" in found(extracted)
    assert not extracted.media


def test_words_before_broken_metadata_on_its_line_stay() -> None:
    assert extract('It sails. [{"id":1,"images":{"s\nIt comes back.').text == "It sails. \nIt comes back."


def test_a_raw_line_end_inside_a_string_is_forgiven() -> None:
    text = an_array(a_picture(description="LINE")).replace("LINE", "two\nlines")
    extracted = extract(f"{text}\n\nafter")
    assert extracted.media[0].description == "two lines"
    assert extracted.text.strip() == "after"


def test_the_rest_of_metadata_that_lost_its_start_is_dropped() -> None:
    extracted = extract('before\n"title":"x","images":{"s1":"https://h.example/a.jpg"}}]\nafter')
    assert extracted.text == "before\nafter"
    assert found(extracted) == ["media-broken"]


def test_many_starts_of_metadata_take_no_time() -> None:
    extracted = extract('[{"a":1},\n\n' * 20_000)
    assert not extracted.media


def test_texts_that_are_no_strings_are_left_out() -> None:
    assert one(title=3, description=None, alt="A ferry.").description == "A ferry."
    assert json.loads(an_array())[0]["title"] == "The ferry"
