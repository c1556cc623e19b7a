"""Profiles and regions of Amazon's, against what boto3 knows of them on this machine; nothing is called."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from syndicate.config.origins import Clash
from syndicate.config.phrasing import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.session import Session

    from syndicate.config.model import Config, S3Section, SesSection
    from syndicate.config.positions import KeyPath

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")


def unknown_to_amazon(config: Config) -> Iterator[Clash]:
    """Profiles that boto3 does not find, and regions that cannot be any, of what is in use."""
    for path, section, service in _used(config):
        yield from _refused(path, section, service)


def doubted_regions(config: Config) -> Iterator[Clash]:
    """Regions that boto3 does not list for their service: mistyped, or newer than its list.

    To be asked once `unknown_to_amazon` has nothing to say.
    """
    for path, section, service in _used(config):
        session = _session(section)
        region, known = _region(section, session), _listed(service)
        if region and not _is_elsewhere(section, service, session) and region not in known:
            guess = did_you_mean(region, known) or "; is it newer than this boto3?"
            whose = _whose_region(path, section, session)
            message = f"{whose} is {shown(region)}, which boto3 does not list for {service}{guess}"
            yield Clash(paths=((*path, "region"),), message=message)


def _used(config: Config) -> Iterator[tuple[KeyPath, S3Section | SesSection, str]]:
    if "s3" in {config.feeds.shelf, config.images.shelf}:
        yield ("s3",), config.s3, "s3"
    if config.delivery.via == "ses":
        yield ("delivery", "ses"), config.delivery.ses, "sesv2"


def _session(section: S3Section | SesSection) -> Session:
    from botocore.session import Session

    return Session(profile=section.profile)


def _refused(path: KeyPath, section: S3Section | SesSection, service: str) -> Iterator[Clash]:
    from botocore.exceptions import BotoCoreError, ProfileNotFound

    session = _session(section)
    try:
        session.get_scoped_config()
        region = _region(section, session)
        is_elsewhere = _is_elsewhere(section, service, session)
    except ProfileNotFound:
        yield Clash(paths=((*path, "profile"),), message=_no_profile(path, section, session))
        return
    except BotoCoreError as error:
        message = f"{_heading(path)} needs boto3's own files, and they cannot be used: {error}; mend them"
        yield Clash(paths=((*path, "profile"),), message=message)
        return
    if service == "sesv2" and not region:
        message = f'{_heading(path)} names no region, nor does boto3 find one; add region = "eu-west-1"'
        yield Clash(paths=((*path, "region"),), message=message)
    if region and not is_elsewhere and not _REGION.fullmatch(region) and region not in (known := _listed(service)):
        guess = did_you_mean(region, known) or '; write one such as "eu-west-1"'
        whose = _whose_region(path, section, session)
        message = f"{whose} is {shown(region)}, which is no region of Amazon's{guess}"
        yield Clash(paths=((*path, "region"),), message=message)


def _region(section: S3Section | SesSection, session: Session) -> str | None:
    return section.region or session.get_config_variable("region")


def _is_elsewhere(section: S3Section | SesSection, service: str, session: Session) -> bool:
    """Whether an endpoint is named, here or where boto3 looks: what answers there names regions as it likes."""
    from botocore.configprovider import ConfiguredEndpointProvider

    if section.endpoint_url:
        return True
    if session.get_config_variable("ignore_configured_endpoint_urls"):
        return False
    provider = ConfiguredEndpointProvider(session.full_config, session.get_scoped_config(), service)
    return bool(provider.provide())


def _whose_region(path: KeyPath, section: S3Section | SesSection, session: Session) -> str:
    if section.region:
        return f'"region" in {_heading(path)}'
    if "AWS_DEFAULT_REGION" in os.environ:
        return f"AWS_DEFAULT_REGION, which {_heading(path)} follows,"
    return f"region of the profile {shown(session.profile or 'default')}, which {_heading(path)} follows,"


def _no_profile(path: KeyPath, section: S3Section | SesSection, session: Session) -> str:
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
    listed = (session.get_available_regions(service, name, allow_non_regional=True) for name in partitions)
    return [region for regions in listed for region in regions]


def _heading(path: KeyPath) -> str:
    return f"[{'.'.join(map(str, path))}]"
