"""Two programs decide on the same edition at once, without the lock that keeps them apart: one of them does."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from syndicate.delivery import freezing
from syndicate.digests.model import SlotOutcome
from syndicate.errors import TryLaterError
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.model import Digest, Rendering
from syndicate.publishing.wiring import Parts
from syndicate.storage.tables import deliveries, occurrences
from syndicate.testing.clock import ManualClock
from tests.integration.edition_parts import publish
from tests.newsroom import Newsroom


def test_what_another_program_decided_meanwhile_is_left_alone_and_no_fault(
    desk: Newsroom, parts: Parts, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk, parts, "First")
    composing, newsletter = parts.publisher.composing, parts.publisher.newsletter("daily")
    render, outcomes = DigestRenderer.render, list[SlotOutcome | None]()

    def while_another_decides(self: DigestRenderer, digest: Digest) -> Rendering:
        if not outcomes:
            outcomes.append(None)
            composed = composing.compose_due(newsletter)
            assert composed.edition is not None
            freezing.freeze(parts.database, clock, composed.edition.id)
            outcomes.append(composed.outcome)
        return render(self, digest)

    monkeypatch.setattr(DigestRenderer, "render", while_another_decides)
    with pytest.raises(TryLaterError) as caught:
        composing.compose_due(newsletter)
    assert caught.value.code == "slot-decided"
    assert outcomes == [None, SlotOutcome.EDITION]
    assert composing.compose_due(newsletter).outcome is None
    with parts.database.read() as connection:
        counts = [select(func.count()).select_from(table) for table in (occurrences, deliveries)]
        assert [connection.execute(count).scalar_one() for count in counts] == [1, 2]
