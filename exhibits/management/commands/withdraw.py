"""manage.py withdraw version|work|everything: pull it from every screen and page now."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from exhibits.kiosks.models import Withdrawal
from exhibits.kiosks.withdrawing import Screen, pull, screens_of
from exhibits.management.speaking import SpeakingCommand, unclear
from exhibits.refusal import Refused, in_language
from generation import Words

SILENT = 1  # exit code: some screens have not answered
LOOK_EVERY = 0.2  # seconds


class Command(SpeakingCommand):
    help = "Withdraw a version, a work or everything from every screen, page and link, for good."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=[str(scope) for scope in Withdrawal.Scope])
        parser.add_argument("which", nargs="?", default="", help="a version’s id, a work’s address")
        parser.add_argument("--by", required=True, metavar="USER", help="the account that signs")
        parser.add_argument("--reason", required=True, help="stays in the book")
        parser.add_argument(
            "--wait", type=float, default=5.0, metavar="SECONDS",
            help="how long to wait for the screens’ answers (5)",
        )  # fmt: skip

    def perform(self, options: dict[str, Any]) -> None:
        user = User.objects.filter(username=options["by"], is_active=True).first()
        if user is None:
            raise unclear(
                f"Нет действующей учётной записи «{options['by']}».",
                f"There is no active account “{options['by']}”.",
            )
        try:
            withdrawal = pull(options["what"], options["which"], user, options["reason"])
        except Refused as refusal:
            self.say(refusal.for_people)
            sys.exit(2)
        screens = self._wait(withdrawal, options["wait"])
        for screen in screens:
            self.stdout.write(in_language(told(screen)))
        if any(screen.after is None for screen in screens):
            sys.exit(SILENT)

    def _wait(self, withdrawal: Withdrawal, seconds: float) -> list[Screen]:
        until = time.monotonic() + seconds
        while True:
            screens = screens_of(withdrawal)
            if all(screen.after is not None for screen in screens) or time.monotonic() > until:
                return screens
            time.sleep(LOOK_EVERY)


def told(screen: Screen) -> Words:
    """Say what one screen answered."""
    name = screen.kiosk.name
    if screen.after is None:
        return Words(
            f"{name}: ответа нет; экран погасит это, как только выйдет на связь.",
            f"{name}: no answer; the screen goes dark of it at its next contact.",
        )
    seconds = f"{screen.after:.1f}"
    return Words(
        f"{name}: снято через {seconds.replace('.', ',')} с", f"{name}: dark after {seconds} s"
    )
