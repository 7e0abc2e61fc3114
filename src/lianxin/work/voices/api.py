"""The moves of voices in JSON: the same steps, the same forms."""

from lianxin.base.ui.moving import Mover
from lianxin.base.ui.ninja import routes
from lianxin.work.voices import queries
from lianxin.work.voices.forms import VOICE_FORMS
from lianxin.work.voices.lifecycle import VOICE

ROUTERS = {"voices": routes(Mover(VOICE, queries.visible_to, VOICE_FORMS, str))}
