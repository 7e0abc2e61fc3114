"""A visitor without an account, who reads English, and a place for uploads that is thrown away."""

import io
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

SAY = reverse("portal:say")
WORDS = "The road to the school is broken since the flood."


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def visitor(client):
    client.cookies["django_language"] = "en"
    return client


def picture(kind="JPEG", size=(60, 40)):
    """The bytes of a small photo."""
    out = io.BytesIO()
    Image.new("RGB", size, "#2b5a63").save(out, kind)
    return out.getvalue()


@pytest.fixture
def form(county):
    return {
        "once": "a" * 22,
        "body": WORDS,
        "region": county.villages[0].pk,
        "place": "by the bridge",
        "naming": "deputy",
        "name": "Wang",
        "phone": "138 0826 5100",
    }


def file(name, content, kind="image/jpeg"):
    return SimpleUploadedFile(name, content, kind)


def sent(visitor, form, **more):
    """Send the form; the code in the address that it leads to."""
    answer = visitor.post(SAY, form | more)
    assert answer.status_code == 302
    return re.fullmatch(r"/track/([0-9A-Z-]{14})/\?new=1", answer["Location"]).group(1)
