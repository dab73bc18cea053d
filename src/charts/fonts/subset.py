"""Makes the fonts of PNGs: python3 subset.py FOLDER, with fonttools and brotli installed.

FOLDER holds NotoSans_400Regular.ttf and NotoSans_700Bold.ttf of the npm package @expo-google-fonts/noto-sans 0.4.2,
and NotoSansSC_400Regular.ttf of @expo-google-fonts/noto-sans-sc 0.4.3.
"""

import sys
from pathlib import Path

import brotli
from fontTools import subset

HERE = Path(__file__).parent

LATIN = [(0x20, 0x250), (0x300, 0x500), (0x1E00, 0x1F00), (0x2000, 0x20D0), (0x2100, 0x2400)]


def in_ranges(ranges):
    return {code for first, end in ranges for code in range(first, end)}


def of_encoding(name, leads, trails):
    codes = set()
    for lead in leads:
        for trail in trails:
            try:
                codes.add(ord(bytes([lead, trail]).decode(name)))
            except UnicodeDecodeError:
                pass
    return codes


def make(source, target, codes):
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    font = subset.load_font(source, options)
    maker = subset.Subsetter(options)
    maker.populate(unicodes=codes)
    maker.subset(font)
    made = HERE / f"{target}.ttf"
    subset.save_font(font, made, options)
    made.with_suffix(".ttf.br").write_bytes(brotli.compress(made.read_bytes(), quality=11, lgwin=24))
    made.unlink()


folder = Path(sys.argv[1])
latin = in_ranges(LATIN)
# Simplified characters of GB 2312, the common traditional ones of Big5, kana, and full-width forms.
han = of_encoding("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
han |= of_encoding("big5", range(0xA1, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
han |= in_ranges([(0x3000, 0x3100), (0xFF00, 0xFFF0)])
make(folder / "NotoSans_400Regular.ttf", "noto-sans-regular", latin)
make(folder / "NotoSans_700Bold.ttf", "noto-sans-bold", latin)
make(folder / "NotoSansSC_400Regular.ttf", "noto-sans-sc-regular", {code for code in han if code >= 0x370})
