"""How large an upload may be, and no more of it kept than that."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

import generation


def upload_limits() -> Any:
    """Return the museum's limits as generation.PictureLimits."""
    return generation.PictureLimits(
        bytes=settings.UPLOAD_MAX_BYTES, pixels=settings.UPLOAD_MAX_PIXELS
    )


class BoundedUploadHandler(FileUploadHandler):
    """Goes before the handlers that keep; lets one byte too many through, as evidence."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a chunk on unless the limit was crossed before it."""
        return raw_data if start <= settings.UPLOAD_MAX_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the handlers after this one."""
        return None
