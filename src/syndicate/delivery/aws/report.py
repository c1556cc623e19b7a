"""What a person has to know and do: the records to paste, what stands, and the next step. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.delivery.aws.model import AccountState, AwsAim, AwsCall, AwsRemark, AwsState, DnsRecord, IdentityState

_SETUP = "run: syndicate aws setup"
_CONSOLE = "ask for production access in the SES console"
#: More than this waits in a queue only when nobody reads it.
_CROWD = 10_000


def records(aim: AwsAim, state: AwsState) -> tuple[DnsRecord, ...]:
    """The records for the zones of the senders' domains; those of DKIM are known once the identity is there."""
    return tuple(record for domain in aim.domains for record in _of_domain(aim, domain, state.identities.get(domain)))


def remarks(aim: AwsAim, state: AwsState, missing: tuple[AwsCall, ...]) -> tuple[AwsRemark, ...]:
    """What stands and what does not, the account first; ``missing`` is the plan."""
    return (
        *_of_account(state.account),
        *(remark for domain in aim.domains for remark in _of_identity(domain, state.identities.get(domain))),
        *_of_set(aim, state),
        *(AwsRemark(is_fine=False, sentence=f"still to do: {call.sentence}", next_step=_SETUP) for call in missing),
        *_of_queue(aim, state),
    )


def _of_domain(aim: AwsAim, domain: str, identity: IdentityState | None) -> Iterator[DnsRecord]:
    is_signed = bool(identity and identity.dkim_status == "SUCCESS")
    for token in identity.dkim_tokens if identity else ():
        name, value = f"{token}._domainkey.{domain}", f"{token}.{identity.dkim_zone if identity else ''}"
        yield DnsRecord(name=name, kind="CNAME", value=value, is_seen=is_signed)
    mail_from = (identity and identity.mail_from) or (aim.mail_from and f"{aim.mail_from}.{domain}")
    if mail_from:
        is_known = bool(identity and identity.mail_from_status == "SUCCESS")
        mx = f"10 feedback-smtp.{aim.region}.amazonses.com"
        yield DnsRecord(name=mail_from, kind="MX", value=mx, is_seen=is_known)
        yield DnsRecord(name=mail_from, kind="TXT", value="v=spf1 include:amazonses.com ~all", is_seen=is_known)
    # SES does not look for it, but Gmail and Yahoo do. Whoever has a stricter one keeps it.
    yield DnsRecord(name=f"_dmarc.{domain}", kind="TXT", value="v=DMARC1; p=none", is_seen=None)


def _of_account(account: AccountState) -> Iterator[AwsRemark]:
    per_day = "no daily quota" if account.daily_quota < 0 else f"{account.daily_quota:,.0f} mails a day"
    used = f"{account.sent_24h:,.0f} sent in the last 24 hours"
    yield AwsRemark(is_fine=True, sentence=f"quota: {account.max_rate:g} mails a second, {per_day}; {used}")
    if not account.in_production:
        sentence = "the account is in the sandbox: it writes to verified addresses only"
        yield AwsRemark(is_fine=False, sentence=sentence, next_step=_CONSOLE)
    if not account.sends:
        sentence = "sending is switched off for this account"
        yield AwsRemark(is_fine=False, sentence=sentence, next_step="read Amazon's mail and the SES console")
    if account.enforcement != "HEALTHY":
        sentence = f"Amazon has the account under watch: {account.enforcement}"
        yield AwsRemark(is_fine=False, sentence=sentence, next_step="read Amazon's mail and answer the case")


def _of_identity(domain: str, identity: IdentityState | None) -> Iterator[AwsRemark]:
    if identity is None:
        return  # the plan says so
    paste = "paste the records below into the zone of the domain; SES looks again by itself"
    yield _stands(
        f"the domain {domain} is verified", f"the domain {domain} is not verified yet", paste, identity.is_verified
    )
    is_signed = identity.dkim_status == "SUCCESS"
    yield _stands(f"DKIM of {domain} is in order", f"DKIM of {domain}: {identity.dkim_status}", paste, is_signed)
    if identity.mail_from:
        is_known = identity.mail_from_status == "SUCCESS"
        bad = f"MAIL FROM {identity.mail_from}: {identity.mail_from_status}"
        yield _stands(f"MAIL FROM {identity.mail_from} is in order", bad, paste, is_known)


def _of_set(aim: AwsAim, state: AwsState) -> Iterator[AwsRemark]:
    if state.configuration_set is not None:
        name = aim.configuration_set
        bad = f"the configuration set {name} does not send"
        resume = "resume it in the SES console"
        yield _stands(f"the configuration set {name} sends", bad, resume, state.configuration_set.sends)


def _of_queue(aim: AwsAim, state: AwsState) -> Iterator[AwsRemark]:
    if state.queue is not None:
        sentence = f"the queue {aim.queue} holds {state.queue.waiting:,} events that nobody has read"
        is_read = state.queue.waiting < _CROWD
        step = "" if is_read else "set [delivery.ses.events] queue_url, and let syndicate run"
        yield AwsRemark(is_fine=is_read, sentence=sentence, next_step=step)


def _stands(good: str, bad: str, step: str, is_fine: bool) -> AwsRemark:  # noqa: FBT001  # what it is about
    return AwsRemark(is_fine=is_fine, sentence=good if is_fine else bad, next_step="" if is_fine else step)
