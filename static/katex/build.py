"""Makes katex.css and fonts/ of this folder from the npm package katex 0.19.1.

    python3 build.py NODE_MODULES/katex

Needs fonttools 4.38 and brotli. The fonts lose their hinting; Main and AMS are
split in two, the signs that a page seldom needs going to a second file. Their
licence (SIL OFL 1.1) reserves the names KaTeX_…, so the changed fonts are
called KonspektTeX_…, inside and in the style sheet.
"""
import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Code points of the part that nearly every page loads; the rest is "-more".
CORE = {
    "Main-Regular": "20-7E,A0,AC,B1,B7,D7,2C6-2DC,20D7,338,393-3A9,2013,2014,2026,2032,2113,"
    "2190-2193,21D2,21D4,2200,2202,2203,2207,2208,220B,2211-2213,2215,2217-221A,221D,221E,2220,"
    "2223,2225,2227-222B,223C,2245,2248,2261,2264,2265,226A,226B,2282,2286,2295,2297,22A4,22A5,"
    "22C5,22C6,22EE,22EF,22F1,2308-230B,27E8,27E9,27F6,27F9,27FA",
    "Main-Bold": "20-5A,5B-7E,A0,B1,B7,D7,2C6-2DC,20D7,393-3A9,2207,2212",
    "AMS-Regular": "20,41-5A,A0",
}


def codes(ranges):
    out = set()
    for r in ranges.split(","):
        lo, _, hi = r.partition("-")
        out.update(range(int(lo, 16), int(hi or lo, 16) + 1))
    return out


def write(source, target, keep):
    """Writes the glyphs of the code points keep without hints, renamed."""
    options = subset.Options(hinting=False, flavor="woff2", notdef_outline=True)
    options.name_IDs = ["*"]
    font = subset.load_font(source, options)
    s = subset.Subsetter(options)
    s.populate(unicodes=keep)
    s.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = record.toUnicode().replace("KaTeX_", "KonspektTeX_")
    subset.save_font(font, target, options)


def unicode_range(keep):
    """Returns keep as the value of unicode-range, runs joined."""
    runs = []
    for c in sorted(keep):
        if runs and runs[-1][1] == c - 1:
            runs[-1][1] = c
        else:
            runs.append([c, c])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def face(rule, name, out, keep):
    """Returns the @font-face rule of one output file."""
    rule = re.sub(r"src:[^;]*;", f'src: url(fonts/{out}.woff2) format("woff2");', rule)
    if name in CORE:
        rule = rule.replace("\n}", f"\n  unicode-range: {unicode_range(keep)};\n}}")
    return rule


def main():
    package, here = Path(sys.argv[1]), Path(__file__).parent
    (here / "fonts").mkdir(exist_ok=True)

    def fonts(match):
        rule = match.group(0)
        name = re.search(r"KaTeX_([A-Za-z0-9-]+)\.woff2", rule).group(1)
        source = str(package / f"dist/fonts/KaTeX_{name}.woff2")
        have = set(TTFont(source).getBestCmap())
        parts = {name: have}
        if name in CORE:
            core = codes(CORE[name]) & have
            parts = {name: core, name + "-more": have - core}
        for out, keep in parts.items():
            write(source, str(here / f"fonts/{out}.woff2"), keep)
        return "\n".join(face(rule, name, out, keep) for out, keep in parts.items())

    css = (package / "dist/katex.css").read_text()
    css = re.sub(r"@font-face \{[^}]*\}", fonts, css)
    # The x-height of KaTeX Main (0.431) times 1.1 is that of STIX Two Text (0.473), which also
    # sets the Cyrillic inside \text, there without the enlargement.
    css = css.replace("font: normal 1.21em KaTeX_Main, math, Times New Roman, serif;",
                      'font: normal 1.1em KaTeX_Main, "STIX Two Text", "Times New Roman", serif;')
    css += ".katex * {\n  box-sizing: content-box;\n}\n"
    css += ".katex .cyrillic_fallback {\n  font-size: 0.91em;\n}\n"
    (here / "katex.css").write_text(css.replace("KaTeX_", "KonspektTeX_"))


main()
