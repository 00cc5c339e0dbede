"""Regular expressions, by the library PCRE2: patterns are read here as Python writes them, and said again
in the library's words."""
from _conch import _regex_all, _regex_find, _regex_new

__all__ = ["match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge",
           "template", "escape", "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII",
           "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag"]

_SEARCH, _MATCH, _FULLMATCH = 0, 1, 2
_END = (1 << 62) - 1
_UTF = 1 << 16          # the pattern is a str


class error(Exception):
    """A pattern, or a replacement, that is none."""
    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg, self.pattern, self.pos = msg, pattern, pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            msg = f"{msg} at position {pos}"
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        Exception.__init__(self, msg)


class RegexFlag(int):
    _names = ((256, "ASCII"), (2, "IGNORECASE"), (4, "LOCALE"), (32, "UNICODE"), (8, "MULTILINE"), (16, "DOTALL"),
              (64, "VERBOSE"), (1, "TEMPLATE"), (128, "DEBUG"))

    def __repr__(self):
        rest = int(self)
        parts = []
        for bit, name in self._names:
            if rest & bit:
                parts.append("re." + name)
                rest &= ~bit
        if rest:
            parts.append(hex(rest))
        return "|".join(parts) or "re.NOFLAG"

    __str__ = __repr__

    @property
    def name(self):
        return "|".join([part.replace("re.", "") for part in repr(self).split("|")])

    @property
    def value(self):
        return int(self)

    def __or__(self, other):
        return RegexFlag(int(self) | int(other))

    def __and__(self, other):
        return RegexFlag(int(self) & int(other))

    def __xor__(self, other):
        return RegexFlag(int(self) ^ int(other))

    def __invert__(self):
        return RegexFlag(511 & ~int(self))

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__


NOFLAG = RegexFlag(0)
T = TEMPLATE = RegexFlag(1)
I = IGNORECASE = RegexFlag(2)
L = LOCALE = RegexFlag(4)
M = MULTILINE = RegexFlag(8)
S = DOTALL = RegexFlag(16)
U = UNICODE = RegexFlag(32)
X = VERBOSE = RegexFlag(64)
DEBUG = RegexFlag(128)
A = ASCII = RegexFlag(256)

_FLAG_LETTERS = {"i": 2, "L": 4, "m": 8, "s": 16, "x": 64, "a": 256, "u": 32}
_DIGITS, _OCTAL = "0123456789", "01234567"
_HEX = "0123456789abcdefABCDEF"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BLANKS = " \t\n\r\v\f"
_CONTROL = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92}
_MAX_REPEAT = 65535


# ---- from Python's way of writing to the library's

def _literal(char):
    if char in _LETTERS or char in _DIGITS or char == "_" or ord(char) > 126:
        return char
    if ord(char) < 33:
        return "\\x{%x}" % ord(char)
    return "\\" + char


class _Reader:
    """Reads a pattern from left to right; gives its translation, and what its groups are."""

    def __init__(self, pattern, flags, is_text):
        self.s, self.at, self.whole = pattern, 0, pattern
        self.flags, self.is_text = flags, is_text
        self.groups, self.names = 0, {}
        self.closed = []        # groups in the order in which they are closed

    def fail(self, message, at):
        return error(message, self.whole if self.is_text else self.whole.encode("latin-1"), at)

    def next_is(self, text):
        if self.s.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def until(self, end, what):
        """The text up to `end`, which is passed."""
        begin = self.at
        stop = self.s.find(end, begin)
        if stop < 0:
            if begin == len(self.s):
                raise self.fail("missing " + what, begin)
            raise self.fail("missing %s, unterminated name" % end, begin)
        if stop == begin:
            raise self.fail("missing " + what, begin)
        self.at = stop + 1
        return self.s[begin:stop]

    def digits(self, most, which=_DIGITS):
        begin = self.at
        while self.at < len(self.s) and self.at - begin < most and self.s[self.at] in which:
            self.at += 1
        return self.s[begin:self.at]

    def pattern(self):
        out = self.alternatives(self.flags, True)
        if self.at < len(self.s):
            raise self.fail("unbalanced parenthesis", self.at)
        return out

    def alternatives(self, flags, outermost=False):
        """Up to the closing parenthesis, which stays, or the end."""
        out = []
        item = None             # the last item: None if there is nothing that could be repeated
        s = self.s
        while self.at < len(s):
            begin = self.at
            char = s[begin]
            if char == ")":
                break
            self.at += 1
            if flags & 64 and char in _BLANKS:
                continue
            if flags & 64 and char == "#":
                stop = s.find("\n", self.at)
                self.at = len(s) if stop < 0 else stop + 1
                continue
            if char in "*+?" or char == "{":
                times = self.repeat(char, begin)
                if times is not None:
                    self.check_repeat(item, begin)
                    out.append(times)
                    item = "repeat"
                    continue
            if char == "|":
                out.append("|")
                item = None
            elif char == "(":
                text, changed = self.group(flags, begin, outermost and not out)
                if changed is not None:
                    flags = self.flags = changed
                    continue
                if text is not None:
                    out.append(text)
                    item = "group"
            elif char == "[":
                out.append(self.char_class(begin))
                item = "one"
            elif char == "\\":
                text, item = self.escape(begin)
                out.append(text)
            elif char in "^$":
                out.append(char)
                item = "place"
            elif char == ".":
                out.append(".")
                item = "one"
            else:
                out.append(_literal(char))
                item = "one"
        return "".join(out)

    def check_repeat(self, item, begin):
        if item is None or item == "place":
            raise self.fail("nothing to repeat", begin)
        if item == "repeat":
            raise self.fail("multiple repeat", begin)

    def repeat(self, char, begin):
        """What a quantifier is called; None if { is just a brace."""
        text = char
        if char == "{":
            low = self.digits(20)
            comma = self.next_is(",")
            high = self.digits(20) if comma else low
            if not self.next_is("}") or not (comma or low):
                self.at = begin + 1
                return None
            if (low and int(low) > _MAX_REPEAT) or (high and int(high) > _MAX_REPEAT):
                raise OverflowError("the repetition number is too large")
            if low and high and int(high) < int(low):
                raise self.fail("min repeat greater than max repeat", begin + 1)
            text = "{%s,%s}" % (low or "0", high) if comma else "{%s}" % low
        if self.next_is("?"):
            text += "?"
        elif self.next_is("+"):
            text += "+"
        return text

    def number(self, base, count, begin):
        digits = self.digits(count, _HEX)
        if len(digits) != count:
            raise self.fail("incomplete escape " + self.s[begin:self.at], begin)
        return int(digits, base)

    def code(self, char, begin):
        """A character told by its number: the escape's letter has been read; None: another escape."""
        if char == "x":
            return self.number(16, 2, begin)
        if char in "uU" and self.is_text:
            n = self.number(16, 4 if char == "u" else 8, begin)
            if n > 0x10ffff:
                raise self.fail("bad escape " + self.s[begin:self.at], begin)
            return n
        if char == "0":
            return int("0" + self.digits(2, _OCTAL), 8)
        return None

    def bad_escape(self, begin):
        return self.fail("bad escape " + self.s[begin:self.at], begin)

    def escape(self, begin):
        s = self.s
        if self.at >= len(s):
            raise self.fail("bad escape (end of pattern)", begin)
        char = s[self.at]
        self.at += 1
        if char in "AbB":
            return "\\" + char, "place"
        if char == "Z":
            return "\\z", "place"
        if char in "dDsSwW":
            return "\\" + char, "one"
        n = self.code(char, begin)
        if n is None and char in _DIGITS:
            return self.reference(char, begin)
        if n is None and char in "afnrtv":
            n = _CONTROL[char]
        if n is not None:
            return "\\x{%x}" % n, "one"
        if char == "N" and self.is_text:
            raise NotImplementedError("named characters (\\N{...}) are not part of conch's re")
        if char in _LETTERS:
            raise self.bad_escape(begin)
        return _literal(char), "one"

    def reference(self, first, begin):
        digits = first + self.digits(1)
        if len(digits) == 2 and digits[0] in "0123" and digits[1] in _OCTAL and self.digits(1, _OCTAL):
            n = int(self.s[begin + 1:self.at], 8)
            return "\\x{%x}" % n, "one"
        self.check_reference(int(digits), begin)
        return "\\g{%s}" % digits, "one"

    def check_reference(self, n, at):
        if n > self.groups or n == 0:
            raise self.fail("invalid group reference %d" % n, at + 1)
        if n not in self.closed:
            raise self.fail("cannot refer to an open group", at)

    def char_class(self, begin):
        out = ["["]
        if self.next_is("^"):
            out.append("^")
        first = True
        while True:
            if self.at >= len(self.s):
                raise self.fail("unterminated character set", begin)
            if not first and self.next_is("]"):
                break
            first = False
            at = self.at
            low, text = self.class_item(begin)
            if self.s.startswith("-", self.at) and self.at + 1 < len(self.s) and self.s[self.at + 1] != "]":
                self.at += 1
                high, high_text = self.class_item(begin)
                if low is None or high is None or high < low:
                    raise self.fail("bad character range " + self.s[at:self.at], at)
                text += "-" + high_text
            elif self.s.startswith("-", self.at) and self.at + 1 >= len(self.s):
                raise self.fail("unterminated character set", begin)
            out.append(text)
        out.append("]")
        return "".join(out)

    def class_item(self, begin):
        """(number or None for a class like \\d, translation)"""
        at = self.at
        char = self.s[at]
        self.at += 1
        if char != "\\":
            return ord(char), _literal(char)
        if self.at >= len(self.s):
            raise self.fail("bad escape (end of pattern)", at)
        char = self.s[self.at]
        self.at += 1
        if char in "dDsSwW":
            return None, "\\" + char
        n = self.code(char, at)
        if n is None and char in _OCTAL:
            self.at -= 1
            n = int(self.digits(3, _OCTAL), 8)
            if n > 255:
                raise self.fail("octal escape value %s outside of range 0-0o377" % self.s[at:self.at], at)
        if n is None and char in "abfnrtv":
            n = _CONTROL[char]
        if n is None:
            if char in _LETTERS or char in _DIGITS:
                raise self.bad_escape(at)
            n = ord(char)
        return n, "\\x{%x}" % n

    def group_name(self, name, at):
        if not name.isidentifier():
            raise self.fail("bad character in group name " + repr(name), at)
        return name

    def open_group(self, name, at):
        self.groups += 1
        if name is not None:
            if name in self.names:
                raise self.fail("redefinition of group name %r as group %d; was group %d"
                                % (name, self.groups, self.names[name]), at)
            self.names[name] = self.groups
        return self.groups

    def group(self, flags, begin, at_start):
        """(translation or None, new flags for what follows or None); the parenthesis has been read."""
        opened, prefix = None, "("
        if self.next_is("?"):
            if self.at >= len(self.s):
                raise self.fail("unexpected end of pattern", self.at)
            if self.next_is("P"):
                if self.next_is("<"):
                    at = self.at
                    name = self.group_name(self.until(">", "group name"), at)
                    opened = self.open_group(name, at)
                elif self.next_is("="):
                    at = self.at
                    name = self.group_name(self.until(")", "group name"), at)
                    if name not in self.names:
                        raise self.fail("unknown group name %r" % name, at)
                    self.check_reference(self.names[name], at)
                    return "\\g{%d}" % self.names[name], None
                else:
                    self.at += 1
                    raise self.fail("unknown extension " + self.s[begin + 1:self.at], begin + 1)
            elif self.next_is("#"):
                stop = self.s.find(")", self.at)
                if stop < 0:
                    raise self.fail("missing ), unterminated comment", begin)
                self.at = stop + 1
                return None, None
            elif self.next_is("("):
                return self.conditional(flags, begin), None
            else:
                for mark in (":", "=", "!", "<=", "<!", ">"):
                    if self.next_is(mark):
                        prefix = "(?" + mark
                        break
                else:
                    on, off, whole = self.inline_flags(begin)
                    if whole:
                        if not at_start:
                            raise self.fail("global flags not at the start of the expression", begin)
                        return None, flags | on
                    flags = flags & ~off | on
                    shown = "".join([c for c in "ims" if on & _FLAG_LETTERS[c]])
                    hidden = "".join([c for c in "ims" if off & _FLAG_LETTERS[c]])
                    prefix = "(?" + shown + ("-" + hidden if hidden else "") + ":"
        else:
            opened = self.open_group(None, begin)
        text = self.alternatives(flags)
        if not self.next_is(")"):
            raise self.fail("missing ), unterminated subpattern", begin)
        if opened is not None:
            self.closed.append(opened)
        return prefix + text + ")", None

    def conditional(self, flags, begin):
        at = self.at
        name = self.until(")", "group name")
        if name.isdigit():
            n = int(name)
            if n == 0:
                raise self.fail("bad group number", at)
            if n > self.groups and n > self.whole.count("("):
                raise self.fail("invalid group reference %d" % n, at)
        else:
            n = self.names.get(self.group_name(name, at))
            if n is None:
                raise self.fail("unknown group name %r" % name, at)
        inner = self.alternatives(flags)
        if inner.count("|") > 1 and _branches(inner) > 2:
            raise self.fail("conditional backref with more than two branches", self.at)
        if not self.next_is(")"):
            raise self.fail("missing ), unterminated subpattern", begin)
        return "(?(%d)%s)" % (n, inner)

    def inline_flags(self, begin):
        """(on, off, whether they are for the whole pattern)"""
        on = off = 0
        minus = False
        while True:
            if self.at >= len(self.s):
                raise self.fail("missing flag" if minus and not off else "missing -, : or )", self.at)
            char = self.s[self.at]
            self.at += 1
            if char == ")":
                if minus:
                    raise self.fail("missing :", self.at - 1)
                return on, 0, True
            if char == ":":
                return on, off, False
            if char == "-":
                if minus:
                    raise self.fail("missing :", self.at - 1)
                minus = True
                continue
            if char not in _FLAG_LETTERS:
                if not on and not minus:
                    if char == "<" and self.at < len(self.s):
                        char += self.s[self.at]
                    raise self.fail("unknown extension ?" + char, begin + 1)
                raise self.fail("unknown flag" if char in _LETTERS else "missing -, : or )", self.at - 1)
            bit = _FLAG_LETTERS[char]
            if char == "L" and self.is_text:
                raise self.fail("bad inline flags: cannot use 'L' flag with a str pattern", self.at)
            if char == "u" and not self.is_text:
                raise self.fail("bad inline flags: cannot use 'u' flag with a bytes pattern", self.at)
            if minus and char in "aLu":
                raise self.fail("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", self.at)
            if minus:
                off |= bit
            else:
                on |= bit


def _branches(text):
    depth, count = 0, 1
    skip = False
    for char in text:
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "|" and depth == 0:
            count += 1
    return count


# ---- patterns

class Pattern:
    """A compiled pattern."""
    __module__ = "re"

    def __init__(self, pattern, flags):
        is_text = isinstance(pattern, str)
        source = pattern if is_text else bytes(pattern).decode("latin-1")
        reader = _Reader(source, flags, is_text)
        text = reader.pattern()
        flags = reader.flags
        if is_text:
            if flags & 4:
                raise ValueError("cannot use LOCALE flag with a str pattern")
            if flags & 32 and flags & 256:
                raise ValueError("ASCII and UNICODE flags are incompatible")
            if not flags & 256:
                flags |= 32
        elif flags & 32:
            raise ValueError("cannot use UNICODE flag with a bytes pattern")
        self.pattern = pattern
        self.flags = int(flags)
        self.groups = reader.groups
        self.groupindex = dict(reader.names)
        self._is_text = is_text
        self._code = text if is_text else text.encode("latin-1")
        self._flags = flags & 58 | (_UTF if is_text else 0)
        self._order = reader.closed
        try:
            _regex_new(self._code, self._flags)
        except ValueError as e:
            message = str(e)
            if "lookbehind" in message:
                raise error("look-behind requires fixed-width pattern") from None
            raise error(message.rsplit(" at position", 1)[0], pattern, 0) from None

    def _text(self, string):
        """The string, if the pattern can be looked for in it."""
        if isinstance(string, str):
            if not self._is_text:
                raise TypeError("cannot use a bytes pattern on a string-like object")
        elif isinstance(string, (bytes, bytearray)):
            if self._is_text:
                raise TypeError("cannot use a string pattern on a bytes-like object")
        else:
            raise TypeError(f"expected string or bytes-like object, got '{type(string).__name__}'")
        return string

    def _find(self, string, pos, endpos, how):
        self._text(string)
        pos, endpos = max(0, min(pos, len(string))), max(0, min(endpos, len(string)))
        if pos > endpos:
            return None
        span = _regex_find(self._code, self._flags, string, pos, endpos, how)
        return None if span is None else Match(self, string, span, pos, endpos)

    def search(self, string, pos=0, endpos=_END):
        return self._find(string, pos, endpos, _SEARCH)

    def match(self, string, pos=0, endpos=_END):
        return self._find(string, pos, endpos, _MATCH)

    def fullmatch(self, string, pos=0, endpos=_END):
        return self._find(string, pos, endpos, _FULLMATCH)

    def _all(self, string, pos, endpos, limit=0):
        self._text(string)
        return _regex_all(self._code, self._flags, string, pos, endpos, limit)

    def findall(self, string, pos=0, endpos=_END):
        spans = self._all(string, pos, endpos)
        if self.groups == 0:
            return [string[a:b] for a, b in spans]
        if self.groups == 1:
            return [string[s[2]:s[3]] if s[2] >= 0 else string[:0] for s in spans]
        return [tuple([string[s[i]:s[i + 1]] if s[i] >= 0 else string[:0] for i in range(2, len(s), 2)]) for s in spans]

    def finditer(self, string, pos=0, endpos=_END):
        spans = self._all(string, pos, endpos)
        pos, endpos = max(0, min(pos, len(string))), max(0, min(endpos, len(string)))
        return iter([Match(self, string, span, pos, endpos) for span in spans])

    def split(self, string, maxsplit=0):
        if maxsplit < 0:
            return [string]
        parts, last = [], 0
        for s in self._all(string, 0, _END, maxsplit):
            parts.append(string[last:s[0]])
            for i in range(2, len(s), 2):
                parts.append(string[s[i]:s[i + 1]] if s[i] >= 0 else None)
            last = s[1]
        parts.append(string[last:])
        return parts

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def subn(self, repl, string, count=0):
        spans = self._all(string, 0, _END, max(count, 0)) if count >= 0 else []
        make = repl if callable(repl) else _template(self, repl)
        parts, last = [], 0
        for s in spans:
            parts.append(string[last:s[0]])
            if isinstance(make, (str, bytes)):
                parts.append(make)
            else:
                text = make(Match(self, string, s, 0, len(string)))
                if text is not None:
                    if isinstance(text, str) != self._is_text:
                        raise TypeError(f"sequence item {len(parts)}: expected {'str' if self._is_text else 'a bytes-like object'}"
                                        f"{' instance' if self._is_text else ''}, {type(text).__name__} found")
                    parts.append(text)
            last = s[1]
        parts.append(string[last:])
        return string[:0].join(parts), len(spans)

    def __repr__(self):
        shown = self.pattern if len(repr(self.pattern)) <= 200 else self.pattern
        flags = self.flags & ~32 if self._is_text else self.flags
        text = repr(shown)[:200]
        return f"re.compile({text}, {RegexFlag(flags)!r})" if flags else f"re.compile({text})"

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return compile, (self.pattern, self.flags & ~32 if self._is_text else self.flags)


class Match:
    """Where a pattern matched."""
    __module__ = "re"

    def __init__(self, pattern, string, span, pos, endpos):
        self.re, self.string, self._span, self.pos, self.endpos = pattern, string, span, pos, endpos

    def _index(self, group):
        if isinstance(group, int):
            if 0 <= group <= self.re.groups:
                return 2 * group
        elif group in self.re.groupindex:
            return 2 * self.re.groupindex[group]
        raise IndexError("no such group")

    def _part(self, group, default=None):
        i = self._index(group)
        begin = self._span[i]
        return default if begin < 0 else self.string[begin:self._span[i + 1]]

    def group(self, *groups):
        if not groups:
            return self._part(0)
        if len(groups) == 1:
            return self._part(groups[0])
        return tuple([self._part(g) for g in groups])

    def __getitem__(self, group):
        return self._part(group)

    def groups(self, default=None):
        return tuple([self._part(n, default) for n in range(1, self.re.groups + 1)])

    def groupdict(self, default=None):
        return {name: self._part(n, default) for name, n in self.re.groupindex.items()}

    def start(self, group=0, /):
        return self._span[self._index(group)]

    def end(self, group=0, /):
        return self._span[self._index(group) + 1]

    def span(self, group=0, /):
        i = self._index(group)
        return self._span[i], self._span[i + 1]

    @property
    def regs(self):
        return tuple([(self._span[i], self._span[i + 1]) for i in range(0, len(self._span), 2)])

    @property
    def lastindex(self):
        for n in reversed(self.re._order):
            if self._span[2 * n] >= 0:
                return n
        return None

    @property
    def lastgroup(self):
        last = self.lastindex
        for name, n in self.re.groupindex.items():
            if n == last:
                return name
        return None

    def expand(self, template):
        make = _template(self.re, template)
        return make(self) if callable(make) else make

    def __repr__(self):
        return f"<re.Match object; span={self.span()}, match={self.group()!r}>"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


# ---- replacements

def _template(pattern, repl):
    """What repl says: a str or bytes that is always the same, or a function of the match."""
    if not isinstance(repl, (str, bytes, bytearray)):
        raise TypeError(f"decoding to str: need a bytes-like object, {type(repl).__name__} found" if pattern._is_text
                        else f"a bytes-like object is required, not '{type(repl).__name__}'")
    is_text = isinstance(repl, str)
    s = repl if is_text else bytes(repl).decode("latin-1")
    if "\\" not in s:
        return repl
    parts = _template_parts(pattern, s, is_text)
    if len(parts) == 1 and not isinstance(parts[0], int):
        return parts[0]

    def expand(m):
        empty = m.string[:0]
        return empty.join([m._part(p, empty) if isinstance(p, int) else p for p in parts])
    return expand


def _template_parts(pattern, s, is_text):
    """Literal texts and numbers of groups."""
    parts, text, at = [], "", 0

    def fail(message, where):
        return error(message, s if is_text else s.encode("latin-1"), where)

    def group(n, where):
        if n > pattern.groups:
            raise fail("invalid group reference %d" % n, where)
        return n

    while at < len(s):
        char = s[at]
        if char != "\\":
            text += char
            at += 1
            continue
        begin = at
        if at + 1 >= len(s):
            raise fail("bad escape (end of pattern)", begin)
        char = s[at + 1]
        at += 2
        reference = None
        if char == "g":
            if not s.startswith("<", at):
                raise fail("missing <", at)
            stop = s.find(">", at)
            name = s[at + 1:stop]
            if stop < 0:
                raise fail("missing group name" if at + 1 == len(s) else "missing >, unterminated name", at + 1)
            if not name:
                raise fail("missing group name", at + 1)
            if name.isdigit():
                reference = group(int(name), at + 1)
            elif name.isidentifier():
                if name not in pattern.groupindex:
                    raise IndexError(f"unknown group name {name!r}")
                reference = pattern.groupindex[name]
            else:
                raise fail(f"bad character in group name {name!r}", at + 1)
            at = stop + 1
        elif char == "0":
            end = at
            while end < len(s) and end < at + 2 and s[end] in _OCTAL:
                end += 1
            text += chr(int("0" + s[at:end], 8) & 0xff)
            at = end
        elif char in _DIGITS:
            digits = char
            if at < len(s) and s[at] in _DIGITS:
                digits += s[at]
                if char in _OCTAL and s[at] in _OCTAL and at + 1 < len(s) and s[at + 1] in _OCTAL:
                    n = int(digits + s[at + 1], 8)
                    if n > 255:
                        raise fail("octal escape value \\%s outside of range 0-0o377" % (digits + s[at + 1]), begin)
                    text += chr(n)
                    at += 2
                    continue
                at += 1
            reference = group(int(digits), begin + 1)
        elif char in _CONTROL:
            text += chr(_CONTROL[char])
        elif char in _LETTERS:
            raise fail("bad escape \\" + char, begin)
        else:
            text += "\\" + char
        if reference is not None:
            if text:
                parts.append(text)
                text = ""
            parts.append(reference)
    if text or not parts:
        parts.append(text)
    return [p if isinstance(p, int) or is_text else p.encode("latin-1") for p in parts]


# ---- functions of the module

_known = {}


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)):
        if isinstance(pattern, bytearray):
            pattern = bytes(pattern)
        else:
            hash(pattern)
            raise TypeError("first argument must be string or compiled pattern")
    key = (type(pattern), pattern, int(flags))
    found = _known.get(key)
    if found is None:
        found = Pattern(pattern, int(flags))
        if len(_known) >= 512:
            _known.clear()
        _known[key] = found
    return found


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def template(pattern, flags=0):
    return compile(pattern, flags)


def purge():
    _known.clear()


_SPECIAL = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"


def escape(pattern):
    if isinstance(pattern, str):
        return "".join(["\\" + c if c in _SPECIAL else c for c in pattern])
    text = bytes(pattern).decode("latin-1")
    return "".join(["\\" + c if c in _SPECIAL else c for c in text]).encode("latin-1")
