"""Open diffusion models through diffusers: what each takes, how it is loaded, run, kept small.

diffusers and its hub read these when first imported: nothing here may ask the network.
"""

import os

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", DO_NOT_TRACK="1")
