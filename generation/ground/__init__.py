"""Parts of the painting that move by themselves: motion brush and flow."""
