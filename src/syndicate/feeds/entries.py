"""An article becomes an entry: what readers get of it, the same in every format."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from syndicate.articles.corrections import dated_note
from syndicate.articles.disclosure import OUR_WORDS
from syndicate.articles.excerpt import summary_of
from syndicate.articles.headlines import UNTITLED
from syndicate.articles.identity import tag_in_place
from syndicate.errors import BadDataError
from syndicate.feeds.model import Entry, FeedPicture, Sound, Updates
from syndicate.feeds.podcast import EPISODE_ENDINGS
from syndicate.feeds.texts import readable, readable_line, readable_name
from syndicate.images.model import Role
from syndicate.text.host_names import ascii_name
from syndicate.text.html import Outlet, sanitise
from syndicate.text.web_addresses import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syndicate.articles.corrections import Correction, DatedNote
    from syndicate.articles.disclosure import Disclosure, DisclosureWords
    from syndicate.articles.model import Article
    from syndicate.images.model import Hero
    from syndicate.links import Links

#: Bytes of content above which an entry goes out as its summary with a link.
MAX_CONTENT_BYTES = 200_000
_DAY = timedelta(days=1)
# What RFC 3986 lets stand for itself behind the host, and the percent sign: what is encoded already stays so.
_SAFE_IN_ADDRESS = "!$%&'()*+,/:;=?@~"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:%-]+@)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)(?::\d*)?")

# What XML 1.0 §2.2 excludes. An HTML parser makes such characters out of references like "&#1;".
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def entry_of(
    article: Article,
    hero: Hero | None,
    links: Links,
    updates: Updates = Updates.CONTENT,
    *,
    has_podcast: bool = False,
    disclosures: DisclosureWords = OUR_WORDS,
    corrections: Sequence[Correction] = (),
) -> Entry:
    """The article as a feed carries it; the same article gives the same entry, whenever it is asked.

    ``updates`` says what moves its ``updated_at``; ``has_podcast``, whether directories of podcasts hear of it;
    ``disclosures``, how readers are told of AI, at the end of what they get; ``corrections`` follow. Of an article that
    is paid for there is the summary alone.

    Raises:
        BadDataError: the body cannot be sanitised, or the permalink is no web address.
    """
    own_title = readable_line(article.title or "")
    title = own_title or readable_line(article.headline) or UNTITLED
    summary = readable_line(summary_of(article)) or title
    url = uri_of(article.permalink or links.article(article.id, article.title))
    published_at = _published_at(article)
    picture = _picture(hero, links)
    said = disclosures.of(article.language, text=article.ai, picture=hero.ai if hero and picture else None)
    notes = [dated_note(correction, article) for correction in corrections]
    remarks = (*(disclosure.text for disclosure in said), *(note.text for note in notes))
    content = _content(article.body_html, title=title, summary=summary, url=url)
    entry = Entry(
        id=article.guid or article.tag,
        tag=tag_in_place(article.guid, article.tag),
        url=url,
        title=title,
        summary=summary,
        content_html=content + _disclosed(said) + _corrected(notes),
        content_text="\n\n".join((article.body_text, *remarks)).lstrip("\n"),
        remarks=tuple(map(readable_line, remarks)),
        published_at=published_at,
        updated_at=_updated_at(article, published_at, updates, notes) + own_fraction(article.tag),
        authors=_distinct(readable_name(author.name) for author in article.authors),
        categories=_distinct(map(readable_name, (*article.sections, *article.tags))),
        language=article.language,
        picture=picture,
        sound=_sound(article, has_podcast=has_podcast),
        is_titled=bool(own_title),
    )
    return summarised(entry) if article.is_paid else entry


def summarised(entry: Entry) -> Entry:
    """The entry as a feed of summaries carries it; what is remarked goes with the summary."""
    summary = " ".join((entry.summary, *entry.remarks))
    return replace(entry, summary=summary, content_html="", content_text="", remarks=())


def uri_of(url: str) -> str:
    """The address as a URI (RFC 3986): ASCII only, other characters percent-encoded, the host in Punycode.

    Raises:
        BadDataError: it is relative, or not of http or https.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme in SCHEMES and parts.hostname:
            return urlunsplit((parts.scheme, _host(parts.netloc), *map(_encoded, parts[2:])))
    except ValueError as error:  # a bracket without its pair, a host that is none, a lone surrogate
        raise _no_address(url) from error
    raise _no_address(url)


def _host(netloc: str) -> str:
    """Host and port as RFC 3986 §3.2 writes them; a backslash, which browsers take for a slash, is no part of it."""
    user, at, named = netloc.rpartition("@")
    name, colon, port = named.partition(":")
    host = netloc if netloc.isascii() else f"{user}{at}{ascii_name(name) or ''}{colon}{port}"
    if not _HOST.fullmatch(host):
        message = f"{host!r} is no host"
        raise ValueError(message)
    return host


def _encoded(part: str) -> str:
    """A part of an address; a percent sign that encodes nothing is one itself."""
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE_IN_ADDRESS)


def _no_address(url: str) -> BadDataError:
    message = f"the permalink {url!r} is no web address"
    return BadDataError(message, code="entry-address", hint="Give the article an absolute http or https permalink.")


def _content(body_html: str, *, title: str, summary: str, url: str) -> str:
    """The whole body for feeds; without one the summary; in place of a huge one the summary and a link."""
    paragraph = f"<p>{escape(summary)}</p>"
    linked = f'{paragraph}<p><a href="{escape(url)}">{escape(title)}</a></p>'
    if _is_huge(body_html):
        return linked
    # Taken out, never `clean`: to normalise HTML would join its ">" with a combining solidus.
    sanitised = sanitise(_NOT_IN_XML.sub("", body_html), Outlet.FEED, base_url=url)
    content = readable(sanitised).strip()
    return linked if _is_huge(content) else content or paragraph


def _disclosed(said: Iterable[Disclosure]) -> str:
    """The sentences as HTML of the plainest kind, which no reader's sanitiser takes out."""
    return "".join(
        f'<p lang="{escape(disclosure.language)}" dir="{disclosure.direction}">'
        f"<small>{escape(readable_line(disclosure.text))}</small></p>"
        for disclosure in said
    )


def _is_huge(html: str) -> bool:
    return len(html.encode("utf-8", "surrogatepass")) > MAX_CONTENT_BYTES


def _published_at(article: Article) -> datetime:
    offset = article.published.offset if article.published else timedelta()
    return _in_zone(article.dated_at, offset)


def _corrected(notes: Iterable[DatedNote]) -> str:
    """Corrections as HTML of the plainest kind."""
    return "".join(
        f'<p lang="{escape(note.language)}" dir="{note.direction}">'
        f'<strong lang="{escape(note.label_language)}" dir="{note.label_direction}">{escape(note.label)}:</strong> '
        f"{escape(readable_line(note.note))}</p>"
        for note in notes
    )


def _updated_at(article: Article, published_at: datetime, updates: Updates, notes: Iterable[DatedNote]) -> datetime:
    # A new date marks an entry as unread in some readers, so nothing but an editor's word and, if the
    # site says so, a changed content hash may move it; the page's own claim is not evidence.
    changes = [*([article.significant_at] if article.significant_at else []), *(note.noted_at for note in notes)]
    if updates is Updates.CONTENT and article.revision > 1:
        changes.append(article.changed_at)
    return max([published_at, *(_in_zone(at, timedelta()) for at in changes)])


def own_fraction(tag: str) -> timedelta:
    """A part of a second that the article has for good, and hardly another."""
    # RFC 4287 §3.3 wants no two entries of a day to have one and the same time, but dates without a time are many.
    return timedelta(microseconds=int(hashlib.sha256(tag.encode()).hexdigest(), 16) % 1_000_000)


def _in_zone(at: datetime, offset: timedelta) -> datetime:
    """Whole seconds at that offset; UTC where the formats cannot write it (local mean times have seconds)."""
    whole = at.astimezone(UTC).replace(microsecond=0)
    if abs(offset) >= _DAY or offset % timedelta(minutes=1):
        return whole
    try:
        return whole.astimezone(timezone(offset))
    except OverflowError:  # the first and the last day that Python knows
        return whole


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in one line each, in order, without blanks and repetitions in other case."""
    names: dict[str, str] = {}
    for text in texts:
        if text:
            names.setdefault(text.casefold(), text)
    return tuple(names.values())


def _sound(article: Article, *, has_podcast: bool) -> Sound | None:
    """The recording; what is paid for is not given away as a sound either."""
    audio = article.audio
    if audio is None or article.is_paid:
        return None
    try:
        url = uri_of(audio.url)
    except BadDataError:  # the article is worth more than its recording
        return None
    return Sound(
        url=url,
        media_type=audio.media_type.partition(";")[0].strip(),  # readers compare it whole
        size=audio.size,
        seconds=audio.seconds,
        is_episode=has_podcast and url.endswith(EPISODE_ENDINGS),
    )


def _picture(hero: Hero | None, links: Links) -> FeedPicture | None:
    rendition = hero.rendition(Role.LEAD) if hero else None
    if hero is None or rendition is None:
        return None
    return FeedPicture(
        url=links.media(rendition.name),
        width=rendition.width,
        height=rendition.height,
        size=rendition.size,
        alt=readable_line(hero.choice.alt),
        caption=readable_line(hero.choice.caption or "") or None,
        title=readable_line(hero.choice.title),
        credit=readable_line(hero.choice.credit or ""),
    )
