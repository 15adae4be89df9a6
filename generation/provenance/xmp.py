"""An XMP packet: what a file says of itself to programs that know nothing of C2PA."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_TEXT = "<{0}>{1}</{0}>"
_LANGUAGES = '<{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></{0}>'
_LIST = "<{0}><rdf:Seq><rdf:li>{1}</rdf:li></rdf:Seq></{0}>"
# As IPTC Photo Metadata and Video Metadata Hub write them.
_PROPERTIES = {
    "title": ("dc:title", _LANGUAGES),
    "artist": ("dc:creator", _LIST),
    "comment": ("dc:description", _LANGUAGES),
    "copyright": ("dc:rights", _LANGUAGES),
    "url": ("xmpRights:WebStatement", _TEXT),
    "source_type": ("Iptc4xmpExt:DigitalSourceType", _TEXT),
}


def xmp_packet(metadata: Mapping[str, str]) -> bytes:
    """Return the packet, UTF-8. metadata: as ``Labels.metadata``."""
    told = "\n".join(
        form.format(name, escape(metadata[key]))
        for key, (name, form) in _PROPERTIES.items()
        if key in metadata
    )
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces}>\n{told}\n'
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()
