"""``syndicate run``: one pass, or the whole publisher until it is told to stop."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from syndicate.cli.commands import collect
from syndicate.cli.exits import Exit, exit_of
from syndicate.cli.serving import Renewing, desk_of, move_readers, watched
from syndicate.cli.session import Session, command, tell_error
from syndicate.cli.signals import CaughtSignals, caught_signals
from syndicate.cli.starting import ready
from syndicate.errors import TryLaterError

if TYPE_CHECKING:
    from syndicate.cli.serving import OpenDesk
    from syndicate.config import Config
    from syndicate.publishing.engines.once import PassReport
    from syndicate.publishing.engines.scheduler import Scheduler
    from syndicate.publishing.settings import SettingsInForce
    from syndicate.publishing.steps.answer import AnswerReport
    from syndicate.publishing.wiring import Parts
    from syndicate.storage import Lock
    from syndicate.web.http.door import Door
    from syndicate.web.http.listener import Listener

#: Seconds between two looks whether this is still the active scheduler.
LOCK_CHECK = 5.0

#: Seconds between two tries to become the active scheduler with ``--wait``.
WAIT_STEP = 0.5


@command("run", example="syndicate run")
@click.option("--once", is_flag=True, help="One pass: pick up, feeds, compose what is due, deliver; then exit.")
@click.option("--wait", is_flag=True, help="If another scheduler is active on this database, wait for its end.")
def run(session: Session, once: bool, wait: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Publish: pick up articles, write feeds, send digests, serve the pages."""
    with caught_signals(reads_again=not once) as signals:
        if config := ready(session, signals.stop):
            _run(session, config, signals, once=once, wait=wait)
        if signals.stop.is_set():
            session.exit_code = signals.exit_code


def _run(session: Session, config: Config, signals: CaughtSignals, *, once: bool, wait: bool) -> None:
    with ExitStack() as opened:
        door, written = None, config
        if config.web.port == 0 and not once:  # links may follow the port, so it is taken before any is made
            door = opened.enter_context(_free_port(config.web.host))
            config = _following(config, door.getsockname()[1])
        from syndicate.publishing.settings import SettingsInForce

        parts = opened.enter_context(session.parts(config=config))
        lock = parts.database.lock("scheduler")
        if _become_active(lock, session, signals, wait=wait):
            opened.callback(lock.release)
            move_readers(session, parts)
            if once:
                _once(session, parts, signals)
            else:
                _serve(session, SettingsInForce(parts, written=written), signals, lock, door)


def _following(config: Config, port: int) -> Config:
    from syndicate.config import bound_to

    return bound_to(config, port)


def _free_port(host: str) -> Door:
    from syndicate.web.http.listener import bind

    return bind(host, 0)


def _once(session: Session, parts: Parts, signals: CaughtSignals) -> None:
    with session.busy("Publishing …"):
        report = parts.publisher.run_once(signals.stop)
    session.give(_shape(report), _lines(report))
    for error in report.errors:
        tell_error(session, error)
    session.exit_code = _exit_of(report)


def _serve(session: Session, settings: SettingsInForce, signals: CaughtSignals, lock: Lock, door: Door | None) -> None:
    from syndicate.cli.article_watch import ArticleWatch
    from syndicate.publishing.engines.succession import Succession
    from syndicate.web.http.changing import ChangingApp
    from syndicate.web.http.listener import Listener
    from syndicate.web.wiring import public_pages

    parts = settings.parts
    succession = Succession(settings, partial(_scheduler, session))
    web, pages = parts.config.web, ChangingApp(public_pages(parts, succession.gather))
    public = Listener(pages, web.host, web.port, name="web", bound=door, trusted_proxies=web.trusted_proxies)
    with ExitStack() as opened:
        opened.enter_context(public)
        desk = opened.enter_context(desk_of(settings, parts.config.desk.port)) if parts.config.desk.enabled else None
        if desk is None:
            opened.enter_context(watched(settings))
        _prepare(session, parts, signals)
        succession.follow()
        articles = opened.enter_context(ArticleWatch(succession.gather))
        articles.follow(parts)
        _announce(session, parts, public, desk)
        settings.on_renewed = signals.stirred.set
        _go_on(session, signals, lock, Renewing(session, settings, pages, succession, desk, articles))
        session.say("Stopping: finishing what is in flight …")
        succession.stop()


def _scheduler(session: Session, parts: Parts, is_first: bool) -> Scheduler:  # noqa: FBT001 - as it is called
    from syndicate.publishing.engines.lines import Lines
    from syndicate.publishing.engines.scheduler import Scheduler
    from syndicate.publishing.engines.timetable import rhythm_of, soon, timetable

    rhythm = rhythm_of(parts.config)
    jobs = timetable(parts.publisher, rhythm)
    jobs = jobs if is_first else soon(jobs)
    return Scheduler(jobs, Lines(session.say), clock=parts.clock, misfire_grace=rhythm.misfire_grace)


def _prepare(session: Session, parts: Parts, signals: CaughtSignals) -> None:
    """Bring everything up to date before the schedule takes over; trouble is told, and tried again by it."""
    with session.busy("Publishing …"):
        report = parts.publisher.prepare(signals.stop)
    for line in _lines(report):
        session.say(line)
    for error in report.errors:
        tell_error(session, error)


def _go_on(session: Session, signals: CaughtSignals, lock: Lock, renewing: Renewing) -> None:
    """Until a signal comes, or the lock that makes this the active scheduler is gone; by new settings if they come."""
    while not signals.stop.is_set():
        signals.stirred.wait(min(LOCK_CHECK, renewing.patience))
        signals.stirred.clear()
        if signals.read_again.is_set():
            signals.read_again.clear()
            renewing.read_again()
        if not signals.stop.is_set():
            renewing.follow()
        if not lock.is_held():
            session.warn("error: the database has dropped this scheduler's lock; another one may take over")
            session.exit_code = Exit.TRY_LATER
            return


def _announce(session: Session, parts: Parts, public: Listener, desk: OpenDesk | None) -> None:
    from syndicate.digests.store import EditionStore
    from syndicate.web.desk.access.links import desk_link

    with parts.database.read() as connection:
        latest = EditionStore(connection).newest_sent()
    session.say("")
    session.say(f"  Pages      {public.url}/")
    session.say(f"  Feeds      {public.url}/feeds/")
    if latest:
        session.say(f"  Digest     {public.url}/editions/{latest}")
    if desk:
        address = desk_link(parts, desk.url)
        session.say(f"  Desk       {address}   (editions, articles on hold, outbox)")
        if parts.config.desk.url:
            session.say(f"             {parts.config.desk.url}{address.removeprefix(desk.url)}")
    session.say("")
    site = urlsplit(parts.config.site.url)
    if site.hostname in {"127.0.0.1", "localhost"} and site.port != urlsplit(public.url).port:
        session.warn(
            f"warning: links in feeds and mails begin with {parts.config.site.url}, where nothing of ours listens; "
            f"set [site] url, or SYNDICATE_SITE__URL={public.url}"
        )
    session.say("Running. Stop with Ctrl-C.")


def _become_active(lock: Lock, session: Session, signals: CaughtSignals, *, wait: bool) -> bool:
    """Take the scheduler's lock, now or with patience; whether that came to pass."""
    if lock.acquire():
        return True
    if not wait:
        message = "another scheduler is active on this database"
        raise TryLaterError(message, code="scheduler-active", hint="Stop it first, or wait for its end with --wait.")
    session.say("Another scheduler is active on this database; waiting for its end …")
    while not signals.stop.wait(WAIT_STEP):
        if lock.acquire():
            return True
    return False


def _shape(report: PassReport) -> dict[str, Any]:
    from syndicate.cli.commands import editions, feeds

    return {
        "ingest": collect.shape(report.collected),
        "feeds": feeds.shape(report.feeds) if report.feeds else None,
        "editions": [
            {
                "newsletter": composed.newsletter,
                "outcome": composed.outcome,
                "id": composed.edition.id if composed.edition else None,
            }
            for composed in report.composed
        ],
        "deliveries": {edition_id: editions.sent_shape(sent) for edition_id, sent in report.sent.items()},
        "answered": _answered(report.answered) if report.answered else None,
        "left_to_others": report.left_to_others,
        "errors": [{"code": error.code, "message": str(error), "hint": error.hint} for error in report.errors],
    }


def _answered(report: AnswerReport) -> dict[str, Any]:
    return {"wishes": dict(report.outcomes), "mails": asdict(report.mails)}


def _lines(report: PassReport) -> list[str]:
    from syndicate.cli.commands import editions, feeds

    lines = collect.lines(report.collected)
    lines += feeds.lines(report.feeds) if report.feeds else []
    for composed in report.composed:
        if composed.notice:
            lines.append(f"{composed.newsletter}: {composed.notice}")
        if composed.edition:
            lines.append(
                f"{composed.newsletter}: edition {composed.edition.number} composed: {composed.edition.subject}"
            )
        elif composed.outcome:
            lines.append(f"{composed.newsletter}: {composed.outcome}")
    if report.answered:
        lines += report.answered.lines()
    for edition_id, sent in report.sent.items():
        lines += editions.sent_lines(edition_id, sent)
    lines += [f"{name}: another process is at it" for name in report.left_to_others]
    return lines


def _exit_of(report: PassReport) -> Exit:
    from syndicate.cli.commands import editions

    if report.errors:
        return exit_of(report.errors[0])
    codes = {editions.exit_of_sending(sent) for sent in report.sent.values()} - {Exit.OK}
    if codes:
        return max(codes)
    has_gaps = report.unread or (report.feeds and report.feeds.left_out)
    return Exit.PARTLY if has_gaps else Exit.OK


commands = (run,)
