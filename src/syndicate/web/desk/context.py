"""What stands behind the desk's pages: the parts by the newest settings, and the page that all of them are."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from syndicate.publishing.settings import SettingsInForce
from syndicate.web import dates
from syndicate.web.desk import assets
from syndicate.web.desk.access import acting
from syndicate.web.desk.live.state import LiveState
from syndicate.web.desk.outbox.mails import Outbox
from syndicate.web.http import headers, responses
from syndicate.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from starlette.responses import Response

    from syndicate.articles.model import Article
    from syndicate.clock import Clock
    from syndicate.publishing.wiring import Parts
    from syndicate.storage import Database

#: The style sheets of every page of the desk.
SHEET = "desk/desk desk/access desk/coming desk/acts desk/live desk/reports"
#: The desk speaks English, whatever the site does.
LANGUAGE = "en-GB"


class Desk:
    """The parts that every page of the desk is made from.

    Each request asks for ``parts`` anew: they change when the settings do.
    """

    def __init__(self, parts: Parts, settings: SettingsInForce | None = None) -> None:
        """Take the parts that hold now, or those of ``settings`` for as long as these are in force."""
        self._database, self._clock = parts.database, parts.clock
        #: What is live: settings, unsettled articles, open pages.
        self.live = LiveState(settings or SettingsInForce(parts))
        #: Part of the address of pictures in frames, which have no origin by which they would be known as ours.
        self.picture_key = secrets.token_urlsafe(16)

    @property
    def parts(self) -> Parts:
        """The parts by the newest settings that could be read."""
        return self.live.settings.parts

    @property
    def in_place(self) -> Mapping[str, Article]:
        """By their ids, articles as their files have them now, which are not stored so: to be shown in place."""
        return self.live.unsettled.in_place

    @property
    def database(self) -> Database:
        """The database, the same as long as the desk stands."""
        return self._database

    @property
    def clock(self) -> Clock:
        """The clock, too."""
        return self._clock

    @property
    def url(self) -> str | None:
        """The desk's address behind a proxy, if it has one."""
        return self.parts.config.desk.url

    @property
    def outbox(self) -> Outbox | None:
        """The folder of mails, where they go to one."""
        delivery = self.parts.config.delivery
        return Outbox(delivery.outbox_folder) if delivery.via == "outbox" else None

    @property
    def titles(self) -> Mapping[str, str]:
        """The titles of the newsletters, by name."""
        return {newsletter.name: newsletter.title for newsletter in self.parts.newsletters}

    def when(self, instant: datetime) -> str:
        """An instant as the desk shows it: on the site's clock, with the clock's name."""
        return dates.at_desk(instant, self.parts.config.site.time_zone, LANGUAGE)

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of the desk; ``template`` is named as it lies below ``pages/desk``, without its ending."""
        text = render(f"desk/{template}.html.j2", SHEET, **self.chrome(), status=status, **values)
        return responses.html_page(text, status=status, policy=headers.desk_policy(SHEET), extra=headers.OWN_FORMS)

    def chrome(self) -> dict[str, Any]:
        """What stands around every page."""
        site, visit = self.parts.config.site, acting.visit_now()
        return {
            "desk": {
                "is_open": visit is not None,
                "editor": visit.editor if visit else "",
                "title": site.title,
                "has_outbox": self.outbox is not None,
                "public_url": self.parts.links.home(),
                "newsletters": self.parts.newsletters,
                "live": self.live,
                "scripts": assets.addresses(),
            }
        }
