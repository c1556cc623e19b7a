"""``syndicate edition``: compose, list, show, send."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.delivery.run import SendReport
    from syndicate.digests.composing import Composed
    from syndicate.publishing.wiring import Parts


SENT_WORDS = ("submitted", "refused", "uncertain", "excluded", "waiting")


def register(group: click.Group) -> None:
    """Add the commands."""

    @group.group("edition")
    def edition() -> None:
        """Editions: compose, list, show, send."""

    _register_compose(edition)
    _register_list(edition)
    _register_show(edition)
    _register_send(edition)


def _register_compose(group: click.Group) -> None:
    @command(group, "compose", example="syndicate edition compose morning --dry-run")
    @click.argument("newsletter")
    @click.option("--due", is_flag=True, help="Only if the newsletter's own time has come.")
    @click.option("--dry-run", is_flag=True, help="Show what would be composed; change nothing.")
    def compose(session: Session, newsletter: str, due: bool, dry_run: bool) -> None:  # noqa: FBT001 - click passes flags so
        """Freeze an edition of what is new; the scheduler, or `edition send`, delivers it."""
        with session.parts() as parts, session.busy("Composing …"):
            wanted = parts.publisher.newsletter(newsletter)
            if dry_run:
                _show_draft(session, parts, newsletter)
                return
            composed = parts.publisher.compose_due(wanted) if due else parts.publisher.compose_now(wanted)
            counts = _counts(parts, composed.edition.id) if composed.edition else {}
        _give_composed(session, composed, counts)


def _show_draft(session: Session, parts: Parts, newsletter: str) -> None:
    selection, digest, rendering = parts.publisher.composing.draft(parts.publisher.newsletter(newsletter))
    places = [
        {"id": place.article.id, "tier": place.tier, "title": place.article.title, "reason": place.reason}
        for place in selection.places
    ]
    left = [{"id": one.article_id, "reason": one.reason} for one in selection.exclusions]
    if digest is None or rendering is None:
        session.give({"subject": None, "articles": places, "left_out": left}, ["nothing new to compose"])
        return
    session.give(
        {
            "subject": digest.subject,
            "preheader": digest.preheader,
            "articles": places,
            "left_out": left,
            "html": rendering.html,
            "text": rendering.text,
        },
        [
            f"subject: {digest.subject}",
            f"preheader: {digest.preheader}",
            *(f"  {place['tier']:<9} {place['title']}  ({place['reason']})" for place in places),
            *(f"  left out  {one['id']}: {one['reason']}" for one in left),
        ],
    )


def _give_composed(session: Session, composed: Composed, counts: dict[str, int]) -> None:
    from syndicate.cli import shapes

    if composed.edition is None:
        told = {None: "nothing is due", "empty": "nothing new to compose", "late": "too late for its slot; skipped"}
        session.give({"outcome": composed.outcome, "edition": None}, [told[composed.outcome]])
        return
    session.give(
        {"outcome": composed.outcome, "edition": shapes.edition(composed.edition, counts)},
        [
            f"edition {composed.edition.id}: {composed.edition.subject}",
            f"{sum(counts.values())} deliveries planned",
        ],
    )


def _register_list(group: click.Group) -> None:
    @command(group, "list", example="syndicate edition list --json")
    @click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="At most so many.")
    def list_editions(session: Session, limit: int) -> None:
        """List editions, newest first."""
        from syndicate.cli import shapes
        from syndicate.delivery.ledger import Ledger
        from syndicate.digests.store import EditionStore

        with session.parts() as parts, parts.database.read() as connection:
            ledger = Ledger(connection)
            found = [(one, ledger.counts(one.id)) for one in EditionStore(connection).recent(limit)]
        session.give(
            {"editions": [shapes.edition(one, counts) for one, counts in found]},
            [
                f"{one.id}  {one.newsletter} {one.number:>4}  {one.state:<7}  {one.frozen_at:%Y-%m-%d %H:%M}  "
                f"{counts.get('submitted', 0)}/{sum(counts.values())}  {one.subject}"
                for one, counts in found
            ],
        )


def _register_show(group: click.Group) -> None:
    @command(group, "show", example="syndicate edition show 6w3k2fj1q9xyz")
    @click.argument("edition_id", metavar="ID")
    def show(session: Session, edition_id: str) -> None:
        """Show one edition: its articles, its findings, and where its deliveries stand."""
        from syndicate.articles.store import ArticleStore
        from syndicate.cli import shapes
        from syndicate.digests.store import EditionStore
        from syndicate.errors import NotFoundError

        with session.parts() as parts, parts.database.read() as connection:
            store = EditionStore(connection)
            found = store.get(edition_id)
            if found is None:
                message = f"there is no edition {edition_id}"
                raise NotFoundError(message, code="edition-unknown", hint="See: syndicate edition list")
            counts = _counts(parts, edition_id)
            articles = ArticleStore(connection)
            titles = {
                one.article_id: articles.get(one.article_id, parts.clock.now()) for one in store.articles(edition_id)
            }
            places = [
                shapes.edition_article(one, held.title if (held := titles[one.article_id]) else None)
                for one in store.articles(edition_id)
            ]
        session.give(
            {**shapes.edition(found, counts), "articles": places, "html": found.html, "text": found.text},
            [
                f"{found.subject}",
                f"{found.newsletter} number {found.number}, {found.state}, frozen {found.frozen_at:%Y-%m-%d %H:%M} UTC",
                f"web copy: {parts.links.edition(found.id)}",
                *(f"  {place['tier']:<9} {place['title']}" for place in places),
                *(f"{finding['severity']}: {finding['message']}" for finding in found.findings),
                "deliveries: " + (", ".join(f"{count} {state}" for state, count in counts.items() if count) or "none"),
            ],
        )


def _register_send(group: click.Group) -> None:
    @command(group, "send", example="syndicate edition send 6w3k2fj1q9xyz")
    @click.argument("edition_id", metavar="ID")
    @click.option(
        "--again",
        type=click.Choice(["refused", "uncertain"]),
        help="Put these back first: refused ones were not sent; uncertain ones may arrive twice.",
    )
    @click.option("--anyway", is_flag=True, help="Send it also when pictures are missing.")
    @click.option("--yes", is_flag=True, help="Do not ask.")
    def send(session: Session, edition_id: str, again: str | None, anyway: bool, yes: bool) -> None:  # noqa: FBT001 - click passes flags so
        """Deliver what is due of an edition now. What was submitted or is uncertain is not sent again by itself."""
        from threading import Event

        from syndicate.delivery.model import DeliveryState

        with session.parts() as parts:
            if again is None:
                report = _sent(session, lambda: parts.publisher.deliver_edition(edition_id, Event(), is_forced=anyway))
            else:
                if not yes:
                    if not sys.stdin.isatty():
                        message = "nobody is there to ask; say --yes"
                        raise click.UsageError(message)
                    _ask(_counts(parts, edition_id)[again], again)
                state = DeliveryState(again)
                report = _sent(
                    session, lambda: parts.publisher.deliver_again(edition_id, state, Event(), is_forced=anyway)
                )
            counts = _counts(parts, edition_id)
        session.give(sent_shape(report) | {"deliveries": counts}, sent_lines(edition_id, report))
        session.exit_code = exit_of_sending(report)


def _sent(session: Session, send: Callable[[], SendReport]) -> SendReport:
    with session.busy("Sending …"):
        return send()


def _ask(count: int, state: str) -> None:
    warning = " Some of these readers may get the mail twice." if state == "uncertain" else ""
    click.confirm(f"Send again to {count} readers whose delivery is {state}?{warning}", abort=True, err=True)


def sent_shape(report: SendReport) -> dict[str, Any]:
    """What a sending did."""
    return {word: getattr(report, word) for word in (*SENT_WORDS, "stopped_because", "hint")}


def sent_lines(edition_id: str, report: SendReport) -> list[str]:
    """The same for people."""
    counts = sent_shape(report)
    words = ", ".join(f"{counts[word]} {word}" for word in SENT_WORDS)
    return [f"edition {edition_id}: {words}"] + (
        [f"stopped: {report.stopped_because}", *([f"hint: {report.hint}"] if report.hint else [])]
        if report.stopped_because
        else []
    )


def exit_of_sending(report: SendReport) -> Exit:
    """0 when all that was due is submitted or rightly excluded; 75 when the run had to stop; else 3."""
    if report.stopped_because:
        return Exit.TRY_LATER
    return Exit.PARTLY if report.refused or report.uncertain or report.waiting else Exit.OK


def _counts(parts: Parts, edition_id: str) -> dict[str, int]:
    from syndicate.delivery.ledger import Ledger

    with parts.database.read() as connection:
        return Ledger(connection).counts(edition_id)
