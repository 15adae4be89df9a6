"""Under which terms the weights of each family are published, and where a museum may trip.

Read in the model cards at the addresses given, in 2026; a card that changed since is right.
"""

from __future__ import annotations

from generation.capabilities import Licence
from generation.types import Words

_STABILITY = "https://stability.ai/community-license-agreement"
_NON_COMMERCIAL = Words(
    "Веса только для некоммерческих целей: показ в платной экспозиции и сувениры требуют "
    "отдельной лицензии Black Forest Labs. Картинки, сделанные по лицензии, можно показывать.",
    "The weights are for non-commercial purposes only: a ticketed show or souvenirs need a "
    "licence from Black Forest Labs. Pictures made under the licence may be shown.",
)

APACHE = Licence("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0")
KLEIN = Licence(
    "Apache-2.0",
    "https://huggingface.co/black-forest-labs/FLUX.2-klein-4B",
    "yes",
    Words(
        "Apache-2.0 только у весов 4B; у 9B лицензия некоммерческая.",
        "Only the 4B weights are Apache-2.0; the 9B ones are non-commercial.",
    ),
)
FLUX_DEV = Licence(
    "FLUX.1-dev-Non-Commercial",
    "https://huggingface.co/black-forest-labs/FLUX.1-dev/blob/main/LICENSE.md",
    "no",
    _NON_COMMERCIAL,
)
STABILITY = Licence(
    "Stability-AI-Community",
    _STABILITY,
    "ask",
    Words(
        "Бесплатно, пока годовой доход организации меньше миллиона долларов; нужна регистрация "
        "у Stability AI и надпись «Powered by Stability AI».",
        "Free while the organisation earns under a million dollars a year; asks to register "
        "with Stability AI and to say “Powered by Stability AI”.",
    ),
)
OPENRAIL = Licence(
    "CreativeML-OpenRAIL++-M",
    "https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md",
    "yes",
    Words(
        "Запрещённые применения из приложения к лицензии передаются и тем, кому вы отдаёте модель.",
        "The uses forbidden in the licence's attachment bind those you pass the model on to.",
    ),
)
LTX = Licence(
    "LTX-Video-Open-Weights",
    "https://huggingface.co/Lightricks/LTX-Video",
    "ask",
    Words(
        "У каждой версии весов своя лицензия; у новых бесплатно до десяти миллионов долларов "
        "дохода в год. Прочтите файл лицензии рядом с весами.",
        "Each version of the weights has its own licence; the newer are free below ten million "
        "dollars of income a year. Read the licence file beside the weights.",
    ),
)
MIXED = Licence(
    "",
    "https://huggingface.co/models?library=diffusers",
    "ask",
    Words(
        "Лицензию определяют веса: смотрите таблицу семейств.",
        "The weights decide: see the table of families.",
    ),
)

# Pipelines that diffusers could run and we do not: the beginning of a class name → why.
NOT_TAKEN: dict[str, Words] = {
    "Hunyuan": Words(
        "Лицензия Hunyuan не действует в Европейском союзе, Великобритании и Южной Корее.",
        "The Hunyuan licence does not extend to the European Union, the United Kingdom and "
        "South Korea.",
    ),
}
