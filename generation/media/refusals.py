"""The sentences a refused picture is answered with: what was wrong and what to do."""

from __future__ import annotations

from generation.errors import PictureRefused
from generation.types import Words

FIRST_ONLY = Words(
    "В файле несколько страниц или кадров: взят первый.",
    "The file holds several pages or frames: the first was taken.",
)
_OTHERS = {
    b"GIF8": "GIF", b"%PDF": "PDF", b"BM": "BMP", b"8BPS": "PSD", b"<svg": "SVG",
    b"\0\0\0\x0cjP": "JPEG 2000", b"PK\x03\x04": "ZIP", b"<htm": "HTML", b"<!DO": "HTML",
}  # fmt: skip


def not_a_picture(name: str, data: bytes) -> PictureRefused:
    """Refuse a file of another kind, naming the kind when it is a known one."""
    if not data:
        return _refusal(name, "файл пуст.", "the file is empty.", _SEND_AGAIN)
    if data[4:8] == b"ftyp":
        kind = "HEIC/AVIF/MP4"
    else:
        kind = next((k for magic, k in _OTHERS.items() if data.startswith(magic)), "")
    return _refusal(
        name,
        f"это {kind}, а нужна картина." if kind else "это не картина.",
        f"this is {kind}, not a picture we can open." if kind else "this is not a picture.",
        Words(
            "Сохраните её как JPEG, PNG, WebP или TIFF.",
            "Save it as JPEG, PNG, WebP or TIFF.",
        ),
    )


def damaged(name: str, kind: str, error: Exception) -> PictureRefused:
    """Refuse a file that breaks off or makes no sense."""
    reason = (str(error).splitlines() or [""])[0][:120] or type(error).__name__
    return _refusal(
        name,
        f"файл {kind} повреждён или обрывается ({reason}).",
        f"the {kind} file is damaged or breaks off ({reason}).",
        _SEND_AGAIN,
    )


def too_many_bytes(name: str, limit: int) -> PictureRefused:
    """Refuse a file with more bytes than allowed."""
    megabytes = limit / 1024 / 1024
    return _refusal(
        name,
        f"файл больше {megabytes:g} МБ.",
        f"the file is larger than {megabytes:g} MB.",
        Words("Сохраните его как JPEG или меньшего размера.", "Save it as JPEG or smaller."),
    )


def too_many_pixels(name: str, size: tuple[int, int], limit: int) -> PictureRefused:
    """Refuse a picture with more pixels than allowed, before any is decoded."""
    across = f"{size[0]}×{size[1]}"
    return _refusal(
        name,
        f"{across} пикс. — больше {limit / 1e6:g} мегапикселей.",
        f"{across} px is more than {limit / 1e6:g} megapixels.",
        Words("Уменьшите картину и пришлите снова.", "Make it smaller and send it again."),
    )


def too_small(name: str, size: tuple[int, int], least: int) -> PictureRefused:
    """Refuse a picture too small to show anything."""
    return _refusal(
        name,
        f"{size[0]}×{size[1]} пикс. — слишком мало, нужно хотя бы {least} по каждой стороне.",
        f"{size[0]}×{size[1]} px is too small; each side needs at least {least}.",
        Words("Найдите снимок крупнее.", "Find a larger photograph."),
    )


def unreadable(name: str, error: OSError) -> PictureRefused:
    """Refuse a path that cannot be read."""
    known = next((w for kind, w in _UNREADABLE.items() if isinstance(error, kind)), None)
    ru, en = known or (f"файл не читается ({error}).", f"the file cannot be read ({error}).")
    return _refusal(name, ru, en, Words("Проверьте путь.", "Check the path."))


def no_memory(name: str) -> PictureRefused:
    """Refuse a picture that does not fit this machine's memory."""
    return _refusal(
        name,
        "картина не помещается в память.",
        "the picture does not fit in memory.",
        Words("Уменьшите её и пришлите снова.", "Make it smaller and send it again."),
    )


_UNREADABLE: dict[type[OSError], Words] = {
    FileNotFoundError: Words("такого файла нет.", "there is no such file."),
    IsADirectoryError: Words("это папка, а не картина.", "this is a folder, not a picture."),
    PermissionError: Words("нет прав на чтение файла.", "the file may not be read by us."),
}
_SEND_AGAIN = Words(
    "Откройте его в графической программе, сохраните заново и пришлите снова.",
    "Open it in an image program, save it anew and send it again.",
)


def _refusal(name: str, ru: str, en: str, remedy: Words) -> PictureRefused:
    if name:
        ru, en = f"«{name}»: {ru}", f"“{name}”: {en}"
    else:
        ru, en = ru[0].upper() + ru[1:], en[0].upper() + en[1:]
    return PictureRefused(Words(f"{ru} {remedy.ru}", f"{en} {remedy.en}"))
