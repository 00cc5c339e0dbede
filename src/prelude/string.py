"""Sets of characters, and templates."""

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


class Template:
    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _filled(self, mapping, strict):
        out, text, at = [], self.template, 0
        while at < len(text):
            next_at = text.find(self.delimiter, at)
            if next_at < 0:
                next_at = len(text)
            out.append(text[at:next_at])
            at = next_at
            if at == len(text):
                break
            end = at + 1
            braces = text[end:end + 1] == "{"
            end += braces
            start = end
            while end < len(text) and (text[end] == "_" or text[end].isascii() and text[end].isalnum()):
                end += 1
            name = text[start:end]
            if text[at + 1:at + 2] == self.delimiter:
                out.append(self.delimiter)
                at += 2
            elif not name or name[0].isdigit() or braces and text[end:end + 1] != "}":
                if strict:
                    line = text.count("\n", 0, at) + 1
                    raise ValueError(f"Invalid placeholder in string: line {line}, col {at - text.rfind(chr(10), 0, at)}")
                out.append(self.delimiter)
                at += 1
            else:
                end += braces
                out.append(str(mapping[name]) if strict or name in mapping else text[at:end])
                at = end
        return "".join(out)

    def substitute(self, mapping={}, /, **keywords):
        return self._filled({**mapping, **keywords}, True)

    def safe_substitute(self, mapping={}, /, **keywords):
        return self._filled({**mapping, **keywords}, False)


class Formatter:
    def format(self, format_string, /, *args, **keywords):
        return format_string.format(*args, **keywords)

    def vformat(self, format_string, args, keywords):
        return format_string.format(*args, **keywords)
