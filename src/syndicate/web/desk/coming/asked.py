"""What an address of the coming editions asks for: which of them, for whom, from when on, and how it is seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException

from syndicate.digests.schedule import see_in_reach
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.access.acting import must_be_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from syndicate.digests.drafts.slots import ComingSlot
    from syndicate.digests.newsletters import Newsletter
    from syndicate.text.mailboxes import Mailbox
    from syndicate.web.desk.context import Desk

_T = TypeVar("_T")

#: True widths in which a mail is shown, in pixels: a small phone, the column's own width, a desktop.
WIDTHS = (320, 600, 1200)
#: What of a mail is shown.
PARTS = ("mail", "text", "source", "message")
SCHEMES = ("light", "dark")
#: Mail programs as which a mail is shown: as it is, or as Word's engine in Outlook takes it.
PROGRAMS = ("modern", "outlook")
_FIRST_WIDTHS = (600, 320)


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """How a mail is looked at; ``widths`` are those of its frames, in pixels."""

    part: str = "mail"
    widths: tuple[int, ...] = _FIRST_WIDTHS
    scheme: str = "light"
    program: str = "modern"
    has_images: bool = True
    has_styles: bool = True

    def fields(self) -> list[tuple[str, str]]:
        """The same in an address, what is as usual left out."""
        usual = View()
        pairs = [("part", self.part), ("scheme", self.scheme), ("program", self.program)]
        found = [(name, value) for name, value in pairs if value != getattr(usual, name)]
        found += [("width", str(width)) for width in self.widths] if self.widths != usual.widths else []
        found += [] if self.has_images else [("images", "off")]
        return [*found, *([] if self.has_styles else [("styles", "off")])]


def view_of(query: QueryParams) -> View:
    """The view that a query asks for; what it does not know is as usual."""
    widths = tuple(width for width in WIDTHS if str(width) in query.getlist("width"))
    return View(
        part=_among(query.get("part"), PARTS),
        widths=widths or _FIRST_WIDTHS,
        scheme=_among(query.get("scheme"), SCHEMES),
        program=_among(query.get("program"), PROGRAMS),
        has_images=query.get("images") != "off",
        has_styles=query.get("styles") != "off",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedEdition:
    """A coming edition as most readers get it, or, of a ``reader``, theirs that is first due from ``at`` on."""

    newsletter: Newsletter
    slot: ComingSlot
    reader: Mailbox | None = None
    at: datetime | None = None
    view: View = View()

    @property
    def path(self) -> str:
        """Where it lies on the desk."""
        return path_of(self.newsletter.name, self.slot.occurrence.cadence, self.slot.occurrence.slot)

    def address(self, below: str = "", view: View | None = None) -> str:
        """Its address with all that was asked for, of the page or of what lies ``below`` it, seen as ``view`` says."""
        fields = [("as", self.reader.shown)] if self.reader else []
        fields += [("at", f"{self.at.astimezone(self.newsletter.zone):%Y-%m-%dT%H:%M}")] if self.at else []
        query = urlencode([*fields, *(view or self.view).fields()])
        return f"{self.path}{below}" + (f"?{query}" if query else "")

    def seen(self, **changes: Any) -> str:
        """The address of the page with another view: ``changes`` are fields of `View`."""
        return self.address(view=replace(self.view, **changes))

    def with_width(self, width: int) -> str:
        """The same with a frame of that width more, or less if there are others."""
        others = tuple(each for each in self.view.widths if each != width)
        return self.seen(widths=others if width in self.view.widths and others else (*others, width))


def path_of(newsletter: str, cadence: str, slot: str) -> str:
    """Where the coming edition of that slot lies on the desk."""
    return f"/coming/{quote(newsletter)}/{quote(cadence)}/{quote(slot)}"


def asked_edition(desk: Desk, request: Request) -> AskedEdition:
    """The coming edition that the address names: of no cadence, the default; of no slot, the next.

    Raises:
        NotFoundError: there is no such newsletter, cadence or slot; or the moment is on no day that can be asked for.
        BadDataError: its last wave has left, or the reader's address is none.
        HTTPException: 400, what it says is no date.
        NamelessError: it asks for a reader's, and nobody knows who asks.
    """
    named, query = request.path_params, request.query_params
    newsletter = desk.parts.publisher.newsletter(named["newsletter"])
    day = _read(named["slot"], date.fromisoformat) if "slot" in named else None
    slot = desk.parts.publisher.editing.slot(newsletter, named.get("cadence"), day)
    if query.get("as", "").strip():
        must_be_named(request)
    written = query.get("at", "")
    at = _read(written, datetime.fromisoformat) if written else None
    return AskedEdition(
        newsletter=newsletter,
        slot=slot,
        reader=read_mailbox(query["as"]) if query.get("as", "").strip() else None,
        at=_in_utc(at, newsletter) if at else None,
        view=view_of(query),
    )


def _in_utc(written: datetime, newsletter: Newsletter) -> datetime:
    """A moment as a form gives it, on the newsletter's clock."""
    see_in_reach(written.date())
    return (written if written.tzinfo else written.replace(tzinfo=newsletter.zone)).astimezone(UTC)


def _read(text: str, reading: Callable[[str], _T]) -> _T:
    try:
        return reading(text)
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error


def _among(wanted: str | None, known: tuple[str, ...]) -> str:
    return wanted if wanted in known else known[0]
