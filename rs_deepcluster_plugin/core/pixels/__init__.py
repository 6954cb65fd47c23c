"""Classical classification of pixels: clusters without labels, and maximum likelihood."""
