"""What is refused before any page is asked."""

import pytest


@pytest.mark.django_db
def test_an_upload_of_two_hundred_megabytes_is_refused_unread(client):
    answer = client.generic("POST", "/say/", b"", CONTENT_LENGTH="200000000")
    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()


@pytest.mark.django_db
def test_a_nul_in_an_address_is_no_address(client):
    assert client.get("/track/%00/").status_code == 400
    assert client.get("/published/?q=%00").status_code == 400
