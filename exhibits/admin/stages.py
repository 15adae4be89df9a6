"""The page of stages: what runs in this process, what a frame costs, how many more fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse

from exhibits.kiosks.models import Kiosk
from exhibits.refusal import in_language
from exhibits.streaming.report import House, StageReport
from exhibits.streaming.stages import houses
from generation import Held, Words

PERMISSION = "exhibits.view_kiosk"
SAY = {
    "intro": Words(
        "Что этот сервер оживляет сейчас и во что обходится кадр. Новой картине, для которой нет "
        "места, сервер говорит «мест нет», и страница показывает оригинал; экраны в залах места "
        "не ждут.",
        "What this server brings to life now, and what a frame costs. A new picture without room "
        "is told “full”, and its page shows the original; screens in the halls never wait.",
    ),
    "none": Words("Сейчас ничего не идёт.", "Nothing runs now."),
    "stage": Words("сцена", "stage"),
    "engine": Words("движок", "engine"),
    "state": Words("состояние", "state"),
    "viewers": Words("зрителей", "viewers"),
    "cost": Words("кадр: рисование / кодирование / GPU, мс", "frame: drawing / encoding / GPU, ms"),
    "rate": Words("кадров в секунду, не более", "frames a second, at most"),
    "device": Words("устройство", "device"),
    "failure": Words("последний отказ", "last failure"),
    "gpu": Words("GPU этого сервера", "GPUs of this server"),
    "no_gpu": Words("GPU у сервера нет: рисует процессор.", "This server owns no GPU: cores draw."),
}
KINDS = {
    "work": Words("страница работы", "page of a work"),
    "kiosk": Words("экран в зале", "screen in a hall"),
    "draft": Words("черновик", "draft"),
    "version": Words("версия на столе", "version on a desk"),
    "private": Words("гость ведёт сам", "a guest steers"),
}
AILING = Words("сцен отдыхает, или за них играет другой", "stages rest or are stood in for")
STATES = {
    "live": Words("играет", "plays"),
    "resting": Words("отдыхает", "rests"),
    "still": Words("неподвижна", "still"),
}


class Line(NamedTuple):
    """One stage on the page. what: of a work its slug, of a screen its name; mark: "ok" or
    "weak"."""

    stage: StageReport
    kind: Words
    what: str
    mark: str
    state: Words
    cost: str


def stages_page(request: HttpRequest) -> HttpResponse:
    """Show every stage of this process."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    found = houses()
    names = {str(kiosk.pk): kiosk.name for kiosk in Kiosk.objects.all()}
    context = admin.site.each_context(request) | {
        "title": in_language(Words("Сцены", "Stages")),
        "say": SAY,
        "room": [(len(house.stages), in_language(room_words(house))) for house in found],
        "lines": [_line(stage, names) for house in found for stage in house.stages],
        "devices": [_device(held) for held in (found[0].devices if found else ())],
    }
    return TemplateResponse(request, "admin/stages.html", context)


def room_words(house: House) -> Words:
    """Return what is said after the number of stages that run: how many more fit."""
    told = f"{house.more}+" if house.more >= 99 else str(house.more)
    return Words(f"на сцене; поместится ещё {told}", f"on stage; {told} more fit")


def _line(stage: StageReport, names: Mapping[str, str]) -> Line:
    told = [f"{ms:.1f}" for ms in stage.spent] if stage.spent else []
    state = STATES.get(stage.state, Words(stage.state, stage.state))
    cost = " / ".join(told) or "–"
    what = names.get(stage.what, stage.what)
    return Line(stage, KINDS[stage.kind], what, "weak" if stage.ails else "ok", state, cost)


def _device(held: Held) -> dict[str, Any]:
    memory = held.memory
    if memory is None:
        return {"name": held.device, "memory": in_language(Words("не отвечает", "no answer"))}
    taken = filesizeformat(memory.total - memory.free)
    return {"name": held.device, "memory": f"{taken} / {filesizeformat(memory.total)}"}
