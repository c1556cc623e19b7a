"""What a wish to join comes to, by what is known of its mailbox."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syndicate.audience.joins.deciding import ASKED_FOR, JoinFacts, decide
from syndicate.storage.states import JoinKind, JoinOutcome, TransactionalKind

NAMES = ("gulls", "morning", "weekend")
FACTS = st.builds(
    JoinFacts,
    is_barred=st.booleans(),
    offered=st.lists(st.sampled_from(NAMES), unique=True).map(tuple),
    subscriptions=st.sets(st.sampled_from(NAMES)).map(lambda names: {name: f"s-{name}" for name in names}),
    was_written=st.booleans(),
)
KINDS = st.sampled_from(JoinKind)


def test_who_is_not_on_the_list_is_asked() -> None:
    verdict = decide(JoinKind.JOIN, JoinFacts(offered=("gulls", "morning"), subscriptions={"gulls": "s"}))
    assert (verdict.outcome, verdict.mail) == (JoinOutcome.ASKED, TransactionalKind.CONFIRM)
    assert (verdict.newsletter, verdict.subscription_id) == ("gulls", None)


def test_who_has_all_of_it_is_told_so() -> None:
    verdict = decide(JoinKind.JOIN, JoinFacts(offered=("gulls",), subscriptions={"gulls": "s", "morning": "t"}))
    assert (verdict.outcome, verdict.mail) == (JoinOutcome.KNOWN, TransactionalKind.KNOWN)
    assert verdict.subscription_id == "s"


def test_who_moves_is_asked_at_the_new_address() -> None:
    verdict = decide(JoinKind.MOVE, JoinFacts(offered=("gulls",)))
    assert (verdict.outcome, verdict.mail) == (JoinOutcome.ASKED, TransactionalKind.MOVE)


@given(KINDS, FACTS)
def test_nobody_is_written_to_who_must_not_be_or_was_a_short_while_ago(kind: JoinKind, facts: JoinFacts) -> None:
    verdict = decide(kind, facts)
    assert (verdict.mail is None) == (facts.is_barred or not facts.offered or facts.was_written)
    assert verdict.mail is None or verdict.mail in ASKED_FOR


@given(KINDS, FACTS)
def test_a_wish_is_never_confirmed_by_deciding_it(kind: JoinKind, facts: JoinFacts) -> None:
    assert decide(kind, facts).outcome is not JoinOutcome.CONFIRMED


@given(KINDS, FACTS)
def test_a_refusal_comes_before_a_limit_and_that_before_all_else(kind: JoinKind, facts: JoinFacts) -> None:
    outcome = decide(kind, facts).outcome
    assert (outcome is JoinOutcome.REFUSED) == (facts.is_barred or not facts.offered)
    if outcome is not JoinOutcome.REFUSED:
        assert (outcome is JoinOutcome.LIMITED) == facts.was_written
