"""Public addresses of our pages, and signed links."""

from __future__ import annotations

import re
import unicodedata
from copy import copy
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from syndicate.links.tokens import Purpose, Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, timedelta

    from syndicate.links.tokens import HeldToken

#: Length in characters beyond which a slug is cut at a hyphen.
SLUG_LENGTH = 60


class Links:
    """Builds absolute addresses under the site's URL and reads signed tokens back."""

    def __init__(self, site_url: str, secret_keys: Sequence[str], *, media_url: str | None = None) -> None:
        """Take the site's URL (no query, any trailing slash) and the key ring, oldest key first.

        ``media_url`` is where readers get renditions, if not below the site.

        The last key signs; all verify, so that a key can be changed without breaking the links
        in mails that were sent already.
        """
        self._lie_at(site_url, media_url)
        self._unsubscribe, self._preferences, self._confirm, self._undo = (
            Tokens(purpose, secret_keys) for purpose in Purpose
        )

    def _lie_at(self, site_url: str, media_url: str | None) -> None:
        self.site_url = site_url.rstrip("/")
        self.media_url = (media_url or f"{self.site_url}/media").rstrip("/")

    def at(self, site_url: str, *, media_url: str | None = None) -> Links:
        """The same, with the same keys, under another URL."""
        other = copy(self)
        other._lie_at(site_url, media_url)  # noqa: SLF001 - one of us
        return other

    def home(self) -> str:
        """The site's front page."""
        return f"{self.site_url}/"

    def feed(self, path: str) -> str:
        """A feed document, by its path below ``feeds/``."""
        return f"{self.site_url}/feeds/{path}"

    def human_page(self, folder: str) -> str:
        """The page that shows a feed to people, by the feed's folder below ``feeds/``; empty for the site's."""
        return f"{self.site_url}/feeds/{folder or 'site'}/"

    def news_sitemap(self) -> str:
        """The sitemap of what is news."""
        return f"{self.site_url}/news-sitemap.xml"

    def article(self, article_id: str, title: str | None) -> str:
        """The page of an article: ``/articles/<slug>-<id>``; the id alone finds it."""
        slug = slugify(title or "")
        return f"{self.site_url}/articles/{slug}-{article_id}" if slug else f"{self.site_url}/articles/{article_id}"

    def edition(self, edition_id: str) -> str:
        """The web copy of an edition."""
        return f"{self.site_url}/editions/{edition_id}"

    def archive(self, newsletter: str = "") -> str:
        """The page of a newsletter's past editions; without a name, of the newsletters that have such a page."""
        return f"{self.site_url}/archive/{newsletter}/" if newsletter else f"{self.site_url}/archive/"

    def media(self, name: str) -> str:
        """A rendition of a picture, by its name on the shelf."""
        return f"{self.media_url}/{name}"

    def media_addresses(self, name: str) -> set[str]:
        """Every address at which a rendition can be had: where readers get it now, and below the site."""
        return {f"{base}/{name}" for base in self._media_bases}

    @property
    def _media_bases(self) -> tuple[str, ...]:
        return self.media_url, f"{self.site_url}/media"

    def media_name(self, url: str) -> str | None:
        """The name of the rendition that an address of ours leads to; ``None`` for any other address.

        Addresses below the site count whatever ``media_url`` is now: older mails name them.
        """
        for base in self._media_bases:
            if url.startswith(f"{base}/"):
                return url.removeprefix(f"{base}/")
        return None

    def near(self, url: str) -> str:
        """An address as a page of ours names it: below the site by its path, so that pages work under every name."""
        return urlsplit(url).path or "/" if f"{url}/".startswith(f"{self.site_url}/") else url

    def unsubscribe(self, subscription_id: str) -> str:
        """The signed address that ends a subscription: a page by GET, the act by POST (RFC 8058)."""
        return f"{self.site_url}/unsubscribe/{self._unsubscribe.sign(subscription_id)}"

    def read_unsubscribe(self, token: str) -> str | None:
        """The subscription's id in a token of ours, or ``None`` for any other string."""
        return self._unsubscribe.read(token)

    def preferences(self, subscription_id: str, mailbox: str, day: date) -> str:
        """The signed address at which the reader of a subscription chooses; it counts from that day, in UTC.

        It works for as long as their mail goes to that ``mailbox``, an address in ASCII.
        """
        return f"{self.site_url}/preferences/{self._preferences.sign_for(mailbox.lower(), subscription_id, day)}"

    def read_preferences(self, token: str, now: datetime, valid: timedelta) -> HeldToken | None:
        """Such a token, about the subscription's id, or ``None`` for one that is older and for any other string.

        Its holder is the mailbox in small letters: ask `HeldToken.is_of` before anything is shown.
        """
        return self._preferences.read_held(token, now, valid)

    def confirm(self, join_id: str, day: date) -> str:
        """The signed address that confirms a wish to join or to move: a page by GET, the act by POST."""
        return f"{self.site_url}/confirm/{self._confirm.sign(join_id, day)}"

    def read_confirm(self, token: str, now: datetime, valid: timedelta) -> str | None:
        """The wish's id in such a token, or ``None`` for one that is older and for any other string."""
        return self._confirm.read_fresh(token, now, valid)

    def undo(self, subscription_id: str, day: date) -> str:
        """The signed address that takes back that somebody left; only who has just left is given it."""
        return f"{self.site_url}/undo/{self._undo.sign(subscription_id, day)}"

    def read_undo(self, token: str, now: datetime, valid: timedelta) -> str | None:
        """The subscription's id in such a token, or ``None`` for one that is older and for any other string."""
        return self._undo.read_fresh(token, now, valid)

    def subscribe(self) -> str:
        """The page with the form to join."""
        return f"{self.site_url}/subscribe"


def mailto(address: str, subject: str) -> str:
    """The address of a mail to be written to that mailbox, with that subject (RFC 6068).

    Every sign that a reader of such addresses might take for its own is escaped, a ``+`` too (§5).
    """
    local, _, domain = address.rpartition("@")
    return f"mailto:{quote(local, safe='')}@{quote(domain, safe='')}?subject={quote(subject, safe='')}"


def slugify(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most `SLUG_LENGTH` characters; may be empty."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text.replace("'", "")).strip("-")
    if len(slug) <= SLUG_LENGTH:
        return slug
    return slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
