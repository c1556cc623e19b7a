"""Manners towards a server: one request at a time, and no page that it asks robots to leave alone (RFC 9309)."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from syndicate.net.model import FetchError

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.net.fetch import Fetcher
    from syndicate.net.model import Fetched, Validators

#: Bytes of a ``robots.txt`` that are read; RFC 9309 §2.5 asks for no fewer.
_ROBOTS_BYTES = 512_000
#: Seconds after which rules are asked for again (RFC 9309 §2.4).
_ROBOTS_KEPT = 86_400.0


class PoliteFetcher:
    """Asks each host for one thing at a time, whoever in this process wants it. Safe to share between threads."""

    def __init__(self, fetcher: Fetcher, clock: Clock, user_agent: str) -> None:
        """``user_agent`` is the name by which rules for robots know us."""
        self._fetcher = fetcher
        self._clock = clock
        self._user_agent = user_agent
        self._guard = Lock()
        self._hosts: dict[str, Lock] = {}
        self._rules: dict[str, tuple[float, RobotFileParser]] = {}

    def get(
        self, url: str, *, max_bytes: int, accept: str, known: Validators | None = None, is_page: bool = False
    ) -> Fetched:
        """What `Fetcher.get` gives. Of a page that is made for people the host's rules for robots are obeyed.

        Raises:
            FetchError: it could not be had, or ``fetch-robots``: the host does not want it.
        """
        with self._turn(url):
            if is_page and not self._may_visit(url):
                message = f"{_host(url)} does not want robots to read this page (robots.txt)"
                raise FetchError(message, code="fetch-robots", is_permanent=True)
            return self._fetcher.get(url, max_bytes=max_bytes, accept=accept, known=known)

    def _turn(self, url: str) -> Lock:
        with self._guard:
            return self._hosts.setdefault(_host(url), Lock())

    def _may_visit(self, url: str) -> bool:
        site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        asked_at, rules = self._rules.get(site, (0.0, None))
        if rules is None or self._clock.monotonic() - asked_at > _ROBOTS_KEPT:
            rules = self._ask_for_rules(site)
            self._rules[site] = (self._clock.monotonic(), rules)
        return rules.can_fetch(self._user_agent, url)

    def _ask_for_rules(self, site: str) -> RobotFileParser:
        """RFC 9309 §2.3.1: no such file allows all; a server that fails allows nothing for now."""
        rules = RobotFileParser()
        try:
            found = self._fetcher.get(f"{site}/robots.txt", max_bytes=_ROBOTS_BYTES, accept="text/plain")
        except FetchError as error:
            if error.status is None or not 400 <= error.status < 500:  # noqa: PLR2004 - the classes of RFC 9110 §15
                raise
            rules.parse([])
        else:
            rules.parse(found.content.decode("utf-8", "replace").splitlines())
        return rules


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
