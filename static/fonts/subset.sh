#!/bin/sh
# Makes the woff2 files of this folder from the npm packages that README.md names.
#
#   npm install @fontsource-variable/golos-text@5.3.0 @fontsource-variable/stix-two-text@5.3.0 @fontsource-variable/jetbrains-mono@5.3.0
#   sh subset.sh node_modules/@fontsource-variable
#
# Needs fonttools 4.38 and brotli. The result is committed; run it only to change a subset.
set -eu
src=$1
tmp=$(mktemp -d)
trap 'rm -r "$tmp"' EXIT

latin='U+20-7E,U+A0,U+A7,U+AB,U+AD,U+B0-B3,U+B7,U+BB,U+D7,U+2009,U+200A,U+202F,U+2011,U+2013,U+2014,U+201C-201E,U+2026,U+2032,U+2033,U+2212'
cyrillic='U+401,U+410-44F,U+451,U+301,U+2116'
greek='U+391-3C9'

# subset PACKAGE/FILE AXIS OUT UNICODES
subset() {
	fonttools varLib.instancer -q "$src/$1.woff2" "wght=$2" -o "$tmp/font.ttf"
	pyftsubset "$tmp/font.ttf" --unicodes="$4" --layout-features=kern,liga,mark,ccmp,tnum,lnum --no-hinting --flavor=woff2 --output-file="$3"
}

stix=stix-two-text/files/stix-two-text
subset $stix-latin-wght-normal 400:700 stix-roman-latin.woff2 "$latin"
subset $stix-cyrillic-wght-normal 400:700 stix-roman-cyrillic.woff2 "$cyrillic"
subset $stix-greek-wght-normal 400 stix-roman-greek.woff2 "$greek"
subset $stix-latin-wght-italic 400 stix-italic-latin.woff2 "$latin"
subset $stix-cyrillic-wght-italic 400 stix-italic-cyrillic.woff2 "$cyrillic"
golos=golos-text/files/golos-text
subset $golos-latin-wght-normal 400:700 golos-latin.woff2 "$latin"
subset $golos-cyrillic-wght-normal 400:700 golos-cyrillic.woff2 "$cyrillic"
mono=jetbrains-mono/files/jetbrains-mono
subset $mono-latin-wght-normal 400 jetbrains-mono-latin.woff2 "$latin"
subset $mono-cyrillic-wght-normal 400 jetbrains-mono-cyrillic.woff2 "$cyrillic"
subset $mono-greek-wght-normal 400 jetbrains-mono-greek.woff2 "$greek"
