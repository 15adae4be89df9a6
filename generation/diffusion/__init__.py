"""Pictures and clips from diffusion models on local disk."""
