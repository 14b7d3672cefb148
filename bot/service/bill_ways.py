"""How a customer hears of their bills: Telegram, or the e-mail address or phone that the books have of them."""

from collections.abc import Iterable

from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.notice import Notice
from bot.desk.party import Party
from bot.desk.wishes import Channel, Wishes
from bot.service import post
from bot.service.post import Way
from bot.service.work import Work

TELEGRAM: Way = (Channel.TELEGRAM, None)


def ways(work: Work, customers: Iterable[Customer]) -> dict[int, Way]:
    """The channel that each of them chose, with its address; Telegram where the books have none, or the company no such
    channel any more.
    """
    known = list(customers)
    query = select(Wishes).where(col(Wishes.customer_id).in_([one.id for one in known]))
    chosen = {one.customer_id: one.bill_channel for one in work.session.exec(query)}
    ids = {one.party_id for one in known if one.party_id is not None and chosen.get(one.id or 0)}
    parties = {one.id: one for one in work.session.exec(select(Party).where(col(Party.id).in_(ids)))}
    found = {}
    for one in known:
        channel = chosen.get(one.id or 0)
        if channel is None or channel not in work.policy.bills.channels:
            channel = Channel.TELEGRAM
        address = address_of(parties.get(one.party_id), channel)
        found[one.id or 0] = (channel, address) if address else TELEGRAM
    return found


def of_waiting(work: Work, notice: Notice, customer: Customer) -> Way | None:
    """How something that waits goes now: by its channel to the address that the books have of them by now, where they
    have none any more in Telegram; None where it cannot.
    """
    channel, _ = post.coming_way(notice)
    party = work.session.get(Party, customer.party_id) if customer.party_id is not None else None
    address = address_of(party, channel)
    if channel == Channel.TELEGRAM or address:
        return channel, address
    return TELEGRAM if customer.id is not None and customer.unreachable_at is None else None


def instead_of(notice: Notice, way: Way) -> dict[str, str]:
    """The line that says why it comes in Telegram, as a value of words; nothing where that was meant from the start."""
    channel, _ = post.coming_way(notice)
    if channel != way[0]:
        return {"instead_of": channel.value}
    return {name: value for name, value in post.coming(notice).items() if name == "instead_of"}


def address_of(party: Party | None, channel: Channel) -> str | None:
    """The address of a channel as the books have it; never one that was typed into a chat."""
    if party is None or channel == Channel.TELEGRAM:
        return None
    return party.email if channel == Channel.EMAIL else party.phone
