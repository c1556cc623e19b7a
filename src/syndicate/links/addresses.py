"""Public addresses of our pages, and signed links."""

from __future__ import annotations

import hmac
import json
import re
import unicodedata
from base64 import urlsafe_b64encode
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from itsdangerous import BadSignature, URLSafeSerializer

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        self.site_url = site_url.rstrip("/")
        self.media_url = (media_url or f"{self.site_url}/media").rstrip("/")
        self._unsubscribe = URLSafeSerializer(list(secret_keys), salt="unsubscribe")
        self._preferences = URLSafeSerializer(list(secret_keys), salt="preferences")
        self._unsubscribe_key = self._unsubscribe.make_signer().derive_key()
        self._preferences_key = self._preferences.make_signer().derive_key()

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
        return f"{self.site_url}/unsubscribe/{_token(self._unsubscribe_key, subscription_id)}"

    def preferences(self, subscription_id: str, day: date) -> str:
        """The signed address at which a reader chooses what they get; ``day`` is that of the mail it stands in."""
        return f"{self.site_url}/preferences/{_token(self._preferences_key, [subscription_id, day.isoformat()])}"

    def read_preferences(self, token: str) -> tuple[str, date] | None:
        """The subscription's id and the day in a token of ours, or ``None`` for any other string."""
        try:
            subscription_id, day = self._preferences.loads(token)
            read = date.fromisoformat(day)
        except (BadSignature, TypeError, ValueError):
            return None
        return (subscription_id, read) if isinstance(subscription_id, str) else None

    def read_unsubscribe(self, token: str) -> str | None:
        """The subscription's id in a token of ours, or ``None`` for any other string.

        Key on the id, never on the token: several spellings of one token are valid.
        """
        try:
            subscription_id = self._unsubscribe.loads(token)
        except BadSignature:
            return None
        return subscription_id if isinstance(subscription_id, str) else None


def _token(key: bytes, signed: str | list[str]) -> str:
    """What `URLSafeSerializer.dumps` makes of it; that derives its key, and tries to compress, for each anew."""
    payload = urlsafe_b64encode(json.dumps(signed, separators=(",", ":")).encode()).rstrip(b"=")
    signature = urlsafe_b64encode(hmac.digest(key, payload, "sha1")).rstrip(b"=")
    return f"{payload.decode()}.{signature.decode()}"


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
