"""The words a camera sentence may use, as phrases with their meanings.

A phrase is words with blanks between; in a word ``*`` stands for any ending, ``/`` parts
alternatives, and a last ``?`` makes the word optional. Phrases are parted by commas. Russian
is written with е for ё. The longest phrase wins, then the earlier one.
"""

from __future__ import annotations

# What the camera does. After a colon: the way the verb implies.
MOVES = {
    "push": """
        push/pushes/pushing, push/pushes/pushing in/into/forward/toward/towards/closer,
        dolly/dollies/dollying, dolly/dollies/dollying in/forward/closer, forward/forwards,
        move/moves/moving/go/going/come/coming/get/glide/drift/creep/track in/closer/forward,
        approach/approaches/approaching, closer, close/closing in, bring closer,
        close up/ups, closeup/closeups,
        наезд*, наезжа*, наех*, наедь*, приближ*, приблиз*, крупнее, ближе, поближе, вперед,
        подъезд*, подъезжа*, подъех*, надвиг*, надвин*, подойд*, подойти, подходи*, придвин*,
        крупн* план*, крупно""",
    "zoom": """
        zoom/zooms/zooming, zoom/zooms/zooming in/into/closer, zoom/zooms/zooming in closer,
        magnify*, enlarge*, зум*, увелич*, трансфокац*""",
    "pull": """
        pull/pulls/pulling, pull/pulls/pulling out/back/away, dolly/dollies/dollying out/back/away,
        zoom/zooms/zooming out/back, move/moves/moving/go/going/come/coming out/back/away/backward,
        backward/backwards, back away/out/off, step/draw back/away, отъезд*, отъезжа*, отъех*,
        отдал*, удаля*, удален*, отойд*, отойти, отходи*, отодви*, подальше, отступ*, уменьш*,
        зум* наружу, мельче""",
    "pan": """
        pan/pans/panning, панорам*, пан, панн*, поворот*, поверн*, поворач*, повороч*,
        turn/turns/turning, swivel/swivels, look/looks/looking, look at, смотр*, посмотр*, глян*,
        взглян*, swing/swings""",
    "tilt": "tilt/tilts/tilting, наклон*",
    "orbit": """
        orbit/orbits/orbiting, arc/arcs/arcing, circle/circles/circling, revolve*, облет*,
        орбит*, обойд*, обойти, обход*, обогн*, огиба*, кружи*, дуг*,
        go/move/fly/walk/travel/moving/going/flying around/round""",
    "crane": "crane/cranes/craning, boom/booms/booming, pedestal, jib/jibs, кран*",
    "crane:up": """
        rise/rises/rising, raise/raises/raising, lift/lifts/lifting, ascend*, подъем*, подним*,
        поднять*, поднят*, взлет*""",
    "crane:down": """
        lower/lowers/lowering, descend*, sink/sinks/sinking, опуст*, опуск*, спуск*, спуст*,
        сниж*, сниз*""",
    "truck": """
        truck/trucks/trucking, slide/slides/sliding, crab/crabs/crabbing, проезд*, проезж*, проех*,
        сдвиг*, сдвин*, смест*, смещ*""",
    "truck:left": "track/tracking/dolly/dollies/dollying left",
    "truck:right": "track/tracking/dolly/dollies/dollying right",
    "roll": """
        roll/rolls/rolling, dutch, dutch angle/tilt/roll/shot, cant/cants/canted, bank/banks,
        rotate/rotates/rotating/rotation, крен*, накрен*, завал*, голландск* угол/план/наклон,
        вращ*""",
    "follow": """
        follow/follows/following, track/tracks/tracking, tracking shot, stay/stays with/on,
        keep on/with, keep in frame/view, трекинг*, следи*, следу*, следов*, следя*, слежен*,
        сопровожд*, прослед*, держ* в кадре""",
    "hold": """
        hold/holds/holding, pause/pauses/pausing, wait/waits/waiting, stay/stays/staying,
        stop/stops/stopping, freeze/freezes, static, still, stationary, lock/locked off?,
        motionless, tripod, on a? tripod, don't/dont move, do not move, no movement/motion,
        stand/stands still, without moving/movement/motion, без движен*, не двига*, не шевел*,
        статич*, неподвиж*, пауз*, замр*, замер*, стой*, постой*, стоп*, стоит, стоять, жди,
        подожд*, задерж*,
        останов*, удерж*, держи*, держа*, со штатива, на штативе, на месте""",
    "return": """
        return/returns/returning, go/going/come back, reset, верни*, вернут*, возврат*, возвращ*""",
    "move": """
        move/moves/moving/movement, go/goes/going, glide/glides/gliding, fly/flies/flying/flight,
        float/floats/floating, travel/travels, come/comes, drift/drifts/drifting, show/shows,
        reveal/reveals, двиг*, двин*, движени*, перемещ*, перемест*, лети*, лете*, полет*, плыв*,
        перейд*, перейти, переход*, перевед*, перевест*, перевод*, покаж*, показ*, веди, ведем,
        get, bring, take""",
}  # fmt: skip
WAYS = {
    "left": "left, leftward/leftwards, to the left side?, влево, налево, левее, в левую сторону",
    "right": """
        right, rightward/rightwards, to the right side?, вправо, направо, правее,
        в правую сторону""",
    "up": "up, upward/upwards, вверх, наверх, кверху, выше, ввысь",
    "down": "down, downward/downwards, вниз, книзу, ниже, книзу",
    "clockwise": "clockwise, по часовой стрелке?",
    "counterclockwise": """
        counterclockwise, anticlockwise, counter/anti clockwise, против часовой стрелки?""",
    "out": "out, away, наружу",
}
FROM = {
    "left": "from the? left side?, слева, с левой стороны, с левого бока",
    "right": "from the? right side?, справа, с правой стороны, с правого бока",
    "up": "from above, from the? top, сверху",
    "down": "from below, from the? bottom, снизу",
}
SWEEPS = {
    "right": "from? left to right, from the left to the right, слева направо",
    "left": "from? right to left, from the right to the left, справа налево",
    "down": "from? top to bottom, from the top to the bottom, сверху вниз, from above downwards?",
    "up": "from? bottom to top, from the bottom to the top, снизу вверх",
}
TARGETS = {
    "left_eye": "left eye, лев* глаз*",
    "right_eye": "right eye, прав* глаз*",
    "eyes": "eyes, eye, both eyes, gaze, глаз*, очи, очам, взгляд*, взор*",
    "face": "face, faces, head, лиц*, личик*, голов*",
    "mouth": "mouth, lips, lip, smile, губ*, рот, рта, рту, ртом, ротик*, уст, уста, устам, улыбк*",
    "nose": "nose, нос, носа, носу, носом, носик*",
    "chin": "chin, подбород*",
    "forehead": "forehead, brow, лоб, лба, лбу, лбом",
    "hand": "hand, hands, рук*, ладон*, кист* рук*",
    "top_left": "top/upper left corner/part/third/quarter?, лев* верхн* уг*/част*/трет*, "
    "верхн* лев* уг*/част*/трет*",
    "top_right": "top/upper right corner/part/third/quarter?, прав* верхн* уг*/част*/трет*, "
    "верхн* прав* уг*/част*/трет*",
    "bottom_left": "bottom/lower left corner/part/third/quarter?, лев* нижн* уг*/част*/трет*, "
    "нижн* лев* уг*/част*/трет*",
    "bottom_right": "bottom/lower right corner/part/third/quarter?, прав* нижн* уг*/част*/трет*, "
    "нижн* прав* уг*/част*/трет*",
    "left": "left edge/side/third/part/half, лев* кра*/част*/трет*/полов*",
    "right": "right edge/side/third/part/half, прав* кра*/част*/трет*/полов*",
    "top": "top edge/side/third/part/half?, upper edge/third/part/half, "
    "верхн* кра*/част*/трет*/полов*, верх, верху",
    "bottom": "bottom edge/side/third/part/half?, lower edge/third/part/half, "
    "нижн* кра*/част*/трет*/полов*, низ, низу",
    "centre": "center, centre, middle, центр*, середин*",
    "whole": """
        whole/full/entire/overall picture/painting/image/canvas/portrait/view/shot/scene, wide
        shot/view?, wide, establishing shot, to the? start/beginning, start/starting position,
        общ* план*, цел* картин*, вс* картин*, вс* полотн*, вс* портрет*, картин* целиком,
        портрет* целиком, целиком, исходн* положени*/точк*/план*, к началу, в начало,
        начальн* положени*/точк*""",
    "subject": """
        subject, sitter, portrait, painting, picture, image, canvas, figure, woman, man, lady,
        girl, boy, her, him, модел*, портрет*, картин*, полотн*, холст*, фигур*, женщин*, мужчин*,
        девушк*, геро*, нее, него, ней, ним, нем""",
    "brush": "brush, brushed region, region, brush region/path, кист*, област*, мазок, мазк*",
}  # fmt: skip
PACES = {
    "slow": """
        slow/slowly/slower, unhurried*, leisurely, lazily, lazy, not fast/quickly, not too
        fast/quickly, no rush/hurry, without haste/hurry, медлен*, неспешн*, неторопл*, тих*,
        потихоньку, не спеша, не торопясь, не быстро, не слишком быстро, без спешки, постепенн*,
        gradual/gradually""",
    "fast": "fast/faster, quick/quickly/quicker, rapid/rapidly, swift*, whip, быстр*, скор*, живо, "
    "not slowly, не медленно, стремительн*",
}
EASINGS = {
    "smooth": """
        smooth/smoothly, gentle/gently, soft/softly, ease/eased/easing, ease in out, cinematic*,
        fluid*, without jerks/jolts, no jerks, плавн*, мягк*, нежн*, аккуратн*, кинематограф*,
        без рывков/толчков""",
    "in": "ease/eased/easing in, accelerat*, speed/speeding up, ускор*, разгон*, с разгоном",
    "out": "ease/eased/easing out, decelerat*, slow/slowing down, замедл*, с торможением, "
    "притормо*",
    "linear": """
        linear/linearly, steady/steadily, even/evenly, uniform*, constant speed, at a? constant
        speed, равномерн*, линейн*, ровн*, с постоянной скоростью""",
    "sharp": "sharp/sharply, abrupt*, sudden/suddenly, snap/snappy, jerk*, резк*, внезапн*, рывк*, "
    "рывок",
}
SIZES = {
    "slight": """
        slight/slightly, a little bit?, a bit, little, subtle/subtly, barely, small, tiny, lightly,
        чуть, чуть чуть, немного, немножко, слегка, едва, еле, легк*, небольш*, малень*,
        несильно""",
    "strong": """
        strong/strongly, big, large, deep/deeply, a lot, much, dramatic*, heavy, heavily,
        significant*, сильн*, глубок*, больш*, значительн*, намного, заметн*""",
    "most": """
        maximum, maximally, as much/far/close as possible, as far as it goes, all the way, максим*,
        до предела, до упора, как можно ближе/сильнее/больше""",
}
JOINTS = {
    "then": """
        then, and then, and after that, after that, afterwards, next, finally, followed by,
        at the? end, in the end, first, firstly,
        start/starts/starting/begin/begins/beginning with/on/from?,
        to begin with, начни/начать/начнем/начинаем/начиная с?, затем, а затем, и затем, потом,
        а потом, и потом, после, после этого, после чего, далее, дальше, наконец,
        в конце, сначала, сперва, вначале, и после этого""",
    "while": """
        while, whilst, meanwhile, at the same time, simultaneous/simultaneously, together with?, as,
        одновремен*, в то же время, в то время как, при этом, вместе с?, параллельно, пока""",
    "with": "with, с, со, плюс, plus",
    "and": "and, и, а, да",
}
BACK = """
    back, and back, there and back, back and forth, обратно, туда и обратно, туда обратно, назад"""
TOTAL = "total, in total, in all, altogether, всего, в сумме, итого"
HANDHELD = """
    handheld, hand held, handheld camera/shot/style/feel, shaky, shaky camera/cam, camera shake,
    shake/shakes/shaking, wobble/wobbly, с рук, с рук*, ручн* камер*, ручн* съемк*, дрож*,
    подраг*, тряс*, подрагив*, покачив*, живая камера, живой камерой"""
DELAY = "after, через, спустя"
AROUND = "around, round, вокруг"
HORIZON = "horizon, горизонт*"
VERY = "very, really, extremely, super, очень, крайне, весьма, предельно"
FILLERS = """
    the, a, an, to, at, on, onto, in, into, of, for, over, by, from, toward, towards, it, its, this,
    that, be, is, are, should, will, would, could, can, please, camera, cam, shot, take, make, do,
    let, let's, lets, we, us, i, you, me, want, need, like, just, so, some, now, about, during,
    within, lasting, duration, effect, motion, his, their, speed, pace,
    на, к, ко, в, во, за, по, от, до, у, из, о, об, для, около, примерно, так, вот,
    же, бы, как, что, чтобы, это, этот, эту, этого, ее, его, их, камер*, пожалуйста, сделай*,
    сделать, сделаем, давай*, хочу, хотелось, хочется, нужно, нужен, нужна, надо, пусть, можно,
    будет, кадр*, съемк*, снимай*, снять, снимаем, план*, в течение, течение, на протяжении,
    протяжен*, продолжительн*, длительн*, длиной, время, времени, эффект*, мне, мы, я, ты, нам, нас,
    скорост*, темп*"""
NEGATIONS = """
    not, no, don't, dont, doesn't, never, without, avoid, nor, cannot, can't, не, нет, ни, без,
    никогда, нельзя, никак*, избега*"""
