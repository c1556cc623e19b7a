from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from syndicate.feeds.model import FeedKind, Scope
from syndicate.feeds.scopes import Slugs, everything, gather, named, slugs
from syndicate.ids import stable_id
from tests.unit.feeds.feed_samples import LINKS, SITE, an_entry


def _sections(names: Iterable[str], before: Slugs | None = None) -> list[Scope]:
    return named("Gazette", FeedKind.SECTION, names, before or {})


def _folders(*sections: str) -> dict[str | None, str]:
    return {scope.value: scope.folder for scope in _sections(sections)}


def test_the_site_has_no_folder_and_a_section_has_one() -> None:
    site, (section,) = everything("Gazette"), _sections(["World"])
    assert (site.folder, site.slug, site.title, site.value) == ("", "", "Gazette", None)
    assert (section.folder, section.slug, section.title) == ("section/world", "world", "Gazette: World")


def test_the_order_of_the_sections_does_not_matter() -> None:
    assert _sections(["World", "Arts", "World"]) == _sections(["Arts", "World"])


def test_of_two_sections_with_one_slug_that_come_together_the_second_is_told_apart_by_its_name() -> None:
    folders = _folders("Café", "Cafe")
    assert folders["Cafe"] == "section/cafe"
    assert folders["Café"].startswith("section/cafe-")
    assert folders["Café"] == _folders("Cafe", "Café", "World")["Café"]


def test_a_section_that_comes_later_never_takes_the_place_of_one_that_was_there() -> None:
    before = slugs(_sections(["Café"]))
    after = {scope.value: scope.slug for scope in _sections(["Cafe", "Café"], before)}
    assert after["Café"] == "cafe"
    assert after["Cafe"] == f"cafe-{stable_id('Cafe')}"


def test_a_section_that_is_spelled_like_the_place_of_another_has_a_place_of_its_own() -> None:
    rude = f"cafe-{stable_id('Café')}"
    before = slugs(_sections(["Cafe", rude]))
    assert [scope.slug for scope in _sections(["Cafe", "Café", rude], before)] == ["cafe", f"{rude}-2", rude]


def test_a_title_has_the_name_as_readers_get_it_and_a_name_of_markup_alone_no_feed() -> None:
    names = ["By <b>Ada</b>", "Ada <ada@news.example>", "Wor\ufffdld\U0001fffe", "</b>", "\ufdd0"]
    assert [scope.title for scope in _sections(names)] == ["Gazette: Ada", "Gazette: By Ada", "Gazette: World"]


@given(st.lists(st.lists(st.sampled_from(["Cafe", "Café", "cafe", "国际", "a b", "a-b", "A B", stable_id("国际")]))))
def test_whatever_comes_when_no_two_names_share_a_place_and_none_moves(batches: list[list[str]]) -> None:
    known: dict[tuple[FeedKind, str], str] = {}
    for batch in batches:
        found = slugs(_sections(batch, known))
        assert all(slug == known.get(name, slug) for name, slug in found.items())
        known |= found
    assert len(set(known.values())) == len(known)


def test_a_section_without_ascii_letters_still_has_a_lasting_address() -> None:
    folders = _folders("国际", "体育")
    assert folders["国际"] != folders["体育"]
    assert folders["国际"] == _folders("国际")["国际"]
    assert all(folder.removeprefix("section/").isalnum() and folder.isascii() for folder in folders.values() if folder)


def test_a_blank_section_has_no_feed() -> None:
    assert _folders("", "  ") == {}


def test_a_feed_is_known_by_a_tag_that_names_no_address() -> None:
    site, (section,) = everything(SITE.title), named(SITE.title, FeedKind.SECTION, ["World"], {})
    assert gather(SITE, site, [], LINKS.home()).id == "tag:news.example,2026:feed"
    assert gather(SITE, section, [], LINKS.home()).id == "tag:news.example,2026:feed/section/world"


def test_a_feed_changed_last_when_an_entry_did() -> None:
    scope = everything(SITE.title)
    older, newer = an_entry(), an_entry(updated_at=an_entry().updated_at.replace(year=2026))
    assert gather(SITE, scope, [older, newer, older], LINKS.home()).updated_at == newer.updated_at
    assert gather(SITE, scope, [], LINKS.home()).updated_at is None
