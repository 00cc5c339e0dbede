"""Names that fit a pattern with * ? and [seq]."""


def _set_end(pattern, at):
    """The index of the ] that ends the set which begins behind at; -1 if there is none."""
    at += 1
    if pattern[at:at + 1] == "!":
        at += 1
    if pattern[at:at + 1] == "]":
        at += 1
    return pattern.find("]", at)


def _in_set(letter, chosen):
    without = chosen.startswith("!")
    chosen, at, found = chosen[without:], 0, False
    while at < len(chosen):
        if at + 2 < len(chosen) and chosen[at + 1] == "-":
            found = found or chosen[at] <= letter <= chosen[at + 2]
            at += 3
        else:
            found = found or chosen[at] == letter
            at += 1
    return found != without


def fnmatchcase(name, pat):
    """Goes through both at once; where they part, the last * takes one more letter."""
    at = here = 0
    star, kept = -1, 0
    while here < len(name):
        c = pat[at:at + 1]
        end = _set_end(pat, at) if c == "[" else -1
        if c == "*":
            star, kept = at, here
            at += 1
            continue
        if c and (c == "?" or end > 0 and _in_set(name[here], pat[at + 1:end]) or end < 0 and c == name[here]):
            at = end + 1 if end > 0 else at + 1
            here += 1
        elif star >= 0:
            kept += 1
            at, here = star + 1, kept
        else:
            return False
    return not pat[at:].strip("*")


def fnmatch(name, pat):
    return fnmatchcase(name, pat)


def filter(names, pat):
    return [name for name in names if fnmatchcase(name, pat)]
