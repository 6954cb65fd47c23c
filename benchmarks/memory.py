"""Peak memory of the worker on a small and on a 30,000 x 30,000 pixel raster."""

from __future__ import annotations

import tempfile
from pathlib import Path

import measure
import report

DEMO = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
SIDE = 30_000


def mosaic(path: Path) -> None:
    """Write a virtual raster that repeats the packaged raster up to 30,000 x 30,000 pixels."""
    import rasterio

    with rasterio.open(DEMO) as source:
        width, height, transform = source.width, source.height, source.transform
        crs = source.crs.to_wkt()
    bands = []
    for band in (1, 2, 3):
        parts = [
            f"<ComplexSource><SourceFilename>{DEMO}</SourceFilename><SourceBand>{band}</SourceBand>"
            f'<SrcRect xOff="0" yOff="0" xSize="{width}" ySize="{height}"/>'
            f'<DstRect xOff="{x}" yOff="{y}" xSize="{width}" ySize="{height}"/><NODATA>0</NODATA>'
            "</ComplexSource>"
            for y in range(0, SIDE, height)
            for x in range(0, SIDE, width)
        ]
        bands.append(
            f'<VRTRasterBand dataType="Byte" band="{band}"><NoDataValue>0</NoDataValue>'
            + "".join(parts)
            + "</VRTRasterBand>"
        )
    numbers = ", ".join(str(v) for v in transform.to_gdal())
    path.write_text(
        f'<VRTDataset rasterXSize="{SIDE}" rasterYSize="{SIDE}"><SRS>{crs}</SRS>'
        f"<GeoTransform>{numbers}</GeoTransform>{''.join(bands)}</VRTDataset>"
    )


def main() -> None:
    """Measure and write the table."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vrt = folder / "large.vrt"
        mosaic(vrt)
        for label, raster, size in (
            ("2,181 x 1,917", DEMO, 96),
            ("30,000 x 30,000", vrt, 750),
        ):
            measured = measure.cluster_scenes(raster, size, folder)
            rows.append(
                (
                    label,
                    f"{measured.result.scenes:,} of {size} px",
                    f"{measured.seconds:.0f}",
                    f"{measured.peak:,.0f}",
                )
            )
    text = report.table(("raster (pixels)", "scenes", "seconds", "peak of the worker (MB)"), rows)
    report.write_section("Memory", "python benchmarks/memory.py", text)


if __name__ == "__main__":
    main()
