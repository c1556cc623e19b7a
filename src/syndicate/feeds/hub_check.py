"""Whether a feed and its hubs do what readers need of them (WebSub §4, §5.1), asked from outside as a reader would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.errors import BadDataError
from syndicate.feeds.discovery import Discovered, in_document, in_header
from syndicate.net.fetch import FetchError
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.net.fetch import Fetched, Fetcher

_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1"
_MOST_BYTES = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class HubFinding:
    """What was seen; whether readers that use hubs can live with it, and what to do where they cannot."""

    is_good: bool
    message: str
    fix: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class HubCheck:
    """What a feed names, and what was found about it."""

    topic: str | None
    hubs: tuple[str, ...]
    findings: tuple[HubFinding, ...]

    @property
    def is_good(self) -> bool:
        """Whether a reader that subscribes hears of news."""
        return all(finding.is_good for finding in self.findings)


def check_hubs(fetcher: Fetcher, address: str) -> HubCheck:
    """Get the feed, look what it names, and ping each of its hubs: news or not, a hub looks for itself.

    Raises:
        FetchError: the feed cannot be had.
        BadDataError: it is no feed.
    """
    fetched = fetcher.get(address, max_bytes=_MOST_BYTES, accept=_ACCEPT)
    said = in_document(fetched.content)
    if said is None:
        message = f"{fetched.url} is neither RSS nor Atom nor a JSON Feed"
        raise BadDataError(message, code="feed-unreadable", hint="Give the address of the feed, not of a page.")
    told = in_header(fetched.headers.get("link", ""))
    topics, hubs = (*dict.fromkeys((*told.topics, *said.topics)),), (*dict.fromkeys((*told.hubs, *said.hubs)),)
    findings = [*_moved(address, fetched), *_named(said, told), *_topics(fetched.url, topics)]
    findings += [_answer(fetcher, hub, topics[0] if topics else fetched.url) for hub in hubs]
    return HubCheck(topic=topics[0] if topics else None, hubs=hubs, findings=tuple(findings))


def _moved(address: str, fetched: Fetched) -> Iterator[HubFinding]:
    if fetched.url != address:
        yield HubFinding(is_good=True, message=f"{address} leads to {fetched.url}, which is what was looked at")


def _named(said: Discovered, told: Discovered) -> Iterator[HubFinding]:
    if not (said.hubs or told.hubs):
        yield HubFinding(
            is_good=False,
            message="the feed names no hub",
            fix="If it is ours, name one in [feeds] hubs; it stands in the feeds as soon as it has taken a ping.",
        )
    elif said.hubs and told.hubs and set(said.hubs) != set(told.hubs):
        yield HubFinding(
            is_good=False,
            message="its text and its Link header name different hubs",
            fix="Is there a proxy that adds a Link header, or a cache that keeps an old feed?",
        )
    else:
        place = "text and Link header" if said.hubs and told.hubs else "text" if said.hubs else "Link header"
        yield HubFinding(is_good=True, message=f"it names {counted(len(said.hubs or told.hubs), 'hub')} in its {place}")


def _topics(url: str, topics: tuple[str, ...]) -> Iterator[HubFinding]:
    if topics == (url,):
        yield HubFinding(is_good=True, message="it names its own address, letter by letter")
    elif not topics:
        fix = f'Let it say <link rel="self" href="{url}"/>, in RSS <atom:link …>, in JSON Feed "feed_url".'
        yield HubFinding(is_good=False, message='it does not name its own address (rel="self")', fix=fix)
    else:
        yield HubFinding(
            is_good=False,
            message=f"it calls itself {', '.join(topics)}, and lies at {url}: hubs and readers miss each other",
            fix="Serve it at the address that it names; of ours, that is [site] url.",
        )


def _answer(fetcher: Fetcher, hub: str, topic: str) -> HubFinding:
    try:
        answer = fetcher.post(hub, ping_of(topic))
    except FetchError as error:
        return HubFinding(is_good=False, message=f"{hub} takes no pings: {error.message}", fix=error.hint or "")
    return HubFinding(is_good=True, message=f"{hub} takes pings ({answer.status})")


def ping_of(topic: str) -> dict[str, str]:
    """The form that tells a hub of news (PubSubHubbub 0.4 §7.1)."""
    return {"hub.mode": "publish", "hub.url": topic}
