"""Random programs that mean the same to every Python: deterministic, small, and certain to end.

A program is a list of lines. Expressions come from the tables below, a kind of value for each; `{kind}` in a
row is a hole for another expression of that kind, so most programs run without a TypeError, and
some do not, which must look the same too. Loops take few turns, what a loop assigns is kept small, and
functions call only what was defined before them.
"""
import random
import warnings

PRELUDE = '''\
import collections, contextlib, copy, functools, itertools, operator
from collections import namedtuple

def show(v, depth=0):
    """repr(), but the order in sets is sorted out and addresses are left out."""
    if depth > 6:
        return "..."
    if type(v) in (set, frozenset):
        return type(v).__name__ + "{" + ", ".join(sorted(show(x, depth + 1) for x in v)) + "}"
    if type(v) is dict:
        return "{" + ", ".join(show(k, depth + 1) + ": " + show(x, depth + 1) for k, x in v.items()) + "}"
    if type(v) is list:
        return "[" + ", ".join(show(x, depth + 1) for x in v) + "]"
    if type(v) is tuple:
        return "(" + ", ".join(show(x, depth + 1) for x in v) + ("," if len(v) == 1 else "") + ")"
    if isinstance(v, (int, float, str, bytes, range, slice, type(None), type(...), bytearray)):
        return repr(v)
    return "<" + type(v).__name__ + ">"

def say(*values):
    print(*[show(v) for v in values])

def told(e):
    """An exception, and what it came from."""
    if isinstance(e, NameError):        # where comprehensions are functions, some are told differently
        return "NameError"
    text = type(e).__name__ + ": " + str(e) * (type(e) is not MemoryError)
    if e.__cause__ is not None:
        text += " <- " + type(e.__cause__).__name__
    elif e.__context__ is not None and not e.__suppress_context__:
        text += " << " + type(e.__context__).__name__
    return text

class Guard:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self
    def __exit__(self, kind, value, trace):
        print("exit", self.name, kind and kind.__name__)
        return self.swallow

class Own(Exception):
    pass

class OwnWith(ValueError):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code

Point = namedtuple("Point", "x y")

def twice(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        f(*args, **kwargs)
        return f(*args, **kwargs)
    return inner

def traced(name):
    def wrap(f):
        def inner(*args, **kwargs):
            print("call", name, len(args), sorted(kwargs))
            return f(*args, **kwargs)
        return inner
    return wrap

def echo(start):
    got = start
    while True:
        try:
            got = yield got
        except ValueError as e:
            got = str(e)
        if got is None:
            return "over"

def walk(n):
    if n > 0:
        yield n
        done = yield from walk(n - 1)
        yield done
    return n * 10
'''

ATOMS = {
    "int": ["0", "1", "2", "3", "-1", "7", "10", "-5", "255", "1000", "100003", "2**31", "-2**63", "2**62", "10**18", "10**25", "True", "0x1f",
            "0b101", "1_000"],
    "small": ["0", "1", "2", "3", "4", "-1", "5"],
    "count": ["0", "1", "2", "3"],
    "float": ["0.0", "1.0", "-1.5", "2.5", "0.1", "3.0", "1e10", "1e-7", "123.456", "-0.0", "1e100", "float('inf')", "1e16", "0.5", "99.995"],
    "bool": ["True", "False"],
    "str": ["''", "'a'", "'abc'", "'hello world'", "'Ab cD'", "'1'", "'42'", "' x '", "'a,b,,c'", "'ß'", "'日本語'", "'line\\nline2'", "'\\t'",
            "'é'", "\"it's\"", "'%'", "'{}'", "'aaa'", "'x=1'", "r'\\n'", "'ǅ'", "'0x1F'", "'-7'", "'3.5'", "'A' 'b'", "'''tri\nple'''"],
    "bytes": ["b''", "b'abc'", "b'\\x00\\xff'", "b'a,b'", "b'12'"],
    "list": ["[]", "[1]", "[1, 2, 3]", "[3, 1, 2]", "[0, -1, 5, 5]", "list(range(6))", "[10**20, 1]"],
    "strs": ["[]", "['a']", "['b', 'a', 'c']", "['x', 'yy', 'zzz']", "'a b c'.split()", "['é', 'e', 'E']"],
    "tuple": ["()", "(1,)", "(1, 2)", "(3, 2, 1)", "(1, 'a')", "(0, (1, 2))"],
    "dict": ["{}", "{'a': 1}", "{'a': 1, 'b': 2}", "dict(x=3, y=0)", "{'z': -1, 'a': 10, 'm': 5}"],
    "set": ["set()", "{1}", "{1, 2, 3}", "{5, 1}", "frozenset({2, 3})"],
    "pairs": ["[]", "[('a', 1), ('b', 2)]", "[(1, 2)]", "list(zip('xyz', range(3)))", "[('b', 0), ('a', 0), ('b', -1)]"],
    "nest": ["[[1, 2], [3]]", "[[]]", "[[1], [2, 3], []]", "[[0] * 3 for _ in range(2)]"],
    "none": ["None", "...", "NotImplemented"],
}

RULES = {
    "int": """
        {int} + {int}|{int} - {int}|{int} * {int}|{int} // {int}|{int} % {int}|{int} ** {count}|-{int}|+{int}|~{int}
        {int} & {int}|{int} | {int}|{int} ^ {int}|{int} << {count}|{int} >> {count}|abs({int})|len({str})|len({list})
        len({dict})|len({set})|len({tuple})|min({int}, {int})|max({int}, {int}, {int})|sum({list})|sum({list}, {int})
        min({list})|max({list}, default={int})|max({list}, key=lambda k: -k)|int({str})|int({float})|int({bool})
        int({str}, {small})|{str}.count({str})|{str}.find({str})|{str}.rfind({str})|{str}.index({str})|{list}[{small}]|{list}.index({int})
        {list}.count({int})|{dict}[{str}]|{dict}.get({str}, {int})|{tuple}[{small}]|ord({str})|round({float})
        divmod({int}, {int})[{count}]|{int} if {bool} else {int}|{bool} and {int}|{int} or {int}|{int} and {int}|pow({int}, {count}, {int})
        (lambda k: k + {int})({int})|{int}.bit_length()|int.from_bytes({bytes}, 'big')|functools.reduce(operator.add, {list}, {int})
        {bytes}[{small}]|len({pairs})|next(iter({list}), {int})|next((k for k in {list} if k > {int}), {int})|hash(int({int}))
        sum(k * k for k in {list})|len([k for k in {str} if k in {str}])|sum(len(k) for k in {nest})|({int}, {int})[{small}]
        {list}.pop()|{list}.pop({small})|{list}.__len__()|int('{count}{count}')|Point({int}, {int}).x|({fresh} := {int})|len(range({int} % 500, {int} % 900))
        [*{list}, {int}][{small}]|{int} @ {int}|operator.mul({int}, {int})|round({int}, -{count})|sum(map(int, {strs}))|len({bytes})
    """,
    "float": """
        {float} + {float}|{float} - {float}|{float} * {float}|{float} / {float}|{int} / {int}|{float} // {float}|{float} % {float}
        {float} ** {count}|-{float}|abs({float})|float({int})|float({str})|round({float}, {count})|{int} * {float}|min({float}, {int})
        max({float}, {float})|sum([{float}, {float}])|{float} if {bool} else {float}|{float} + {int}|divmod({float}, {float})[{count}]
        {float}.__round__({count})|pow({float}, {small})|{int} ** -{count}|float('{small}')
    """,
    "bool": """
        {int} < {int}|{int} <= {int}|{int} == {int}|{int} != {int}|{int} > {int}|{int} >= {int}|{int} < {int} <= {int}
        {float} < {int}|{float} == {float}|{str} < {str}|{str} == {str}|{str} in {str}|{int} in {list}|{str} in {dict}|{int} not in {set}
        {list} == {list}|{tuple} < {tuple}|not {any}|{bool} and {bool}|{bool} or {bool}|{any} is None|{any} is not None|bool({any})
        isinstance({any}, {type})|isinstance({any}, (int, str))|{str}.isdigit()|{str}.isalpha()|{str}.startswith({str})|{str}.endswith(({str}, {str}))
        any(k > {int} for k in {list})|all({list})|any({strs})|{str}.isupper()|{str}.islower()|{str}.isspace()|callable({any})|{set} <= {set}
        {set}.isdisjoint({set})|{set}.issubset({list})|hasattr({any}, 'append')|{str}.isalnum()|{str}.isidentifier()|{int}.__lt__({int})
        {list} < {list}|{str}.istitle()|{dict} == {dict}|{set} == {set}|issubclass(bool, {type})|{bytes} in {bytes}|{pairs} == {pairs}|{float} <= {float}
        {any} == {any}|{any} != {any}|{int} == {float}|{str}.isnumeric()|{str}.isprintable()|{bool} is {bool}|bool({str}) != bool({list})
    """,
    "str": """
        {str} + {str}|{str} * {count}|{str}[{small}]|{str}[{slice}]|str({int})|str({float})|repr({str})|str({list})|str({tuple})|str({dict})
        {str}.upper()|{str}.lower()|{str}.title()|{str}.capitalize()|{str}.swapcase()|{str}.strip()|{str}.strip({str})|{str}.lstrip()|{str}.rstrip({str})
        {str}.replace({str}, {str})|{str}.replace({str}, {str}, {small})|{str}.join({strs})|{str}.center({small})|{str}.ljust({small}, '*')|{str}.zfill({small})
        {str}.rjust({int} % 9, '-')|{str} if {bool} else {str}|{str} or {str}|{strs}[{small}]|{str} % {int}|'%d-%s' % ({int}, {str})|'%5.2f|' % {float}
        '%(a)s' % {{'a': {any}}}|'%r %s' % ({str}, {tuple})|'%x %o %e' % ({int}, {int}, {float})|'%-6d|%+d|%05d' % ({int}, {int}, {int})
        '{{}} {{}}'.format({int}, {str})|'{{0}}{{1}}{{0}}'.format({str}, {int})|'{{a:>{{w}}}}'.format(a={str}, w={count})|'{{:{fspec}}}'.format({float})
        f'{{{int}:{ispec}}}'|f'{{{float}:{fspec}}}'|f'{{{str}!r:{sspec}}}'|f'{{{str}:{sspec}}}'|f'{{{int}}}{{{str}}}'|f'{{{any}}}'
        f'<{{ {int} = }}>'|f'{{{list}}}'|f'{{{float}:{{{count}}}.{{{count}}}f}}'|format({int}, {ispec!r})|format({float}, {fspec!r})|format({str}, {sspec!r})
        ''.join(reversed({str}))|''.join(sorted({str}))|{str}.partition({str})[{count}]|min({strs})|max({strs}, key=len)|chr({int} % 1000 + 32)
        hex({int})|bin({int})|oct({int})|type({any}).__name__|{str}.removeprefix({str})|{str}.removesuffix({str})|{str}.expandtabs({count})
        {bytes}.decode({codec})|repr({bytes})|str({none})|{str}.casefold()|{str}.rpartition({str})[0]|'-'.join(map(str, {list}))|ascii({str})
        {str}.translate({{97: 'X', 98: None}})|repr({float})|str({pairs})|', '.join(f'{{k}}={{v}}' for k, v in {dict}.items())|{str}.format(*{list})
        {str}.__str__()|repr(Point({int}, {str}))|next(iter({strs}), {str})|' '.join(k for k in {strs} if k)|str({bool})|str({nest})|{bytes}.hex()
        '{{0[1]}} {{1.x}}'.format({list}, Point({int}, 2))|'{{!r:>8}}'.format({str})|str({range})|{str}.encode().hex()
    """,
    "bytes": """
        {bytes} + {bytes}|{bytes} * {count}|{bytes}[{slice}]|{str}.encode()|{str}.encode({codec})|bytes({list})|bytes({count})|{bytes}.replace({bytes}, {bytes})
        {bytes}.upper()|b','.join([{bytes}, {bytes}])|bytes.fromhex({str})|{bytes} if {bool} else {bytes}|{bytes}.strip()|bytes(bytearray({bytes}))|b'%d' % {int}
    """,
    "list": """
        {list} + {list}|{list} * {count}|{list}[{slice}]|[{int}, {int}]|[{int}, *{list}]|sorted({list})|sorted({list}, reverse={bool})|list({set})[:0]|sorted({set})
        [k for k in {list}]|[k * {int} for k in {list} if k % 2 == {count}]|list(map(lambda k: k + {int}, {list}))|list(filter(None, {list}))|list(range({small}, {small}, {step}))
        [k + m for k in {list} for m in {list}][:8]|list(reversed({list}))|{list}.copy()|[len(k) for k in {strs}]|[ord(k) for k in {str}]|list({bytes})|list({tuple})
        [*{list}, *{list}]|{list} if {bool} else {list}|{nest}[{small}]|[k for r in {nest} for k in r]|list({dict}.values())|list(itertools.accumulate({list}))
        list(itertools.chain({list}, {tuple}))|sorted({list}, key=lambda k: (k % 3, k))|[k if k > {int} else -k for k in {list}]|list(divmod({int}, {int}))
        list(itertools.islice(itertools.count({int}), {count}))|[k for k, m in {pairs}]|[(lambda: k)() for k in {list}]|list(walk({count}))|{list} or {list}
        [({fresh} := {int}), {int}]|(lambda *a: list(a))(*{list})|list(enumerate({list}))[{small}:]|[i for i, k in enumerate({list}) if k]|list({range})
        list(itertools.takewhile(lambda k: k < {int}, {list}))|[max(k, {int}) for k in {list}]|copy.deepcopy({list})|[int(k) for k in {strs}]
    """,
    "strs": """
        {str}.split()|{str}.split({str})|{str}.split(',', {count})|{str}.splitlines()|list({str})|sorted({strs})|sorted({strs}, key=len, reverse={bool})|{strs} + {strs}
        [k.upper() for k in {strs}]|{strs}[{slice}]|list({dict})|sorted({dict})|[str(k) for k in {list}]|list(map(str, {list}))|{str}.rsplit({str}, {count})|[{str}, {str}]
        [k for k in {strs} if {str} in k]|list({str}.partition({str}))|[f'{{k}}{{m}}' for k, m in {pairs}]|sorted({strs}, key=str.lower)|[k * m for k in {strs} for m in (1, 2)][:6]
        list(dict.fromkeys({str}))|list(map(repr, {tuple}))|[*{str}]|{strs} if {bool} else {strs}|[type(k).__name__ for k in {tuple}]
    """,
    "tuple": """
        {tuple} + {tuple}|{tuple} * {count}|{tuple}[{slice}]|({int}, {str})|({int},)|tuple({list})|tuple({str})|divmod({int}, {int})|{str}.partition({str})|(*{list}, {int})
        tuple(k for k in {list})|{tuple} if {bool} else {tuple}|({any}, {any}, {any})|({str}, {list})|tuple(sorted({strs}))|Point({int}, {str})|Point({int}, 1)._replace(y={int})
        {pairs}[{small}]|(1, {float})|tuple(map(bool, {list}))|next(zip({list}, {strs}), ())|({none},)
    """,
    "dict": """
        {{**{dict}, 'k': {int}}}|{{k: len(k) for k in {strs}}}|dict(zip({strs}, {list}))|{dict} | {dict}|{{{str}: {int}}}|dict({dict}, q={int})|{{k: v + 1 for k, v in {dict}.items()}}
        {dict}.copy()|dict({pairs})|{{k: {dict}.get(k, 0) for k in {str}}}|dict.fromkeys({strs}, {int})|{dict} if {bool} else {dict}|dict(sorted({dict}.items()))|dict(collections.Counter({str}))
        {{str(k): k for k in {list}}}|{{k: v for k, v in zip({str}, {list}) if v}}|dict(enumerate({strs}))|{{'a': {int}, 'a': {int}, **{dict}}}|dict(**{dict})
        {{v: k for k, v in {dict}.items()}}
    """,
    "set": """
        {set} | {set}|{set} & {set}|{set} - {set}|{set} ^ {set}|set({list})|{{{int}, {int}}}|{{k % 3 for k in {list}}}|frozenset({list})|{set}.union({list})|{set}.difference({list})
        {set} if {bool} else {set}|set(map(abs, {list}))|{set}.intersection({list}, {list})|{{*{list}, {int}}}|set(range({count}))|{set}.copy()|set({nest}[0])
    """,
    "pairs": """
        list({dict}.items())|list(zip({list}, {strs}))|list(enumerate({strs}))|sorted({dict}.items())|[(k, {int}) for k in {strs}]|{pairs}[{slice}]|{pairs} + {pairs}
        sorted({dict}.items(), key=lambda kv: (-kv[1], kv[0]))|list(zip({str}, {str}))|[({int}, {str})]|list(enumerate({list}, {int}))|list(map(lambda k: (k, -k), {list}))
        collections.Counter({str}).most_common({count})|[(k, list(g)) for k, g in itertools.groupby({list})]|list(itertools.product({str}, repeat={count}))[:5]|[(m, k) for k, m in {pairs}]
        list(itertools.combinations({list}, 2))[:5]|list(itertools.zip_longest({list}, {strs}, fillvalue={int}))|[tuple(k) for k in {nest} if len(k) == 2]
    """,
    "nest": """
        [{list}, {list}]|[[k] for k in {list}]|{nest} + {nest}|{nest}[{slice}]|[k[::-1] for k in {nest}]|[list(k) for k in zip({list}, {list})]|[sorted(k) for k in {nest}]|[[]] * {count}
        [[k * m for k in {list}] for m in (1, 2)]|[list({str}.encode())]|[*{nest}, {list}]|sorted({nest})|copy.deepcopy({nest})
    """,
    "none": """
        print({any})|{list}.append({int})|{list}.sort()|{dict}.update({dict})|{none}|{list}.extend({str})|{set}.add({int})|{list}.reverse()|{dict}.get({str})|{list}.remove({int})
        {list}.insert({small}, {int})|{dict}.pop({str}, None)|{dict}.setdefault({str})|say({any}, {any})|{list}.clear()
    """,
    "range": "range({count})|range({small}, {int} % 20)|range({int} % 9, {small}, -{count})",
    "slice": ["{small}:", ":{small}", "{small}:{small}", "::{step}", "{small}:{small}:{step}", ":", "::-1"],
    "step": ["1", "2", "-1", "3", "-2"],
    "ispec": ["", "d", "5", ">6", "<6", "^7", "+", " ", "05", ",", "x", "#x", "b", "#o", "_d", "*^9", "e", ".2f", "c", "n", "+,d", "08b", "=+6", "X", "s"],
    "fspec": ["", ".2f", "8.3f", "e", "g", "%", "+.1f", "010.2f", ",.2f", ".0f", "^12", ".3", ".3e", "<8g", "G", ".10g", "_.1f", "d", "F", "z.1f"],
    "sspec": ["", "s", "5", ">5", "<5", "^7", ".2", "*^9", "=5", "0>4", "é^5", "d", "<"],
    "codec": ["'utf-8'", "'ascii'", "'latin-1'", "'ascii', 'replace'", "'utf-8', 'ignore'", "'ascii', 'backslashreplace'", "'utf8'", "'nope'"],
    "type": ["int", "str", "list", "tuple", "dict", "set", "float", "bool", "bytes", "object", "type(None)", "frozenset", "type"],
}


def rules_of(text):
    """The rules in a table: between them stands a bar without blanks (or a line's end)."""
    rules, quote, start = [], None, 0
    for i, c in enumerate(text):
        if quote:
            quote = None if c == quote else quote
        elif c in "'\"":
            quote = c
        elif c == "\n" or (c == "|" and not text[i - 1].isspace() and not text[i + 1].isspace()):
            rules.append(text[start:i].strip())
            start = i + 1
    return [rule for rule in rules + [text[start:].strip()] if rule]


RULES = {kind: rules_of(rows) if isinstance(rows, str) else rows for kind, rows in RULES.items()}
PRINTABLE = ["int", "float", "bool", "str", "bytes", "list", "strs", "tuple", "dict", "pairs", "nest", "none"]
KINDS = PRINTABLE + ["set"]
ERRORS = ["ValueError", "KeyError", "TypeError", "ZeroDivisionError", "IndexError", "Own", "OwnWith", "AttributeError", "RuntimeError", "LookupError",
          "ArithmeticError", "StopIteration", "AssertionError", "OSError", "NameError", "Exception"]
KEEP_SMALL = {"int": "{v} %= 9973", "float": "{v} = {v} if abs({v}) < 1e9 else 1.5", "str": "{v} = {v}[:30]", "bytes": "{v} = {v}[:20]",
              "list": "{v} = {v}[:9]", "strs": "{v} = [k[:9] for k in {v}[:9]]", "tuple": "{v} = {v}[:6]", "nest": "{v} = [k[:4] for k in {v}[:4]]",
              "pairs": "{v} = {v}[:8]", "dict": "{v} = dict(list({v}.items())[:8])", "set": "{v} = set(sorted({v}, key=repr)[:8])"}
AUGMENTED = {"int": ["+=", "-=", "*=", "//=", "%=", "&=", "|=", "^=", ">>="], "float": ["+=", "-=", "*=", "/="], "str": ["+="], "list": ["+="],
             "strs": ["+="], "tuple": ["+="], "dict": ["|="], "set": ["|=", "&=", "-=", "^="], "bytes": ["+="], "pairs": ["+="], "nest": ["+="],
             "bool": ["&=", "|=", "^="]}
DUNDERS = {
    "__len__": ("self", "return {int} % 5"), "__bool__": ("self", "return {bool}"), "__str__": ("self", "return {str}"), "__repr__": ("self", "return 'R' + {str}"),
    "__eq__": ("self, other", "return {any}"), "__lt__": ("self, other", "return {bool}"), "__add__": ("self, other", "return {any}"),
    "__radd__": ("self, other", "return {any}"), "__iadd__": ("self, other", "return {self}"), "__mul__": ("self, other", "return NotImplemented"),
    "__getitem__": ("self, key", "return {list}[key]"), "__setitem__": ("self, key, value", "print('set', show(key), show(value))"),
    "__delitem__": ("self, key", "print('del', show(key))"), "__contains__": ("self, item", "return {bool}"), "__iter__": ("self", "return iter({list})"),
    "__call__": ("self, *args, **kw", "return ({int}, args, sorted(kw))"), "__neg__": ("self", "return {int}"), "__hash__": ("self", "return {int} % 7"),
    "__getattr__": ("self, name", "return name + '?'"), "__enter__": ("self", "return {any}"), "__exit__": ("self, *exc", "return {bool}"),
    "__int__": ("self", "return {int}"), "__index__": ("self", "return {count}"), "__float__": ("self", "return {float}"), "__next__": ("self", "raise StopIteration"),
    "__format__": ("self, spec", "return 'F' + spec"), "__del__": ("self", "pass"), "__sub__": ("self, other", "return self"), "__rsub__": ("self, other", "return {int}"),
    "__setattr__": ("self, name, value", "object.__setattr__(self, name, value)"), "__reversed__": ("self", "return iter({strs})"), "__abs__": ("self", "return {int}"),
    "__ne__": ("self, other", "return {bool}"), "__le__": ("self, other", "return {bool}"), "__gt__": ("self, other", "return NotImplemented"),
}
WITH_OBJECTS = """
    len({obj})|bool({obj})|str({obj})|repr({obj})[:1]|{obj} == {any}|{obj} < {obj}|{obj} + {any}|{any} + {obj}|{obj} * {int}|{obj}[{small}]|{any} in {obj}|list({obj})
    {obj}({int}, k={int})|-{obj}|{obj}.nope|{obj}.a|{obj}.b|{obj}.m({int})|{obj}.k()|{obj}.s({int})|{obj}.p|isinstance({obj}, {class})|type({obj}).__name__|int({obj})|float({obj})
    {list}[{obj}]|f'{{{obj}:>3}}'|sorted([{obj}, {obj}], key=lambda o: o.a)[0].a|getattr({obj}, 'a', {any})|hasattr({obj}, 'zz')|{class}.C|{obj}.C|{obj} - {obj}|{int} - {obj}
    {class}.m({obj}, {int})|{{{obj}: 1}}[{obj}]|hash({obj}) == hash({obj})|abs({obj})|list(reversed({obj}))|{obj} != {any}|{obj} <= {any}|{obj} > {obj}|next({obj})|iter({obj}) is {obj}
    sorted([{obj}, {obj}])[0].a|max({obj}, {obj}).a|[*{obj}]|dict(a={obj})['a'].a|{class}.__name__|{class}.__mro__[1].__name__|sorted(vars({obj}))|issubclass({class}, {class})
    range({obj})|'ab'[{obj}:]|not {obj}|{obj} and {int}|{obj} is {obj}|print({obj})|'%s' % {obj}|sum([{obj}], {int})|{obj}.m.__name__|{class}.m.__qualname__|{obj}.__class__.__name__
    copy.copy({obj}).a|'{{0.a}} {{0}}'.format({obj})|any([{obj}])|enumerate({obj})|[k for k in {obj}]|{obj}.m(*{list})|{obj}.m(x={int})|{obj}.m({int}, {int})
"""
WITH_OBJECTS = rules_of(WITH_OBJECTS)


class Generator:
    """Writes one program."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.indent = 0
        self.scopes = [{}]         # name: kind, innermost last
        self.functions = []        # (name, kinds of parameters, whether it yields)
        self.classes = []          # names
        self.loops = 0
        self.quiet = False         # inside of an f-string: no quotes, braces or colons
        self.chosen = None
        self.in_loop = self.in_function = self.in_generator = False
        self.names = 0
        self.budget = self.random.choice((8, 14, 22))

    # ---- words

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, p):
        return self.random.random() < p

    def line(self, text):
        self.lines.append("    " * self.indent + text.replace("\n", "\\n") if "'''" not in text else "    " * self.indent + text)

    def fresh(self, prefix="v"):
        self.names += 1
        return f"{prefix}{self.names}"

    def visible(self, kind=None):
        found = {}
        for scope in self.scopes:
            found.update(scope)
        return [n for n, k in found.items() if kind is None or k == kind]

    # ---- expressions

    def fill(self, rule, depth):
        """A rule with its holes filled."""
        out, i = [], 0
        was, self.quiet = self.quiet, self.quiet or rule.startswith("f'")
        while i < len(rule):
            c = rule[i]
            if rule.startswith("{{", i) or rule.startswith("}}", i):
                if rule.startswith("{{{", i) and not rule.startswith("{{{{", i):
                    out.append("{")
                    i += 2
                    continue
                out.append(c)
                i += 2
            elif c == "{":
                end = rule.index("}", i)
                out.append(self.hole(rule[i + 1:end], depth))
                i = end + 1
            else:
                out.append(c)
                i += 1
        self.quiet = was
        return "".join(out)

    def hole(self, what, depth):
        if what == "fresh":
            name = self.fresh()
            return name
        if what.endswith("!r"):
            return repr(self.pick(RULES[what[:-2]]))
        if what == "any":
            return self.expression(self.pick(PRINTABLE), depth - 1)
        if what == "self":
            return "self"
        if what == "obj":
            return self.object()
        if what == "o":
            return self.chosen
        if what == "class":
            return self.pick(self.classes or ["Own"])
        if what in ("slice", "step", "ispec", "fspec", "sspec", "codec", "type", "range"):
            return self.fill(self.pick(RULES[what]), depth - 1)
        text = self.expression(what, depth - 1)
        return text

    def object(self):
        objects = self.visible("object")
        if objects and self.chance(0.8):
            return self.pick(objects)
        if self.classes:
            return f"{self.pick(self.classes)}({self.expression('int', 1)})"
        return "Guard('g')"

    def atom(self, kind):
        names = self.visible(kind)
        if self.quiet:
            plain = [a for a in ATOMS[kind] if not set(a) & set("'\"\\{}: ")]
            return self.pick((names * 3 + plain) or ["0"])
        if kind == "int" and self.chance(0.1):
            names = names + self.visible("bool")
        if names and self.chance(0.65):
            return self.pick(names)
        if self.chance(0.01):
            return self.pick(self.visible() or ["None"])   # of any kind
        return self.pick(ATOMS[kind])

    def expression(self, kind, depth=3):
        if kind == "object":
            return self.object()
        if depth <= 0 or kind not in RULES or self.quiet or self.chance(0.25):
            return self.atom(kind) if kind in ATOMS else self.fill(self.pick(RULES[kind]), 0)
        if self.chance(0.08) and self.functions:
            return self.call(depth - 1)
        if self.classes and self.chance(0.06):
            return "(" + self.fill(self.pick(WITH_OBJECTS), depth - 1) + ")"
        text = self.fill(self.pick(RULES[kind]), depth)
        if text.startswith(("f'", "'")) and "\n" in text:
            text = text.replace("\n", " ")
        return text if self.chance(0.15) else f"({text})"

    def call(self, depth):
        name, kinds, yields = self.pick(self.functions)
        args = [self.expression(k, depth) for k in kinds]
        shape = self.random.random()
        if shape < 0.1 and args:
            args[-1] = f"p{len(args) - 1}={args[-1]}"
        elif shape < 0.15:
            args = [f"*[{', '.join(args)}]"]
        elif shape < 0.2:
            args = ["**{" + ", ".join(f"'p{i}': {a}" for i, a in enumerate(args)) + "}"]
        elif shape < 0.25 and args:
            args = args[:-1]
        elif shape < 0.28:
            args.append(self.expression("int", 0))
        elif shape < 0.32:
            args.append(f"extra={self.expression('int', 0)}")
        text = f"{name}({', '.join(args)})"
        return f"list(itertools.islice({text}, 6))" if yields else text

    # ---- statements

    def block(self, most=3, empty="pass"):
        self.indent += 1
        before = len(self.lines)
        self.scopes.append({})
        for _ in range(self.random.randint(1, most)):
            if self.budget <= 0:
                break
            self.statement()
        self.scopes.pop()
        if len(self.lines) == before:
            self.line(empty)
        self.indent -= 1

    def bind(self, name, kind):
        self.scopes[-1][name] = kind

    def statement(self):
        self.budget -= 1
        choices = [(self.assign, 10), (self.say, 8), (self.augment, 4), (self.unpack, 3), (self.mutate, 5), (self.decide, 4), (self.for_loop, 4),
                   (self.while_loop, 2), (self.try_, 5), (self.with_, 2), (self.evaluate, 2), (self.raise_, 1), (self.assert_, 1), (self.delete, 1)]
        if self.indent < 3:
            choices += [(self.function, 4), (self.generator, 3), (self.class_, 3)]
        if self.classes:
            choices += [(self.use_object, 6)]
        if self.in_loop:
            choices += [(self.leave_loop, 2)]
        if self.in_function:
            choices += [(self.return_, 2)]
        if self.in_generator:
            choices += [(self.yield_, 4)]
        total = sum(w for _, w in choices)
        at = self.random.uniform(0, total)
        for what, weight in choices:
            at -= weight
            if at <= 0:
                what()
                return

    def kind(self):
        return self.pick(KINDS)

    def assign(self):
        kind = self.kind()
        names = self.visible(kind)
        name = self.pick(names) if names and self.chance(0.3) and self.local(names) else self.fresh()
        if name in self.visible() and name not in self.scopes[-1] and not self.is_local(name):
            name = self.fresh()
        value = self.expression(kind, 3)
        if self.chance(0.08):
            other = self.fresh()
            self.line(f"{name} = {other} = {value}")
            self.bind(other, kind)
        elif self.chance(0.05) and kind in ("int", "str"):
            self.line(f"{name}: {kind} = {value}")
        else:
            self.line(f"{name} = {value}")
        self.bind(name, kind)
        if self.loops and kind in KEEP_SMALL:
            self.line(KEEP_SMALL[kind].replace("{v}", name))

    def local(self, names):
        return any(self.is_local(n) for n in names)

    def is_local(self, name):
        """Whether the running function may assign to it without changing what it means before."""
        return any(name in s for s in self.scopes[getattr(self, "base", 0):])

    def augment(self):
        kind = self.pick(list(AUGMENTED))
        names = [n for n in self.visible(kind) if self.is_local(n)]
        if not names:
            return self.assign()
        name, op = self.pick(names), self.pick(AUGMENTED[kind])
        self.line(f"{name} {op} {self.expression('count' if op == '>>=' else kind, 2)}")
        if kind in KEEP_SMALL and (self.loops or op == "*="):
            self.line(KEEP_SMALL[kind].replace("{v}", name))

    def unpack(self):
        a, b, c = self.fresh(), self.fresh(), self.fresh()
        e = self.expression
        shape = self.random.randrange(7)
        if shape == 0:
            self.line(f"{a}, {b} = {e('int', 2)}, {e('str', 2)}")
            self.bind(a, "int"), self.bind(b, "str")
        elif shape == 1:
            self.line(f"{a}, *{b} = {e('list', 2)}")
            self.bind(a, "int"), self.bind(b, "list")
        elif shape == 2:
            self.line(f"*{a}, {b} = {e('strs', 2)}")
            self.bind(a, "strs"), self.bind(b, "str")
        elif shape == 3:
            self.line(f"({a}, {b}), {c} = {e('tuple', 1)}, {e('int', 2)}")
            self.bind(c, "int")
        elif shape == 4:
            self.line(f"[{a}, {b}] = {e('list', 2)}")
            self.bind(a, "int"), self.bind(b, "int")
        elif shape == 5:
            names = [n for n in self.visible("int") if self.is_local(n)]
            if len(names) > 1:
                x, y = self.random.sample(names, 2)
                self.line(f"{x}, {y} = {y}, {x}")
        else:
            self.line(f"{a}, *{b}, {c} = {e('str', 2)}")
            self.bind(a, "str"), self.bind(b, "strs"), self.bind(c, "str")

    def mutate(self):
        e = self.expression
        kind = self.pick(["list", "dict", "set", "nest", "strs"])
        names = self.visible(kind)
        if not names:
            return self.assign()
        n = self.pick(names)
        rows = {
            "list": ["{n}.append({int})", "{n}.extend({list})", "{n}[{small}] = {int}", "{n}[{slice}] = {list}", "{n}.insert({small}, {int})", "{n}.sort(key=abs, reverse={bool})",
                     "{n}.reverse()", "say({n}.pop({small}))", "del {n}[{small}]", "del {n}[{slice}]", "{n}.remove({int})", "{n}[{small}] += {int}", "{n}.sort()", "{n} += {tuple}",
                     "{n}[{small}], {n}[{small}] = {n}[{small}], {int}"],
            "dict": ["{n}[{str}] = {int}", "{n}.update({dict})", "{n}.update(w={int})", "say({n}.pop({str}, {int}))", "{n}.setdefault({str}, {int})", "del {n}[{str}]", "{n}[{str}] += {int}",
                     "say({n}.popitem())", "{n}[{tuple}] = {int}", "{n}[{list}] = {int}", "{n}[{int}] = {int}", "{n}[{float}] = {int}", "say(list({n}.keys()), list({n}.values()))"],
            "set": ["{n}.add({int})", "{n}.discard({int})", "{n}.remove({int})", "{n}.update({list})", "{n} &= {set}", "{n}.add({tuple})", "{n}.add({list})", "{n}.difference_update({list})"],
            "nest": ["{n}[{small}].append({int})", "{n}[{small}][{small}] = {int}", "{n}.append({list})", "{n}[{small}] = {list}", "{n}[{small}] += {list}"],
            "strs": ["{n}.append({str})", "{n}[{small}] = {str}", "{n}.sort(key=len)", "{n}[{small}] += {str}", "{n}.extend({str})", "{n} *= {count}"],
        }[kind]
        row = self.pick(rows).replace("{n}", n)
        if not self.is_local(n) and any(op in row for op in (" += ", " &= ", " *= ")) and row.startswith(n + " "):
            return self.say()
        self.line(self.fill(row, 2))
        if self.loops and kind != "set" and kind != "dict":
            self.line(f"del {n}[9:]")

    def say(self):
        names = self.visible()
        if names and self.chance(0.4):
            self.line("say(" + ", ".join(self.random.sample(names, min(len(names), 3))) + ")")
        else:
            self.line(f"say({self.expression(self.kind(), 4)})")

    def evaluate(self):
        self.line(self.expression(self.pick(PRINTABLE), 3))

    def condition(self):
        return self.expression(self.pick(["bool", "bool", "bool", "int", "str", "list", "dict"]), 3)

    def decide(self):
        self.line(f"if {self.condition()}:")
        self.block()
        for _ in range(self.pick((0, 0, 1, 2))):
            self.line(f"elif {self.condition()}:")
            self.block()
        if self.chance(0.5):
            self.line("else:")
            self.block()

    def for_loop(self):
        if self.loops >= 2:
            return self.say()
        a, b = self.fresh(), self.fresh()
        head = self.pick([("{a} in range({count})", "int"), ("{a} in {list}[:4]", "int"), ("{a} in {str}[:4]", "str"), ("{a} in {strs}[:4]", "str"), ("{a}, {b} in {pairs}[:4]", None),
                          ("{a}, {b} in enumerate({strs}[:3])", "int"), ("{a} in reversed({list}[:4])", "int"), ("{a} in {dict}", "str"), ("{a} in sorted({set})[:4]", "int"),
                          ("{a}, {b} in zip({list}[:3], {str})", "int"), ("{a} in {tuple}[:4]", None), ("{a} in ({int}, {int})", "int"), ("{a}, {b} in {dict}.items()", "str"),
                          ("{a} in walk({count})", "int"), ("{a} in (k * k for k in {list}[:4])", "int"), ("{a} in iter({list}[:3])", "int"), ("{a}, *{b} in {nest}[:3]", "int"),
                          ("{a} in {list}[:3] + {list}[:2]", "int"), ("{a} in {bytes}[:4]", "int")])
        text = head[0].replace("{a}", a).replace("{b}", b)
        self.line(f"for {self.fill(text, 2)}:")
        was, self.in_loop = self.in_loop, True
        self.loops += 1
        self.scopes.append({a: head[1] or "none"})
        self.block()
        self.scopes.pop()
        self.loops -= 1
        self.in_loop = was
        if self.chance(0.3):
            self.line("else:")
            self.block(1)

    def while_loop(self):
        if self.loops >= 2:
            return self.say()
        n = self.fresh("n")
        self.line(f"{n} = {self.random.randint(1, 4)}")
        self.line(f"while {n} > 0" + (f" and {self.condition()}:" if self.chance(0.5) else ":"))
        self.indent += 1
        self.line(f"{n} -= 1")
        self.indent -= 1
        was, self.in_loop = self.in_loop, True
        self.loops += 1
        self.block()
        self.loops -= 1
        self.in_loop = was
        if self.chance(0.3):
            self.line("else:")
            self.block(1)

    def leave_loop(self):
        self.line(f"if {self.condition()}:")
        self.line("    " + self.pick(["break", "continue"]))

    def return_(self):
        self.line(f"if {self.condition()}:")
        self.indent += 1
        self.line("return" if self.in_generator and self.chance(0.5) else f"return {self.expression(self.pick(PRINTABLE), 2)}")
        self.indent -= 1

    def try_(self):
        e = self.fresh("e")
        self.line("try:")
        self.block()
        handlers = self.random.randint(0, 2)
        for i in range(handlers):
            kinds = self.pick([self.pick(ERRORS), "Exception", f"({self.pick(ERRORS)}, {self.pick(ERRORS)})", "Exception"])
            self.line(f"except {kinds} as {e}:")
            self.indent += 1
            self.line(f"print('caught', told({e}))")
            self.indent -= 1
            self.block(2)
            if self.chance(0.15):
                self.line("    " + self.pick(["raise", f"raise {self.pick(ERRORS)}('again') from {e}", "raise Own from None", f"raise RuntimeError({e})"]))
        if handlers and self.chance(0.1):
            self.line("except:")
            self.block(1)
        if handlers and self.chance(0.3):
            self.line("else:")
            self.block(2)
        if not handlers or self.chance(0.3):
            self.line("finally:")
            self.block(2)
            if self.chance(0.05) and self.in_function and not self.in_generator:
                self.line(f"    return {self.expression('int', 1)}")

    def with_(self):
        g = self.fresh("g")
        head = self.pick([f"with Guard({g!r}) as {g}:", f"with Guard({g!r}, True):", f"with Guard({g!r}), Guard('in', {self.pick(['True', 'False'])}):",
                          f"with contextlib.suppress({self.pick(ERRORS)}):", f"with (Guard('a'), Guard('b') as {g}):", "with contextlib.nullcontext():"])
        self.line(head)
        self.block()

    def raise_(self):
        name = self.pick(ERRORS)
        if not (self.chance(0.5) or self.indent == 0):
            return self.say()
        self.line(f"if {self.condition()}:")
        args = self.expression(self.pick(PRINTABLE), 1)
        self.line("    raise " + self.pick([f"{name}({args})", f"{name}({args}, 1)", f"{name}('x')", f"Own({args}) from {self.pick(ERRORS)}('cause')", "OwnWith(3, 4)"]))

    def assert_(self):
        self.line(f"assert {self.condition()}, {self.expression('str', 1)}")

    def delete(self):
        names = [n for n in self.scopes[-1]]
        if names and not self.in_loop:
            name = self.pick(names)
            self.line(f"del {name}")
            if self.chance(0.9):
                del self.scopes[-1][name]

    # ---- functions and classes

    def body(self, params, generator=False, most=4):
        saved = self.in_loop, self.in_function, self.in_generator, self.loops, getattr(self, "base", 0)
        self.in_loop, self.in_function, self.in_generator = False, True, generator
        self.base = len(self.scopes)
        self.scopes.append(dict(params))
        self.block(most)
        self.scopes.pop()
        self.in_loop, self.in_function, self.in_generator, self.loops, self.base = saved

    def parameters(self):
        kinds = [self.pick(PRINTABLE[:9]) for _ in range(self.random.randint(0, 3))]
        words = [f"p{i}" for i in range(len(kinds))]
        params = {w: k for w, k in zip(words, kinds)}
        if kinds and self.chance(0.3):
            words[-1] += f"={self.pick(ATOMS[kinds[-1]])}"
        if len(words) > 1 and self.chance(0.1):
            words.insert(1, "/")
        if self.chance(0.15):
            words.append("*rest")
            params["rest"] = "tuple"
        elif self.chance(0.1):
            words += ["*", f"only={self.random.randint(0, 9)}"]
            params["only"] = "int"
        if self.chance(0.15):
            words.append("**more")
            params["more"] = "dict"
        return kinds, words, params

    def function(self):
        name = self.fresh("f")
        kinds, words, params = self.parameters()
        if self.chance(0.12):
            self.line(f"{name} = lambda {', '.join(words)}: {self.lambda_body(params)}")
            self.functions.append((name, kinds, False))
            return
        for _ in range(self.pick((0, 0, 0, 1, 2))):
            self.line("@" + self.pick(["twice", f"traced({name!r})", "functools.lru_cache(maxsize=None)"]))
        self.line(f"def {name}({', '.join(words)}):")
        outer = [n for n in self.visible("int") if self.is_local(n)]
        self.indent += 1
        if self.chance(0.2):
            self.line(f"'''doc of {name}'''")
        if outer and self.chance(0.25):
            n = self.pick(outer)
            self.line(f"{'nonlocal' if self.in_function and n not in self.scopes[0] else 'global' if not self.in_function and self.indent == 1 and n in self.scopes[0] else 'pass #'} {n}")
            self.line(f"{n} = {n} * 2 % 1009" if not self.lines[-1].strip().startswith("pass") else "pass")
        self.indent -= 1
        hidden, self.functions = self.functions, list(self.functions)
        self.body(params)
        self.functions = hidden
        self.indent += 1
        self.scopes.append(params)
        self.line(f"return {self.expression(self.pick(PRINTABLE), 2)}")
        self.scopes.pop()
        self.indent -= 1
        self.functions.append((name, kinds, False))
        if self.chance(0.7):
            self.line(f"say({self.call_of(self.functions[-1])})")

    def call_of(self, function):
        was, self.functions = self.functions, [function]
        text = self.call(2)
        self.functions = was
        return text

    def lambda_body(self, params):
        self.scopes.append(params)
        text = self.expression(self.pick(PRINTABLE), 2)
        self.scopes.pop()
        return text if ":=" not in text else "0"

    def generator(self):
        name = self.fresh("g")
        kinds, words, params = self.parameters()
        self.line(f"def {name}({', '.join(words)}):")
        hidden, self.functions = self.functions, [f for f in self.functions if not f[2]]
        self.body(params, generator=True)
        self.functions = hidden
        self.indent += 1
        self.scopes.append(params)
        self.line(f"yield {self.expression(self.pick(PRINTABLE), 2)}")
        if self.chance(0.4):
            self.line(f"return {self.expression('int', 1)}")
        self.scopes.pop()
        self.indent -= 1
        self.functions.append((name, kinds, True))
        args = ", ".join(self.expression(k, 1) for k in kinds)
        it = self.fresh("it")
        rows = [
            [f"say(list(itertools.islice({name}({args}), 6)))"],
            [f"{it} = {name}({args})", f"say(next({it}, 'none'))", f"say(next({it}, 'none'))", f"{it}.close()", f"say(list({it}))"],
            [f"{it} = {name}({args})", f"say(next({it}))", f"say({it}.send({self.expression('int', 1)}))"],
            [f"{it} = {name}({args})", "try:", f"    next({it})", f"    say({it}.throw({self.pick(ERRORS)}('thrown')))",
             f"except (StopIteration, {self.pick(ERRORS)}) as e:", "    print('out', told(e))"],
            [f"for {it} in {name}({args}):", f"    say({it})", "    break"],
            [f"def over{it}():", f"    r = yield from {name}({args})", "    yield ('r', r)", f"say(list(itertools.islice(over{it}(), 8)))"],
            [f"{it} = echo({self.expression('int', 1)})", f"say(next({it}), {it}.send({self.expression('str', 1)}), {it}.throw(ValueError('t')))", f"{it}.close()"],
        ]
        for row in self.pick(rows):
            self.line(row)

    def yield_(self):
        shape = self.random.random()
        e = self.expression
        if shape < 0.5:
            self.line(f"yield {e(self.pick(PRINTABLE), 2)}")
        elif shape < 0.7:
            name = self.fresh()
            self.line(f"{name} = yield {e('int', 1)}")
            self.line(f"say({name})")
        elif shape < 0.85:
            self.line(f"yield from {e(self.pick(['list', 'strs', 'tuple', 'str', 'range']), 1)}")
        else:
            self.line(f"say((yield from walk({e('count', 1)})))")

    def class_(self):
        name = self.fresh("K").replace("K", "Klass")
        base = self.pick(self.classes + ["", "", "", "object", "list", "dict", "Exception", "Guard", "int", "str"]) if self.chance(0.5) else ""
        self.line(f"class {name}({base}):" if base else f"class {name}:")
        self.indent += 1
        saved_loops, self.loops = self.loops, 0
        scope = {}
        self.line(f"C = {self.expression('int', 1)}")
        if base in ("", "object") or base in self.classes:
            self.line("def __init__(self, a=0, *more):")
            self.indent += 1
            if base in self.classes and self.chance(0.7):
                self.line("super().__init__(a)")
            self.line("self.a = a")
            self.line(f"self.b = {self.expression(self.pick(['list', 'str', 'int']), 1)}")
            self.indent -= 1
        else:
            self.line("a = 5")
        self.line("def m(self, x):")
        self.method_body({"x": "int"})
        for text in self.random.sample(["@staticmethod\ndef s(x):\n    return (x, {str})", "@classmethod\ndef k(cls):\n    return cls.C, cls.__name__", "@property\ndef p(self):\n    return (self.a, {int})",
                                        "k = lambda self: self.a", "s = staticmethod(lambda x: x)", "@property\ndef p(self):\n    return self.b\n@p.setter\ndef p(self, v):\n    self.b = v"],
                                       self.random.randint(0, 3)):
            for row in self.fill(text, 2).split("\n"):
                self.line(row)
        for dunder in self.random.sample(list(DUNDERS), self.random.randint(0, 5)):
            if base in ("list", "dict", "int", "str") and dunder in ("__eq__", "__hash__", "__repr__", "__iter__", "__len__", "__getitem__", "__index__", "__del__"):
                continue
            params, body = DUNDERS[dunder]
            self.line(f"def {dunder}({params}):")
            self.indent += 1
            if self.chance(0.3) and dunder != "__del__":
                self.line(f"print({dunder!r})")
            self.line(self.fill(body, 2))
            self.indent -= 1
        self.loops = saved_loops
        self.indent -= 1
        self.classes.append(name)
        obj = self.fresh("o")
        self.line(f"{obj} = {name}({self.expression('int', 1) if base not in ('list', 'dict') else ''})")
        self.bind(obj, "object")

    def method_body(self, params):
        hidden = self.functions, self.classes
        self.functions, self.classes = list(self.functions), list(self.classes)
        self.body(params, most=2)
        self.functions, self.classes = hidden
        self.indent += 1
        self.scopes.append(params)
        self.line(self.pick(["return (x, {int})", "return self.a", "self.a = x\n", "return self.C + {int}", "return {any}", "return super().m(x)"]).replace("{int}", self.expression("int", 1))
                  .replace("{any}", self.expression(self.pick(PRINTABLE), 1)).strip())
        self.scopes.pop()
        self.indent -= 1

    def use_object(self):
        o, e = self.object(), self.expression
        row = self.pick(["say({use})", "say({use})", "say({use})", "{o}.a = {int}", "{o}.z = {any}", "{o}[{small}] = {int}", "del {o}[{small}]", "del {o}.a", "{o}.p = {int}", "with {o} as w:\n    say(w)",
                         "for k in {o}:\n    say(k)\n    break", "{o}.a += {int}", "{class}.C += {int}", "{o}.C = {int}", "setattr({o}, 'q', {int})", "{o} += {any}", "a, b = {o}", "say([{o}, 1][0] is {o})"])
        row = row.replace("{use}", self.pick(WITH_OBJECTS))
        if row.startswith("{o} += ") and (not self.is_local(o) or "(" in o):
            row = "say(1)"
        self.chosen = o
        for text in self.fill(row, 2).split("\n"):
            self.line(text)

    # ---- the whole

    def program(self):
        while self.budget > 0:
            self.statement()
        names = self.visible()
        if names:
            self.line("say(" + ", ".join(names[-8:]) + ")")
        return self.lines


def program(seed):
    """The lines of program number `seed`. A try that no Python would compile is thrown away."""
    for attempt in range(50):
        lines = Generator(f"{seed}.{attempt}").program()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile("\n".join(wrapped(seed, lines)), "program", "exec")
            return lines
        except SyntaxError:
            continue
    raise RuntimeError(f"no program from seed {seed}")


def wrapped(number, lines):
    """A program as a part of a batch: nothing that happens in it reaches the next. Every other one is the body of
    a function."""
    out = [f"print('=== {number}')"]
    if number % 2:
        out += ["def program():"] + ["    " + x for x in lines] + ["try:", "    program()"]
    else:
        out += ["try:"] + ["    " + x for x in lines]
    return out + ["except BaseException as e:", "    print('raised', told(e))"]
