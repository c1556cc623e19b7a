"""``syndicate edition check``: our own judge over the mail of an edition, frozen or yet to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syndicate.digests.judging import JudgedEdition
    from syndicate.publishing.wiring import Parts


@command("check", example="syndicate edition check morning")
@click.argument("which", metavar="[EDITION | NEWSLETTER]", required=False)
def check(session: Session, which: str | None) -> None:
    """Judge the mail of a frozen edition, or of the one that a newsletter would freeze now: each finding, its place.

    Without an argument: what each newsletter would freeze now. Nothing is written.
    """
    with session.parts() as parts, session.busy("Judging …"):
        judged = list(_judged(parts, which))
    session.give(shape(judged), lines(judged))
    session.exit_code = exit_of(judged)


def _judged(parts: Parts, which: str | None) -> Iterator[JudgedEdition]:
    publisher = parts.publisher
    newsletters = [each for each in publisher.newsletters if which in {None, each.name}]
    if newsletters or which is None:
        yield from map(publisher.judging.coming, newsletters)
    else:
        yield publisher.judging.frozen(publisher.edition(which))


def shape(judged: Sequence[JudgedEdition]) -> dict[str, Any]:
    """Every edition with its findings."""
    blocks, warnings = _counts(judged)
    return {
        "blocks": blocks,
        "warnings": warnings,
        "editions": [
            {
                "newsletter": edition.newsletter,
                "edition": edition.edition,
                "subject": edition.subject,
                "is_as_frozen": edition.is_as_frozen,
                "variants": edition.variants,
                "judged_variants": edition.judged_variants,
                "findings": [
                    {
                        "severity": finding.severity,
                        "code": finding.code,
                        "where": finding.where,
                        "message": finding.message,
                        "quote": finding.quote,
                    }
                    for finding in edition.findings
                ],
            }
            for edition in judged
        ],
    }


def lines(judged: Sequence[JudgedEdition]) -> Iterator[str]:
    """Each finding on a line, as compilers write it, and a sum."""
    for edition in judged:
        yield from (f"{finding.severity}: {finding} [{finding.code}]" for finding in edition.findings)
        yield f"{edition.edition or edition.newsletter}: {_said_of(edition)}"


def _said_of(edition: JudgedEdition) -> str:
    if edition.subject is None:
        return "nothing new to compose"
    blocks, warnings = _counts([edition])
    said = f"{edition.subject}: {counted(blocks, 'finding')} that would stop it, {counted(warnings, 'warning')}"
    if edition.is_as_frozen:
        return f"{said}, as it was found when it was frozen: the templates have changed since"
    if edition.variants > edition.judged_variants:
        return f"{said}, in {edition.judged_variants} of {edition.variants} variants"
    return f"{said}, in {edition.variants} variants" if edition.variants > 1 else said


def exit_of(judged: Sequence[JudgedEdition]) -> Exit:
    """65 if an edition must not be sent, 3 with warnings alone."""
    blocks, warnings = _counts(judged)
    if blocks:
        return Exit.BAD_DATA
    return Exit.PARTLY if warnings else Exit.OK


def _counts(judged: Sequence[JudgedEdition]) -> tuple[int, int]:
    from syndicate.articles.model import Severity

    severities = [finding.severity for edition in judged for finding in edition.findings]
    return severities.count(Severity.BLOCK), severities.count(Severity.WARN)
