"""Who ties an account hears of the outages that its neighbours were told of before."""

from bot.desk.account import Account
from bot.desk.customer import Customer
from bot.desk.outage import OutageRound, OutageState
from bot.service import outage_notices, outages, speaking
from bot.service.work import Work


def tell_of_outages(work: Work, customer: Customer, account: Account) -> None:
    """Says what is out now or planned where the account is; what the customer heard by another account is not said
    again.
    """
    for outage in outages.of_accounts(work, [account], OutageState.ANNOUNCED, OutageState.STARTED):
        if outage.state == OutageState.ANNOUNCED and not outages.announced(work, outage):
            continue  # its day to be told of has not come
        told = OutageRound(
            outage_id=outage.id or 0,
            what=outage_notices.first_word(outage),
            version=outage.version,
            made_at=work.now,
        )
        neighbours = outage_notices.neighbours_of(work, outage, [account], outages.areas_of(work, outage))
        mine = [one for one in neighbours if one.customer.id == customer.id]
        speaking.tell_all(
            work, [word for one in mine for word in outage_notices.words_for(work, outage, told, one)]
        )
