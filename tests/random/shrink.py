"""Makes a program smaller as long as conch and python3 still disagree about it."""
import ast
import copy
import warnings


def bodies(tree):
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody", "handlers"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                yield node, field, block


def without_statements(tree):
    """Copies of the tree, each with one statement (or the half of a block) less, or one replaced by its body."""
    count = sum(1 for _ in bodies(tree))
    for which in range(count):
        node, field, block = list(bodies(tree))[which]
        spans = [(i, i + 1) for i in range(len(block) - 1, -1, -1)]
        if len(block) > 3:
            half = len(block) // 2
            spans = [(half, len(block)), (0, half)] + spans
        for start, end in spans:
            for inline in ((False, True) if end - start == 1 else (False,)):
                new = copy.deepcopy(tree)
                node, field, block = list(bodies(new))[which]
                inner = [x for f in ("body", "orelse", "finalbody") for x in (getattr(block[start], f, None) or [])]
                if inline and (not inner or field == "handlers" or not isinstance(block[start], ast.stmt)):
                    continue
                block[start:end] = inner if inline else []
                if not block and field == "body" and not isinstance(node, ast.Module):
                    if [type(x) for x in inner] == [ast.Pass]:
                        continue
                    block.append(ast.Pass())
                yield new


def children(node):
    """The expressions in an expression; of a call not what is called, which alone is another matter."""
    for field, value in ast.iter_fields(node):
        if isinstance(node, ast.Call) and field == "func":
            continue
        if isinstance(value, ast.expr):
            yield value
        elif isinstance(value, list):
            yield from (x for x in value if isinstance(x, ast.expr))


SIMPLE = [ast.Constant(0), ast.Constant(1), ast.Constant(""), ast.Constant(None), ast.List([], ast.Load())]


def expressions(tree):
    """Every place where an expression stands: (parent, field, index or None)."""
    for parent in ast.walk(tree):
        if isinstance(parent, (ast.JoinedStr, ast.FormattedValue, ast.ClassDef)):
            continue
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.expr) and isinstance(getattr(value, "ctx", ast.Load()), ast.Load):
                yield parent, field, None
            elif isinstance(value, list):
                for i, x in enumerate(value):
                    if isinstance(x, ast.expr) and isinstance(getattr(x, "ctx", ast.Load()), ast.Load):
                        yield parent, field, i


def at(parent, field, index):
    value = getattr(parent, field)
    return value if index is None else value[index]


def with_simpler_expressions(tree):
    count = sum(1 for _ in expressions(tree))
    for which in range(count):
        old = at(*list(expressions(tree))[which])
        if isinstance(old, ast.Constant):
            continue
        for new in SIMPLE + list(children(old)):
            other = copy.deepcopy(tree)
            parent, field, index = list(expressions(other))[which]
            if index is None:
                setattr(parent, field, copy.deepcopy(new))
            else:
                getattr(parent, field)[index] = copy.deepcopy(new)
            yield other
        parent, field, index = list(expressions(tree))[which]
        if index is not None and field in ("elts", "args", "values") and len(getattr(parent, field)) > 1:
            other = copy.deepcopy(tree)
            parent, field, index = list(expressions(other))[which]
            del getattr(parent, field)[index]
            yield other


def shrink(lines, disagree, tries=600):
    """The lines of a smaller program for which disagree(lines) holds, too."""
    warnings.simplefilter("ignore", SyntaxWarning)
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:             # a return or a yield that only a function may have
        return lines
    best = ast.unparse(tree).split("\n")
    if not disagree(best):
        return lines
    progress = True
    while progress and tries > 0:
        progress = False
        for ways in (without_statements, with_simpler_expressions):
            for smaller in ways(tree):
                if tries <= 0:
                    break
                try:
                    text = ast.unparse(ast.fix_missing_locations(smaller)).split("\n")
                    compile("\n".join(text), "program", "exec")
                except (SyntaxError, ValueError, AttributeError, TypeError):
                    continue
                if len("\n".join(text)) >= len("\n".join(best)):
                    continue
                tries -= 1
                if disagree(text):
                    tree, best, progress = ast.parse("\n".join(text)), text, True
                    break
            if progress:
                break
    return best
