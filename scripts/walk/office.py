"""The office: a work's record and picture, the registrar's decision, its living portrait."""

from __future__ import annotations

import re

from scripts.walk.hands import seek
from scripts.walk.people import CURATOR, REGISTRAR
from scripts.walk.walk import Walk

PUBLIC_DOMAIN = "https://creativecommons.org/publicdomain/mark/1.0/"
LABEL = {
    "title_ru": "Портрет на прогулке", "title_en": "Portrait on a walk",
    "maker_ru": "Неизвестный художник", "maker_en": "Unknown painter",
    "date_text_ru": "XIX век", "date_text_en": "19th century",
    "medium_ru": "Холст, масло", "medium_en": "Oil on canvas",
}  # fmt: skip
FOR_VISITORS = {
    "alt_ru": "Лицо человека, который смотрит на вас.",
    "alt_en": "The face of somebody who looks at you.",
}
RIGHTS = {"rights_work": PUBLIC_DOMAIN, "rights_photo": PUBLIC_DOMAIN}
REASON = "Автор умер более ста лет назад; наследников, которые возражали бы, нет."


def log_in(walk: Walk) -> str:
    """The curator logs in and sees what waits today."""
    page = walk.come(CURATOR, "/admin/")
    walk.shoot(page, "log-in")
    return "today's page"


def add_work(walk: Walk) -> str:
    """The curator writes the label and hands in the picture."""
    page, hand = walk.come(CURATOR, "/admin/exhibits/artwork/add/"), walk.hand
    hand.write(page.locator("#id_accession_number"), f"ПР-{walk.tag}")
    hand.write(page.locator("#id_slug"), walk.slug)
    for name, text in LABEL.items():
        hand.write(page.locator(f"#id_{name}"), text)
    walk.shoot(page, "label")
    for part, texts in ((2, FOR_VISITORS), (3, RIGHTS)):
        hand.press(page.locator(f"[data-part='{part}']"))
        for name, text in texts.items():
            hand.write(page.locator(f"#id_{name}"), text)
    walk.shoot(page, "rights")
    hand.upload(page.locator("input[type=file][name$='0-upload']"), walk.picture)
    hand.press(page.locator("button[name=_continue]"))
    page.wait_for_url(re.compile(r"/artwork/[^/]+/change/"))
    walk.told["work"] = page.url.split("/artwork/")[1].split("/")[0]
    walk.shoot(page, "picture")
    return f"work {LABEL['title_ru']!r} with its picture"


def decide(walk: Walk) -> str:
    """The registrar says that it may move, and why."""
    path = f"/admin/exhibits/artwork/{walk.told['work']}/change/"
    page, hand = walk.come(REGISTRAR, path), walk.hand
    hand.press(page.locator("[data-part='4']"))
    hand.tick(page.locator("input[name=may_move][value=yes]"))
    hand.write(page.locator("#id_may_move_reason"), REASON)
    walk.shoot(page, "may-it-move")
    hand.press(page.locator("button[name=_continue]"))
    page.wait_for_load_state()
    hand.press(page.locator("[data-part='4']"))
    walk.shoot(page, "decided")
    return "it may move"


def put_on_show(walk: Walk) -> str:
    """The curator puts the work on show."""
    page = walk.come(CURATOR, f"/admin/exhibits/artwork/{walk.told['work']}/change/")
    walk.hand.press(page.locator("button[name*=put_on_show]"))
    page.wait_for_load_state()
    public = walk.page_of("visitor")
    public.goto(f"{walk.url}/{walk.language}/works/{walk.slug}/")
    public.locator("h1").wait_for()
    assert not public.locator("[data-stream]").count(), "it must hang still"
    walk.shoot(public, "on-show-still")
    return "visitors see the painting, still"


def make_portrait(walk: Walk) -> str:
    """The curator makes its living portrait and arrives in the studio."""
    page = walk.come(CURATOR, "/admin/exhibits/livingportrait/add/")
    seek(walk.hand, "id_artwork", page, f"ПР-{walk.tag}")
    walk.hand.press(page.locator("button[name=_save]"))
    page.wait_for_url("**/admin/studio/**")
    walk.told["portrait"] = page.url.split("/studio/")[1].split("/")[0]
    walk.shoot(page, "studio-opening")
    return "the studio is open"
