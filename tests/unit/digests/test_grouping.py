from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from syndicate.digests.grouping import Crowd, DecidedGroup, Group, groups_for, groups_of, history_text, leading
from syndicate.digests.model import GroupOutcome
from syndicate.digests.newsletters import default_choice
from syndicate.digests.selection import ArticleCandidate, decide
from tests.unit.digests.test_selection import release, rules


def crowd(watermark: int, *history: str, count: int = 1) -> Crowd:
    return Crowd(watermark=watermark, history=frozenset(history), count=count)


def grouped(crowds: list[Crowd], releases: list[ArticleCandidate], *, cut: int) -> list[Group]:
    """The groups of readers who chose nothing."""
    by = rules()
    choice = default_choice(by.newsletter, by.cadence)
    return groups_of({None: choice}, lambda _choice, _patience: by, crowds, releases, cut=cut)


def shape(group: Group) -> tuple[int, int, int, tuple[str, ...]]:
    return group.from_watermark, group.through_watermark, group.count, group.decision.article_ids


def test_watermarks_between_which_no_matching_release_lies_are_one_group() -> None:
    releases = [release(3, is_matching=False), release(5), release(7)]
    groups = grouped([crowd(1), crowd(4, count=2), crowd(5)], releases, cut=9)
    assert [shape(group) for group in groups] == [(1, 4, 3, ("a007", "a005")), (5, 5, 1, ("a007",))]


def test_who_has_had_something_of_the_window_gets_the_rest() -> None:
    releases = [release(5), release(7)]
    groups = grouped([crowd(1, count=2), crowd(1, "a005")], releases, cut=9)
    assert [shape(group) for group in groups] == [(1, 1, 2, ("a007", "a005")), (1, 1, 1, ("a007",))]


def test_what_was_had_before_the_window_parts_nobody() -> None:
    releases = [release(5), release(7)]
    groups = grouped([crowd(5), crowd(6, "a005")], releases, cut=9)
    assert [shape(group) for group in groups] == [(5, 6, 2, ("a007",))]


def test_the_largest_group_that_gets_mail_stands_for_the_edition() -> None:
    releases = [release(5), release(7)]
    groups = grouped([crowd(9, count=50), crowd(1, count=2), crowd(5, count=3)], releases, cut=9)
    found = leading(groups)
    assert found is not None
    assert found.decision.article_ids == ("a007",)
    assert leading(grouped([crowd(9)], releases, cut=9)) is None


def test_a_history_is_the_same_text_whatever_its_order() -> None:
    assert history_text(["b", "a"]) == history_text({"a", "b"}) == "a,b"
    assert history_text([]) == ""


@given(
    releases=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12),
    people=st.lists(st.tuples(st.integers(0, 12), st.frozensets(st.integers(0, 5))), max_size=8),
)
def test_a_group_decides_for_each_of_its_members_as_for_a_person_alone(
    releases: list[tuple[int, bool]], people: list[tuple[int, frozenset[int]]]
) -> None:
    matching: dict[int, bool] = {}
    window = [
        release(number, of=of, is_matching=matching.setdefault(of, is_matching))
        for number, (of, is_matching) in enumerate(releases, 1)
    ]
    cut = len(window)
    crowds = [crowd(min(mark, cut), *(f"a{number:03}" for number in had)) for mark, had in people]
    groups = grouped(crowds, window, cut=cut)
    assert sum(group.count for group in groups) == len(crowds)
    for one_crowd in crowds:
        alone = decide(rules(), _after(window, one_crowd.watermark), cut=cut, had=one_crowd.history)
        found = [group for group in groups if _holds(group, one_crowd, window)]
        assert [group.decision.article_ids for group in found] == [alone.article_ids]
        assert [group.decision.outcome for group in found] == [alone.outcome]
        assert alone.outcome in {GroupOutcome.MAIL, GroupOutcome.NOTHING}


def _holds(group: Group, crowd: Crowd, window: list[ArticleCandidate]) -> bool:
    after = _after(window, crowd.watermark)
    ahead = {candidate.article_id for candidate in after if "World" in candidate.terms.sections}
    is_inside = group.from_watermark <= crowd.watermark <= group.through_watermark
    return is_inside and group.history == crowd.history & ahead


def _after(window: list[ArticleCandidate], watermark: int) -> list[ArticleCandidate]:
    return [candidate for candidate in window if candidate.number > watermark]


def test_of_two_groups_that_wait_a_reader_is_in_the_one_that_knows_more_of_them() -> None:
    knows_nothing = DecidedGroup(
        key=1,
        choice_id=1,
        from_watermark=5,
        through_watermark=7,
        patience=None,
        history=frozenset(),
        corrections=frozenset(),
        window=frozenset(),
        outcome=GroupOutcome.WAIT,
    )
    knows_one = replace(knows_nothing, key=2, from_watermark=7, history=frozenset({"a"}))
    assert groups_for({"a"}, [knows_nothing, knows_one]) == [2]
    assert groups_for((), [knows_nothing, knows_one]) == [1]
