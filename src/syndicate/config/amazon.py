"""Profiles and regions of Amazon's, against what boto3 knows of them on this machine; nothing is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.config.checks import Clash
from syndicate.config.wording import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.session import Session

    from syndicate.config.model import S3, Config, Ses
    from syndicate.config.spans import KeyPath

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")


def unknown_to_amazon(config: Config) -> Iterator[Clash]:
    """Profiles that boto3 does not find, and regions that cannot be any, of what is in use."""
    for path, section, service in _used(config):
        yield from _refused(path, section, service)


def doubted_regions(config: Config) -> Iterator[Clash]:
    """Regions that boto3 does not list for their service: mistyped, or newer than its list."""
    for path, section, service in _used(config):
        region, known = section.region, _listed(service)
        if region and not section.endpoint_url and _REGION.fullmatch(region) and region not in known:
            guess = did_you_mean(region, known) or "; is it newer than this boto3?"
            message = f'"region" in {_heading(path)} is {shown(region)}, which boto3 does not list for {service}{guess}'
            yield Clash(paths=((*path, "region"),), message=message)


def _used(config: Config) -> Iterator[tuple[KeyPath, S3 | Ses, str]]:
    if "s3" in {config.feeds.shelf, config.images.shelf}:
        yield ("s3",), config.s3, "s3"
    if config.delivery.via == "ses":
        yield ("delivery", "ses"), config.delivery.ses, "sesv2"


def _refused(path: KeyPath, section: S3 | Ses, service: str) -> Iterator[Clash]:
    from botocore.exceptions import BotoCoreError, ProfileNotFound
    from botocore.session import Session

    session = Session(profile=section.profile)
    try:
        session.get_scoped_config()
        found = section.region or session.get_config_variable("region")
    except ProfileNotFound:
        yield Clash(paths=((*path, "profile"),), message=_no_profile(path, section, session))
        return
    except BotoCoreError as error:
        message = f"{_heading(path)} needs boto3's own files, and they cannot be read: {error}; mend them"
        yield Clash(paths=((*path, "profile"),), message=message)
        return
    if service == "sesv2" and not found:
        message = f'{_heading(path)} names no region, nor does boto3 find one; add region = "eu-west-1"'
        yield Clash(paths=((*path, "region"),), message=message)
    if section.region and not section.endpoint_url and not _REGION.fullmatch(section.region):
        guess = did_you_mean(section.region, _listed(service)) or '; write one such as "eu-west-1"'
        message = f'"region" in {_heading(path)} is {shown(section.region)}, which is no region of Amazon\'s{guess}'
        yield Clash(paths=((*path, "region"),), message=message)


def _no_profile(path: KeyPath, section: S3 | Ses, session: Session) -> str:
    known = session.available_profiles
    there_are = f"; there are {', '.join(sorted(known))}" if known else f"; write it into {_file(session)}"
    whose = f'"profile" in {_heading(path)}' if section.profile else f"AWS_PROFILE, which {_heading(path)} follows,"
    name = str(session.profile)
    return f"{whose} is {shown(name)}, which boto3 does not find{did_you_mean(name, known) or there_are}"


def _file(session: Session) -> str:
    return str(session.get_config_variable("config_file"))


def _listed(service: str) -> list[str]:
    from botocore.session import Session

    session = Session()
    partitions = session.get_available_partitions()
    return [one for name in partitions for one in session.get_available_regions(service, name)]


def _heading(path: KeyPath) -> str:
    return f"[{'.'.join(map(str, path))}]"
