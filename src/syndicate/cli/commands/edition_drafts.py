"""``syndicate edition draft``: shape the coming edition of a newsletter, and approve it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.authors import author_name
from syndicate.cli.session import F, Session, command
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from syndicate.digests.drafts.model import DraftWish
    from syndicate.digests.drafts.reviewing import DraftReview
    from syndicate.digests.drafts.slots import ComingSlot
    from syndicate.digests.newsletters import Newsletter
    from syndicate.publishing.wiring import Parts


@dataclass(frozen=True, kw_only=True)
class OpenDraft:
    """A draft that a command is about, with the parts that it needs."""

    parts: Parts
    newsletter: Newsletter
    slot: ComingSlot

    def review(self) -> DraftReview:
        """As it is by now."""
        return self.parts.publisher.editing.look(self.newsletter, self.slot)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, on which version; ``None``: on the newest."""

    name: str
    version: int | None


def _of_draft(function: F) -> F:
    """Which draft: the newsletter, and if it is not the next of the default cadence, which."""
    for option in (
        click.option("--slot", type=click.DateTime(["%Y-%m-%d"]), help="Its local date.  [default: the next to come]"),
        click.option("--cadence", metavar="KIND", help="Such as weekly.  [default: the newsletter's first]"),
        click.argument("newsletter"),
    ):
        function = option(function)
    return function


def _of_act(function: F) -> F:
    """The same, and who acts on which version."""
    for option in (
        click.option("--by", metavar="NAME", help="Who does it.  [default: your user name on this machine]"),
        click.option("--version", type=int, help="The version that you saw: refused if it has changed since."),
    ):
        function = option(function)
    return _of_draft(function)


@contextmanager
def _opened(session: Session, newsletter: str, cadence: str | None, slot: datetime | None) -> Iterator[OpenDraft]:
    with session.parts() as parts:
        series = parts.publisher.newsletter(newsletter)
        day: date | None = slot.date() if slot else None
        yield OpenDraft(parts=parts, newsletter=series, slot=parts.publisher.editing.slot(series, cadence, day))


def _author(by: str | None, version: int | None = None) -> Actor:
    return Actor(name=author_name(by), version=version)


@command("show", example="syndicate edition draft show morning --slot 2026-12-24")
@_of_draft
def show(session: Session, newsletter: str, cadence: str | None, slot: datetime | None) -> None:
    """Show the coming edition as it would be sent by now: when, to how many, what, and what editors made of it."""
    with _opened(session, newsletter, cadence, slot) as opened:
        _give(session, opened)


@command("set", example='syndicate edition draft set morning --subject "The bridge is open"')
@click.option("--subject", help='In place of the usual one; "" takes it back.')
@click.option("--preheader", help='What inboxes show after it; "" takes it back.')
@click.option("--introduction", metavar="MARKDOWN", help='Stands above the stories; "" takes it back.')
@click.option("--lead", metavar="ARTICLE", help="The story that leads; it gets the large picture.")
@_of_act
def set_texts(
    session: Session,
    newsletter: str,
    cadence: str | None,
    slot: datetime | None,
    by: str | None,
    version: int | None,
    **wished: str | None,
) -> None:
    """Set subject, preheader, introduction or lead of the coming edition."""
    from syndicate.digests.drafts.model import DraftWish, Verb

    lead = wished.pop("lead")
    wishes = [DraftWish(verb=Verb(name), value=text or None) for name, text in wished.items() if text is not None]
    wishes += [DraftWish(verb=Verb.LEAD, article_id=lead)] if lead else []
    if not wishes:
        message = "say what: --subject, --preheader, --introduction or --lead"
        raise click.UsageError(message)
    with _opened(session, newsletter, cadence, slot) as opened:
        _shape(session, opened, wishes, _author(by, version))


@command("pin", example="syndicate edition draft pin morning k3j9d2m4q8x1z")
@_of_act
@click.argument("article_id", metavar="ARTICLE")
def pin(session: Session, article_id: str, **which: Any) -> None:
    """Let a story stand before those that are not pinned, wherever it is in the edition."""
    _act_on(session, "pin", article_id, **which)


@command("drop", example="syndicate edition draft drop morning k3j9d2m4q8x1z")
@_of_act
@click.argument("article_id", metavar="ARTICLE")
def drop(session: Session, article_id: str, **which: Any) -> None:
    """Leave a story out of this edition; page and feeds keep it, and no later edition brings it."""
    _act_on(session, "drop", article_id, **which)


@command("order", example="syndicate edition draft order morning k3j9d2m4q8x1z 6w3k2fj1q9xyz")
@_of_act
@click.argument("article_ids", metavar="ARTICLE...", nargs=-1, required=True)
def order(session: Session, article_ids: tuple[str, ...], **which: Any) -> None:
    """Let these stories stand first, in this order, behind lead and pins; it replaces an earlier order."""
    from syndicate.digests.drafts.model import DraftWish, Verb

    _act(session, DraftWish(verb=Verb.ORDER, value=list(article_ids)), **which)


@command("hero", example='syndicate edition draft hero morning k3j9d2m4q8x1z --focus "50% 30%"')
@click.option("--picture", metavar="ADDRESS", help="Another of the article's own.  [default: the one that it shows]")
@click.option("--focus", metavar="POINT", help='What every crop must keep, such as "50% 30%" from left and top.')
@click.option("--clear", is_flag=True, help="Show the article's own picture again.")
@_of_act
@click.argument("article_id", metavar="ARTICLE")
def hero(session: Session, article_id: str, picture: str | None, focus: str | None, clear: bool, **which: Any) -> None:  # noqa: FBT001 - click passes flags so
    """Show another picture of a story in this edition, or another part of it; page and feeds keep theirs."""
    from syndicate.cli.commands.images import read_point
    from syndicate.digests.drafts.model import DraftWish, Verb

    if clear == bool(picture or focus):
        message = "say --picture or --focus, or --clear"
        raise click.UsageError(message)
    point = read_point(focus) if focus else None
    by, version = which.pop("by"), which.pop("version")
    with _opened(session, **which) as opened, session.busy("Making the picture …"):
        editing = opened.parts.publisher.editing
        wish = editing.picture(article_id, picture, point) if not clear else None
        _shape(
            session,
            opened,
            [wish or DraftWish(verb=Verb.HERO, article_id=article_id)],
            _author(by, version),
        )


@command("hold", example='syndicate edition draft hold morning --reason "the lead is not confirmed"')
@click.option("--reason", help="For whoever asks why it waits.")
@_of_act
def hold(session: Session, reason: str | None, **which: Any) -> None:
    """Let the coming edition be composed at its time, and held until `edition resume`."""
    from syndicate.digests.drafts.model import DraftWish, Verb

    _act(session, DraftWish(verb=Verb.HOLD, value=reason), **which)


@command("release", example="syndicate edition draft release morning")
@_of_act
def release(session: Session, **which: Any) -> None:
    """Take a hold back before the edition's time."""
    from syndicate.digests.drafts.model import DraftWish, Verb

    _act(session, DraftWish(verb=Verb.RELEASE), **which)


@command("undo", example="syndicate edition draft undo morning 3")
@_of_act
@click.argument("number", type=int, required=False)
def undo(
    session: Session,
    newsletter: str,
    cadence: str | None,
    slot: datetime | None,
    by: str | None,
    version: int | None,
    number: int | None,
) -> None:
    """Undo an act, by its NUMBER in `draft show`, or the newest that stands."""
    author = _author(by, version)
    with _opened(session, newsletter, cadence, slot) as opened:
        opened.parts.publisher.editing.undo(opened.newsletter, opened.slot, author.name, number, author.version)
        _give_acted(session, opened)


@command("approve", example="syndicate edition draft approve morning --hash 1f0c9a2b7d34")
@click.option("--hash", "content_hash", metavar="HASH", help="Only if it is still what had this hash when you saw it.")
@click.option("--by", metavar="NAME", help="Who does it.  [default: your user name on this machine]")
@_of_draft
def approve(
    session: Session,
    newsletter: str,
    cadence: str | None,
    slot: datetime | None,
    by: str | None,
    content_hash: str | None,
) -> None:
    """Approve the coming edition as it is by now. Whatever changes in it afterwards voids that."""
    with _opened(session, newsletter, cadence, slot) as opened:
        opened.parts.publisher.editing.approve(opened.newsletter, opened.slot, _author(by).name, content_hash)
        _give(session, opened)


@command("diff", example="syndicate edition draft diff morning")
@_of_draft
def diff(session: Session, newsletter: str, cadence: str | None, slot: datetime | None) -> None:
    """Show what has changed in the coming edition since it was approved."""
    with _opened(session, newsletter, cadence, slot) as opened:
        review = opened.review()
    is_approved = review.changes is not None
    lines = [f"  {change}" for change in review.changes or ()] or [
        "nothing has changed since it was approved" if is_approved else "nobody has approved it"
    ]
    changes = None if review.changes is None else list(review.changes)
    session.give({"approved": review.is_approved, "changes": changes}, lines)


def _act_on(session: Session, verb: str, article_id: str, **which: Any) -> None:
    from syndicate.digests.drafts.model import DraftWish, Verb

    _act(session, DraftWish(verb=Verb(verb), article_id=article_id), **which)


def _act(
    session: Session,
    wish: DraftWish,
    *,
    newsletter: str,
    cadence: str | None,
    slot: datetime | None,
    by: str | None,
    version: int | None,
) -> None:
    with _opened(session, newsletter, cadence, slot) as opened:
        _shape(session, opened, [wish], _author(by, version))


def _shape(session: Session, opened: OpenDraft, wishes: list[DraftWish], author: Actor) -> None:
    editing = opened.parts.publisher.editing
    editing.shape(opened.newsletter, opened.slot, wishes, author.name, author.version)
    _give_acted(session, opened)


def _give_acted(session: Session, opened: OpenDraft) -> None:
    """What became of it; after the first wave also how far that reaches."""
    if opened.slot.first_wave_at <= opened.parts.clock.now():
        readers = opened.parts.publisher.editing.later_readers(opened.newsletter, opened.slot)
        session.warn(
            f"the first wave has left: this reaches the later ones alone, which {counted(readers, 'reader')} get"
        )
    _give(session, opened)


def _give(session: Session, opened: OpenDraft) -> None:
    from syndicate.cli import draft_shapes

    editing, review = opened.parts.publisher.editing, opened.review()
    readers = review.draft.plan.readers
    made = editing.reviewing.set_in_type(review)
    shape = draft_shapes.draft(opened.newsletter, review, made, readers)
    session.give(shape, draft_shapes.lines(opened.newsletter, review, shape))


_COMMANDS: tuple[click.Command, ...] = (
    show,
    set_texts,
    pin,
    drop,
    order,
    hero,
    hold,
    release,
    undo,
    approve,
    diff,
)
draft = click.Group(
    "draft",
    commands={each.name or "": each for each in _COMMANDS},
    help="The coming edition of a newsletter: look at it, shape it, approve it.",
)
