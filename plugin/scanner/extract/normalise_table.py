#!/usr/bin/env python3
"""Make normalise_table.h from the Unicode character database.

Usage: normalise_table.py [/usr/share/unicode] > normalise_table.h
The database is Debian's package unicode-data.  Run by hand when a new version
of Unicode is taken; the table is committed.
"""
import itertools
import os
import sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
BLOCK = 128
DROP, MARK = 1 << 31, 1 << 30
DASHES = (list(range(0x2010, 0x2016)) +
          [0x2043, 0x2212, 0x2E3A, 0x2E3B, 0xFE58, 0xFE63, 0xFF0D])


def rows(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if line:
                yield [field.strip() for field in line.split(";")]


def span(text):
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def with_property(name, wanted):
    return {code for row in rows(name) if row[1] == wanted
            for code in span(row[0])}


category, combining, single, pair, digit = {}, {}, {}, {}, {}
# Latin letters in another dress; those without a mapping of their own stand in
# the order of the alphabet (negative circled and negative squared).
dressed = {start + i: ord("A") + i
           for start in (0x1F150, 0x1F170) for i in range(26)}
for row in rows("UnicodeData.txt"):
    code = int(row[0], 16)
    category[code] = row[2]
    combining[code] = int(row[3])
    if row[5] and not row[5].startswith("<"):
        parts = [int(part, 16) for part in row[5].split()]
        if len(parts) == 1:
            single[code] = parts[0]
        else:
            pair[code] = tuple(parts)
    if row[5].startswith(("<font>", "<circle>", "<square>")):
        parts = [int(part, 16) for part in row[5].split()[1:]]
        if len(parts) == 1 and chr(parts[0]).isascii() \
                and chr(parts[0]).isalpha():
            dressed[code] = parts[0]
    if row[2] == "Nd":
        digit[code] = ord("0") + int(row[6])

fold = {int(row[0], 16): int(row[2], 16)
        for row in rows("CaseFolding.txt") if row[1] in "CS"}
excluded = with_property("DerivedNormalizationProps.txt",
                         "Full_Composition_Exclusion")
ignorable = with_property("DerivedCoreProperties.txt",
                          "Default_Ignorable_Code_Point")


def to(code):
    """The normalised code point; 0 when it is removed."""
    while code in single:
        code = single[code]
    if code < 0x80:
        return code
    if code in ignorable:
        return 0
    if code in (0x85, 0x2028, 0x2029):
        return 0x0A
    if category.get(code) == "Zs":
        return 0x20
    if code in DASHES:
        return 0x2D
    if 0xFF01 <= code <= 0xFF5E:
        return code - 0xFF01 + 0x21
    if code in dressed:
        return dressed[code]
    if code in digit:
        return digit[code]
    return fold.get(code, code)


def compositions():
    """(normalised base, mark) -> normalised composite, marks in any order."""
    found = {}
    for code, (base, mark) in pair.items():
        if code not in excluded:
            found[(to(base), mark)] = to(code)
            if base < 0x80:
                found[(base, mark)] = to(code)
    # Marks of different classes may come in either order: base, m2, m1.
    for (base, one), middle in list(found.items()):
        for (left, two), whole in list(found.items()):
            if left == middle and combining[one] != combining[two] \
                    and combining[one] and combining[two] \
                    and (base, two) in found:
                found.setdefault((found[(base, two)], one), whole)
    return found


composed = compositions()
marks = {mark for _, mark in composed}
marks |= set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))


def entry(code):
    target = to(code)
    value = DROP if target == 0 else 0 if target == code else target
    if code in marks:
        value = (target | MARK) if target else value
    return value


last = max(max(category), 0xE0FFF)
blocks, index = {}, []
for start in range(0, last + 1, BLOCK):
    block = tuple(entry(code) if code >= 0x80 else 0
                  for code in range(start, start + BLOCK))
    index.append(blocks.setdefault(block, len(blocks)))
while index and index[-1] == index[0]:
    index.pop()
assert len(blocks) <= 256


def numbers(values, form, columns):
    values = list(values)
    for at in range(0, len(values), columns):
        print("\t" + " ".join(form % v + "," for v in
                              values[at:at + columns]))


print("""/*
 * normalise_table - what normalise does to each code point, as data.
 *
 * Made by normalise_table.py from the Unicode character database 15.0.0; do not
 * edit.  An entry is 0 (unchanged) or the new code point with two bits.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_NORMALISE_TABLE_H
#define OUTMARK_SCANNER_EXTRACT_NORMALISE_TABLE_H

#include <stdint.h>

#define NORMALISE_DROP 0x80000000u	/* removed */
#define NORMALISE_MARK 0x40000000u	/* may join the character before */
#define NORMALISE_CODE 0x001fffffu
""")
print("enum { NORMALISE_BLOCK = %d, NORMALISE_INDEX = %d };\n"
      % (BLOCK, len(index)))
print("static const uint8_t normalise_index[NORMALISE_INDEX] = {")
numbers(index, "%d", 18)
print("};\n\nstatic const uint32_t normalise_blocks[%d][NORMALISE_BLOCK] = {"
      % len(blocks))
for block in blocks:
    print("\t{")
    numbers(block, "0x%x", 8)
    print("\t},")
print("""};

/* Sorted by base, then mark. */
static const struct {
	uint32_t base, mark, whole;
} normalise_pairs[] = {""")
for (base, mark), whole in sorted(composed.items()):
    print("\t{ 0x%04x, 0x%04x, 0x%04x }," % (base, mark, whole))
print("};\n\n#endif")
