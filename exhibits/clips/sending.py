"""Send a file in whole or in part: players ask for parts, and Safari plays nothing without."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

MIMES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".c2pa": "application/c2pa",
}
MOST = 8 * 2**20  # bytes of one part: whoever wants more asks again
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def send_file(
    request: HttpRequest, path: Path, mime: str, name: str, digest: str
) -> HttpResponseBase:
    """Return a file, the part of it that was asked for, or 304, 416. To be asked for again
    each time: it may be withdrawn. ``name``: as it is saved; ``digest``: its SHA-256."""
    etag = f'"{digest}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = _part(request, path, etag) or FileResponse(path.open("rb"))
    response["Content-Type"] = mime
    response["Content-Disposition"] = f'{_place(request)}; filename="{name}"'
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _place(request: HttpRequest) -> str:
    return "attachment" if "save" in request.GET else "inline"


def _part(request: HttpRequest, path: Path, etag: str) -> HttpResponse | None:
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    size = path.stat().st_size
    first, last = asked.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) if first and last else size - 1, size - 1, start + MOST - 1)
    if not start <= end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(start)
        response = HttpResponse(file.read(end - start + 1), status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response
