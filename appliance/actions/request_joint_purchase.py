"""A member asks for so many packs in a joint-purchase round."""

from appliance import messages
from appliance.errors import RoundClosed
from appliance.rules import demand
from appliance.rules.records import Request
from appliance.rules.sale import Member
from appliance.store import outbox, reference, requests
from appliance.till import Till


def request_joint_purchase(
    till: Till, request_id: str, round_id: str, member: Member, firm: int, maximum: int
) -> Request:
    """Book a request; a later one of the same member in the same round takes the place of the earlier.

    ``request_id`` was made with the form, so that sending it twice books it once. Raises RoundClosed and
    DemandOutOfRange.
    """
    demand.check(firm, maximum)
    found = reference.round_(till.store.reference.reader(), round_id)
    if found is None or not found.is_open:
        raise RoundClosed
    stamp = till.stamp()
    request = Request(request_id, round_id, member.member, stamp.ts, firm, maximum)
    with till.store.books.transaction() as db:
        if requests.is_booked(db, request_id):
            return request
        earlier = requests.standing(db, round_id, member.member)
        requests.book(db, request, earlier)
        outbox.append(db, messages.seal(messages.demand_requested(request, earlier), stamp))
    return request
