"""What is published: three newsletters, articles as rows, and mails that name their articles instead of being set."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from syndicate.digests.newsletters import Cadence, DedupeAcross, Filters, Newsletter
from syndicate.digests.schedule import ALL_WEEK
from syndicate.mail.checks import check
from syndicate.mail.dress import Dress
from syndicate.mail.model import Rendering
from syndicate.storage.states import CadenceKind, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.articles.model import Finding
    from syndicate.images.model import Hero
    from syndicate.mail.model import Digest

SECTIONS = ("world", "harbour", "culture")
POSTAL_ADDRESS = "The Lantern, 1 Pier Road, Harbourtown"
_UTC = ZoneInfo("UTC")


def _newsletter(name: str, at: time, **further: Any) -> Newsletter:
    limits = {"min_articles": 1, "max_articles": 6, "weekdays": ALL_WEEK, "kind": CadenceKind.DAILY}
    cadence = Cadence(at=at, **{name: further.pop(name, value) for name, value in limits.items()})
    return Newsletter(
        **{
            "name": name,
            "title": f"The Lantern, {name}",
            "sender_name": "The Lantern",
            "sender_address": "news@lantern.example",
            "reply_to": None,
            "zone": _UTC,
            "cadences": (cadence,),
            "dedupe_across": DedupeAcross.NEVER,
            "max_lateness": timedelta(hours=36),
            "language": "en",
            **further,
        }
    )


#: A daily one of everything, one of a section on weekdays that leaves out what others brought, and a weekly review.
NEWSLETTERS = (
    _newsletter("morning", time(7), dedupe_across=DedupeAcross.DAY),
    _newsletter(
        "harbour",
        time(7, 0, 2),
        weekdays=frozenset(range(5)),
        filters=Filters(sections=frozenset({"harbour", "world"})),
        dedupe_across=DedupeAcross.DAY,
    ),
    _newsletter(
        "review", time(7, 0, 1), kind=CadenceKind.WEEKLY, weekdays=frozenset({4}), min_articles=2, max_articles=12
    ),
)


def article_row(number: int, section: str, now: datetime) -> dict[str, Any]:
    """A published article, as the intake would store it."""
    name = f"article-{number:05}"
    return {
        "id": name,
        "tag": f"tag:lantern.example,2026:{name}",
        "source": "desk",
        "external_id": name,
        "fingerprint": name,
        "status": Status.PUBLISHED.value,
        "title": f"Story no. {number}",
        "deck": "",
        "sections": [section],
        "tags": [],
        "authors": [],
        "published_at": now,
        "published_offset": 0,
        "published_raw": "",
        "published_is_ambiguous": False,
        "permalink": None,
        "language": "en",
        "direction": "ltr",
        "body_html": "<p>What the keepers found.</p>",
        "body_text": "What the keepers found.",
        "media": [],
        "findings": [],
        "content_hash": name,
        "revision": 1,
        "is_backlog": False,
        "first_seen_at": now,
        "changed_at": now,
        "is_paid": False,
        "released_at": now,
        "awaits_release": False,
        "embargo_until": None,
        "expires_at": None,
    }


class PlainRenderer:
    """Stands for the templates: a mail that names its articles, with all that a mail must have."""

    dress = Dress(light={}, dark={}, fonts={})

    def render(self, digest: Digest) -> Rendering:
        """A few lines of HTML and of text."""
        stories = (*([digest.lead] if digest.lead else []), *digest.secondary, *digest.more)
        items = "".join(f"<p>{story.headline}</p>" for story in stories)
        html = (
            f'<html lang="en"><body style="color:#000;background:#fff">{items}'
            f'<p>{digest.postal_address}</p><p><a href="{{{{unsubscribe_url}}}}">Unsubscribe</a></p></body></html>'
        )
        lines = "\n".join(f"{story.headline} [article {story.article_id}]" for story in stories)
        return Rendering(html=html, text=f"{lines}\n{digest.postal_address}\n{{{{unsubscribe_url}}}}\n")


class OnlyChecks:
    """Stands for the judge: it asks only what stops an edition, for the stand-in of the templates has no look."""

    def judge(self, rendering: Rendering, digest: Digest) -> tuple[Finding, ...]:
        """As `check`."""
        return check(rendering, digest)


class NoPictures:
    """Stands for the pictures: there are none, and nothing waits for any."""

    def at_hand(self, heroes: Mapping[str, Hero]) -> dict[str, Hero]:
        """None."""
        del heroes
        return {}

    def hindrance(self, edition_id: str) -> None:
        """Nothing."""
        del edition_id
