"""The museum as one Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExhibitsConfig(AppConfig):
    """Rooms are folders; the migration history is one."""

    name = "exhibits"
    verbose_name = _("Museum")
    default_auto_field = "django.db.models.BigAutoField"
