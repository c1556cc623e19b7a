"""What the configuration has mails and pages wear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.mail.digest import DigestRenderer
from syndicate.shipped import TEMPLATES
from syndicate.theme.model import AS_TEMPLATES_HAVE_IT

if TYPE_CHECKING:
    from syndicate.config import Config
    from syndicate.theme.model import Theme


def site_theme(config: Config) -> Theme:
    """What the pages wear, and every mail whose newsletter says nothing else."""
    return config.theme.over(AS_TEMPLATES_HAVE_IT)


def renderers_of(config: Config) -> dict[str, DigestRenderer]:
    """What sets the mails of each newsletter by name, and by ``""`` those of one that is not configured any more."""
    site, templates = site_theme(config), config.mail.templates or TEMPLATES
    own = {
        newsletter.name: DigestRenderer(newsletter.templates or templates, newsletter.theme.over(site))
        for newsletter in config.newsletters
    }
    return {"": DigestRenderer(templates, site), **own}
