"""The sums that a customer is likely to hand over."""

from appliance.rules import figures
from hub.contract.units import Satang

NOTES_SATANG = (2_000, 5_000, 10_000, 50_000, 100_000)
"""Thai banknotes: 20, 50, 100, 500 and 1,000 baht."""
OFFERED_LIMIT = 6


def likely_sums(due_satang: Satang) -> list[Satang]:
    """The exact sum first, then the next sums that can be laid with one kind of note.

    >>> likely_sums(Satang(13_725))
    [13725, 14000, 15000, 20000, 50000, 100000]
    >>> likely_sums(Satang(100_000))
    [100000]
    """
    rounded_up = {-(-due_satang // note) * note for note in NOTES_SATANG}
    return [due_satang, *(Satang(each) for each in sorted(rounded_up - {due_satang}))][:OFFERED_LIMIT]


def whole_baht(amount_satang: int) -> str:
    """Money without satang where there are none, as on a banknote.

    >>> whole_baht(50_000), whole_baht(13_725)
    ('500', '137.25')
    """
    return figures.baht(amount_satang).removesuffix(".00")
