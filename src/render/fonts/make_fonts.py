#!/usr/bin/env python3
"""Makes the two fonts of the maps from Noto Sans CJK SC (SIL Open Font License 1.1).

    python3 make_fonts.py FOLDER_WITH_THE_TTC_FILES

Input: NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc, version 2.004 (Debian package
fonts-noto-cjk 1:20220127+repack1-1 puts them in /usr/share/fonts/opentype/noto).
Output, beside this script, the same bytes on every run with fonttools 4.68.0:

    walkshed-sans-sc-regular.otf   the characters of GBK, Latin-1, Latin Extended-A, Greek,
                                   Cyrillic, punctuation, arrows and signs
    walkshed-sans-sc-bold.otf      the characters of GB 2312 and the same letters and signs

Glyph outlines are unchanged. The family is renamed, as a changed font should not go under the name
of the original; copyright and licence records stay. Kerning of letters stays, hints and all other
layout features go.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection

FAMILY = "Walkshed Sans SC"
POSTSCRIPT = "WalkshedSansSC"
FACE = "Noto Sans CJK SC"
RANGES = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x01CD, 0x01DC),  # pinyin vowels with the third tone
    (0x0391, 0x03C9),  # Greek
    (0x0401, 0x0451),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2010, 0x203E),  # dashes, quotation marks, daggers, dots
    (0x2070, 0x209C),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x214F),  # letter-like signs
    (0x2150, 0x218B),  # fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2460, 0x24FF),  # numbers in circles
    (0x25A0, 0x25FF),  # geometric signs
    (0x2605, 0x2606),  # stars
    (0x3000, 0x303F),  # Chinese punctuation
    (0xFF00, 0xFFEF),  # wide forms
]


def of_codec(codec):
    """Every character that two bytes of `codec` stand for."""
    found = set()
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                text = bytes([high, low]).decode(codec)
            except UnicodeDecodeError:
                continue
            found.update(ord(c) for c in text if not 0xE000 <= ord(c) <= 0xF8FF)
    return found


def rename(font, style):
    full = FAMILY if style == "Regular" else f"{FAMILY} {style}"
    postscript = f"{POSTSCRIPT}-{style}"
    names = font["name"]
    names.names = [n for n in names.names if n.langID == 0x409 and n.nameID in (0, 5, 13, 14)]
    for record, text in [
        (1, FAMILY),
        (2, style),
        (3, f"2.004;{postscript}"),
        (4, full),
        (6, postscript),
        (10, "Subset of Noto Sans CJK SC 2.004 for the maps of walkshed; outlines unchanged."),
    ]:
        names.setName(text, record, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName = full, FAMILY
    for number, part in enumerate(getattr(top, "FDArray", [])):
        part.FontName = f"{postscript}-{number}"


def make(source, target, style, characters):
    faces = TTCollection(source, lazy=True).fonts
    font = next(f for f in faces if f["name"].getDebugName(4).removesuffix(" Bold") == FACE)
    font.recalcTimestamp = False
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern"]
    options.layout_scripts = ["latn", "DFLT", "grek", "cyrl"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GSUB", "GDEF"]
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=characters)
    chosen.subset(font)
    rename(font, style)
    font.save(target)
    print(f"{target.name}: {target.stat().st_size} bytes, {len(font.getGlyphOrder())} glyphs")


def main():
    folder = pathlib.Path(sys.argv[1])
    here = pathlib.Path(__file__).resolve().parent
    signs = {c for low, high in RANGES for c in range(low, high + 1)}
    make(folder / "NotoSansCJK-Regular.ttc", here / "walkshed-sans-sc-regular.otf", "Regular",
         signs | of_codec("gbk"))
    make(folder / "NotoSansCJK-Bold.ttc", here / "walkshed-sans-sc-bold.otf", "Bold",
         signs | of_codec("gb2312"))


if __name__ == "__main__":
    main()
