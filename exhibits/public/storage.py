"""Hashed static files in which ES modules import each other by their hashed names."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrite ``import … from "./x.js";``, so that a page never mixes two releases."""

    support_js_module_import_aggregation = True
