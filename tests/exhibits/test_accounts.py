"""The first login: a password for once, then one's own."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from exhibits.accounts.actions import issue_password, waiting_accounts, waiting_password
from exhibits.accounts.models import OneTimePassword
from exhibits.accounts.passwords import ALPHABET, derived

pytestmark = pytest.mark.django_db
OWN = "a much longer one 7"


@pytest.fixture
def curator() -> User:
    return User.objects.create_superuser("curator")


def test_a_password_is_readable_and_never_the_same() -> None:
    made = {derived(str(nonce), "secret") for nonce in range(200)}
    assert len(made) == 200
    assert all(set(p) <= set(ALPHABET + "-") and len(p) == 14 for p in made)
    assert derived("1", "secret") == derived("1", "secret") != derived("1", "other")


def test_the_whole_way(client: Client, curator: User) -> None:
    password = issue_password(curator)
    assert waiting_accounts() == [("curator", password)]
    assert password not in str(list(OneTimePassword.objects.values()))
    login = {"username": "curator", "password": password}
    answer = client.post(reverse("admin:login"), login | {"next": "/admin/"}, follow=True)
    choose = reverse("admin:password_change")
    assert answer.redirect_chain[-1][0] == choose
    for page in ("/admin/", "/admin/exhibits/artwork/", "/admin/auth/user/"):
        assert client.get(page).headers["Location"] == choose
    sent = {"old_password": password, "new_password1": OWN, "new_password2": OWN}
    assert client.post(choose, sent).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert waiting_accounts() == [] and not OneTimePassword.objects.exists()
    assert not client.login(username="curator", password=password)


def test_the_same_password_again_does_not_count(client: Client, curator: User) -> None:
    password = issue_password(curator)
    client.login(username="curator", password=password)
    sent = {"old_password": password, "new_password1": password, "new_password2": password}
    client.post(reverse("admin:password_change"), sent)
    assert client.get("/admin/").status_code == 302


def test_a_new_one_time_password_replaces_the_old(client: Client, curator: User) -> None:
    first, second = issue_password(curator), issue_password(curator)
    assert first != second
    assert not client.login(username="curator", password=first)
    assert client.login(username="curator", password=second)
    assert waiting_password(curator) == second


def test_one_may_leave_and_change_the_language(client: Client, curator: User) -> None:
    client.login(username="curator", password=issue_password(curator))
    assert client.get("/").status_code in (200, 302)
    assert client.post("/i18n/setlang/", {"language": "en"}).status_code == 302
    assert client.post(reverse("admin:logout")).status_code == 200
