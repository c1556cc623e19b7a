"""How an act is answered: by the page that it was done on, or in words why it was refused; nothing is half done."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from syndicate.errors import BadDataError, StorageError, SyndicateError
from syndicate.web.desk.told import status_of
from syndicate.web.http.responses import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from syndicate.web.desk.context import Desk


async def acted(desk: Desk, act: Callable[[], str], back: str) -> Response:
    """Do it beside the other requests, and lead to the address that it gives; if it is refused, say why.

    ``back`` is where the page leads that says so. Errors of our own disk or database are not an editor's to mend, and
    go on.
    """
    try:
        address = await run_in_threadpool(act)
    except StorageError:
        raise
    except SyndicateError as error:
        return refused(desk, error, back)
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def refused(desk: Desk, error: SyndicateError, back: str) -> Response:
    """The page that says what was not done, why, and what to do."""
    notice = Notice(title="That was not done", text=f"{_sentence(str(error))} {error.hint or ''}".strip())
    return desk.page("refused", status=status_of(error), notice=notice, back=back)


def number_must_be(typed: str, count: int) -> None:
    """Refuse what is not that number; of nobody none need be typed.

    Raises:
        BadDataError: another number was typed (code ``number-wrong``).
    """
    if count and typed.strip().replace(",", "") != str(count):
        message = f"it is for {count:,} now, and another number was typed; nothing was done"
        raise BadDataError(message, code="number-wrong", hint="Look once more at what it goes to, then try again.")


def _sentence(message: str) -> str:
    return f"{message[0].upper()}{message[1:]}." if message and not message.endswith(".") else message
