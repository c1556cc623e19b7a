"""What is live at a desk: the settings in force, what stands in files and in no row, and the pages that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.publishing.settings import word
from syndicate.web.desk.live.notes import DeskNotes, notes_on
from syndicate.web.desk.live.streams import Streams
from syndicate.web.desk.live.unsettled import UnsettledFiles

if TYPE_CHECKING:
    from syndicate.errors import Complaint
    from syndicate.publishing.settings import SettingsInForce


class LiveState:
    """Kept by the desk as long as it stands; `Following` keeps it up to date."""

    def __init__(self, settings: SettingsInForce) -> None:
        """Begin with settings that are in force, and nothing else."""
        self.settings = settings
        self.streams = Streams()
        self.unsettled = UnsettledFiles(settings.parts.clock)
        #: What is wrong with templates, by what stands in the files now.
        self.template_faults: tuple[Complaint, ...] = ()

    @property
    def notes(self) -> DeskNotes:
        """How it stands, for every page."""
        state = self.settings.state
        return notes_on(
            settings=state.complaints,
            templates=self.template_faults,
            waiting=state.waiting,
            withheld=state.withheld,
            word=word(),
            is_ahead=self.settings.is_ahead,
            shown=self.unsettled.shown,
            being_written=self.unsettled.being_written(),
            faults=self.unsettled.faults,
        )

    @property
    def version(self) -> str:
        """What a page was made by: it has missed something when this is another."""
        return self.streams.version
