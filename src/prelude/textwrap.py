"""Text in lines of a given width."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]
_BLANKS = "\t\n\x0b\x0c\r "


def _is_letter(c):
    return c.isalnum() or c in "_\"'&!,.;?"


class TextWrapper:
    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *,
                 max_lines=None, placeholder=" [...]"):
        self.width, self.initial_indent, self.subsequent_indent = width, initial_indent, subsequent_indent
        self.expand_tabs, self.replace_whitespace, self.fix_sentence_endings = expand_tabs, replace_whitespace, fix_sentence_endings
        self.break_long_words, self.drop_whitespace, self.break_on_hyphens = break_long_words, drop_whitespace, break_on_hyphens
        self.tabsize, self.max_lines, self.placeholder = tabsize, max_lines, placeholder

    def _chunks(self, text):
        """Words, what is between them, and words cut behind hyphens."""
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = "".join([" " if c in _BLANKS else c for c in text])
        chunks, at = [], 0
        while at < len(text):
            begin = at
            blank = text[at] in _BLANKS
            while at < len(text) and (text[at] in _BLANKS) == blank:
                at += 1
            chunks += [text[begin:at]] if blank else self._word(text[begin:at])
        if self.fix_sentence_endings:
            for i in range(len(chunks) - 1):
                word = chunks[i].rstrip("\"'")
                if chunks[i + 1] == " " and len(word) > 1 and word[-1] in ".!?" and word[-2].islower():
                    chunks[i + 1] = "  "
        return chunks

    def _word(self, word):
        if not self.break_on_hyphens:
            return [word]
        parts, begin, i = [], 0, 1
        while i < len(word) - 1:
            if word[i] == "-":
                run = i
                while run < len(word) and word[run] == "-":
                    run += 1
                if run - i >= 2 and run < len(word) and (word[run].isalnum() or word[run] == "_"):
                    parts += [word[begin:i], word[i:run]]     # a dash
                    begin, i = run, run
                elif run - i == 1 and i - begin >= 2 and word[i - 1].isalpha() and word[i - 2].isalpha() and word[i + 1:i + 3].isalpha() \
                        and len(word[i + 1:i + 3]) == 2:
                    parts.append(word[begin:i + 1])
                    begin = i + 1
                else:
                    i = run
                    continue
            i += 1
        parts.append(word[begin:])
        return [p for p in parts if p]

    def _long(self, chunks, line, used, width):
        """A word that fits nowhere is cut, or has a line of its own."""
        room = 1 if width < 1 else width - used
        if self.break_long_words:
            chunk, end = chunks[-1], room
            if self.break_on_hyphens and len(chunk) > room:
                hyphen = chunk.rfind("-", 0, room)
                if hyphen > 0 and any([c != "-" for c in chunk[:hyphen]]):
                    end = hyphen + 1
            line.append(chunk[:end])
            chunks[-1] = chunk[end:]
        elif not line:
            line.append(chunks.pop())

    def wrap(self, text):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            first = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(first) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks = self._chunks(text)
        chunks.reverse()
        while chunks:
            line, used = [], 0
            start = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(start)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                chunks.pop()
            while chunks and used + len(chunks[-1]) <= width:
                used += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._long(chunks, line, used, width)
                used = sum([len(c) for c in line])
            if self.drop_whitespace and line and line[-1].strip() == "":
                used -= len(line[-1])
                line.pop()
            if not line:
                continue
            last = self.max_lines is None or len(lines) + 1 < self.max_lines or (
                (not chunks or (self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())) and used <= width)
            if last:
                lines.append(start + "".join(line))
                continue
            while line:
                if line[-1].strip() and used + len(self.placeholder) <= width:
                    line.append(self.placeholder)
                    lines.append(start + "".join(line))
                    break
                used -= len(line[-1])
                line.pop()
            else:
                if lines:
                    before = lines[-1].rstrip()
                    if len(before) + len(self.placeholder) <= self.width:
                        lines[-1] = before + self.placeholder
                        break
                lines.append(start + self.placeholder.lstrip())
            break
        return lines

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Takes away the blanks that all lines begin with."""
    lines = ["" if not line.strip(" \t") else line for line in text.split("\n")]
    margin = None
    for line in lines:
        if not line:
            continue
        blanks = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = blanks
        while not blanks.startswith(margin):
            margin = margin[:-1]
    n = len(margin or "")
    return "\n".join([line[n:] for line in lines])


def indent(text, prefix, predicate=None):
    if predicate is None:
        predicate = str.strip
    return "".join([prefix + line if predicate(line) else line for line in text.splitlines(True)])
