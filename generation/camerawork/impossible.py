"""What one flat picture, or a camera, cannot do: why not, and the nearest that can be done."""

from __future__ import annotations

from generation.types import Words

# reason → phrases, written as in the lexicon.
PHRASES = {
    "turn": """
        turn/turns/turning/spin/spins/rotate around/round, turn/spin/rotate the? camera
        around/round, about face, u turn, spin/spins/spinning, разворот*, развернись, разверни*,
        развернут*, обернись, оберни*""",
    "behind": """
        behind, from behind, from the? back, back side, other/opposite/far side, reverse side,
        reverse shot/angle, сзади, позади, за спин*, со спины, с тыла, с обратной стороны,
        с другой стороны, с изнанки, обратн* сторон*, затыл*""",
    "through": """
        through, fly/go/move/pass through/inside, inside, walk in/into, enter, fly into, into the
        painting/picture, сквозь, насквозь, внутрь, внутри, пролет*, пролет* сквозь/через, вглубь,
        войди*, войти, влет*, через картину/полотно/холст""",
    "beyond": """
        beyond, outside, beyond/outside/past the? frame/edge/border/edges/borders/picture/painting,
        out of the? frame/picture/painting, past the? edge/border/frame, за рам*, за кра*,
        за предел*, вне рам*/картин*/кадр*, за картин*, за границ*, шире картин*""",
    "upside": """
        upside down, flip/flips, invert*, on its head, barrel roll, вверх ногами, вверх дном,
        вниз головой, перевер*, кувыр*, бочк*, отзеркал*, mirror*""",
    "circle": """
        full/complete/entire circle/orbit/turn/rotation/arc/loop, all the way around/round,
        all around, полн* круг*/оборот*/облет*, полностью вокруг, кругом, со всех сторон,
        вокруг своей оси""",
    "above": """
        bird's eye, birds eye, bird's eye view, birds eye view, top down, top view, overhead,
        aerial, drone, worm's eye, view from above/below, с высоты птичьего полета, с птичьего
        полета, вид* сверху/снизу, дрон*, с дрона, с высоты""",
    "focus": """
        focus*, defocus*, refocus*, rack focus, bokeh, blur*, depth of field, out of focus,
        фокус*, сфокус*, расфокус*, размы*, боке,
        резкость, глубин* резкости""",
    "lens": "dolly zoom, vertigo effect?, fisheye, wide angle lens?, lens, объектив*",
    "time": """
        slow motion, slowmo, slo mo, time lapse, timelapse, hyperlapse, bullet time, reverse,
        rewind, слоу мо, таймлапс*, замедленн* съемк*, перемот*, задом наперед""",
    "cut": """
        cut/cuts/cutting, fade/fades/fading, dissolve*, crossfade, transition*, montage, split
        screen, склей*, монтаж*, затемн*, наплыв*, смен* план*""",
    "content": """
        add, adds, remove*, delete*, replace*, change*, draw, paint, create*, generat*, erase*,
        put, turn into, colour*, color*, animat*, dance*, dancing, smil*, speak*, talk*, sing*,
        blink*, walk*, wave*, cry*, laugh*, rain*, snow*, sunset*, sunrise*, storm*, fire*,
        fireworks, explo*, cat, cats, dog, dogs, bird, birds, music, light up, lightning, night,
        turn/tilt/nod/raise/shake her/his/the? head, поверн* голов*, наклон* голов*,
        подним* голов*/бров*, make it/her/him rain/snow/smile/talk/sing/dance/move/blink,
        добав*, убер*, удали*, стер*,
        сотр*, замен*, измен*, нарис*, дорис*, раскрас*, перекрас*, созда*, сгенерир*, оживи*,
        оживл*, улыбн*, улыба*, заговор*, говор*, скажи*, сказать, пой, поет, спой, споет, запой,
        танц*, моргн*, морга*, подмигн*, плач*, смей*, засме*, дожд*, снег*, закат*, рассвет*,
        гроз*, гром*, молни*, огонь, пожар*, взрыв*, салют*, кот, кота, кот*, кошк*, собак*, птиц*,
        музык*, ночь, день, солнц*, превра*""",
}  # fmt: skip
REASONS = {
    "turn": (
        Words(
            "камера не может развернуться: за ней нет ничего, картина только впереди",
            "the camera cannot turn round: the picture lies before it and nothing lies behind",
        ),
        Words("поворот вправо на 10°", "pan right by 10°"),
    ),
    "behind": (
        Words(
            "с обратной стороны на картине ничего не написано",
            "nothing is painted on the far side of what a picture shows",
        ),
        Words("облёт слева на 5°", "orbit to the left by 5°"),
    ),
    "through": (
        Words(
            "внутрь картины влететь нельзя: за написанным ничего нет",
            "a picture cannot be entered: nothing lies beyond what is painted",
        ),
        Words("сильный наезд на лицо", "push in strongly on the face"),
    ),
    "beyond": (
        Words(
            "за краем картины ничего нет, и камера его не покажет",
            "nothing lies beyond the edge of the picture, and the camera never shows it",
        ),
        Words("отъезд до целой картины", "pull out to the whole picture"),
    ),
    "upside": (
        Words(
            "камера не переворачивается и не отражает картину",
            "the camera neither turns a picture over nor mirrors it",
        ),
        Words("крен вправо на 5°", "roll right by 5°"),
    ),
    "circle": (
        Words(
            "полный круг невозможен: у картины есть лишь небольшой рельеф",
            "a full circle is impossible: a picture has only a little relief",
        ),
        Words("облёт слева на 5° и обратно", "orbit to the left by 5° and back"),
    ),
    "above": (
        Words(
            "точки зрения выше или ниже картины нет",
            "there is no view from high above or far below a picture",
        ),
        Words("кран вверх на 5°", "crane up by 5°"),
    ),
    "focus": (
        Words(
            "резкость и размытие — дело отделки (finish), а не движения камеры",
            "focus and blur belong to the finish, not to the camera's path",
        ),
        Words("наезд на лицо", "push in on the face"),
    ),
    "lens": (
        Words(
            "объектив и искажения — дело отделки (finish), а не движения камеры",
            "the lens and what it bends belong to the finish, not to the camera's path",
        ),
        Words("наезд на лицо", "push in on the face"),
    ),
    "time": (
        Words(
            "время картины камера не меняет, только свой ход",
            "the camera does not change the picture's time, only its own pace",
        ),
        Words("очень медленный наезд", "very slow push in"),
    ),
    "cut": (
        Words(
            "склеек и наплывов нет: камера движется непрерывно",
            "there are no cuts or fades: the camera moves without a break",
        ),
        Words("быстрый наезд на лицо", "fast push in on the face"),
    ),
    "content": (
        Words(
            "это не движение камеры: камера ничего не меняет в самой картине",
            "that is not a camera move: the camera changes nothing in the painting",
        ),
        Words("медленный наезд", "slow push in"),
    ),
    "negation": (
        Words(
            "сказано, чего не делать; скажите, что делать",
            "this says what not to do; say what to do",
        ),
        Words("статично 4 секунды", "static, 4 seconds"),
    ),
}
