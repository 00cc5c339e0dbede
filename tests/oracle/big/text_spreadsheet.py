# set: full
# A spreadsheet: formulas, dependencies, recalculation, cycles, errors as values, and saving.
import json
import os
import re


class CellError(Exception):
    pass


CELL = re.compile(r"^([A-Z])([0-9]+)$")
TOKEN = re.compile(r"\s*([A-Z][0-9]+:[A-Z][0-9]+|[A-Z]+[0-9]*|\d+\.?\d*|[-+*/(),])")


def expand(area):
    a, b = area.split(":")
    (c1, r1), (c2, r2) = CELL.match(a).groups(), CELL.match(b).groups()
    return [chr(c) + str(r) for r in range(int(r1), int(r2) + 1) for c in range(ord(c1), ord(c2) + 1)]


FUNCTIONS = {"SUM": sum, "MAX": max, "MIN": min, "COUNT": len, "AVG": lambda v: sum(v) / len(v)}


class Formula:
    def __init__(self, text):
        self.text = text
        self.tokens = TOKEN.findall(text)
        if "".join(self.tokens) != text.replace(" ", ""):
            raise CellError("#SYNTAX")

    def cells(self):
        out = []
        for t in self.tokens:
            if ":" in t:
                out += expand(t)
            elif CELL.match(t):
                out.append(t)
        return out

    def value(self, look):
        self.i, self.look = 0, look
        result = self.sum()
        if self.i != len(self.tokens):
            raise CellError("#SYNTAX")
        return result

    def peek(self):
        return self.tokens[self.i] if self.i < len(self.tokens) else None

    def take(self):
        t = self.peek()
        if t is None:
            raise CellError("#SYNTAX")
        self.i += 1
        return t

    def sum(self):
        left = self.product()
        while self.peek() in ("+", "-"):
            if self.take() == "+":
                left += self.product()
            else:
                left -= self.product()
        return left

    def product(self):
        left = self.atom()
        while self.peek() in ("*", "/"):
            if self.take() == "*":
                left *= self.atom()
            else:
                left /= self.atom()
        return left

    def atom(self):
        t = self.take()
        if t == "-":
            return -self.atom()
        if t == "(":
            inner = self.sum()
            if self.take() != ")":
                raise CellError("#SYNTAX")
            return inner
        if CELL.match(t):
            return self.number(t)
        if t[0].isdigit():
            return float(t) if "." in t else int(t)
        if t in FUNCTIONS and self.take() == "(":
            return FUNCTIONS[t](self.arguments())
        raise CellError("#NAME " + t)

    def arguments(self):
        values = []
        while True:
            if self.peek() and ":" in self.peek():
                values += [self.number(c) for c in expand(self.take()) if self.look(c) is not None]
            else:
                values.append(self.sum())
            if self.take() == ")":
                return values

    def number(self, name):
        v = self.look(name)
        if v is None:
            return 0
        if isinstance(v, str):
            raise CellError("#VALUE" if not v.startswith("#") else v)
        return v


class Sheet:
    def __init__(self):
        self.raw, self.values, self.recalculated = {}, {}, []

    def __setitem__(self, name, content):
        if not CELL.match(name):
            raise KeyError(name)
        self.raw[name] = content
        self.recalculate()

    def __getitem__(self, name):
        return self.values.get(name)

    def compute(self, name, path=()):
        if name in path:
            raise CellError("#CYCLE")
        if name in self.values:
            return self.values[name]
        content = self.raw.get(name)
        try:
            if isinstance(content, str) and content.startswith("="):
                f = Formula(content[1:])
                for c in f.cells():
                    self.compute(c, path + (name,))
                value = f.value(lambda c: self.values.get(c))
            else:
                value = content
        except ZeroDivisionError:
            value = "#DIV/0"
        except CellError as e:
            if str(e) == "#CYCLE" and path:
                raise
            value = str(e)
        self.values[name] = value
        self.recalculated.append(name)
        return value

    def recalculate(self):
        self.values, self.recalculated = {}, []
        for name in sorted(self.raw):
            self.compute(name)

    def show(self):
        columns = sorted({n[0] for n in self.raw})
        rows = sorted({int(n[1:]) for n in self.raw})
        print("    " + "".join(c.center(10) for c in columns))
        for r in rows:
            cells = [self[c + str(r)] for c in columns]
            print("%3d " % r + "".join(("" if v is None else "%.2f" % v if isinstance(v, float) else str(v)).rjust(10) for v in cells))

    def save(self, path):
        with open(path, "w") as f:
            json.dump(self.raw, f, sort_keys=True)

    @classmethod
    def load(cls, path):
        sheet = cls()
        with open(path) as f:
            for name, content in json.load(f).items():
                sheet.raw[name] = content
        sheet.recalculate()
        return sheet


s = Sheet()
for name, content in {"A1": "item", "B1": "price", "C1": "n", "D1": "sum", "A2": "tea", "B2": 2.5, "C2": 4, "D2": "=B2*C2",
                      "A3": "cup", "B3": 6, "C3": 2, "D3": "=B3 * C3", "D4": "=SUM(D2:D3)", "A4": "all"}.items():
    s[name] = content
s.show()
s["C2"] = 10
print(s["D2"], s["D4"])
for formula in ("=AVG(B2:B3)", "=MAX(C2:C3, 7, 1+1)", "=-(1+2)*3-4/8", "=A2+1", "=1/0", "=B9+1", "=E5", "=F5+1", "=NOPE(1)",
                "=1+", "=(1", "=2 $ 3", "=COUNT(B1:B9)", "plain text", 5):
    s["E5"] = formula
    s["F5"] = "=E5*2"
    print("%-22s %r %r" % (formula, s["E5"], s["F5"]))
s["E5"] = 1
print(s.recalculated[-3:])
try:
    s["bad"] = 1
except KeyError as e:
    print("KeyError", e)
s.save("sheet.json")
t = Sheet.load("sheet.json")
print(t.values == s.values, os.path.getsize("sheet.json") > 50)
