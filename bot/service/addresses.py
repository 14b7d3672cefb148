"""The books have another e-mail address or phone number of somebody: what waits to go there follows at once."""

from collections.abc import Collection

from sqlmodel import col, select

from bot.desk.account import PROVEN, AccountLink
from bot.desk.bill import Bill
from bot.desk.customer import Customer
from bot.desk.notice import Notice
from bot.desk.party import Party
from bot.desk.wishes import Channel
from bot.service import bill_ways, post, reminders, speaking
from bot.service.reminders import PENDING
from bot.service.ties import Pair
from bot.service.work import Work

CHANGED = "the books have another address of theirs"
LEFT = "the account is not theirs any more"
GONE = "the books have no address of theirs any more, and the contact is unreachable"


def of_parties(work: Work, party_ids: Collection[int]) -> list[int]:
    """The chats that are theirs, as ids of customers."""
    if not party_ids:
        return []
    query = select(Customer.id).where(col(Customer.party_id).in_(party_ids))
    return [one for one in work.session.exec(query) if one is not None]


def follow_letters(work: Work, party_ids: Collection[int]) -> None:
    """What waits for these parties, who have no chat, goes to the address that the books have by now, or not at all."""
    if not party_ids:
        return
    query = select(Notice).where(col(Notice.party_id).in_(party_ids), col(Notice.state).in_(PENDING))
    for notice in work.session.exec(query.order_by(col(Notice.id)).with_for_update()).all():
        party = work.session.get_one(Party, notice.party_id)
        channel, before = post.coming_way(notice)
        address = bill_ways.address_of(party, channel)
        if address is None:
            post.unsay_one(work, notice, GONE)
        elif address != before:
            post.rewrite_coming(work, notice, post.coming(notice), (), (channel, address))


def follow(work: Work, customer_ids: Collection[int]) -> None:
    """What waits for these customers elsewhere than in Telegram goes to the address that the books have by now; where
    that is gone in Telegram, and where that cannot be it is cancelled with the reason.
    """
    if not customer_ids:
        return
    theirs = select(AccountLink.account_id).where(
        col(AccountLink.customer_id).in_(customer_ids), col(AccountLink.proof).in_(PROVEN)
    )
    for notice, customer in _elsewhere(work, customer_ids):
        way = bill_ways.of_waiting(work, notice, customer)
        if way is None:
            post.unsay_one(work, notice, GONE)
        elif notice.kind != reminders.KIND and way != post.coming_way(notice):
            keys = [[speaking.stop_key(notice.topic)]] if notice.topic and way == bill_ways.TELEGRAM else ()
            values = post.coming(notice) | bill_ways.instead_of(notice, way)
            post.rewrite_coming(work, notice, values, keys, way)
    reminders.refresh(work, dict.fromkeys(work.session.exec(theirs), CHANGED))


def forget(work: Work, gone: Collection[Pair]) -> None:
    """These parties do not belong to these accounts any more: what waits for them of their bills is not said."""
    parties = {party_id for _, party_id in gone}
    waiting = (
        select(Notice.id).where(col(Notice.party_id).in_(parties), col(Notice.state).in_(PENDING)).limit(1)
    )
    if not gone or work.session.exec(waiting).first() is None:
        return
    for account_id, party_id in sorted(gone):
        bills = work.session.exec(select(Bill.id).where(Bill.account_id == account_id)).all()
        news = col(Notice.subject).in_([f"bill:{one}" for one in bills])
        post.unsay(work, LEFT, col(Notice.party_id) == party_id, news)
    reminders.refresh(work, dict.fromkeys((account_id for account_id, _ in gone), LEFT), parties)


def _elsewhere(work: Work, customer_ids: Collection[int]) -> list[tuple[Notice, Customer]]:
    query = (
        select(Notice, Customer)
        .join(Customer, col(Customer.id) == col(Notice.customer_id))
        .where(
            col(Notice.customer_id).in_(customer_ids),
            Notice.channel != Channel.TELEGRAM,
            col(Notice.state).in_(PENDING),
        )
        .order_by(col(Notice.id))
        .with_for_update(of=Notice)
    )
    return list(work.session.exec(query.execution_options(populate_existing=True)).all())
