"""
The telephone numbers that hold in the whole country; every page and paper takes them from here.

What a county adds of its own (addresses, desks, opening hours) its office keeps; see `Bureau`.
"""

POLICE, FIRE, AMBULANCE = "110", "119", "120"
GOVERNMENT = "12345"  # 政务服务便民热线
COURTS = "12368"
PROCURATORATES = "12309"
DISCIPLINE = "12388"
LABOUR = "12333"
LEGAL_AID = "12348"
MARKET = "12315"

NUMBERS = {  # as sentences name them
    "police": POLICE,
    "fire": FIRE,
    "ambulance": AMBULANCE,
    "government": GOVERNMENT,
    "courts": COURTS,
    "legal_aid": LEGAL_AID,
}


def ring(words):
    """A sentence that names numbers by what they are, with the numbers in it."""
    return str(words) % NUMBERS
