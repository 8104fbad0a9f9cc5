#!/usr/bin/env python3
"""Make blowfish_table.h: the fraction of pi in words of 32 bits.

Run by hand; the table is committed.  Blowfish begins with 18 words of keys and four boxes of 256, which are these in
their order (B. Schneier, 1993).  Pi is summed up by Machin's formula.
"""
WORDS, MORE = 18 + 4 * 256, 64
ONE = 1 << (32 * WORDS + MORE)


def arctan(part):
    """The arcus tangens of 1 / part."""
    term = ONE // part
    total, odd, sign = term, 1, -1
    while term:
        term //= part * part
        odd += 2
        total += sign * (term // odd)
        sign = -sign
    return total


def main():
    pi = 4 * (4 * arctan(5) - arctan(239))
    fraction = (pi - 3 * ONE) >> MORE
    words = [fraction >> (32 * (WORDS - 1 - i)) & 0xffffffff
             for i in range(WORDS)]
    print("""/*
 * blowfish_table - the fraction of pi in words of 32 bits, as data.
 *
 * Made by blowfish_table.py; do not edit.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_BLOWFISH_TABLE_H
#define OUTMARK_SCANNER_EXTRACT_BLOWFISH_TABLE_H

#include <stdint.h>
""")
    print("static const uint32_t pi[%d] = {" % WORDS)
    for i in range(0, WORDS, 6):
        print("\t" + " ".join("0x%08x," % word for word in words[i:i + 6]))
    print("};\n\n#endif")


main()
