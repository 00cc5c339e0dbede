#!/usr/bin/env python3
"""Compares conch's parser with python3's own: compare.py PARSE_EACH [FILE or DIRECTORY …]

Every source is parsed by both; the trees must be the same, and where python3 refuses one, so must
conch, with the same words. What conch leaves out on purpose must be refused by its name.
Without files it takes the standard library. Wants python3 3.11; exit code 77 (skipped) otherwise.
"""
import ast
import os
import subprocess
import sys
import sysconfig
import warnings

OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**",
    "MatMult": "@", "LShift": "<<", "RShift": ">>", "BitAnd": "&", "BitOr": "|", "BitXor": "^",
    "USub": "-", "UAdd": "+", "Invert": "~", "Not": "not", "Lt": "<", "LtE": "<=", "Gt": ">",
    "GtE": ">=", "Eq": "==", "NotEq": "!=", "Is": "is", "IsNot": "is not", "In": "in",
    "NotIn": "not in", "And": "and", "Or": "or",
}


def quoted(data):
    out = ' "'
    for c in data.decode("utf-8", "surrogatepass"):
        out += f"\\{ord(c):02x}" if c in '"\\' or c < " " or c == "\x7f" else c
    return out + '"'


def quoted_bytes(data):
    out = b' "'
    for c in data:
        out += b"\\%02x" % c if c in b'"\\' or c < 32 or c >= 127 else bytes([c])
    return (out + b'"').decode()


class Dump:
    """A tree of ast in the form of lang_dump()."""

    def many(self, nodes):
        return "".join(" " + self.node(n) for n in nodes)

    def one(self, n):
        return " -" if n is None else " " + self.node(n)

    def group(self, name, nodes):
        return f" [{name}{self.many(nodes)}]" if nodes else ""

    def node(self, n):
        return getattr(self, type(n).__name__)(n)

    def op(self, n):
        return " " + OPERATORS[type(n).__name__]

    # expressions
    def Name(self, n): return f"(name {n.id})"
    def Tuple(self, n): return f"(tuple{self.many(n.elts)})"
    def List(self, n): return f"(list{self.many(n.elts)})"
    def Set(self, n): return f"(set{self.many(n.elts)})"
    def Starred(self, n): return f"(starred{self.one(n.value)})"
    def Await(self, n): return f"(await{self.one(n.value)})"
    def YieldFrom(self, n): return f"(yieldfrom{self.one(n.value)})"
    def Attribute(self, n): return f"(attr{self.one(n.value)} {n.attr})"
    def Subscript(self, n): return f"(index{self.one(n.value)}{self.one(n.slice)})"
    def NamedExpr(self, n): return f"(walrus{self.one(n.target)}{self.one(n.value)})"
    def UnaryOp(self, n): return f"(unary{self.op(n.op)}{self.one(n.operand)})"
    def BinOp(self, n): return f"(binary{self.op(n.op)}{self.one(n.left)}{self.one(n.right)})"
    def BoolOp(self, n): return f"(boolop{self.op(n.op)}{self.many(n.values)})"
    def IfExp(self, n): return f"(ifexp{self.one(n.test)}{self.one(n.body)}{self.one(n.orelse)})"
    def ListComp(self, n): return f"(listcomp{self.one(n.elt)}{self.many(n.generators)})"
    def SetComp(self, n): return f"(setcomp{self.one(n.elt)}{self.many(n.generators)})"
    def GeneratorExp(self, n): return f"(genexp{self.one(n.elt)}{self.many(n.generators)})"
    def Slice(self, n): return f"(slice{self.one(n.lower)}{self.one(n.upper)}{self.one(n.step)})"

    def Yield(self, n):
        return f"(yield{self.one(n.value) if n.value else ''})"

    def DictComp(self, n):
        return f"(dictcomp{self.one(n.key)}{self.one(n.value)}{self.many(n.generators)})"

    def Dict(self, n):
        items = "".join(f" (item{self.one(k)}{self.one(v)})" for k, v in zip(n.keys, n.values))
        return f"(dict{items})"

    def comprehension(self, n):
        word = " async" if n.is_async else ""
        return f"(compfor{word}{self.one(n.target)}{self.one(n.iter)}{self.many(n.ifs)})"

    def Compare(self, n):
        links = "".join(f" (compareop{self.op(o)}{self.one(c)})"
                        for o, c in zip(n.ops, n.comparators))
        return f"(compare{self.one(n.left)}{links})"

    def Call(self, n):
        return f"(call{self.one(n.func)}{self.arguments_of(n.args, n.keywords)})"

    def arguments_of(self, args, keywords):
        out = []
        for a in args:
            star = isinstance(a, ast.Starred)
            out.append(((a.lineno, a.col_offset),
                        f" (arg *{self.one(a.value)})" if star else f" (arg{self.one(a)})"))
        for k in keywords:
            head = f" {k.arg}=" if k.arg else " **"
            out.append(((k.lineno, k.col_offset), f" (arg{head}{self.one(k.value)})"))
        return "".join(text for _, text in sorted(out, key=lambda x: x[0]))

    def Constant(self, n):
        v = n.value
        if v is None or v is True or v is False:
            return f"({str(v).lower()})"
        if v is ...:
            return "(ellipsis)"
        if isinstance(v, str):
            return f"(str{quoted(v.encode('utf-8', 'surrogatepass'))})"
        if isinstance(v, bytes):
            return f"(bytes{quoted_bytes(v)})"
        if isinstance(v, float):
            return f"(float {'%.17g' % v})"
        return f"(int {v})"

    def JoinedStr(self, n):
        parts, text = "", None
        for v in n.values:
            if isinstance(v, ast.Constant):
                text = (text or "") + v.value
                continue
            if text is not None:
                parts += f" (str{quoted(text.encode('utf-8', 'surrogatepass'))})"
                text = None
            parts += self.one(v)
        if text is not None:
            parts += f" (str{quoted(text.encode('utf-8', 'surrogatepass'))})"
        return f"(fstring{parts})"

    def FormattedValue(self, n):
        conversion = f" !{chr(n.conversion)}" if n.conversion > 0 else ""
        spec = self.one(n.format_spec) if n.format_spec else ""
        return f"(field{self.one(n.value)}{conversion}{spec})"

    def params(self, a):
        out = []
        plain = a.posonlyargs + a.args
        defaults = [None] * (len(plain) - len(a.defaults)) + a.defaults
        for i, (p, d) in enumerate(zip(plain, defaults)):
            out.append(self.param(p, d, " /" if i < len(a.posonlyargs) else ""))
        if a.vararg:
            out.append(self.param(a.vararg, None, "", "*"))
        for p, d in zip(a.kwonlyargs, a.kw_defaults):
            out.append(self.param(p, d, " kw"))
        if a.kwarg:
            out.append(self.param(a.kwarg, None, "", "**"))
        return f" [params{''.join(out)}]" if out else ""

    def param(self, p, default, flags, stars=""):
        annotation = f" :{self.one(p.annotation)}" if p.annotation else ""
        fallback = f" ={self.one(default)}" if default else ""
        return f" (param {stars}{p.arg}{flags}{annotation}{fallback})"

    def Lambda(self, n):
        return f"(lambda <lambda>{self.params(n.args)} (return{self.one(n.body)}))"

    # statements
    def Module(self, n): return f"(module{self.many(n.body)})"
    def Expr(self, n): return f"(expr{self.one(n.value)})"
    def Assign(self, n): return f"(assign{self.many(n.targets)}{self.one(n.value)})"
    def AugAssign(self, n): return f"(augassign{self.op(n.op)}{self.one(n.target)}{self.one(n.value)})"
    def Return(self, n): return f"(return{self.one(n.value) if n.value else ''})"
    def Delete(self, n): return f"(del{self.many(n.targets)})"
    def Pass(self, n): return "(pass)"
    def Break(self, n): return "(break)"
    def Continue(self, n): return "(continue)"
    def Global(self, n): return "(global" + "".join(f" (name {x})" for x in n.names) + ")"
    def Nonlocal(self, n): return "(nonlocal" + "".join(f" (name {x})" for x in n.names) + ")"
    def Assert(self, n): return f"(assert{self.one(n.test)}{self.one(n.msg)})"
    def Raise(self, n): return f"(raise{self.one(n.exc)}{self.one(n.cause)})"
    def Import(self, n): return f"(import{self.many(n.names)})"
    def alias(self, n): return f"(alias {n.name}{' as ' + n.asname if n.asname else ''})"
    def withitem(self, n): return f"(withitem{self.one(n.context_expr)}{self.one(n.optional_vars)})"
    def If(self, n): return f"(if{self.branch(n)}"
    def While(self, n): return f"(while{self.branch(n)}"
    def For(self, n): return self.loop(n, "")
    def AsyncFor(self, n): return self.loop(n, " async")
    def With(self, n): return self.with_(n, "")
    def AsyncWith(self, n): return self.with_(n, " async")
    def FunctionDef(self, n): return self.function(n, "")
    def AsyncFunctionDef(self, n): return self.function(n, " async")

    def AnnAssign(self, n):
        return f"(annassign{self.one(n.target)}{self.one(n.annotation)}{self.one(n.value)})"

    def ImportFrom(self, n):
        dots = " " + "." * n.level if n.level else ""
        if n.names[0].name == "*":
            return f"(importfrom{dots} {n.module or ''} *)"
        return f"(importfrom{dots} {n.module or ''}{self.many(n.names)})"

    def branch(self, n):
        return f"{self.one(n.test)}{self.many(n.body)}{self.group('else', n.orelse)})"

    def loop(self, n, word):
        return (f"(for{word}{self.one(n.target)}{self.one(n.iter)}{self.many(n.body)}"
                f"{self.group('else', n.orelse)})")

    def with_(self, n, word):
        return f"(with{word}{self.many(n.items)}{self.group('body', n.body)})"

    def Try(self, n):
        return (f"(try{self.many(n.body)}{self.many(n.handlers)}"
                f"{self.group('else', n.orelse)}{self.group('finally', n.finalbody)})")

    def ExceptHandler(self, n):
        return f"(handler{self.one(n.type)} {n.name or ''}{self.many(n.body)})"

    def function(self, n, word):
        returns = f" ->{self.one(n.returns)}" if n.returns else ""
        return (f"(funcdef{word} {n.name}{self.group('decorators', n.decorator_list)}"
                f"{self.params(n.args)}{returns}{self.many(n.body)})")

    def ClassDef(self, n):
        args = self.arguments_of(n.bases, n.keywords)
        args = f" [args{args}]" if args else ""
        return f"(classdef {n.name}{self.group('decorators', n.decorator_list)}{args}{self.many(n.body)})"


def normal(dump):
    """ast has the text that {x=} shows in front of the field and joined to what stands there."""
    return dump.replace("(shown ", "(str ").replace('") (str "', "")


def expected(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source)
            compile(source, "x.py", "exec", dont_inherit=True)
        except SyntaxError as e:
            return f"{e.lineno} {type(e).__name__}: {e.msg}"
        except (ValueError, RecursionError, MemoryError) as e:
            return f"? {e}"
    return Dump().node(tree)


# Not the library itself, and much of it; name them to have them compared.
LEFT_ASIDE = ("site-packages", "dist-packages", "test", "tests", "lib2to3", "idlelib")


def sources(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(f for f in folders if f not in LEFT_ASIDE)
            yield from (os.path.join(folder, f) for f in sorted(files) if f.endswith(".py"))


def run(parser, texts, *flags):
    done = subprocess.run([parser, *flags], input=b"".join(t + b"\0" for t in texts), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8", "surrogatepass").split("\n")


LEFT_OUT = "not part of conch's Python"


def main():
    if sys.version_info[:2] != (3, 11):
        print("wants python3 3.11 to compare with")
        return 77
    sys.setrecursionlimit(20000)
    paths = sys.argv[2:] or [sysconfig.get_paths()["stdlib"]]
    same = left_out = 0
    different = []
    batch = []

    def flush():
        nonlocal same, left_out
        for (path, text), got in zip(batch, run(sys.argv[1], [t for _, t in batch], "--dump")):
            if LEFT_OUT in got:
                left_out += 1
                continue
            want = expected(text)
            if normal(want) == normal(got):
                same += 1
            else:
                different.append((path, want, got))
        batch.clear()

    for path in sources(paths):
        with open(path, "rb") as f:
            text = f.read()
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            continue
        batch.append((path, text))
        if len(batch) == 200:
            flush()
    flush()
    for path, want, got in different[:10]:
        i = next((i for i, (a, b) in enumerate(zip(want, got)) if a != b), 0)
        print(f"{path}\n  python3: {want[max(0, i - 100):i + 100]}\n  conch:   {got[max(0, i - 100):i + 100]}")
    print(f"{same} the same, {left_out} left out on purpose, {len(different)} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
