"""Hand out pictures: derivatives only, of works on show, or to staff who may see them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from exhibits.catalogue.derivatives import WIDTHS, derivative_file
from exhibits.catalogue.models import ArtworkImage

A_YEAR = 31_536_000


@require_safe
def picture(request: HttpRequest, image_id: UUID, width: int) -> HttpResponse:
    """Send one derivative. What may not be seen does not exist."""
    image = ArtworkImage.objects.select_related("artwork").filter(pk=image_id).first()
    if image is None or width not in WIDTHS or not _may_see(request, image):
        raise Http404
    etag = f'"{image.stored_sha256[:32]}-{width}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        data = derivative_file(image, width).read_bytes()
        response = HttpResponse(data, content_type="image/jpeg")
    for_whom = "public" if image.artwork.published else "private"
    response["ETag"] = etag
    response["Cache-Control"] = f"{for_whom}, max-age={A_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _may_see(request: HttpRequest, image: ArtworkImage) -> bool:
    user = request.user
    return image.artwork.published or (
        user.is_active and user.is_staff and user.has_perm("exhibits.view_artworkimage")
    )
