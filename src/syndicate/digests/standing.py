"""What may be done with an edition as it stands, and why not."""

from __future__ import annotations

from syndicate.digests import site_lock
from syndicate.digests.model import Edition, EditionState
from syndicate.errors import BadDataError, NotFoundError


def must_wait(edition: Edition | None, edition_id: str) -> Edition:
    """The edition, if it waits for a person to open it.

    Raises:
        NotFoundError: there is none.
        BadDataError: it was opened, or discarded, before.
    """
    found = known(edition, edition_id)
    must_be(found, EditionState.HELD, is_opened=False)
    return found


def known(edition: Edition | None, edition_id: str) -> Edition:
    """The edition, or `NotFoundError`."""
    if edition is None:
        message = f"there is no edition {edition_id}"
        raise NotFoundError(message, code="edition-unknown", hint="See: syndicate edition list")
    return edition


def must_be(edition: Edition, *states: EditionState, is_opened: bool | None = None) -> None:
    """Refuse what the edition's state does not allow.

    Raises:
        BadDataError: it is in another state.
        TryLaterError: its deliveries are being written.
    """
    if edition.state is EditionState.FREEZING and EditionState.FREEZING not in states:
        raise site_lock.under_way()
    if edition.state not in states:
        message = f"the edition is {edition.state}"
        raise BadDataError(message, code="edition-state", hint=f"See: syndicate edition show {edition.id}")
    if is_opened is not None and (edition.opened_at is not None) is not is_opened:
        message = "the edition was sent before" if edition.opened_at else "the edition was never sent"
        hint = f"Drop it: syndicate edition discard {edition.id}; send it: syndicate edition send {edition.id}"
        raise BadDataError(message, code="edition-state", hint=hint)
