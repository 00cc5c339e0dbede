"""Turns the prelude's modules into one C file: python3 embed.py OUT.c FILE.py …"""
import os
import sys


def c_text(data):
    out, line = [], []
    for byte in data:
        line.append(f"{byte},")
        if len(line) == 24:
            out.append("".join(line))
            line = []
    out.append("".join(line))
    return "\n".join(out)


def main():
    target, files = sys.argv[1], sys.argv[2:]
    root = os.path.dirname(os.path.abspath(__file__))
    names = []
    with open(target, "w") as out:
        out.write('#include <stddef.h>\n#include <string.h>\n\n#include "vm/inside.h"\n\n')
        for i, path in enumerate(files):
            with open(path, "rb") as f:
                data = f.read()
            name = os.path.relpath(os.path.abspath(path), root)[:-3].replace(os.sep, ".")
            if name.endswith(".__init__"):
                name = name[: -len(".__init__")]
            names.append((name, len(data), i))
            out.write(f"static const unsigned char text_{i}[] = {{\n{c_text(data + bytes(1))}\n}};\n")
        out.write("\nstatic const struct { const char *name; const unsigned char *text; size_t n; } modules[] = {\n")
        for name, n, i in names:
            out.write(f'    {{ "{name}", text_{i}, {n} }},\n')
        out.write("    { NULL, NULL, 0 },\n};\n\n")
        out.write("const char *prelude_source(const char *name, size_t n, size_t *ret_len)\n{\n"
                  "    for (size_t i = 0; modules[i].name; i++) {\n"
                  "        if (strlen(modules[i].name) == n && memcmp(modules[i].name, name, n) == 0) {\n"
                  "            *ret_len = modules[i].n;\n"
                  "            return (const char *)modules[i].text;\n        }\n    }\n    return NULL;\n}\n\n"
                  "const char *prelude_name(size_t i)\n{\n    return modules[i].name;\n}\n")


main()
