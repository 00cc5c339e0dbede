"""Turns a catalogue into C: python3 compile.py OUT.c NAME FILE.po

The table is one text and offsets into it: it has no pointers, so it costs nothing at the start.
Entries that are fuzzy or not translated are left out: their English texts are shown."""
import ast
import sys


def entries(path):
    """(msgid, msgstr, fuzzy) of each entry; of a plural its first form, under the singular."""
    entry, field, fuzzy = {}, None, False
    for line in open(path, encoding="utf-8").read().split("\n") + [""]:
        if line.startswith("#"):
            fuzzy |= line.startswith("#,") and "fuzzy" in line
        elif not line.strip():
            if "msgid" in entry:
                yield entry["msgid"], entry.get("msgstr", entry.get("msgstr[0]", "")), fuzzy
            entry, field, fuzzy = {}, None, False
        elif line.startswith('"'):
            entry[field] += ast.literal_eval(line)
        else:
            field, text = line.split(" ", 1)
            entry[field] = ast.literal_eval(text)


def c_bytes(data):
    rows = [data[i:i + 24] for i in range(0, len(data), 24)]
    return "\n".join("".join(f"{byte}," for byte in row) for row in rows)


def main():
    target, name, path = sys.argv[1:]
    texts, table = bytearray(), []
    kept = {i: s for i, s, fuzzy in entries(path) if i and s and not fuzzy}
    for english, own in sorted((i.encode(), s.encode()) for i, s in kept.items()):
        table.append((len(texts), len(texts) + len(english) + 1))
        texts += english + b"\0" + own + b"\0"
    with open(target, "w") as out:
        out.write('#include "base/i18n.h"\n\n')
        out.write(f"static const unsigned char texts[] = {{\n{c_bytes(texts + bytes(1))}\n}};\n")
        out.write("static const uint32_t entries[][2] = {\n")
        out.write("".join(f"    {{ {a}, {b} }},\n" for a, b in table or [(0, 0)]))
        out.write("};\n")
        out.write(f"const struct catalogue catalogue_{name} = {{\n"
                  f"    (const char *)texts, entries, {len(table)},\n}};\n")


main()
