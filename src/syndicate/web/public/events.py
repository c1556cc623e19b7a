"""Where Amazon SNS posts events of mails: ``/events/sns``, there only when a topic is configured."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from syndicate.delivery.events.sns import ForgedMessageError
from syndicate.errors import BadDataError, SyndicateError
from syndicate.web.http.forms import small_body
from syndicate.web.http.limited_log import LimitedLog

if TYPE_CHECKING:
    from starlette.requests import Request

    from syndicate.delivery.events.webhook import SnsWebhook

log = logging.getLogger("syndicate.web")

#: A message of SNS has 256 KiB at most, before its quotation marks are escaped; an event of SES some tens of kB.
MOST_BYTES = 600_000


class SnsDoor:
    """The route: 200 when a message was heard, 403 for a forged one, 503 when it should come again."""

    def __init__(self, webhook: SnsWebhook) -> None:
        """Let the webhook decide."""
        self._webhook = webhook
        self._refused = LimitedLog()

    async def post(self, request: Request) -> Response:
        """Take one message. What the answer says beyond its status is for nobody."""
        body = await small_body(request, MOST_BYTES)
        return Response(status_code=await run_in_threadpool(self._status, body), headers={"cache-control": "no-store"})

    def _status(self, body: bytes) -> HTTPStatus:
        try:
            self._webhook.take(body)
        except ForgedMessageError as error:
            self._refused.tell(f"/events/sns: {error}")
            return HTTPStatus.FORBIDDEN
        except BadDataError as error:
            log.warning("/events/sns: %s", error)
            return HTTPStatus.BAD_REQUEST
        except SyndicateError as error:
            log.error("/events/sns: %s", error)
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK
