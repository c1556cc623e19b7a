"""A strict stand-in for Amazon SES v2 and its events, over real HTTP on loopback. It delivers nothing.

Made for tests, ours and yours: point boto3 at ``url`` and read ``accepted``, or let your poller read the events from
``queue_url``. It refuses what SES's own model and pages refuse, counts recipients a second and a day as SES does, never
accepts a request twice by itself, and plays faults that no emulator has: an answer lost after the mail was taken, above
all. It checks that a request is signed, not by whom.
"""

from syndicate.testing.ses.account import SimulatedAccount as SimulatedAccount
from syndicate.testing.ses.events import EventForm as EventForm
from syndicate.testing.ses.events import MailboxFate as MailboxFate
from syndicate.testing.ses.faults import EntryFault as EntryFault
from syndicate.testing.ses.faults import FaultMix as FaultMix
from syndicate.testing.ses.faults import SimulatedFault as SimulatedFault
from syndicate.testing.ses.faults import Step as Step
from syndicate.testing.ses.log import LoggedMail as LoggedMail
from syndicate.testing.ses.log import read_log as read_log
from syndicate.testing.ses.mails import AcceptedMail as AcceptedMail
from syndicate.testing.ses.queue import SimulatedQueue as SimulatedQueue
from syndicate.testing.ses.stand_in import BULK_PATH as BULK_PATH
from syndicate.testing.ses.stand_in import PATH as PATH
from syndicate.testing.ses.stand_in import SesStandIn as SesStandIn
from syndicate.testing.ses.stream import EventStream as EventStream
from syndicate.testing.ses.stream import EventTrouble as EventTrouble
