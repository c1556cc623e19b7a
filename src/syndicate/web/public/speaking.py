"""In which language a page speaks to who asked for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from syndicate.text.languages import locale_of, primary_language
from syndicate.web.http.languages import of_same_language, preferred
from syndicate.words.translation import Words, is_spoken, languages, words_in

if TYPE_CHECKING:
    from starlette.requests import Request

#: Folders of a publisher's catalogs of words.
Catalogs = tuple[Path, ...]


def spoken_to(request: Request, site_language: str, catalogs: Catalogs, wanted: str = "") -> Words:
    """Our words for who makes the request.

    That is the language that a form (``wanted``) or ``?language=`` names, else the one that the browser likes best,
    else the site's; each only if we have words in it.
    """
    ours = offered(site_language, catalogs)
    named = wanted or request.query_params.get("language", "")
    header = ",".join(request.headers.getlist("accept-language"))
    language = (named and of_same_language(named, ours)) or preferred(header, ours) or site_language
    return words_in(language, catalogs)


@lru_cache(maxsize=8)
def offered(site_language: str, catalogs: Catalogs) -> tuple[str, ...]:
    """The languages that pages can be read in: the site's own first, if we have words in it."""
    known = (*languages(), *(file.stem for folder in catalogs for file in sorted(folder.glob("*.po"))))
    own = (site_language,) if is_spoken(site_language, catalogs) else ()
    primaries = {primary_language(language) for language in own}
    return (*own, *(language for language in dict.fromkeys(known) if language not in primaries))


@lru_cache(maxsize=128)
def own_name(language: str) -> str:
    """What a language calls itself, with a capital where its script has one: ``Deutsch``."""
    name = locale_of(language).get_display_name() or language
    return name[:1].upper() + name[1:]


def for_templates(words: Words) -> dict[str, Any]:
    """What templates need to speak."""
    return {"words": words, "_": words.gettext, "ngettext": words.ngettext}
