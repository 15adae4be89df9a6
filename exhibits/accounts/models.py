"""Accounts that still have the password we made for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OneTimePassword(models.Model):
    """Somebody who must choose a password of their own. The password itself is not kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    nonce = models.CharField(max_length=43)
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        default_permissions = ()
        verbose_name = _("one-time password")
        verbose_name_plural = _("one-time passwords")

    def __str__(self) -> str:
        return str(self.user)
