"""Several recipients, one try after another, for carriers that take one mail at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from syndicate.delivery.model import Answer, Recipient, Stop, TryLater, Uncertain

#: What is said of recipients whose turn did not come.
NOT_TRIED = TryLater(reason="not tried in this call: the one before it was in trouble, or took long", counts=False)


def carry_each(
    recipients: Sequence[Recipient], attempt: Callable[[Recipient], Answer], *, is_late: Callable[[], bool]
) -> list[Answer]:
    """One answer for each, in their order.

    After an answer that is trouble of the carrier's own, and when it is late, nobody else is tried: a `Stop` holds for
    the rest, too, and what else was lost or put off tells nothing about them.
    """
    answers: list[Answer] = []
    for recipient in recipients:
        if answers and (is_trouble(answers[-1]) or is_late()):
            rest = answers[-1] if isinstance(answers[-1], Stop) else NOT_TRIED
            return [*answers, *[rest] * (len(recipients) - len(answers))]
        answers.append(attempt(recipient))
    return answers


def is_trouble(answer: Answer) -> bool:
    """Whether an answer is about the carrier, so that the next recipient would fare no better."""
    return isinstance(answer, Stop | Uncertain) or (isinstance(answer, TryLater) and not answer.counts)
