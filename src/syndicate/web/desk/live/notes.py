"""How it stands with what was saved: what the desk shows above every page. Plain values and whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.text.plain import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syndicate.errors import Complaint
    from syndicate.web.desk.live.unsettled import BeingWritten

_LISTED = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """A file that cannot be used: what goes on instead, and each thing that is wrong with it, at its place."""

    title: str
    complaints: tuple[Complaint, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskNotes:
    """What an editor should know: what is ``broken``, and ``lines`` of what waits."""

    broken: tuple[Broken, ...] = ()
    lines: tuple[str, ...] = ()


def notes_on(
    *,
    settings: Sequence[Complaint],
    templates: Sequence[Complaint],
    waiting: Sequence[str],
    withheld: Sequence[str],
    word: str,
    is_ahead: bool,
    shown: Sequence[str],
    being_written: Sequence[BeingWritten],
    faults: Mapping[str, str],
) -> DeskNotes:
    """What to say of all that; nothing where all is well. ``word`` puts in force what is ``withheld``."""
    broken = []
    if settings:
        title = "The settings cannot be used as they are saved; those of before go on"
        broken.append(Broken(title=title, complaints=tuple(settings)))
    if templates:
        title = "A template cannot be used as it is saved; what you see is older"
        broken.append(Broken(title=title, complaints=tuple(templates)))
    lines = [
        *_ahead(is_ahead=is_ahead),
        *_waiting(waiting),
        *_withheld(withheld, word),
        *_unsettled(shown),
        *(_written(each) for each in being_written[:_LISTED]),
        *_further(len(being_written)),
        *(f"{name} was saved, and readers would not get it so: {why}" for name, why in [*faults.items()][:_LISTED]),
    ]
    return DeskNotes(broken=tuple(broken), lines=tuple(lines))


def _ahead(*, is_ahead: bool) -> list[str]:
    if not is_ahead:
        return []
    return ["What is under way is finished by the settings of before; then the new ones, which you see, hold for all."]


def _waiting(keys: Sequence[str]) -> list[str]:
    if not keys:
        return []
    verb = "holds" if len(keys) == 1 else "hold"
    return [f"{_listed(keys)} {verb} from the next start of syndicate on."]


def _withheld(keys: Sequence[str], word: str) -> list[str]:
    if not keys:
        return []
    more = [f"{len(keys) - _LISTED} more"] if len(keys) > _LISTED else []
    verb, them = ("waits", "it") if len(keys) == 1 else ("wait", "them")
    what = f"{_listed([*keys[:_LISTED], *more])} {verb} for your word, and the whole file with {them}"
    return [f"{what}: {word} puts it in force, and so does the next start. Until then the settings of before go on."]


def _unsettled(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    told = _listed(names) if len(names) <= _LISTED else counted(len(names), "article")
    verb = "is" if len(names) == 1 else "are"
    return [f"Unsettled: {told} {verb} shown as saved a moment ago, and stored when left alone for long enough."]


def _written(file: BeingWritten) -> str:
    return f"{file.external_id} of {file.source} is being written: read in {counted(file.seconds, 'second')}."


def _further(number: int) -> list[str]:
    return [f"{counted(number - _LISTED, 'further file')} are being written."] if number > _LISTED else []


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
