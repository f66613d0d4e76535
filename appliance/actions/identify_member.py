"""A member taps a card, or says the number on it."""

from appliance.errors import (
    BasketGone,
    CardAnonymous,
    CardFrozen,
    CardUnknown,
    CardUnreadable,
    MemberLeft,
    MemberUnknown,
)
from appliance.ports import BadTap, Tap
from appliance.rules.figures import last4
from appliance.rules.sale import Member
from appliance.store import baskets, reference
from appliance.store.reference import MemberRecord
from appliance.till import Till


def _as_member(record: MemberRecord) -> Member:
    if not record.active:
        raise MemberLeft(number=record.number)
    return Member(record.member, record.number, record.name)


def member_of_tap(till: Till, tap: Tap | BadTap | None) -> Member:
    """Whose card was tapped.

    Raises CardUnreadable, CardAnonymous, CardUnknown, CardFrozen, MemberLeft.
    """
    if tap is None:
        raise CardUnreadable
    if isinstance(tap, BadTap):
        raise CardAnonymous if tap.why == "random-uid" else CardUnreadable
    db = till.store.reference.reader()
    card = reference.card(db, tap.uid)
    if card is None:
        raise CardUnknown(last4=last4(tap.uid))
    if card.state == "frozen":
        raise CardFrozen(last4=last4(tap.uid))
    record = reference.member(db, card.member)
    if record is None:
        raise CardUnknown(last4=last4(tap.uid))
    return _as_member(record)


def member_of_number(till: Till, number: str) -> Member:
    """Who has a member number. Raises MemberUnknown, MemberLeft."""
    record = reference.member_by_number(till.store.reference.reader(), number.strip())
    if record is None:
        raise MemberUnknown(number=number.strip()[:20])
    return _as_member(record)


def identify_member(till: Till, basket: str, member: Member | None) -> None:
    """Put the basket in a member's name, or in nobody's. Raises BasketGone."""
    with till.store.books.transaction() as db:
        if not baskets.is_open(db, basket):
            raise BasketGone
        baskets.set_member(db, basket, member)
