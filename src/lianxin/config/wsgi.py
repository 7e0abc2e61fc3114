"""
The web application, for gunicorn, which loads it once and then forks its workers (--preload).

What is loaded here, before the fork, is held in memory once; so the pages' views and both
languages are read now and not by the first visitor of each worker. No connection to a database
may be open when the workers part, or they would talk into one another's.
"""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from django.utils.translation.trans_real import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.config.settings")
application = get_wsgi_application()

get_resolver().url_patterns  # noqa: B018 -- a cached property: reading it imports every view
for language, _name in settings.LANGUAGES:
    translation(language)
connections.close_all()

# A page makes tens of thousands of short-lived objects and hardly a cycle among them: looking for
# cycles after every 700 of them costs more than the cycles hold. What is frozen is not visited
# again, so its pages stay shared.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
