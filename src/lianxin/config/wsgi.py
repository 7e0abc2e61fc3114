"""The web application, for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.config.settings")
application = get_wsgi_application()

# A page makes tens of thousands of short-lived objects and hardly a cycle among them: looking for
# cycles after every 700 of them costs more than the cycles hold.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
