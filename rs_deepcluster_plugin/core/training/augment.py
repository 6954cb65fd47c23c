"""Augmentation for imagery that is looked at from above, of any number of bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..base.packages import import_package, import_timm
from ..base.plain import setting


@dataclass(frozen=True)
class AugmentSettings:
    """How far training images are changed.

    Seen from above, no direction is the right one: the eight flips and quarter turns are always
    drawn from.
    """

    smallest_crop: float = setting(0.25, minimum=0.01, maximum=1)
    """A crop has at least this share of the image's area; the scale changes with it."""

    brightness: float = setting(0.3, minimum=0, maximum=1)
    """A factor for all bands, up to 1 plus or minus this."""

    contrast: float = setting(0.3, minimum=0, maximum=1)
    """A factor for the differences from the image's mean, likewise."""

    color: float = setting(0.3, minimum=0, maximum=1)
    """Factors for each band's own gain and for the differences between bands, likewise."""

    band_drop: float = setting(0.1, minimum=0, maximum=0.9)
    """How often a band is blanked, where there are more than three."""


def augment(images: Any, size: int, settings: AugmentSettings) -> Any:
    """Change each image by chance, drawn from torch's global generator.

    Parameters
    ----------
    images
        uint8 tensor of shape (n, bands, height, width).
    size
        Width and height of the result in pixels.

    Returns
    -------
    images
        float32 tensor of shape (n, bands, size, size), in [0, 1].
    """
    torch = import_package("torch")
    import_timm()  # declares what torchvision lacks on some computers
    transforms = import_package("torchvision.transforms.v2")
    crop = transforms.RandomResizedCrop(
        size,
        scale=(settings.smallest_crop, 1.0),
        interpolation=transforms.InterpolationMode.BICUBIC,
        antialias=True,
    )
    cropped = torch.stack([_turn(crop(image), torch) for image in images.float() / 255])
    return recolor(cropped, settings).clamp_(0, 1)


def _turn(image: Any, torch: Any) -> Any:
    """Return one of the eight flips and quarter turns of a square image."""
    kind = int(torch.randint(8, ()))
    turned = torch.rot90(image, kind % 4, (1, 2))
    return turned.flip(2) if kind >= 4 else turned


def recolor(images: Any, settings: AugmentSettings) -> Any:
    """Change brightness, contrast and color of each image, drawn from torch's global generator.

    Where there are more than three bands, some are blanked: each pixel gets the band's mean.

    Parameters
    ----------
    images
        Float tensor of shape (n, bands, height, width), in [0, 1].

    Returns
    -------
    images
        Tensor of the same shape; its values may leave [0, 1].
    """
    torch = import_package("torch")
    count, bands = images.shape[:2]

    def factor(strength: float, channels: int = 1) -> Any:
        return 1 + strength * (2 * torch.rand(count, channels, 1, 1) - 1)

    gray = images.mean(1, keepdim=True)
    images = gray + (images - gray) * factor(settings.color)
    images = images * factor(settings.color / 2, bands) * factor(settings.brightness)
    middle = images.mean((1, 2, 3), keepdim=True)
    images = middle + (images - middle) * factor(settings.contrast)
    if bands > 3:
        blank = torch.rand(count, bands, 1, 1) < settings.band_drop
        images = torch.where(blank, images.mean((2, 3), keepdim=True), images)
    return images
