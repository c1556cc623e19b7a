"""``syndicate subscribers``: who receives digests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.digests.model import Newsletter
    from syndicate.errors import BadDataError
    from syndicate.publishing.wiring import Parts


def register(group: click.Group) -> None:
    """Add the commands."""

    @group.group("subscribers")
    def subscribers() -> None:
        """Who receives digests: add, import, list."""

    _register_add(subscribers)
    _register_import(subscribers)
    _register_list(subscribers)


def _register_add(group: click.Group) -> None:
    @command(group, "add", example='syndicate subscribers add "Robin <robin@example.org>" --newsletter morning')
    @click.argument("address")
    @click.option("--newsletter", metavar="NAME", help="One newsletter.  [default: all]")
    @click.option(
        "--section",
        "sections",
        multiple=True,
        help="A section the reader wants; may be repeated; kept, not served yet.",
    )
    @click.option("--time-zone", metavar="ZONE", help="The reader's zone, such as Europe/Berlin; kept, not served yet.")
    @click.option("--language", metavar="TAG", help="The reader's language, such as de; kept, not served yet.")
    @click.option("--renew", is_flag=True, help="Also when this reader has unsubscribed before: they asked for it.")
    def add(
        session: Session,
        address: str,
        newsletter: str | None,
        sections: tuple[str, ...],
        time_zone: str | None,
        language: str | None,
        renew: bool,  # noqa: FBT001 - click passes flags so
    ) -> None:
        """Subscribe an address, confirmed. Add only people who asked for it."""
        from syndicate.audience import preferences
        from syndicate.audience.addresses import normalise
        from syndicate.audience.model import Outcome
        from syndicate.audience.store import AudienceStore

        parsed = normalise(address)
        outcomes = {}
        with session.parts() as parts, parts.database.write() as connection:
            store = AudienceStore(connection)
            for one in _chosen(parts, newsletter):
                outcomes[one.name] = store.subscribe(
                    parsed,
                    one.name,
                    cadence=one.cadence.word,
                    sections=sections,
                    time_zone=preferences.time_zone(time_zone or ""),
                    language=preferences.language(language or ""),
                    renew=renew,
                    now=parts.clock.now(),
                )
        session.give(
            {"address": parsed.shown, "newsletters": outcomes},
            [f"{parsed.shown}: {name}: {_TOLD[outcome]}" for name, outcome in outcomes.items()],
        )
        if Outcome.ENDED_BEFORE in outcomes.values():
            session.exit_code = Exit.FAILED


_TOLD = {
    "added": "subscribed",
    "known": "was subscribed already",
    "ended-before": "not subscribed: this reader unsubscribed before (use --renew if they asked to come back)",
    "renewed": "subscribed again",
}


def _register_import(group: click.Group) -> None:
    @command(group, "import", example="syndicate subscribers import readers.csv --newsletter morning")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--newsletter", metavar="NAME", help="For rows that name none.  [default: the only one]")
    def import_file(session: Session, file: Path, newsletter: str | None) -> None:
        """Subscribe the addresses of a CSV file with a header row; bad rows are named and skipped."""
        from syndicate.audience.csv_import import import_csv

        refusals: list[str] = []

        def refuse(error: BadDataError) -> None:
            refusals.append(str(error))
            session.warn(". ".join(filter(None, (str(error), error.hint))))

        with session.parts() as parts, _watched(session, file) as lines:
            cadences = {one.name: one.cadence.word for one in parts.newsletters}
            report = import_csv(
                lines,
                name=file.name,
                database=parts.database,
                newsletters=cadences,
                default_newsletter=_only(parts, newsletter),
                now=parts.clock.now(),
                on_refused=refuse,
            )
        session.give(
            {
                "added": report.added,
                "known": report.known,
                "ended_before": report.ended_before,
                "refused": report.refused,
                "refusals": refusals,
                "ignored_columns": list(report.ignored_columns),
            },
            [
                f"{report.added} added, {report.known} known, {report.refused} refused",
                f"{report.ended_before} left out because they unsubscribed before",
                *(f"column passed over: {column}" for column in report.ignored_columns),
            ],
        )
        if report.refused:
            session.exit_code = Exit.PARTLY


def _register_list(group: click.Group) -> None:
    @command(group, "list", example="syndicate subscribers list --newsletter morning --json")
    @click.option("--newsletter", metavar="NAME", help="Only this newsletter's.")
    def list_subscribers(session: Session, newsletter: str | None) -> None:
        """List subscriptions."""
        from syndicate.audience.store import AudienceStore
        from syndicate.cli import shapes
        from syndicate.publishing.names import newsletters_known, see_known

        with session.parts() as parts, parts.database.read() as connection:
            if newsletter is not None:
                see_known("newsletter", newsletter, newsletters_known(parts.config, connection))
            store = AudienceStore(connection)
            session.give_each(
                "subscriptions",
                lambda: (shapes.subscription(one) for one in store.all(newsletter)),
                lambda: (f"{one.subscriber.address}  {one.newsletter}  {one.state}" for one in store.all(newsletter)),
            )


def _chosen(parts: Parts, name: str | None) -> list[Newsletter]:
    """The newsletter asked for, or all of them."""
    from syndicate.publishing.newsletters import named

    return [named(parts.newsletters, name)] if name is not None else list(parts.newsletters)


def _only(parts: Parts, name: str | None) -> str | None:
    """The newsletter for rows that name none: the one asked for, else the only one there is."""
    chosen = _chosen(parts, name)
    return chosen[0].name if len(chosen) == 1 else None


@contextmanager
def _watched(session: Session, file: Path) -> Iterator[Iterable[str]]:
    """The file's lines, with a progress bar on a terminal."""
    from syndicate.audience.csv_import import open_csv

    with open_csv(file) as lines:
        if not session.is_watched:
            yield lines
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("Importing", total=file.stat().st_size)
            yield _counted(lines, lambda line: progress.advance(task, len(line.encode("utf-8", "surrogateescape"))))


def _counted(lines: Iterable[str], tell: Callable[[str], None]) -> Iterator[str]:
    for line in lines:
        tell(line)
        yield line
