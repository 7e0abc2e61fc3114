"""
The telephone numbers that hold in the whole country; every page and paper takes them from here.

What a county adds of its own (addresses, desks, opening hours) its office keeps; see `Bureau`.
"""

from django.utils.translation import gettext_lazy as _

POLICE, FIRE, AMBULANCE = "110", "119", "120"
GOVERNMENT = "12345"  # 政务服务便民热线
COURTS = "12368"
PROCURATORATES = "12309"
DISCIPLINE = "12388"
LABOUR = "12333"
LEGAL_AID = "12348"
MARKET = "12315"

NUMBERS = {  # as the sentences name them
    "police": POLICE,
    "fire": FIRE,
    "ambulance": AMBULANCE,
    "government": GOVERNMENT,
    "courts": COURTS,
    "legal_aid": LEGAL_AID,
}
SENTENCES = {
    "foot": _(
        "In danger call %(police)s (police), %(fire)s (fire) or %(ambulance)s (ambulance). "
        "Lawsuits: %(courts)s; legal aid: %(legal_aid)s; petitions and public services: "
        "%(government)s."
    ),
    "before": _(
        "In danger call %(police)s, %(fire)s or %(ambulance)s at once. What is before a court or "
        "an arbitrator belongs there (courts: %(courts)s, legal aid: %(legal_aid)s); petitions go "
        "to the petition office; for water, power and counters ring %(government)s."
    ),
}


def hotlines(sentence):
    """A sentence of where else to ring, with the numbers in it."""
    return str(SENTENCES[sentence]) % NUMBERS
