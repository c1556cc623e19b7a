"""The coming edition: the mail as it will arrive, and the bench on which it is shaped and let go."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from syndicate.digests.content import content_of
from syndicate.digests.drafts.comparing import since_the_last
from syndicate.digests.explaining.article_store import StoryStore
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.mail.merge_fields import fill
from syndicate.publishing.tryouts import where_tests_go
from syndicate.storage.states import MailFormat
from syndicate.web import dates
from syndicate.web.desk.coming import views
from syndicate.web.desk.coming.acts import DraftActs
from syndicate.web.desk.coming.asked import PARTS, WIDTHS, asked_edition, path_of
from syndicate.web.desk.coming.findings import DraftFindings
from syndicate.web.desk.coming.inbox import inbox_line
from syndicate.web.desk.coming.outlook import as_outlook
from syndicate.web.desk.coming.pictures import DraftPictures
from syndicate.web.desk.coming.previews import DeskPreviews, SeenEdition
from syndicate.web.desk.coming.readiness import readiness
from syndicate.web.desk.coming.rules import rule_of, silence_rule
from syndicate.web.desk.coming.schemes import in_scheme
from syndicate.web.desk.coming.why import ReaderWhy, hour_because, reader_why
from syndicate.web.desk.context import LANGUAGE
from syndicate.web.desk.today.views import waiting_line
from syndicate.web.desk.tryouts.views import tested
from syndicate.web.http import headers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request

    from syndicate.digests.drafts.reviewing import DraftReview
    from syndicate.digests.previewing import Preview
    from syndicate.web.desk.coming.asked import AskedEdition
    from syndicate.web.desk.context import Desk
    from syndicate.web.desk.frames import Frames
    from syndicate.web.desk.today.views import WaitingLine

#: So many editions back the last one of a cadence is looked for.
_LOOKED_BACK = 20
#: So many that are held are named.
_HELD = 5
_SLOT = "/coming/{newsletter}/{cadence}/{slot}"


class DeskComing:
    """Coming editions: seen, shaped, judged, let go."""

    def __init__(self, desk: Desk, frames: Frames) -> None:
        """Show that desk's."""
        self._desk = desk
        self._frames = frames
        self._previews = DeskPreviews(desk)

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [
            Route("/coming", self.soonest),
            Route("/coming/{newsletter}", self.next),
            Route("/coming/{newsletter}/{cadence}", self.next),
            Route(_SLOT, self.page),
            Route(f"{_SLOT}/mail", self.mail),
            Route(f"{_SLOT}/message.eml", self.message),
            *DraftFindings(self._desk, self._previews).routes(_SLOT),
            *DraftActs(self._desk, self.page_of).routes(_SLOT),
            *DraftPictures(self._desk, self.page_of).routes(_SLOT),
        ]

    def soonest(self, request: Request) -> Response:
        """The edition that is due next of all; without any, the first page."""
        query = f"?{request.url.query}" if request.url.query else ""
        for newsletter, due in self._desk.parts.publisher.upcoming(self._desk.clock.now()):
            address = f"{path_of(newsletter.name, due.cadence, due.slot)}{query}"
            return RedirectResponse(address, HTTPStatus.SEE_OTHER)
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)

    def next(self, request: Request) -> Response:
        """The next edition of a newsletter, or of one of its cadences."""
        return RedirectResponse(asked_edition(self._desk, request).address(), HTTPStatus.SEE_OTHER)

    def page(self, request: Request) -> Response:
        """The bench. Of most readers' editions each has a page of its own: a moment leads to the first from then on."""
        asked = asked_edition(self._desk, request)
        if asked.at is None or asked.reader is not None:
            return self.page_of(asked, tested(request))
        editing = self._desk.parts.publisher.editing
        slot = editing.slot(asked.newsletter, asked.slot.occurrence.cadence, since=asked.at)
        return RedirectResponse(replace(asked, slot=slot, at=None).address(), HTTPStatus.SEE_OTHER)

    def page_of(self, asked: AskedEdition, told: str = "", status: int = HTTPStatus.OK) -> Response:
        """The bench, with what came of an act."""
        desk, publisher = self._desk, self._desk.parts.publisher
        review = publisher.editing.look(asked.newsletter, asked.slot)
        seen = self._previews.seen(asked, review)
        return desk.page(
            "coming",
            status=status,
            told=told,
            asked=asked,
            view=asked.view,
            widths=WIDTHS,
            parts=PARTS,
            readers=review.draft.plan.readers,
            when=self._when(asked, asked.slot.first_wave_at),
            distance=dates.in_words(asked.slot.first_wave_at - desk.clock.now()),
            last_wave=self._last_wave(asked),
            others=self._others(asked),
            held=self._held(asked),
            silence_rule=silence_rule(desk.parts.config, asked.newsletter.name),
            version=review.shaped.row.version if review.shaped.row else 0,
            shape=review.shaped.shape,
            readiness=readiness(review, asked, self._when),
            since_last=self._since_last(asked, seen),
            hour=hour_because(desk.parts.config, asked),
            why=self._reader_why(asked),
            test=where_tests_go(desk.parts),
            seen=seen,
            **self._lines(review, asked),
            **self._shown(asked, seen),
        )

    def mail(self, request: Request) -> Response:
        """The HTML part for a frame, in the view that is asked for."""
        asked = asked_edition(self._desk, request)
        preview = self._previews.seen(asked).preview
        html = self._filled(asked, preview)[0] if preview else ""
        if asked.view.program == "outlook":
            html = as_outlook(html)
        html = in_scheme(html, asked.view.scheme)
        policy = headers.framed_mail_policy(has_pictures=asked.view.has_images, has_sheets=asked.view.has_styles)
        return self._frames.framed(html, policy)

    def message(self, request: Request) -> Response:
        """The whole document, for download."""
        asked = asked_edition(self._desk, request)
        preview = self._previews.seen(asked).preview
        if preview is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        name = f"{asked.newsletter.name}-{asked.slot.occurrence.slot}.eml"
        kept = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(self._message(asked, preview), media_type="message/rfc822", headers=kept)

    # --- what stands on the bench -----------------------------------------------------

    def _when(self, asked: AskedEdition, instant: datetime) -> str:
        """An instant on the newsletter's own clock."""
        return dates.at_desk(instant, asked.newsletter.zone, LANGUAGE)

    def _last_wave(self, asked: AskedEdition) -> str:
        slot = asked.slot
        return "" if slot.last_wave_at == slot.first_wave_at else self._when(asked, slot.last_wave_at)

    def _others(self, asked: AskedEdition) -> list[dict[str, str]]:
        """The other editions that are coming, soonest first."""
        found = [
            (path_of(newsletter.name, due.cadence, due.slot), f"{newsletter.title}, {due.cadence}, {due.slot}")
            for newsletter, due in self._desk.parts.publisher.upcoming(self._desk.clock.now())
        ]
        return [{"path": path, "name": name} for path, name in found if path != asked.path]

    def _held(self, asked: AskedEdition) -> list[WaitingLine]:
        """The newsletter's editions that nobody gets until a person lets them go."""
        with self._desk.database.read() as connection:
            found = EditionStore(connection).recent(_HELD, state=EditionState.HELD, newsletter=asked.newsletter.name)
        return [waiting_line(edition, self._desk.titles, self._desk.parts.config) for edition in found]

    def _lines(self, review: DraftReview, asked: AskedEdition) -> dict[str, Any]:
        selection = review.draft.selection
        left_out = {left.article_id: left.reason for left in selection.exclusions}
        named = {act.wish.article_id for act in review.shaped.acts if act.wish.article_id}
        with self._desk.database.read() as connection:
            titles = StoryStore(connection).titles([*left_out, *named])
        rule = self._rule(asked)
        return {
            "stories": views.story_lines(review.draft.leading, review.shaped, rule),
            "left_out": views.left_out_lines(left_out, titles, review.shaped, rule),
            "acts": views.act_lines(review.shaped.acts, titles, lambda act: self._when(asked, act.at)),
        }

    def _since_last(self, asked: AskedEdition, seen: SeenEdition) -> list[str]:
        """How it differs from the newsletter's last edition that readers got."""
        if seen.preview is None:
            return []
        with self._desk.database.read() as connection:
            store = EditionStore(connection)
            recent = store.recent(_LOOKED_BACK, newsletter=asked.newsletter.name)
            last = next((each for each in recent if each.number and each.cadence == asked.slot.cadence.kind), None)
            rendering = store.rendering(last.id) if last else None
        if rendering is None or rendering.content is None:
            return []
        return since_the_last(content_of(rendering.content), seen.preview.made.content)

    def _reader_why(self, asked: AskedEdition) -> ReaderWhy | None:
        if asked.reader is None:
            return None
        told = self._desk.parts.publisher.expecting.next_for(asked.newsletter, asked.reader)
        return reader_why(told.editions[0], asked.reader, self._rule(asked))

    def _rule(self, asked: AskedEdition) -> Callable[[str], str]:
        config = self._desk.parts.config
        return lambda reason: rule_of(config, asked.newsletter, asked.slot.cadence, reason)

    def _shown(self, asked: AskedEdition, seen: SeenEdition) -> dict[str, Any]:
        """What is seen of the mail besides its frames."""
        preview, newsletter = seen.preview, asked.newsletter
        if preview is None:
            return {"digest": None, "gauge": None, "inbox": None, "text": "", "source": "", "message": ""}
        html, text = self._filled(asked, preview)
        digest = preview.made.digest
        shows = asked.view.part
        return {
            "digest": digest,
            "gauge": views.gauge(len(html.encode())),
            "inbox": inbox_line(newsletter.sender_name or newsletter.title, digest.subject, digest.preheader),
            "text": text if shows == "text" else "",
            "source": html if shows == "source" else "",
            "message": self._message(asked, preview).decode("ascii") if shows == "message" else "",
        }

    def _filled(self, asked: AskedEdition, preview: Preview) -> tuple[str, str]:
        """Both parts for whom is asked for; without a reader, for nobody."""
        mails = self._desk.parts.publisher.preview_mails
        recipient = mails.recipient(asked.newsletter, preview, asked.reader)
        filled = fill(preview.made.rendering, recipient.values())
        return ("" if preview.made.content.format is MailFormat.TEXT else filled.html), filled.text

    def _message(self, asked: AskedEdition, preview: Preview) -> bytes:
        return self._desk.parts.publisher.preview_mails.message(asked.newsletter, preview, asked.reader)
