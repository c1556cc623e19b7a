"""A digest of any length, for measuring."""

from __future__ import annotations

from datetime import date

from syndicate.mail.model import Digest, MailPicture, Story


def digest_of(count: int) -> Digest:
    """A lead and ``count - 1`` secondary stories, each with a picture."""
    lead, *secondary = (_story(number) for number in range(count))
    return Digest(
        title="The Lantern",
        issued_on=date(2026, 11, 22),
        language="en",
        direction="ltr",
        subject=lead.headline,
        preheader="And what else there is to read today",
        lead=lead,
        secondary=tuple(secondary),
        more=(),
        web_url="https://lantern.example/editions/x",
        site_url="https://lantern.example/",
        feed_url="https://lantern.example/feeds/rss.xml",
        postal_address="1 Pier Road, Harbourtown",
        cadence="daily",
    )


def _story(number: int) -> Story:
    width, height = (1200, 675) if number == 0 else (240, 180)
    return Story(
        article_id=f"a{number}",
        headline=f"Headline number {number} is long enough to fill a line or two of the column",
        url=f"https://lantern.example/articles/a{number}",
        kicker="World",
        deck="A deck that says in one sentence what the story is about and why it matters.",
        excerpt="The first lines of the story, as far as they fit beside the deck. " * 3 if number == 0 else "",
        picture=MailPicture(
            url=f"https://lantern.example/media/{number}.jpg", width=width, height=height, alt="What the picture shows"
        ),
    )
