#!/usr/bin/env python3
"""What python.md promises and no program of the oracle uses: inventory.txt has the names.

    inventory.py [--verbose]

TAP, one line for each module: it is used by three programs at least, and each of its names by one.
--verbose shows, for each name, the programs that use it. Exit: 0 all are used, 1 some are not."""
import ast
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ENOUGH = 3              # programs for each module


def inventory():
    rows, module = {}, None
    with open(os.path.join(HERE, "inventory.txt"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith(" "):
                module, _, line = line.partition(": ")
                rows[module] = []
            rows[module] += line.split()
    return rows


class Used(ast.NodeVisitor):
    """The modules that a program imports, and every name, attribute and keyword in it."""

    def __init__(self):
        self.modules, self.names, self.attributes, self.keywords = set(), set(), set(), set()

    def visit_Import(self, node):
        for alias in node.names:
            self.modules.add(alias.name)

    def visit_ImportFrom(self, node):
        self.modules.add(node.module or "")
        for alias in node.names:
            self.modules.add("%s.%s" % (node.module, alias.name))
            self.names.add(alias.name)

    def visit_Name(self, node):
        self.names.add(node.id)

    def visit_Attribute(self, node):
        self.attributes.add(node.attr)
        self.generic_visit(node)

    def visit_keyword(self, node):
        self.keywords.add(node.arg)
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        self.names.add(node.name)
        self.generic_visit(node)


def programs():
    for folder, _, files in os.walk(HERE):
        for name in sorted(files):
            path = os.path.join(folder, name)
            if not name.endswith(".py") or folder == HERE:
                continue
            with open(path, encoding="utf-8") as f:
                text = f.read()
            if not re.search(r"^# set:", text, re.M):
                continue
            used = Used()
            try:
                used.visit(ast.parse(text))
            except SyntaxError:
                continue        # programs about mistakes
            yield os.path.relpath(path, HERE), used


def uses_module(used, module):
    return any(m == module or m.startswith(module + ".") for m in used.modules)


def uses_name(used, name):
    if name.endswith("="):
        return name[:-1] in used.keywords
    if "." in name:
        return name.rpartition(".")[2] in used.attributes | used.names
    return name in used.names or name in used.attributes


def main():
    verbose = "--verbose" in sys.argv[1:]
    rows, every = inventory(), list(programs())
    print("1..%d" % len(rows))
    wrong = 0
    for number, (module, names) in enumerate(rows.items(), 1):
        mine = [(path, used) for path, used in every if uses_module(used, module)]
        missing = []
        for name in names:
            by = [path for path, used in mine if uses_name(used, name)]
            if verbose:
                print("# %s %s: %s" % (module, name, " ".join(by[:6])))
            if not by:
                missing.append(name)
        wrong += len(mine) < ENOUGH or bool(missing)
        print("%s %d - %s: %d programs" % ("not ok" if len(mine) < ENOUGH or missing else "ok", number, module, len(mine)))
        if missing:
            print("#   no program uses %s" % " ".join(missing))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
