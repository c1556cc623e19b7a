"""``syndicate edition``: compose, list, show, send, status, and a person's hand on what is under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.commands.edition_check import check
from syndicate.cli.commands.edition_control import discard, hold, reopen, resume, stop
from syndicate.cli.commands.edition_drafts import draft
from syndicate.cli.commands.edition_explain import explain
from syndicate.cli.commands.edition_missing import missing
from syndicate.cli.commands.edition_render import render
from syndicate.cli.commands.edition_specials import correct, special
from syndicate.cli.commands.edition_status import status
from syndicate.cli.commands.edition_tryout import tryout
from syndicate.cli.confirming import confirm
from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command
from syndicate.errors import TryLaterError
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from syndicate.delivery.lanes.run import SendReport
    from syndicate.digests.model import Edition, Place
    from syndicate.publishing.wiring import Parts


SENT_WORDS = ("submitted", "refused", "uncertain", "excluded", "waiting")


@command("compose", example="syndicate edition compose morning --dry-run")
@click.argument("newsletter")
@click.option("--due", is_flag=True, help="Only if the newsletter's own time has come, and let it go at once.")
@click.option("--dry-run", is_flag=True, help="Show what would be composed; change nothing.")
@click.option("--instead-of", metavar="EDITION", help="Its articles as they are now, for whom it missed.")
def compose(session: Session, newsletter: str, due: bool, dry_run: bool, instead_of: str | None) -> None:  # noqa: FBT001 - click passes flags so
    """Freeze an edition of what is new and hold it: `edition send` lets it go, `edition discard` drops it."""
    from syndicate.cli.composed import give_composed

    if sum((due, dry_run, instead_of is not None)) > 1:
        message = "--due, --dry-run and --instead-of exclude each other"
        raise click.UsageError(message)
    with session.parts() as parts, session.busy("Composing …"):
        series = parts.publisher.newsletter(newsletter)
        if dry_run:
            _show_draft(session, parts, newsletter)
            return
        if due:
            composed = parts.publisher.compose_due(series)
        elif instead_of is not None:
            composed = parts.publisher.compose_instead_of(series, instead_of)
        else:
            composed = parts.publisher.compose_by_hand(series)
        give_composed(session, parts, composed)


def _show_draft(session: Session, parts: Parts, newsletter: str) -> None:
    selection, made = parts.publisher.composing.by_hand.draft(parts.publisher.newsletter(newsletter))
    left = [{"id": left.article_id, "reason": left.reason} for left in selection.exclusions]
    if made is None:
        waiting = [_place_shape(place) for place in selection.places]
        session.give({"subject": None, "articles": waiting, "left_out": left}, ["nothing new to compose"])
        return
    kept = {story.article_id for story in made.content.stories}
    places = [_place_shape(place) for place in selection.places if place.article.id in kept]
    left = [{"id": left.article_id, "reason": left.reason} for left in made.content.passed_over]
    left += [{"id": left.article_id, "reason": left.reason} for left in selection.exclusions if not left.is_final]
    session.give(
        {
            "subject": made.digest.subject,
            "preheader": made.digest.preheader,
            "articles": places,
            "left_out": left,
            "html": made.rendering.html,
            "text": made.rendering.text,
        },
        [
            f"subject: {made.digest.subject}",
            f"preheader: {made.digest.preheader}",
            *(f"  {place['tier']:<9} {place['title']}  ({place['reason']})" for place in places),
            *(f"  left out  {article['id']}: {article['reason']}" for article in left),
        ],
    )


def _place_shape(place: Place) -> dict[str, Any]:
    return {"id": place.article.id, "tier": place.tier, "title": place.article.name, "reason": place.reason}


@command("list", example="syndicate edition list --json")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="At most so many.")
def list_editions(session: Session, limit: int) -> None:
    """List editions, newest first."""
    from syndicate.cli import shapes
    from syndicate.delivery.status.sums import sums_of
    from syndicate.digests.store import EditionStore

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        recent = EditionStore(connection).recent(limit)
        sums = sums_of(connection, [edition.id for edition in recent])
        listed = [(edition, sums[edition.id].everybody) for edition in recent]
    session.give(
        {"editions": [shapes.edition(edition, counts) for edition, counts in listed]},
        [_line(edition, counts) for edition, counts in listed],
    )


def _line(edition: Edition, counts: Mapping[str, int]) -> str:
    return (
        f"{edition.id}  {edition.newsletter} {edition.number or '-':>4}  {edition.state:<9}  "
        f"{edition.frozen_at:%Y-%m-%d %H:%M}  {counts.get('submitted', 0)}/{sum(counts.values())}  {edition.subject}"
    )


@command("show", example="syndicate edition show 6w3k2fj1q9xyz")
@click.argument("edition_id", metavar="ID")
def show(session: Session, edition_id: str) -> None:
    """Show one edition: its articles, its revisions, its findings, and where its deliveries stand."""
    with session.parts(only_reads=True) as parts:
        edition = parts.publisher.edition(edition_id)
        shape = _whole_shape(parts, edition)
        session.give(shape, _whole_lines(parts, edition, shape))


def _whole_shape(parts: Parts, edition: Edition) -> dict[str, Any]:
    from syndicate.articles.store import ArticleStore
    from syndicate.cli import shapes
    from syndicate.delivery.ledger import Ledger
    from syndicate.digests.occurrence_store import OccurrenceStore
    from syndicate.digests.store import EditionStore

    with parts.database.read() as connection:
        store = EditionStore(connection)
        placed = store.articles(edition.id)
        rendering = store.rendering(edition.id)
        articles = ArticleStore(connection).some([place.article_id for place in placed], parts.clock.now())
        revisions = [
            {"revision": revision, "made_at": shapes.instant(made_at), "reason": reason}
            for revision, made_at, reason in store.revisions(edition.id)
        ]
        passed_over = [
            {"id": article_id, "reason": reason}
            for article_id, reason in OccurrenceStore(connection).passed_over(edition.id).items()
        ]
        counts = Ledger(connection).counts(edition.id)
    titles = {article_id: article.name for article_id, article in articles.items()}
    return {
        **shapes.edition(edition, counts),
        "articles": [shapes.edition_article(place, titles.get(place.article_id)) for place in placed],
        "revisions": revisions,
        "passed_over": passed_over,
        "html": rendering.html if rendering else "",
        "text": rendering.text if rendering else "",
    }


def _whole_lines(parts: Parts, edition: Edition, shape: dict[str, Any]) -> list[str]:
    number = f"number {edition.number}" if edition.number else "not sent yet"
    counts = shape["deliveries"]
    return [
        edition.subject,
        f"{edition.newsletter} {number}, {edition.state}, frozen {edition.frozen_at:%Y-%m-%d %H:%M} UTC",
        *([f"held: {edition.held_because}"] if edition.held_because else []),
        *([f"instead of {edition.instead_of}"] if edition.instead_of else []),
        *([f"web copy: {parts.links.edition(edition.id)}"] if edition.opened_at else []),
        *(f"  {place['tier']:<9} {place['title']}" for place in shape["articles"]),
        *(f"  passed over {article['id']}: {article['reason']}" for article in shape["passed_over"]),
        *(f"revision {made['revision']}: {made['reason']}" for made in shape["revisions"] if made["reason"]),
        *map(_finding_line, edition.findings),
        *([f"the rows of people went {edition.people_gone_at:%Y-%m-%d}"] if edition.people_gone_at else []),
        "deliveries: " + (", ".join(f"{count} {state}" for state, count in counts.items() if count) or "none"),
    ]


def _finding_line(finding: Mapping[str, str]) -> str:
    """As `str` of a finding; what was stored by an earlier program has no place."""
    parts = (finding["severity"], finding.get("where"), finding["message"])
    return ": ".join(part for part in parts if part)


@command("send", example="syndicate edition send 6w3k2fj1q9xyz")
@click.argument("edition_id", metavar="ID")
@click.option(
    "--again",
    type=click.Choice(["refused", "uncertain"]),
    help="Put these back first: refused ones were not sent; uncertain ones may arrive twice.",
)
@click.option("--only-missing", is_flag=True, help="Put back whom it certainly has not reached, and who may get it.")
@click.option("--now", "is_first", is_flag=True, help="Its mails leave before those of other editions.")
@click.option("--anyway", is_flag=True, help="Send it also when pictures are missing.")
@click.option("--yes", is_flag=True, help="Do not ask for the number of readers.")
def send(
    session: Session,
    edition_id: str,
    again: str | None,
    only_missing: bool,  # noqa: FBT001 - click passes flags so
    is_first: bool,  # noqa: FBT001
    anyway: bool,  # noqa: FBT001
    yes: bool,  # noqa: FBT001
) -> None:
    """Deliver what is due of an edition now. What was submitted or is uncertain is not sent again by itself."""
    from syndicate.cli.signals import caught_signals

    if again is not None and only_missing:
        message = "--again and --only-missing exclude each other"
        raise click.UsageError(message)
    with session.parts() as parts:
        whom = "missing" if only_missing else again
        _say_why_held(session, parts.publisher.edition(edition_id))
        deliver = _asked(session, parts, edition_id, whom, is_sure=yes, is_first=is_first)
        parts.publisher.control.hurry(edition_id) if is_first else None
        with caught_signals() as signals:  # what is in flight is finished, and written down
            report = _sent(session, lambda: deliver(edition_id, signals.stop, is_forced=anyway))
        counts = _counts(parts, edition_id)
    if report is None:
        session.give({"deliveries": counts}, ["another process is sending, and carries this edition as well"])
        return
    session.give(sent_shape(report) | {"deliveries": counts}, sent_lines(edition_id, report))
    session.exit_code = signals.exit_code if signals.stop.is_set() else exit_of_sending(report)


_AGAIN = {
    "refused": "whose delivery is refused",
    "uncertain": "whose delivery is uncertain; some of them may get the mail twice",
    "missing": "whom it has not reached",
}


def _asked(
    session: Session, parts: Parts, edition_id: str, whom: str | None, *, is_sure: bool, is_first: bool
) -> Callable[..., SendReport]:
    """What delivers it, once a person has confirmed to how many; an edition by hand is opened then."""
    from syndicate.delivery.model import DeliveryState

    publisher = parts.publisher
    if whom is None:
        _open(session, parts, edition_id, is_sure=is_sure, is_first=is_first)
        return publisher.deliver_edition
    count = publisher.missing(edition_id) if whom == "missing" else _counts(parts, edition_id)[whom]
    _confirm_sending(count, _AGAIN[whom], is_sure=is_sure)
    if whom == "missing":
        return publisher.deliver_missing
    return lambda edition_id, stop, **options: publisher.deliver_again(edition_id, DeliveryState(whom), stop, **options)


def _say_why_held(session: Session, edition: Edition) -> None:
    """Sending lets a held edition go on: whoever does that knows what held it."""
    if edition.opened_at is not None and edition.state == "held":
        session.warn(f"edition {edition.id} is held, and goes on by this: {edition.held_because or 'no reason told'}")


def _open(session: Session, parts: Parts, edition_id: str, *, is_sure: bool, is_first: bool) -> None:
    """Ask, and open the edition if it was composed by hand; ask once more when it had to be composed anew."""
    while True:
        readers = parts.publisher.audience(edition_id)
        _tell_end(session, parts, edition_id, readers, is_first=is_first)
        _confirm_sending(readers, "", is_sure=is_sure)
        if parts.publisher.edition(edition_id).opened_at is not None:
            return
        opening = parts.publisher.open_edition(edition_id)
        if opening.planned is not None:
            _must_not_be_held(parts.publisher.edition(edition_id))
            return
        edition = parts.publisher.edition(edition_id)
        session.warn(f"composed anew: {opening.stale_because}")
        for line in _whole_lines(parts, edition, _whole_shape(parts, edition)):
            session.warn(f"  {line}")
        if is_sure:
            message = "the edition was composed anew, and nobody has seen it yet; nothing was sent"
            hint = f"Look at it, then: syndicate edition send {edition_id}"
            raise TryLaterError(message, code="edition-recomposed", hint=hint)


def _must_not_be_held(edition: Edition) -> None:
    """Whoever holds it while its recipients are fixed came later than who sends it."""
    if edition.state == "held":
        message = f"the edition was held while its recipients were fixed: {edition.held_because}; nothing was sent"
        raise TryLaterError(message, code="edition-held", hint=f"Let it go on: syndicate edition resume {edition.id}")


def _tell_end(session: Session, parts: Parts, edition_id: str, readers: int, *, is_first: bool) -> None:
    """Say when the last reader will have it, before anybody decides to send."""
    from syndicate.delivery.status.store import StatusStore
    from syndicate.publishing.under_way import status_settings

    via, settings, now = parts.config.delivery.via, status_settings(parts), parts.clock.now()
    if not readers or via == "outbox":
        return
    if settings.forbidden is not None:
        session.warn(f"nothing will leave: {settings.forbidden}")
        return
    with parts.database.read() as connection:
        expected = StatusStore(connection, settings).end_if_sent(edition_id, now, readers, is_first=is_first)
    unknown = f"{counted(readers, 'reader')}; when the last has it {_NO_END[via]}"
    session.warn(unknown if expected is None else expected.line(now))


_NO_END = {
    "ses": "is told once the account has told its rate",
    "smtp": "nobody can tell without rate_per_second in [delivery.smtp]",
}


def _confirm_sending(count: int, which: str, *, is_sure: bool) -> None:
    """Let a person type to how many readers mail goes."""
    confirm(
        count,
        f"This goes to {counted(count, 'reader')} {which}".rstrip() + ". Type the number to send",
        is_sure=is_sure,
    )


def _sent(session: Session, send: Callable[[], SendReport]) -> SendReport | None:
    """What sending did; ``None`` when another process is at it."""
    try:
        with session.busy("Sending …"):
            return send()
    except TryLaterError as error:
        if error.code != "lock-held":
            raise
        return None


def sent_shape(report: SendReport) -> dict[str, Any]:
    """What a sending did."""
    return {word: getattr(report, word) for word in (*SENT_WORDS, "stopped_because", "hint")}


def sent_lines(edition_id: str, report: SendReport) -> list[str]:
    """The same for people."""
    counts = sent_shape(report)
    told = [f"edition {edition_id}: " + ", ".join(f"{counts[word]} {word}" for word in SENT_WORDS)]
    if report.stopped_because:
        told.append(f"{'held' if report.is_held else 'stopped'}: {report.stopped_because}")
        told += [f"hint: {report.hint}"] if report.hint else []
    return told


def exit_of_sending(report: SendReport) -> Exit:
    """0 when all that was due is submitted or rightly excluded; 75 when the run had to stop; else 3."""
    if report.stopped_because:
        return Exit.TRY_LATER
    return Exit.PARTLY if report.refused or report.uncertain or report.waiting else Exit.OK


def _counts(parts: Parts, edition_id: str) -> dict[str, int]:
    from syndicate.delivery.ledger import Ledger

    with parts.database.read() as connection:
        return Ledger(connection).counts(edition_id)


commands = (
    compose,
    special,
    correct,
    list_editions,
    show,
    explain,
    check,
    render,
    tryout,
    missing,
    send,
    status,
    hold,
    resume,
    stop,
    discard,
    reopen,
    draft,
)
