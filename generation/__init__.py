"""Moving pictures. This is the public face: import from here, nothing is loaded before use.

The names are listed once, in ``__init__.pyi``.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
