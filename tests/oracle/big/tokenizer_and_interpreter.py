# set: full
# A calculator language: tokens, a parser by recursive descent, an evaluator with scopes and functions.

class LangError(Exception):
    def __init__(self, message, position):
        super().__init__("%s at %d" % (message, position))


class Token:
    def __init__(self, kind, text, position):
        self.kind, self.text, self.position = kind, text, position

    def __repr__(self):
        return "%s:%s" % (self.kind, self.text)


SIGNS = ["==", "<=", "+", "-", "*", "/", "%", "^", "(", ")", "{", "}", ",", ";", "=", "<"]
WORDS = {"if", "else", "while", "fn", "return", "print"}


def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."):
                j += 1
            yield Token("num", text[i:j], i)
            i = j
        elif c.isalpha() or c == "_":
            j = i
            while j < len(text) and (text[j].isalnum() or text[j] == "_"):
                j += 1
            word = text[i:j]
            yield Token(word if word in WORDS else "name", word, i)
            i = j
        else:
            for sign in SIGNS:
                if text.startswith(sign, i):
                    yield Token(sign, sign, i)
                    i += len(sign)
                    break
            else:
                raise LangError("unknown character %r" % c, i)
    yield Token("end", "", len(text))


class Parser:
    LEVELS = [["==", "<", "<="], ["+", "-"], ["*", "/", "%"]]

    def __init__(self, text):
        self.tokens = list(tokens(text))
        self.i = 0

    @property
    def token(self):
        return self.tokens[self.i]

    def accept(self, *kinds):
        if self.token.kind in kinds:
            self.i += 1
            return self.tokens[self.i - 1]
        return None

    def expect(self, kind):
        found = self.accept(kind)
        if not found:
            raise LangError("expected %s, got %s" % (kind, self.token.text or "the end"), self.token.position)
        return found

    def program(self):
        out = []
        while not self.accept("end"):
            out.append(self.statement())
        return ("block", out)

    def block(self):
        self.expect("{")
        out = []
        while not self.accept("}"):
            out.append(self.statement())
        return ("block", out)

    def statement(self):
        if self.accept("if"):
            cond, then = self.expression(), self.block()
            return ("if", cond, then, self.block() if self.accept("else") else None)
        if self.accept("while"):
            return ("while", self.expression(), self.block())
        if self.accept("fn"):
            name = self.expect("name").text
            self.expect("(")
            params = []
            while not self.accept(")"):
                params.append(self.expect("name").text)
                self.accept(",")
            return ("let", name, ("fn", params, self.block()))
        if self.accept("return"):
            node = ("return", self.expression())
        elif self.accept("print"):
            node = ("print", self.expression())
        elif self.token.kind == "name" and self.tokens[self.i + 1].kind == "=":
            name = self.expect("name").text
            self.expect("=")
            node = ("let", name, self.expression())
        else:
            node = ("expr", self.expression())
        self.expect(";")
        return node

    def expression(self, level=0):
        if level == len(self.LEVELS):
            return self.power()
        left = self.expression(level + 1)
        while found := self.accept(*self.LEVELS[level]):
            left = ("op", found.kind, left, self.expression(level + 1))
        return left

    def power(self):
        if self.accept("-"):
            return ("op", "-", ("num", 0), self.power())
        left = self.atom()
        if self.accept("^"):
            return ("op", "^", left, self.power())
        return left

    def atom(self):
        if found := self.accept("num"):
            return ("num", float(found.text) if "." in found.text else int(found.text))
        if self.accept("("):
            inner = self.expression()
            self.expect(")")
            return inner
        name = self.expect("name")
        node = ("name", name.text)
        while self.accept("("):
            args = []
            while not self.accept(")"):
                args.append(self.expression())
                self.accept(",")
            node = ("call", node, args)
        return node


class Return(Exception):
    pass


OPS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
       "%": lambda a, b: a % b, "^": lambda a, b: a ** b, "==": lambda a, b: int(a == b), "<": lambda a, b: int(a < b),
       "<=": lambda a, b: int(a <= b)}


class Scope(dict):
    def __init__(self, outer=None):
        super().__init__()
        self.outer = outer

    def find(self, name):
        at = self
        while at is not None:
            if name in at:
                return at
            at = at.outer
        raise NameError("no variable " + name)


def evaluate(node, scope, out):
    kind = node[0]
    if kind == "num":
        return node[1]
    if kind == "name":
        return scope.find(node[1])[node[1]]
    if kind == "op":
        return OPS[node[1]](evaluate(node[2], scope, out), evaluate(node[3], scope, out))
    if kind == "block":
        for s in node[1]:
            evaluate(s, scope, out)
    elif kind == "let":
        try:
            target = scope.find(node[1])
        except NameError:
            target = scope
        target[node[1]] = evaluate(node[2], scope, out)
    elif kind == "fn":
        return lambda *args: call(node[1], node[2], args, scope, out)
    elif kind == "call":
        return evaluate(node[1], scope, out)(*[evaluate(a, scope, out) for a in node[2]])
    elif kind == "if":
        chosen = node[2] if evaluate(node[1], scope, out) else node[3]
        if chosen:
            evaluate(chosen, scope, out)
    elif kind == "while":
        while evaluate(node[1], scope, out):
            evaluate(node[2], scope, out)
    elif kind == "return":
        raise Return(evaluate(node[1], scope, out))
    elif kind == "print":
        out.append(evaluate(node[1], scope, out))
    else:
        return evaluate(node[1], scope, out)


def call(params, body, args, outer, out):
    if len(args) != len(params):
        raise TypeError("%d arguments for %d parameters" % (len(args), len(params)))
    scope = Scope(outer)
    scope.update(zip(params, args))
    try:
        evaluate(body, scope, out)
    except Return as e:
        return e.args[0]
    return 0


PROGRAMS = [
    "print 1 + 2 * 3 - 4 / 2; print 2 ^ 3 ^ 2; print -2 ^ 2; print (1 + 2) * 3 % 5; print 1.5 * 4;",
    "n = 10; s = 0; while 0 < n { s = s + n; n = n - 1; } print s; print s == 55;",
    "fn fact(n) { if n <= 1 { return 1; } return n * fact(n - 1); } print fact(20); print fact(25);",
    "fn make(k) { fn add(x) { return x + k; } return add; } print make(5)(10); a = make(1); print a(a(a(0)));",
    "fn fib(n) { if n < 2 { return n; } else { return fib(n - 1) + fib(n - 2); } } print fib(12);",
    "print 1 / 0;", "print x;", "print (1 + ;", "print 1", "n = 3 $ 4;", "fn f(a) { return a; } print f(1, 2);",
]

print(list(tokens("x1 = 3.5*(y<=2);"))[:-1])
for text in PROGRAMS:
    out = []
    try:
        evaluate(Parser(text).program(), Scope(), out)
        print(out)
    except (LangError, ZeroDivisionError, NameError, TypeError) as e:
        print(out, type(e).__name__, e)
