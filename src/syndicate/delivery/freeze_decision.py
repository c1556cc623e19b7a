"""What a freeze carries out: which groups were decided on, for whom, and what is known of their readers.

It is read once a freeze, by whoever begins it or goes on with it: most of it never changes, and the rest says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from syndicate.delivery.freeze_model import Freeze
from syndicate.delivery.slice_statements import SliceStatements, slice_statements
from syndicate.digests.corrections.owing import ReaderMarks, owing
from syndicate.digests.due import choices_of
from syndicate.digests.grouping import DecidedGroup, history_of
from syndicate.digests.had import legend_of, shown_by_others
from syndicate.storage.states import GroupOutcome
from syndicate.storage.tables import groups, occurrences, passed_over, rendering_articles, renderings, variants

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row, Select

#: The articles of each group that were decided on for it, by the group's key.
Windows = Mapping[int, frozenset[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class FreezeDecision:
    """The groups of a freeze, whose readers have the choices of those ids, in their order.

    ``is_of_everybody``: its groups take whoever their watermarks fit, whatever they chose, as was decided before
    readers could choose. What is ``known`` of readers holds while the renderings are in force that it goes by; their
    ``revisions`` are summed up. ``statements`` are those of every slice, if nothing is known of any reader.
    ``leaves_somebody_out``: a group of it gets no mail.
    """

    groups: list[DecidedGroup]
    choice_ids: tuple[int, ...]
    is_of_everybody: bool
    known: ReaderMarks
    revisions: int
    statements: SliceStatements | None
    leaves_somebody_out: bool


def decision_of(connection: Connection, freeze: Freeze) -> FreezeDecision:
    """What was decided, and what is known of readers as of this transaction."""
    rows = connection.execute(select(groups).where(groups.c.occurrence_key == freeze.occurrence_key)).all()
    known = _known(connection, freeze, rows)
    chosen = {row.choice_id for row in rows if row.from_watermark <= row.through_watermark}
    is_of_everybody = None in chosen
    windows: Windows = defaultdict(frozenset)
    statements = None
    if known.is_something:
        windows = _windows(connection, freeze.occurrence_key)
    else:
        statements = slice_statements(connection.dialect.name, freeze, is_of_everybody=is_of_everybody)
    return FreezeDecision(
        groups=[_group(row, windows) for row in rows],
        choice_ids=choices_of(connection, freeze.turn.newsletter) if is_of_everybody else tuple(sorted(chosen)),
        is_of_everybody=is_of_everybody,
        known=known,
        revisions=_revisions(connection, known),
        statements=statements,
        leaves_somebody_out=any(row.variant_key is None for row in rows),
    )


def still_holds(connection: Connection, decision: FreezeDecision) -> bool:
    """Whether what is known of readers goes by the renderings in force; others may show them less."""
    return not decision.known.is_something or _revisions(connection, decision.known) == decision.revisions


def _known(connection: Connection, freeze: Freeze, rows: Sequence[Row[Any]]) -> ReaderMarks:
    decided_on = _passed_over(freeze.occurrence_key).union(_carried(freeze.occurrence_key)).subquery()
    articles, newsletter = select(decided_on.c.article_id), freeze.turn.newsletter
    shown = shown_by_others(connection, articles, newsletter, since=freeze.had_since, besides=freeze.edition_key)
    # What was noted after the decision is owed with the next edition: here nobody knows of it.
    told = frozenset().union(*(_corrections(row) for row in rows))
    return ReaderMarks(had=legend_of(shown), owing=owing(connection, newsletter, told, besides=freeze.edition_key))


def _revisions(connection: Connection, known: ReaderMarks) -> int:
    """Revisions are only ever added, so their sum tells whether there is a new one."""
    edition_keys = {shown.edition_key for shown in known.shown}
    query = select(func.coalesce(func.sum(variants.c.revision), 0)).where(variants.c.edition_key.in_(edition_keys))
    total: int = connection.execute(query).scalar_one() if edition_keys else 0
    return total


def _group(row: Row[Any], windows: Windows) -> DecidedGroup:
    return DecidedGroup(
        key=row.key,
        choice_id=row.choice_id,
        from_watermark=row.from_watermark,
        through_watermark=row.through_watermark,
        patience=row.patience,
        history=history_of(row.history),
        corrections=_corrections(row),
        window=windows[row.key],
        outcome=GroupOutcome(row.outcome),
    )


def _corrections(row: Row[Any]) -> frozenset[int]:
    return frozenset(map(int, filter(None, row.corrections.split(","))))


def _windows(connection: Connection, occurrence_key: int) -> Windows:
    found: dict[int, set[str]] = defaultdict(set)
    for query in (_passed_over(occurrence_key), _carried(occurrence_key)):
        for group_key, article_id in connection.execute(query):
            found[group_key].add(article_id)
    return defaultdict(frozenset, {key: frozenset(article_ids) for key, article_ids in found.items()})


def _passed_over(occurrence_key: int) -> Select[Any]:
    query = select(passed_over.c.group_key, passed_over.c.article_id)
    return query.join(groups, groups.c.key == passed_over.c.group_key).where(groups.c.occurrence_key == occurrence_key)


def _carried(occurrence_key: int) -> Select[Any]:
    """What each group was to get when that was decided; stories may have been taken out since."""
    made = renderings.alias()
    in_force = select(func.max(made.c.revision)).where(
        made.c.variant_key == groups.c.variant_key, made.c.made_at <= occurrences.c.decided_at
    )
    return (
        select(groups.c.key, rendering_articles.c.article_id)
        .join_from(groups, occurrences, occurrences.c.key == groups.c.occurrence_key)
        .join(renderings, renderings.c.variant_key == groups.c.variant_key)
        .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
        .where(occurrences.c.key == occurrence_key, renderings.c.revision == in_force.scalar_subquery())
    )
