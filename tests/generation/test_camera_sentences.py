"""Sixty sentences as a curator would say them: the plan they mean, or why they are refused."""

from __future__ import annotations

import random
import re

import pytest

from generation.camerawork.plan import CameraPlan, Move
from generation.camerawork.reading import read_camera
from generation.camerawork.telling import plan_words
from generation.errors import CameraRefused

RUSSIAN = {
    "медленный наезд на лицо, затем облёт слева": "push@face 6s; orbit:left 5s",
    "Плавно приблизиться к глазам за 8 секунд": "push@eyes 8s",
    "панорама вправо, 3,5 секунды": "pan:right 3.5s",
    "следовать за рукой, с рук, шесть секунд": "follow@hand 6s handheld",
    "наклон вверх на 10 %, потом вниз": "tilt:up 4s 0.1; tilt:down 4s",
    "отъезд до общего плана за полминуты": "pull 30s",
    "наезд и одновременно облёт справа, 6 секунд": "push 6s + orbit:right 6s",
    "Облети голову слева на 5° и обратно": "orbit:left@face 5s 5 back",
    "кран вверх, через две секунды кран вниз": "crane:up 4s; hold 2s; crane:down 4s",
    "приблизить в полтора раза к левому глазу": "push@left_eye 4s 1.5",
    "пауза две с половиной секунды, потом резкий наезд на губы": "hold 2.5s; push@mouth 2s sharp",
    "завалить горизонт вправо на 3 градуса": "roll:left 3s 3",
    "дважды поверни камеру влево": "pan:left 4s x2",
    "покажи правый нижний угол, затем вернись к общему плану": "look@bottom_right 3s; whole 3s",
    "очень медленная панорама слева направо": "pan:right 9s sweep",
    "Камера неподвижна 4 с": "hold 4s",
    "подъем камеры, слегка, с разгоном": "crane:up 4s 2 in",
    "проезд влево, не спеша": "truck:left 6s",
    "крупный план улыбки": "push@mouth 4s",
    "съёмка с рук: наезд на портрет, затем отъезд": "push@subject 4s handheld; pull 4s handheld",
    "наезд, панорама вправо, всего 12 секунд": "push 6s; pan:right 6s",
    "разворот на 180 градусов": "!не может развернуться",
    "покажи её со спины": "!с обратной стороны",
    "пролети сквозь картину": "!внутрь картины",
    "не наезжай на лицо": "!чего не делать",
    "добавь кота и сделай закат": "!не движение камеры",
    "отъехать за рамки картины": "!за краем картины",
    "переверни вверх ногами": "!не переворачивается",
    "наезт на лицо": "!«наезт».* «наезд»",
    "облёт на 40 градусов": "!до 5°",
}
ENGLISH = {
    "handheld, 4 seconds, follow the hand": "follow@hand 4s handheld",
    "Slow push in on the face, then arc right": "push@face 6s; orbit:right 5s",
    "dolly out over five seconds": "pull 5s",
    "pan left for 3 seconds, then right": "pan:left 3s; pan:right 4s",
    "Tilt up and push in, 6 s": "tilt:up 6s + push 6s",
    "zoom in by 20% on the mouth": "zoom@mouth 4s 1.2",
    "crane up slightly, ease out": "crane:up 4s 2 out",
    "dutch angle, 4 degrees": "roll:right 3s 4",
    "roll counter-clockwise twice": "roll:left 3s x2",
    "push in to the eyes and back": "push@eyes 4s back",
    "track right for 2 seconds, hold for 1.5 seconds": "truck:right 2s; hold 1.5s",
    "follow brush 2 for ten seconds": "follow@brush_2 10s",
    "Static shot, half a minute.": "hold 30s",
    "whip pan to the left": "pan:left 2.4s",
    "orbit from the left while pushing in on the face": "orbit:left 5s + push@face 5s",
    "pan from left to right at a constant speed": "pan:right 4s sweep linear",
    "move closer to the lips, very slowly": "push@mouth 9s",
    "look at the top-left corner; then return to the whole picture": "look@top_left 3s; whole 3s",
    "camera shake, strong": "hold 2s handheld",
    "boom down 3° gently, wait a second, pull back": "crane:down 4s 3; hold 1s; pull 4s",
    "turn the camera 180 degrees": "!cannot turn round",
    "show her from behind": "!far side",
    "fly through the painting": "!cannot be entered",
    "make it rain": "!not a camera move",
    "don't zoom": "!what not to do",
    "pan beyond the frame": "!edge of the picture",
    "flip it upside down": "!turns a picture over",
    "puhs in on the face": "!“puhs”.*“push”",
    "zoom in by 300 %": "!up|×1.8",
    "push in on the face and do a barrel dance with a unicorn": "!not a camera move",
}
TABLE = RUSSIAN | ENGLISH


def short(move: Move, told: str) -> str:
    """The move as the table writes it: the amount only where the table tells one."""
    text = move.kind + (f":{move.toward}" if move.toward else "")
    text += (f"@{move.target}" if move.target else "") + f" {move.seconds:.3g}s"
    if re.search(r"\ds \d", told):
        text += f" {move.amount:.3g}"
    flags = {
        "back": move.back, "sweep": move.sweep, f"x{move.times}": move.times > 1,
        "handheld": move.handheld > 0, move.easing: move.easing != "smooth",
    }  # fmt: skip
    return " ".join([text, *(flag for flag, on in flags.items() if on)])


def written(plan: CameraPlan, told: str) -> str:
    steps = []
    for step, part in zip(plan.steps, [*told.split("; "), *[""] * 9], strict=False):
        words = [*part.split(" + "), *[""] * 9]
        steps.append(" + ".join(short(m, w) for m, w in zip(step, words, strict=False)))
    return "; ".join(steps)


def test_the_table_has_thirty_sentences_of_each_language() -> None:
    assert (len(RUSSIAN), len(ENGLISH)) == (30, 30)


@pytest.mark.parametrize(("sentence", "told"), TABLE.items())
def test_sentence(sentence: str, told: str) -> None:
    if not told.startswith("!"):
        plan = read_camera(sentence)
        assert written(plan, told) == told
        assert plan.language == ("ru" if sentence in RUSSIAN else "en")
        return
    with pytest.raises(CameraRefused) as refused:
        read_camera(sentence)
    said = refused.value.for_people
    assert re.search(told[1:], said.ru if sentence in RUSSIAN else said.en)
    assert re.search("[а-я]", said.ru) and said.en


@pytest.mark.parametrize("sentence", [s for s, told in TABLE.items() if told.startswith("!")])
def test_a_refusal_of_the_impossible_names_a_move_that_can_be_made(sentence: str) -> None:
    with pytest.raises(CameraRefused) as refused:
        read_camera(sentence)
    for text in refused.value.for_people:
        nearest = re.search(r"(?:Ближайшее возможное: «|nearest possible: “)([^»”]+)", text)
        if nearest:
            assert read_camera(nearest[1]).steps


HOSTILE = [
    "", "   ", "\n\t", "…", "😀🎥", "'; DROP TABLE artworks; --", "<script>alert(1)</script>",
    "наезд 😀", "\u200b\ufeff", "push in " * 1300, "а" * 10_000, "4", "на лицо", "slowly", "5 %",
    "push in 5", "наезд на 0 секунд", "push in for 9999 hours", "orbit by 0 degrees", "brush 9",
    "pan", "follow", "pan up left", "push in pull out on left eye right eye", "−3", "NaN seconds",
    "push in 99999999999999999999 times", "half", "½ pan right", "через картину", "after dinner",
    "пан" * 150, "follow brush 7", "push in, then 2 seconds", "в 2 раза", "of of of", "back 3",
]  # fmt: skip


@pytest.mark.parametrize("sentence", HOSTILE)
def test_what_says_nothing_is_refused_in_both_languages(sentence: str) -> None:
    with pytest.raises(CameraRefused) as refused:
        read_camera(sentence)
    assert refused.value.for_people.ru and len(refused.value.for_people.en) < 400


def test_languages_mix_and_another_language_is_refused() -> None:
    plan = read_camera("push-in на лицо, then облёт слева", "ru")
    assert [m.kind for step in plan.steps for m in step] == ["push", "orbit"]
    assert plan.language == "ru"
    with pytest.raises(CameraRefused):
        read_camera("push in", "de")


def test_letters_and_accents_are_alike() -> None:
    plain = read_camera("облет слева").steps
    assert read_camera("ОБЛЁТ СЛЕВА").steps == plain
    assert read_camera("обле\u0301т сле\u0301ва").steps == plain  # stress marks
    assert read_camera("обле\u0308т слева").steps == plain  # ё in two characters


def test_random_text_neither_crashes_nor_moves_the_camera() -> None:
    chance = random.Random(20261121)
    letters = (
        "abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюя 0123456789.,;!?%°«»—😀\u0301٣²"
    )
    for _ in range(300):
        text = "".join(chance.choice(letters) for _ in range(chance.randint(20, 80)))
        with pytest.raises(CameraRefused):
            read_camera(text)


def test_known_words_in_any_order_make_a_plan_told_back_or_a_refusal() -> None:
    chance = random.Random(7)
    words = sorted({word for sentence in TABLE for word in sentence.split()})
    plans = 0
    for _ in range(500):
        text = " ".join(chance.choice(words) for _ in range(chance.randint(1, 6)))
        try:
            plan = read_camera(text)
        except CameraRefused:
            continue
        plans += 1
        assert 0 < plan.seconds <= 600 and all(plan_words(plan))
    assert plans > 5  # else nothing was tried
