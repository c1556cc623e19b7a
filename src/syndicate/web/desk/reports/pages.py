"""Reports: every newsletter in a line, and each with its editions, its readers, and plots of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from syndicate.publishing.reporting import report_on
from syndicate.web.desk.context import LANGUAGE
from syndicate.web.desk.reports import views
from syndicate.web.http import headers, responses

if TYPE_CHECKING:
    from starlette.requests import Request

    from syndicate.digests.newsletters import Newsletter
    from syndicate.web.desk.context import Desk

#: What the plots of editions show, for who cannot see them: the table has the same numbers.
_OF_EDITIONS = {
    "delivery": "Share of the mails that were delivered, edition by edition; the table below has the numbers",
    "bounces": "Share of the mails that came back, with the lines of the fuse; the table below has the numbers",
    "complaints": "Share of the mails that were called spam, with the lines of the fuse; the table has the numbers",
}


class DeskReports:
    """The pages below ``/reports``. They name no reader."""

    def __init__(self, desk: Desk) -> None:
        """Report from that desk's database."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [
            Route("/reports", self.newsletters),
            Route("/reports/{newsletter}", self.newsletter),
            Route("/reports/{newsletter}/{plot}.svg", self.plot),
        ]

    def newsletters(self, request: Request) -> Response:
        """Every newsletter: its readers, and its newest edition."""
        del request
        parts = self._desk.parts
        lines = [
            views.line_of(report_on(parts, known.name, limit=1), known.zone, LANGUAGE) for known in parts.newsletters
        ]
        return self._desk.page("reports", newsletters=lines)

    def newsletter(self, request: Request) -> Response:
        """One newsletter: its readers by the week, its past editions; ``?before=`` is a number that they are below."""
        known, before = self._known(request), responses.number_in(request, "before")
        report = report_on(self._desk.parts, known.name, before=before)
        return self._desk.page(
            "report",
            report=report,
            readers=views.readers_of(report),
            fuse=views.fuse_of(report.limits),
            rows=[views.row_of(edition, report.limits, known.zone, LANGUAGE) for edition in report.editions],
            weeks=views.weeks_of(report, LANGUAGE),
            plots=_OF_EDITIONS if report.editions else {},
            size=views.PLOT_SIZE,
            shown=f"?before={before}" if before else "",
            earlier=f"?before={report.editions[-1].number}" if report.has_earlier else "",
        )

    def plot(self, request: Request) -> Response:
        """A plot of the same numbers, as SVG with a policy of its own: its style stands inside it."""
        from syndicate.web.desk.reports import plots

        known, of = self._known(request), plots.PLOTS.get(request.path_params["plot"])
        if of is None:
            raise responses.not_found()
        is_growth = of is plots.growth
        asked = {"limit": 1} if is_growth else {"before": responses.number_in(request, "before")}
        report = report_on(self._desk.parts, known.name, has_weeks=is_growth, **asked)
        own = {headers.CSP: plots.POLICY, "cache-control": "no-store"}
        return Response(plots.drawn(of(report)), media_type=plots.MEDIA_TYPE, headers=own)

    def _known(self, request: Request) -> Newsletter:
        """The newsletter that the address names, if there is one."""
        name = request.path_params["newsletter"]
        known = next((known for known in self._desk.parts.newsletters if known.name == name), None)
        if known is None:
            raise responses.not_found()
        return known
