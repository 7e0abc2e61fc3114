"""The fixed site that every figure is divided by: one row through the ORM, as JSON."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import JsonResponse
from django.urls import path

if os.environ.get("DB") == "pg":
    where = {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"]}
else:
    file = os.path.join(os.environ["LIANXIN_HOME"], "hello.sqlite3")
    where = {"ENGINE": "django.db.backends.sqlite3", "NAME": file}
databases = {"default": where | {"CONN_MAX_AGE": None}}
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], DATABASES=databases, ROOT_URLCONF=__name__, MIDDLEWARE=[]
)
application = get_wsgi_application()


class Greeting(models.Model):
    text = models.CharField(max_length=40)

    class Meta:
        app_label = "hello"

    def __str__(self):
        return self.text


urlpatterns = [path("", lambda request: JsonResponse({"text": Greeting.objects.get(pk=1).text}))]

if sys.argv[1:] == ["init"]:
    with connection.schema_editor() as editor:
        editor.create_model(Greeting)
    Greeting.objects.create(text="hello")
