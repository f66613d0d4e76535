"""Joint purchase: the open rounds, what each still lacks, and what a member asks for."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from appliance.actions.identify_member import member_of_number, member_of_tap
from appliance.actions.request_joint_purchase import request_joint_purchase
from appliance.errors import MemberNeeded
from appliance.rules.sale import Member
from appliance.store import baskets, reference, requests
from appliance.web import form, here

page = Blueprint("joint_purchase", __name__)


@page.get("/joint-purchase")
def show() -> ResponseReturnValue:
    """The rounds, and the form of the chosen one for the chosen member."""
    till = here.till()
    rounds = reference.open_rounds(till.store.reference.reader())
    chosen = next((each for each in rounds if each.round == form.text("round")), rounds[0] if rounds else None)
    member = _member(form.text("member"))
    books = till.store.books.reader()
    standing = {each.round: requests.standing(books, each.round, member.member) for each in rounds} if member else {}
    return render_template(
        "joint_purchase.html",
        rounds=rounds,
        chosen=chosen,
        member=member,
        standing=standing,
        done=form.text("done"),
        request_id=till.new_id(),
    )


@page.post("/joint-purchase/member")
def number() -> ResponseReturnValue:
    """A member said his number."""
    return _for(member_of_number(here.till(), form.text("number")))


@page.post("/joint-purchase/card")
def card() -> ResponseReturnValue:
    """A member tapped his card."""
    return _for(member_of_tap(here.till(), here.till().card_reader.last()))


@page.post("/joint-purchase/<round_id>/request")
def request(round_id: str) -> ResponseReturnValue:
    """Book what the member asks for. ``request`` was made with the form, so that a double tap books it once."""
    member = _member(form.text("member"))
    if member is None:
        raise MemberNeeded
    request_id = form.text("request") or here.till().new_id()
    request_joint_purchase(here.till(), request_id, round_id, member, form.count("firm"), form.count("maximum"))
    return redirect(url_for(".show", round=round_id, member=member.member, done=round_id), 303)


def _for(member: Member) -> ResponseReturnValue:
    return redirect(url_for(".show", round=form.text("round"), member=member.member), 303)


def _member(member_id: str) -> Member | None:
    """The member of this page, or else the one whose basket is on the counter."""
    till = here.till()
    if not member_id:
        basket = baskets.open_id(till.store.books.reader())
        return baskets.member_of(till.store.books.reader(), basket) if basket else None
    record = reference.member(till.store.reference.reader(), member_id)
    return Member(record.member, record.number, record.name) if record and record.active else None
