"""A plan told back in words, so that a curator sees what was understood."""

from __future__ import annotations

from generation.camerawork.plan import CameraPlan, Move, Step
from generation.types import Words

_WAYS = {
    "left": Words("влево", "left"), "right": Words("вправо", "right"),
    "up": Words("вверх", "up"), "down": Words("вниз", "down"), "": Words("", ""),
}  # fmt: skip
_SIDES = {"left": Words("слева", "to the left"), "right": Words("справа", "to the right")}
_FROM = {  # where a sweep in this direction begins
    "right": Words("слева направо", "from left to right"),
    "left": Words("справа налево", "from right to left"),
    "down": Words("сверху вниз", "from top to bottom"),
    "up": Words("снизу вверх", "from bottom to top"),
}
_TARGETS = {  # accusative; instrumental after «следовать за»; English
    "face": ("лицо", "лицом", "the face"), "eyes": ("глаза", "глазами", "the eyes"),
    "left_eye": ("левый глаз модели", "левым глазом модели", "the sitter's left eye"),
    "right_eye": ("правый глаз модели", "правым глазом модели", "the sitter's right eye"),
    "mouth": ("губы", "губами", "the lips"), "nose": ("нос", "носом", "the nose"),
    "chin": ("подбородок", "подбородком", "the chin"),
    "forehead": ("лоб", "лбом", "the forehead"), "hand": ("руку", "рукой", "the hand"),
    "subject": ("главное в картине", "главным в картине", "the subject"),
    "top_left": ("левый верхний угол", "левым верхним углом", "the top left corner"),
    "top": ("верх картины", "верхом картины", "the top of the picture"),
    "top_right": ("правый верхний угол", "правым верхним углом", "the top right corner"),
    "left": ("левую часть", "левой частью", "the left of the picture"),
    "centre": ("центр", "центром", "the centre"),
    "right": ("правую часть", "правой частью", "the right of the picture"),
    "bottom_left": ("левый нижний угол", "левым нижним углом", "the bottom left corner"),
    "bottom": ("низ картины", "низом картины", "the bottom of the picture"),
    "bottom_right": ("правый нижний угол", "правым нижним углом", "the bottom right corner"),
}  # fmt: skip
_EASINGS = {
    "smooth": Words("", ""), "linear": Words("равномерно", "at a steady speed"),
    "in": Words("с разгоном", "easing in"), "out": Words("с замедлением", "easing out"),
    "sharp": Words("резко", "sharply"),
}  # fmt: skip


def plan_words(plan: CameraPlan) -> Words:
    """Return the plan as a sentence in each language, with every number and its unit."""
    told, near = [], False  # near: no longer the whole picture in view
    for step in plan.steps:
        told.append(_step(step, near))
        near = _ends_near(step, near)
    ru, en = ("; затем ".join(w.ru for w in told), "; then ".join(w.en for w in told))
    whole = Words(_capital(ru), _capital(en))
    if len(told) > 1:
        seconds = _seconds(plan.seconds)
        return Words(f"{whole.ru}. Всего {seconds.ru}.", f"{whole.en}. {seconds.en} in all.")
    return Words(f"{whole.ru}.", f"{whole.en}.")


def plan_steps(plan: CameraPlan) -> list[tuple[float, float, Words]]:
    """Return what happens from which second to which, step by step, in words."""
    told, near, at = [], False, 0.0
    for step in plan.steps:
        words = _step(step, near)
        near = _ends_near(step, near)
        end = at + max(move.lasts for move in step)
        told.append((at, end, Words(_capital(words.ru), _capital(words.en))))
        at = end
    return told


def _step(step: Step, near: bool) -> Words:
    moves = [_move(move) for move in step]
    notes = Words("", "") if near else _notes(step)
    return Words(
        " и одновременно ".join(w.ru for w in moves) + notes.ru,
        " and at the same time ".join(w.en for w in moves) + notes.en,
    )


def _move(move: Move) -> Words:
    what, seconds, easing = _what(move), _seconds(move.seconds), _EASINGS[move.easing]
    ru, en = [f"{what.ru} за {seconds.ru}"], [f"{what.en} over {seconds.en}"]
    if move.kind in ("hold", "follow"):
        ru, en = [f"{what.ru} {seconds.ru}"], [f"{what.en} for {seconds.en}"]
    if easing.ru:
        ru, en = [*ru, easing.ru], [*en, easing.en]
    if move.times > 1:
        often = "раза" if move.times < 5 else "раз"
        ru = [*ru, f"{move.times} {often}, с возвратом"]
        en = [*en, f"{move.times} times, returning"]
    if move.back:
        ru, en = [*ru, "и столько же обратно"], [*en, "and back in the same time"]
    if move.handheld:
        shake = _number(move.handheld * 0.4)
        ru.append(f"с рук (дрожание до {shake.ru} % ширины)")
        en.append(f"handheld (shaking up to {shake.en} % of the width)")
    return Words(", ".join(ru), ", ".join(en))


def _what(move: Move) -> Words:
    match move.kind:
        case "pan" | "tilt" | "truck":
            return _shifting(move)
        case "orbit" | "crane" | "roll":
            return _turning(move)
        case "hold":
            return Words("камера неподвижна", "hold still")
        case "whole":
            return Words("целая картина в кадре", "the whole picture in view")
        case "follow":
            return Words(
                f"следование за {_named(move.target, 1)}", f"follow {_named(move.target, 2)}"
            )
        case "look":
            ru, en = _named(move.target, 0), _named(move.target, 2)
            return Words(f"перевод камеры на {ru}", f"move to {en}")
        case _:
            return _nearing(move)


def _nearing(move: Move) -> Words:
    on, times = _on(move), _number(move.amount)
    if move.kind == "pull" and not move.amount:
        return Words(f"отъезд{on.ru} до целой картины", f"pull out{on.en} to the whole picture")
    ru, en = {"push": ("наезд", "push in"), "zoom": ("зум", "zoom in"),
              "pull": ("отъезд", "pull out")}[move.kind]  # fmt: skip
    return Words(f"{ru}{on.ru}, ×{times.ru}", f"{en}{on.en}, ×{times.en}")


def _shifting(move: Move) -> Words:
    ru, en = {"pan": ("панорама", "pan"), "tilt": ("наклон камеры", "tilt"),
              "truck": ("проезд", "truck")}[move.kind]  # fmt: skip
    percent = _number(move.amount * 100)
    if not move.sweep:
        way = _WAYS[move.toward]
        return Words(
            f"{ru} {way.ru} на {percent.ru} % ширины картины",
            f"{en} {way.en} by {percent.en} % of the picture's width",
        )
    way = _FROM[move.toward]
    return Words(
        f"{ru} {way.ru}, по {percent.ru} % ширины картины от середины",
        f"{en} {way.en}, {percent.en} % of the picture's width each side of the middle",
    )


def _turning(move: Move) -> Words:
    ru, en = {"orbit": ("облёт", "orbit"), "crane": ("кран", "crane"),
              "roll": ("крен камеры", "roll")}[move.kind]  # fmt: skip
    sides = _SIDES if move.kind == "orbit" else _WAYS
    way = _FROM[move.toward] if move.sweep else sides[move.toward]
    degrees, about = _number(move.amount), Words("", "")
    if move.target:
        about = Words(f" (вокруг: {_named(move.target, 0)})", f" about {_named(move.target, 2)}")
    return Words(
        f"{ru} {way.ru} на {degrees.ru}°{about.ru}", f"{en} {way.en} by {degrees.en}°{about.en}"
    )


def _named(target: str, case: int) -> str:
    if target in _TARGETS:
        return _TARGETS[target][case]
    number = target.removeprefix("brush_")
    return (f"кисть {number}", f"кистью {number}", f"brush {number}")[case]


def _on(move: Move) -> Words:
    if not move.target:
        return Words("", "")
    return Words(f" на {_named(move.target, 0)}", f" on {_named(move.target, 2)}")


def _ends_near(step: Step, near: bool) -> bool:
    """Say whether a step leaves the camera closer than the whole picture."""
    if any(m.kind == "whole" or (m.kind == "pull" and not m.amount) for m in step):
        return False
    still = all(move.kind == "hold" and not move.handheld for move in step)
    return near or not (still or all(move.back for move in step))


def _notes(step: Step) -> Words:
    """What the picture's edge makes of a step, said before anyone wonders."""
    kinds = {move.kind for move in step}
    if kinds & {"push", "zoom", "whole"}:
        return Words("", "")
    if "pull" in kinds:
        return Words(
            " (начнёт крупнее, если видна вся картина)",
            " (beginning closer if the whole picture is in view)",
        )
    if kinds == {"hold"} and not any(move.handheld for move in step):
        return Words("", "")
    if kinds == {"follow"}:
        return Words(" (с приближением)", " (closing in)")
    return Words(
        " (сначала немного приблизит, чтобы не показать край)",
        " (closing in a little first, so that no edge shows)",
    )


def _seconds(seconds: float) -> Words:
    number = _number(seconds)
    return Words(f"{number.ru} с", f"{number.en} s")


def _number(value: float) -> Words:
    text = f"{value:.3g}"
    return Words(text.replace(".", ","), text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
