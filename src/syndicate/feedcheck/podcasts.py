"""Podcasts: the ``itunes:`` elements of channels and feeds, items and entries, as Apple's directory wants them.

They are judged where there are any; a feed without them is no podcast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.feedcheck.remarks import children, error, name_of, quoted, text_of, warning, words
from syndicate.feedcheck.texts import plain_rules
from syndicate.feedcheck.uris import is_reachable, is_web_address
from syndicate.feedcheck.values import is_duration, is_mail_address, is_positive, rfc822
from syndicate.feedcheck.xml import once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

_ONCE = words("""
    itunes:author itunes:block itunes:complete itunes:duration itunes:episode itunes:episodeType itunes:explicit
    itunes:image itunes:keywords itunes:new-feed-url itunes:owner itunes:pubDate itunes:season itunes:subtitle
    itunes:summary itunes:title itunes:type
    """)
_WANTED = ("itunes:category", "itunes:explicit", "itunes:image")
#: Characters that Apple's directory keeps.
_SHORT, _LONG = 255, 4_000
_LENGTHS = {
    "itunes:author": _SHORT,
    "itunes:keywords": _SHORT,
    "itunes:name": _SHORT,
    "itunes:subtitle": _SHORT,
    "itunes:summary": _LONG,
}
#: Files that Apple's players play, by the end of their addresses.
FORMATS = frozenset({"epub", "m4a", "m4v", "mov", "mp3", "mp4", "pdf"})
_CATEGORIES = {
    "Arts": "Books|Design|Fashion & Beauty|Food|Performing Arts|Visual Arts",
    "Business": "Careers|Entrepreneurship|Investing|Management|Marketing|Non-Profit",
    "Comedy": "Comedy Interviews|Improv|Stand-Up",
    "Education": "Courses|How To|Language Learning|Self-Improvement",
    "Fiction": "Comedy Fiction|Drama|Science Fiction",
    "Government": "",
    "Health & Fitness": "Alternative Health|Fitness|Medicine|Mental Health|Nutrition|Sexuality",
    "History": "",
    "Kids & Family": "Education for Kids|Parenting|Pets & Animals|Stories for Kids",
    "Leisure": "Animation & Manga|Automotive|Aviation|Crafts|Games|Hobbies|Home & Garden|Video Games",
    "Music": "Music Commentary|Music History|Music Interviews",
    "News": "Business News|Daily News|Entertainment News|News Commentary|Politics|Sports News|Tech News",
    "Religion & Spirituality": "Buddhism|Christianity|Hinduism|Islam|Judaism|Religion|Spirituality",
    "Science": (
        "Astronomy|Chemistry|Earth Sciences|Life Sciences|Mathematics|Natural Sciences|Nature|Physics|Social Sciences"
    ),
    "Society & Culture": "Documentary|Personal Journals|Philosophy|Places & Travel|Relationships",
    "Sports": (
        "Baseball|Basketball|Cricket|Fantasy Sports|Football|Golf|Hockey|Rugby|Running|Soccer|Swimming|Tennis|"
        "Volleyball|Wilderness|Wrestling"
    ),
    "Technology": "",
    "True Crime": "",
    "TV & Film": "After Shows|Film History|Film Interviews|Film Reviews|TV Reviews",
}


def podcast_rules(feed: etree._Element, entries: Iterable[etree._Element]) -> Iterator[Remark]:
    """Every rule on a podcast: the channel or feed, and its items or entries."""
    episodes = [entry for entry in entries if _own(entry)]
    if not episodes and not _own(feed):
        return
    names = {name_of(child) for child in children(feed)}
    for name in _WANTED:
        if name not in names:
            yield warning("missing-podcast-element", feed, f"directories want {name}")
    if not any(True for owner in children(feed, "itunes:owner") for _ in children(owner, "itunes:email")):
        yield warning("missing-podcast-element", feed, "directories write to itunes:email in itunes:owner")
    for holder in (feed, *episodes):
        yield from once(holder, _ONCE)
        for child in _own(holder):
            yield from _element(child, text_of(child))
    for episode in episodes:
        yield from _file(episode)


def _own(holder: etree._Element) -> list[etree._Element]:
    return [child for child in children(holder) if name_of(child).startswith("itunes:")]


def _element(element: etree._Element, text: str) -> Iterator[Remark]:
    name = name_of(element)
    if name in _LENGTHS:
        if len(text) > _LENGTHS[name]:
            yield error("too-long", element, f"{len(text)} characters; directories keep {_LENGTHS[name]}")
        yield from plain_rules(text, element)
    if name in _RULES:
        yield from _RULES[name](element, text)
    elif name in _VALUES and (text if name in _EXACTLY else text.lower()) not in _VALUES[name]:
        yield error("invalid-value", element, f"{quoted(text)} is none of: {', '.join(sorted(_VALUES[name]))}")


def _file(episode: etree._Element) -> Iterator[Remark]:
    links = [link.get("href", "") for link in children(episode, "atom:link") if link.get("rel") == "enclosure"]
    for url in (*links, *(enclosure.get("url", "") for enclosure in children(episode, "enclosure"))):
        if url.rpartition(".")[2] not in FORMATS:
            yield warning("unsupported-format", episode, f"Apple plays {', '.join(sorted(FORMATS))}, not {quoted(url)}")


def _image(image: etree._Element, text: str) -> Iterator[Remark]:
    del text
    if not is_reachable(image.get("href", "")):
        yield error("invalid-address", image, f"href is no public web address: {quoted(image.get('href', ''))}")


def _address(element: etree._Element, text: str) -> Iterator[Remark]:
    if not is_web_address(text):
        yield error("invalid-address", element, f"no absolute web address: {quoted(text)}")


def _owner(owner: etree._Element, text: str) -> Iterator[Remark]:
    del text
    yield from once(owner, words("itunes:email itunes:name"))
    if next(children(owner, "itunes:email"), None) is None:
        yield error("missing-element", owner, "an owner needs itunes:email")
    for child in children(owner):
        yield from _element(child, text_of(child))


def _mail(element: etree._Element, text: str) -> Iterator[Remark]:
    if not is_mail_address(text):
        yield error("invalid-mailbox", element, f"no e-mail address: {quoted(text)}")


def _category(category: etree._Element, text: str) -> Iterator[Remark]:
    del text
    name = category.get("text")
    if name is None:
        yield error("missing-attribute", category, "a category needs text")
    elif name not in _CATEGORIES:
        yield error("invalid-category", category, f"directories have no {quoted(name)}")
    else:
        known = _CATEGORIES[name].split("|")
        for below in children(category, "itunes:category"):
            if below.get("text") not in known:
                yield error("invalid-category", below, f"{name} has no {quoted(below.get('text', ''))}")


def _keywords(element: etree._Element, text: str) -> Iterator[Remark]:
    if " " in text and "," not in text:
        yield warning("keywords-without-comma", element, "commas stand between keywords")


def _duration(element: etree._Element, text: str) -> Iterator[Remark]:
    if not is_duration(text):
        yield error("invalid-duration", element, f"neither seconds nor HH:MM:SS: {quoted(text)}")


def _positive(element: etree._Element, text: str) -> Iterator[Remark]:
    if not is_positive(text):
        yield error("invalid-number", element, f"no positive number: {quoted(text)}")


def _date(element: etree._Element, text: str) -> Iterator[Remark]:
    if rfc822(text) is None:
        yield error("invalid-rfc822-date", element, f"no date of RFC 822: {quoted(text)}")


_VALUES = {
    "itunes:block": words("clean no yes"),
    "itunes:complete": words("no yes"),
    "itunes:episodeType": words("bonus full trailer"),
    "itunes:explicit": words("false true"),
    "itunes:type": words("episodic serial"),
}
_EXACTLY = ("itunes:episodeType", "itunes:type")
_RULES: Mapping[str, Callable[[etree._Element, str], Iterator[Remark]]] = {
    "itunes:category": _category,
    "itunes:duration": _duration,
    "itunes:email": _mail,
    "itunes:episode": _positive,
    "itunes:image": _image,
    "itunes:keywords": _keywords,
    "itunes:new-feed-url": _address,
    "itunes:owner": _owner,
    "itunes:pubDate": _date,
    "itunes:season": _positive,
}
