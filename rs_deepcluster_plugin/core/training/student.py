"""What is trained: a head on a transformer, and the loss that compares scenes."""

from __future__ import annotations

from typing import Any

from ..base.packages import import_package
from ..encoder.settings import ModelHeader

_HIDDEN, _OUT = 1024, 256  # of the projector
COSINE_SCALE = 16.0  # of the cosine classifier: cosines of -1 to 1 become logits of -16 to 16


def make_classifier(vit: Any, header: ModelHeader, classes: int) -> Any:
    """Put the head on a transformer.

    The head is a projector and a cosine classifier (Sariyildiz et al. 2023). It sees the class
    token and the mean of the patch tokens.

    Parameters
    ----------
    vit
        timm's module, which becomes part of the classifier.
    header
        Tells mean and standard deviation of the bands.
    classes
        How many there are.

    Returns
    -------
    classifier
        torch module that takes images (n, bands, s, s) in [0, 1] to (n, 256 + classes): embeddings
        of length 1, then logits from -16 to 16.
    """
    torch = import_package("torch")
    functional = torch.nn.functional
    width = 2 * vit.embed_dim

    class Classifier(torch.nn.Module):  # type: ignore[misc, name-defined]
        """Transformer, projector and cosine classifier."""

        def __init__(self) -> None:
            super().__init__()
            self.vit = vit
            self.projector = torch.nn.Sequential(
                torch.nn.Linear(width, _HIDDEN), torch.nn.GELU(), torch.nn.Linear(_HIDDEN, _OUT)
            )
            self.classes = torch.nn.Parameter(torch.randn(classes, _OUT) * 0.02)
            self.register_buffer("mean", torch.tensor(header.mean).reshape(1, -1, 1, 1))
            self.register_buffer("std", torch.tensor(header.std).reshape(1, -1, 1, 1))

        def forward(self, images: Any) -> Any:
            tokens = self.vit.forward_features((images - self.mean) / self.std)
            patches = tokens[:, self.vit.num_prefix_tokens :].mean(1)
            embedding = self.projector(torch.cat([tokens[:, 0], patches], 1)).float()
            embedding = functional.normalize(embedding)
            logits = COSINE_SCALE * embedding @ functional.normalize(self.classes).T
            return torch.cat([embedding, logits], 1)

    return Classifier()


def contrastive_loss(embedding: Any, labels: Any, temperature: float) -> Any:
    """Compute the supervised contrastive loss (Khosla et al. 2020, equation 2).

    Parameters
    ----------
    embedding
        Tensor of shape (n, d), rows of length 1.
    labels
        Tensor of the n classes.
    temperature
        Cosines are divided by it.

    Returns
    -------
    loss
        Tensor of one number: the mean over the scenes that share their class with another one, 0
        where there are none.
    """
    torch = import_package("torch")
    itself = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    similar = (embedding @ embedding.T / temperature).masked_fill(itself, -torch.inf)
    logs = (similar - similar.logsumexp(1, keepdim=True)).masked_fill(itself, 0)
    same = (labels[:, None] == labels) & ~itself
    count = same.sum(1)
    each = -(logs * same).sum(1)[count > 0] / count[count > 0]
    return each.mean() if len(each) else embedding.sum() * 0
