from syndicate.feeds.scopes import gather, scopes
from tests.unit.feeds.feed_samples import LINKS, SITE, an_entry


def _folders(*sections: str) -> dict[str | None, str]:
    return {scope.section: scope.folder for scope in scopes("Gazette", sections)}


def test_the_site_comes_first_and_has_no_folder() -> None:
    first, second = scopes("Gazette", ["World"])
    assert (first.folder, first.title, first.section) == ("", "Gazette", None)
    assert (second.folder, second.title, second.section) == ("section/world", "Gazette: World", "World")


def test_the_order_of_the_sections_does_not_matter() -> None:
    assert scopes("Gazette", ["World", "Arts", "World"]) == scopes("Gazette", ["Arts", "World"])


def test_two_sections_with_one_slug_get_two_addresses_that_depend_on_their_names_alone() -> None:
    folders = _folders("Café", "Cafe")
    assert folders["Cafe"] == "section/cafe"
    assert folders["Café"].startswith("section/cafe-")
    assert folders["Café"] == _folders("Cafe", "Café", "World")["Café"]


def test_a_section_without_ascii_letters_still_has_a_lasting_address() -> None:
    folders = _folders("国际", "体育")
    assert folders["国际"] != folders["体育"]
    assert folders["国际"] == _folders("国际")["国际"]
    assert all(folder.removeprefix("section/").isalnum() and folder.isascii() for folder in folders.values() if folder)


def test_a_blank_section_has_no_feed() -> None:
    assert list(_folders("", "  ")) == [None]


def test_a_feed_is_known_by_a_tag_that_names_no_address() -> None:
    site, section = scopes(SITE.title, ["World"])
    assert gather(SITE, site, [], LINKS.home()).id == "tag:news.example,2026:feed"
    assert gather(SITE, section, [], LINKS.home()).id == "tag:news.example,2026:feed/section/world"


def test_a_feed_changed_last_when_an_entry_did() -> None:
    (scope,) = scopes(SITE.title, [])
    older, newer = an_entry(), an_entry(updated_at=an_entry().updated_at.replace(year=2026))
    assert gather(SITE, scope, [older, newer, older], LINKS.home()).updated_at == newer.updated_at
    assert gather(SITE, scope, [], LINKS.home()).updated_at is None
