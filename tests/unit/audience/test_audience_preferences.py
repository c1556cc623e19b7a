from __future__ import annotations

import pytest

from syndicate.audience import preferences
from syndicate.errors import BadDataError


def test_nothing_written_means_the_newsletters_own() -> None:
    assert preferences.time_zone("  ") is None
    assert preferences.language("") is None
    assert preferences.name(" \t") is None
    assert preferences.sections(" ; ;") == ()


def test_a_time_zone_is_known_by_its_iana_name() -> None:
    assert preferences.time_zone(" Europe/Berlin ") == "Europe/Berlin"


@pytest.mark.parametrize(
    "written",
    ["Europe", "europe/berlin", "../../etc/passwd", "/etc/localtime", "x" * 500, "A\x00", "localtime", "Factory"],
)
def test_an_unknown_time_zone_is_refused(written: str) -> None:
    with pytest.raises(BadDataError, match="not a time zone"):
        preferences.time_zone(written)


@pytest.mark.parametrize(
    ("written", "tag"),
    [("DE", "de"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("sl-NEDIS", "sl-nedis")],
)
def test_a_language_is_written_in_its_usual_case(written: str, tag: str) -> None:
    assert preferences.language(written) == tag


@pytest.mark.parametrize("written", ["german", "de-", "d", "de DE", "中文", "de-DE-x"])
def test_what_is_no_language_tag_is_refused(written: str) -> None:
    with pytest.raises(BadDataError, match="not a language tag"):
        preferences.language(written)


def test_sections_keep_their_order_and_stand_once() -> None:
    assert preferences.sections("World;  Art  & Life ;World;") == ("World", "Art & Life")


def test_a_name_is_made_one_clean_line() -> None:
    assert preferences.name(" Zoe\u0308\x07  Lee ") == "Zoë Lee"


def test_a_name_that_is_a_paragraph_is_refused() -> None:
    with pytest.raises(BadDataError, match="longer than 200"):
        preferences.name("x" * 201)
