"""Kling, a paid service: a picture, or words alone, become a clip of five seconds or more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from generation.camerawork.reading import read_camera
from generation.capabilities import Capabilities, Licence, Sizes, Takes, Task
from generation.findings import Finding
from generation.making import Cost, Made, Models, Progress, Request
from generation.options import Within, check_fields
from generation.services.asking import Line
from generation.services.fields import refuse
from generation.services.kling import ACCESS, SECRET, KlingSeller
from generation.services.kling_brush import brush_fields
from generation.services.kling_camera import camera_control
from generation.services.kling_fields import LARGEST, aspect_of, check_body, check_picture
from generation.services.kling_models import MODELS, NAME, Choice, Feature, Kind, price, works
from generation.services.ordering import Desk, Order, Paying
from generation.services.outside import Outside
from generation.services.paid import key_finding, made_of, refuse_what_is_not_taken
from generation.services.pictures import fitted, request_digest, sent, without_pictures
from generation.services.purse import Bell, NoBell, Purse
from generation.types import Words

_TASKS: dict[Task, Kind] = {"image-to-video": "image2video", "text-to-video": "text2video"}
_FEATURES: dict[Takes, Feature] = {
    "motion-brush": "brush", "camera": "camera", "end-frame": "end-frame",
}  # fmt: skip
_TAKES: dict[Kind, set[str]] = {
    "image2video": {"picture", "end_picture", "brush", "camera", "negative", "fps", "seconds"},
    "text2video": {"camera", "negative", "fps", "seconds"},
}
Model = Literal[
    "kling-v1", "kling-v1-5", "kling-v1-6", "kling-v2-master", "kling-v2-1", "kling-v2-1-master",
    "kling-v2-5-turbo", "kling-v2-6", "kling-v3",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class KlingOptions:
    """model, mode: brush and camera work in few of them, see docs/services.md.

    camera_document: by which of Kling's two documents its axes pan and tilt are meant; the
    effect one chooses stays the same. cfg_scale: None leaves it to Kling. Raises OptionsRefused.
    """

    model: Annotated[Model, Words("модель", "model")] = "kling-v1-5"
    mode: Annotated[Literal["std", "pro"], Words("качество", "quality")] = "pro"
    host: Annotated[
        Literal["singapore", "beijing"], Words("где считают", "where it runs")
    ] = "singapore"  # fmt: skip
    cfg_scale: Annotated[
        float | None, Within(0, 1), Words("верность словам", "relevance to the prompt")
    ] = None  # fmt: skip
    sound: Annotated[bool, Words("со звуком", "with sound")] = False
    watermark: Annotated[bool, Words("знак службы", "the service’s watermark")] = False
    camera_document: Annotated[
        Literal["2025", "2026"], Words("оси камеры по документу", "camera axes by document")
    ] = "2026"  # fmt: skip

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as Kling takes it. effect: of its camera, in words; notes: what is not quite as
    it was asked.
    """

    kind: Kind
    choice: Choice
    body: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Words, ...] = ()
    effect: str = ""

    def more(self, body: dict[str, Any], *notes: Words) -> _Asked:
        return replace(self, body=self.body | body, notes=self.notes + notes)


class KlingEngine:
    """Makes one clip for money. Without a purse it makes none. See Maker."""

    Options = KlingOptions
    CAPABILITIES: ClassVar[Capabilities] = Capabilities(
        tasks=frozenset({"image-to-video", "text-to-video"}),
        draws="modified",
        licence=Licence(
            "Kling AI API terms",
            "https://klingai.com/docs/terms",
            commercial="ask",
            trap=Words(
                "Картина и слова уходят третьему лицу, в Сингапур или Пекин, и хранятся там до "
                "30 дней. Спросите правообладателя.",
                "Picture and words go to a third party, in Singapore or Beijing, and stay there "
                "for up to 30 days. Ask the rights holder.",
            ),
        ),
        sizes=Sizes((300, 300), (1920, 1920), 2),
        fps=(24.0, 30.0),
        seconds=15.0,
        needs=frozenset({"network", "key"}),
        takes=frozenset({"prompt", "negative", "guidance", "end-frame", "motion-brush", "camera"}),
    )

    def __init__(self, options: KlingOptions, outside: Outside | None = None) -> None:
        self._options, self._outside = options, outside or Outside()
        self._paying = Paying()

    @classmethod
    def check(cls, options: KlingOptions) -> Iterator[Finding]:
        """Say whether both keys are set; the service is not asked."""
        yield key_finding("kling", (ACCESS, SECRET), "https://klingai.com")

    def capabilities(self) -> Capabilities:
        """Return what the chosen model and mode can do."""
        own, model = self._options, MODELS[self._options.model]
        takes: set[Takes] = {"prompt", "negative"}
        takes |= {"guidance"} if model.cfg else set()
        takes |= {
            name for name, feature in _FEATURES.items() if works(feature, own.model, own.mode)
        }
        tasks = frozenset(task for task, kind in _TASKS.items() if kind in model.kinds)
        fps = tuple(sorted({float(model.fps[_TASKS[task]]) for task in tasks}))
        return replace(
            self.CAPABILITIES,
            tasks=tasks,
            fps=fps,
            seconds=float(model.seconds[-1]),
            takes=frozenset(takes),
        )

    def weights(self) -> Models:
        """Return no file: the weights are theirs."""
        return ()

    def pays_from(self, purse: Purse, bell: Bell | None = None) -> None:
        """Take the purse that pays, and the bell by which the service may call."""
        self._paying = Paying(purse, bell or NoBell())

    def refuse(self, request: Request) -> None:
        """See Maker.refuse. Raises CameraRefused and BrushRefused with the nearest that can be."""
        self._asked(request)

    def cost(self, request: Request) -> Cost:
        """See Maker.cost: an estimate in dollars at the list price of Kling's units."""
        return price(self._choice(request))[1]

    def make(self, request: Request, folder: Path, progress: Progress) -> Made:
        """See Maker.make: an MP4. Ordered once in this folder, however often it is called."""
        own, asked = self._options, self._asked(request)
        digest = request_digest(request, asdict(replace(own, host="singapore")))
        told = {"kind": asked.kind, **without_pictures(asked.body)}
        told |= {"camera_effect": asked.effect} if asked.effect else {}
        with Line(NAME, self._outside) as line:
            seller = KlingSeller(line, asked.kind, asked.body, own.host)
            order = Order(digest, self.cost(request), told)
            made = Desk(seller, order, self._paying, folder, progress).fulfil()
        return made_of(made, folder, {"service": NAME, **told}, None, asked.notes)

    def _choice(self, request: Request) -> Choice:
        own, kind = self._options, _TASKS.get(request.task, "image2video")
        return Choice(kind, own.model, own.mode, round(request.seconds) or 5, own.sound)

    def _asked(self, request: Request) -> _Asked:
        """The whole request, checked. Raises RequestRefused, CameraRefused, BrushRefused."""
        choice = self._choice(request)
        kind = choice.kind
        refuse_what_is_not_taken(NAME, request, _TASKS, _TAKES[kind])
        _check_time(request, choice)
        asked = _Asked(kind, choice).more(self._plain(request, choice))
        if kind == "image2video":
            asked = _with_pictures(asked, request)
        else:
            aspect, notes = aspect_of(request.size)
            asked = asked.more({"aspect_ratio": aspect}, *notes)
        if request.camera:
            plan, own = read_camera(request.camera), self._options
            control = camera_control(plan, kind, own.model, choice.seconds, own.camera_document)
            asked = asked.more({"camera_control": dict(control.body)}, *control.notes)
            asked = replace(asked, effect=control.effect.en)
        check_body(kind, asked.body)
        return asked

    def _plain(self, request: Request, choice: Choice) -> dict[str, Any]:
        own = self._options
        body: dict[str, Any] = {
            "model_name": own.model,
            "mode": own.mode,
            "duration": str(choice.seconds),
        }
        given = {
            "prompt": request.prompt or None,
            "negative_prompt": request.negative or None,
            "cfg_scale": own.cfg_scale,
            "sound": "on" if own.sound else None,
            "watermark_info": {"enabled": True} if own.watermark else None,
        }
        return body | {name: value for name, value in given.items() if value is not None}


def _with_pictures(asked: _Asked, request: Request) -> _Asked:
    """First and last frame, and what is brushed on the picture as it is sent."""
    if request.picture is None:
        refuse("Kling: нужна картина.", "Kling: a picture is needed.")
    picture = fitted(request.picture)
    size = picture.shape[1], picture.shape[0]
    check_picture(*size)
    asked = asked.more({"image": sent(picture, LARGEST)})
    if request.end_picture is not None:
        end = fitted(request.end_picture)
        check_picture(end.shape[1], end.shape[0])
        asked = asked.more({"image_tail": sent(end, LARGEST)})
    if request.brush:
        fields, notes = brush_fields(request.brush, size)
        asked = asked.more(fields, *notes)
    return asked


def _check_time(request: Request, choice: Choice) -> None:
    fps = MODELS[choice.model].fps[choice.kind]
    if request.fps not in (0, fps):
        refuse(
            f"{choice.model} делает {fps} кадров в секунду, а не {request.fps:g}.",
            f"{choice.model} makes {fps} frames a second, not {request.fps:g}.",
        )
    if request.seconds != round(request.seconds):
        refuse(
            f"Kling делает целые секунды, а не {request.seconds:g}. Ближайшее: {choice.seconds}.",
            f"Kling makes whole seconds, not {request.seconds:g}. The nearest: {choice.seconds}.",
        )
