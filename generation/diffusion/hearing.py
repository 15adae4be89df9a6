"""What diffusers only tells its log and a curator should know: that words were left out."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from generation.types import Words

_CUT = re.compile(r"truncated because (?P<by>\S+).*?: \[(?P<rest>.*)\]", re.S)


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.cut: dict[str, str] = {}  # what counts the words → what it left out

    def emit(self, record: logging.LogRecord) -> None:
        if found := _CUT.search(record.getMessage()):
            self.cut[found["by"]] = found["rest"].strip("'\" ")


@contextmanager
def words_left_out(*, read_twice: bool) -> Iterator[list[Words]]:
    """Yield a list that, when the block ends, says which end of a prompt was not read.

    read_twice: CLIP is only one of two readers (FLUX), and what it leaves out the other reads.
    """
    ear, told = _Ear(), list[Words]()
    logger = logging.getLogger("diffusers")
    logger.addHandler(ear)
    try:
        yield told
    finally:
        logger.removeHandler(ear)
    if read_twice:
        ear.cut.pop("CLIP", None)
    for rest in sorted(set(ear.cut.values())):
        told.append(
            Words(
                f"Подсказка слишком длинна, её конец не прочитан: «{rest}».",
                f"The prompt is too long; its end was not read: “{rest}”.",
            )
        )
