"""
One form per move of a voice that asks for something, and what every entry of words has.

HTML posts, the API and the public pages fill the same forms.
"""

from lianxin.work.voices.forms.bureaus import Bureaus
from lianxin.work.voices.forms.entry import FEW, SHORTEST, Enter, Find, Words
from lianxin.work.voices.forms.many import for_many
from lianxin.work.voices.forms.moves import VOICE_FORMS
from lianxin.work.voices.forms.pieces import ByKey, DeputyChoice, Kept, offer_places, place_of

__all__ = [
    "FEW",
    "SHORTEST",
    "VOICE_FORMS",
    "Bureaus",
    "ByKey",
    "DeputyChoice",
    "Enter",
    "Find",
    "Kept",
    "Words",
    "for_many",
    "offer_places",
    "place_of",
]
