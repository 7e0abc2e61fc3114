"""A visitor without an account, who reads English, and a place for uploads that is thrown away."""

import io

import pytest
from django.core.cache import cache
from PIL import Image


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
