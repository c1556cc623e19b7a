"""The step that tells editors, made of what sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.digests.drafts.correspondence import Correspondence
from syndicate.publishing.steps.tell_editors import TellEditors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.digests.drafts.reviewing import Reviewing
    from syndicate.digests.newsletters import Newsletter
    from syndicate.publishing.steps.deliver import Deliver


def editors_step_of(
    newsletters: Sequence[Newsletter], editors: Sequence[str], reviewing: Reviewing, deliver: Deliver
) -> TellEditors:
    """The step that hands letters to ``editors`` over, by the carrier and behind the fence of all other mails."""
    database, clock, sending = deliver.database, deliver.clock, deliver.sending
    return TellEditors(
        newsletters=tuple(newsletters),
        database=database,
        clock=clock,
        correspondence=Correspondence(database=database, clock=clock, reviewing=reviewing, editors=editors),
        carrier=sending.carrier,
        fence=sending.fence,
    )
