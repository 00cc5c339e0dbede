"""Reading the command line."""
import os as _os
import sys as _sys
import textwrap as _textwrap

__all__ = ["ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction", "FileType", "HelpFormatter",
           "ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter", "RawTextHelpFormatter", "MetavarTypeHelpFormatter",
           "Namespace", "Action", "ONE_OR_MORE", "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS", "ZERO_OR_MORE"]

SUPPRESS, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE = "==SUPPRESS==", "?", "*", "+"
PARSER, REMAINDER = "A...", "..."


class ArgumentError(Exception):
    def __init__(self, argument, message):
        self.argument_name = None if argument is None else _name_of(argument)
        self.message = message

    def __str__(self):
        return self.message if self.argument_name is None else f"argument {self.argument_name}: {self.message}"


class ArgumentTypeError(Exception):
    pass


def _name_of(action):
    if action.option_strings:
        return "/".join(action.option_strings)
    if action.metavar not in (None, SUPPRESS):
        return action.metavar if isinstance(action.metavar, str) else "/".join(action.metavar)
    if action.dest not in (None, SUPPRESS):
        return action.dest
    if action.choices:
        return "{" + ",".join([str(c) for c in action.choices]) + "}"
    return None


class Namespace:
    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__

    def __repr__(self):
        parts, odd = [], {}
        for name, value in vars(self).items():
            if name.isidentifier():
                parts.append(f"{name}={value!r}")
            else:
                odd[name] = value
        if odd:
            parts.append(f"**{odd!r}")
        return f"{type(self).__name__}({', '.join(parts)})"


# ---- what an argument does

class Action:
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None,
                 metavar=None):
        self.option_strings, self.dest, self.nargs, self.const = option_strings, dest, nargs, const
        self.default, self.type, self.choices, self.required, self.help, self.metavar = default, type, choices, required, help, metavar

    def format_usage(self):
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")

    def __repr__(self):
        names = ("option_strings", "dest", "nargs", "const", "default", "type", "choices", "required", "help", "metavar")
        return f"{type(self).__name__}({', '.join([f'{n}={getattr(self, n)!r}' for n in names])})"


class _StoreAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, **kwargs):
        if nargs == 0:
            raise ValueError("nargs for store actions must be != 0; if you have nothing to store, actions such as store true or "
                             "store const may be more appropriate")
        if const is not None and nargs != OPTIONAL:
            raise ValueError(f"nargs must be {OPTIONAL!r} to supply const")
        Action.__init__(self, option_strings, dest, nargs, const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        Action.__init__(self, option_strings, dest, 0, const, default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None):
        _StoreConstAction.__init__(self, option_strings, dest, True, default, required, help)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        _StoreConstAction.__init__(self, option_strings, dest, False, default, required, help)


class BooleanOptionalAction(Action):
    def __init__(self, option_strings, dest, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        names = []
        for name in option_strings:
            names.append(name)
            if name.startswith("--"):
                names.append("--no-" + name[2:])
        Action.__init__(self, names, dest, 0, None, default, type, choices, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, not option_string.startswith("--no-"))

    def format_usage(self):
        return " | ".join(self.option_strings)


def _copy_of(items):
    return [] if items is None else list(items)


class _AppendAction(_StoreAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy_of(getattr(namespace, self.dest, None))
        items.append(values)
        setattr(namespace, self.dest, items)


class _ExtendAction(_StoreAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy_of(getattr(namespace, self.dest, None))
        items.extend(values)
        setattr(namespace, self.dest, items)


class _AppendConstAction(_StoreConstAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy_of(getattr(namespace, self.dest, None))
        items.append(self.const)
        setattr(namespace, self.dest, items)


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None):
        Action.__init__(self, option_strings, dest, 0, None, default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        Action.__init__(self, option_strings, dest, 0, None, default, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help="show program's version number and exit"):
        Action.__init__(self, option_strings, dest, 0, None, default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        version = self.version or parser.version
        print(parser._formatter()._expand(version, {"prog": parser.prog}))
        parser.exit()


class _Choice(Action):
    """A line of help about one subcommand."""
    def __init__(self, name, aliases, help):
        metavar = name + (f" ({', '.join(aliases)})" if aliases else "")
        Action.__init__(self, [], name, help=help, metavar=metavar)


class _SubParsersAction(Action):
    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        self._prog, self._class = prog, parser_class
        self._name_parser_map, self._listed = {}, []
        Action.__init__(self, option_strings, dest, PARSER, None, None, None, self._name_parser_map, required, help, metavar)

    def add_parser(self, name, *, aliases=(), **kwargs):
        if kwargs.get("prog") is None:
            kwargs["prog"] = f"{self._prog} {name}"
        if "help" in kwargs:
            self._listed.append(_Choice(name, aliases, kwargs.pop("help")))
        parser = self._class(**kwargs)
        for n in (name, *aliases):
            self._name_parser_map[n] = parser
        return parser

    def __call__(self, parser, namespace, values, option_string=None):
        name, rest = values[0], values[1:]
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        sub = self._name_parser_map.get(name)
        if sub is None:
            raise ArgumentError(self, f"unknown parser {name!r} (choices: {', '.join(self._name_parser_map)})")
        found, unknown = sub.parse_known_args(rest, None)
        for key, value in vars(found).items():
            setattr(namespace, key, value)
        if unknown:
            namespace.__dict__.setdefault("_unrecognized_args", []).extend(unknown)


_ACTIONS = {None: _StoreAction, "store": _StoreAction, "store_const": _StoreConstAction, "store_true": _StoreTrueAction,
            "store_false": _StoreFalseAction, "append": _AppendAction, "append_const": _AppendConstAction, "count": _CountAction,
            "help": _HelpAction, "version": _VersionAction, "parsers": _SubParsersAction, "extend": _ExtendAction}


class FileType:
    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode, self._bufsize, self._encoding, self._errors = mode, bufsize, encoding, errors

    def __call__(self, string):
        if string == "-":
            return _sys.stdin if "r" in self._mode else _sys.stdout
        try:
            return open(string, self._mode, self._bufsize, self._encoding, self._errors)
        except OSError as e:
            raise ArgumentTypeError(f"can't open '{string}': {e}") from None


# ---- help

class HelpFormatter:
    _raw_description = _raw_help = _show_defaults = _metavar_is_type = False

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            from shutil import get_terminal_size
            width = get_terminal_size().columns - 2
        self._prog, self._width, self._indent = prog, width, indent_increment
        self._max_help = min(max_help_position, max(width - 20, indent_increment * 2))

    def _expand(self, text, values):
        return text % values if "%" in text else text

    def _help_of(self, action):
        text = action.help
        if self._show_defaults and "%(default)" not in text and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                text += " (default: %(default)s)"
        values = {k: v for k, v in vars(action).items() if v is not SUPPRESS}
        values["prog"] = self._prog
        for k, v in list(values.items()):
            if hasattr(v, "__name__"):
                values[k] = v.__name__
        if values.get("choices") is not None:
            values["choices"] = ", ".join([str(c) for c in values["choices"]])
        return self._expand(text, values)

    def _metavar(self, action, default):
        if action.metavar is not None:
            found = action.metavar
        elif action.choices is not None:
            found = "{" + ",".join([str(c) for c in action.choices]) + "}"
        else:
            found = action.type.__name__ if self._metavar_is_type and action.type else default
        return lambda n: found if isinstance(found, tuple) else (found,) * n

    def _args(self, action, default):
        m = self._metavar(action, default)
        n = action.nargs
        if n is None:
            return "%s" % m(1)
        if n == OPTIONAL:
            return "[%s]" % m(1)
        if n == ZERO_OR_MORE:
            one = m(1)
            return "[%s [%s ...]]" % one if len(one) == 2 else "[%s ...]" % one
        if n == ONE_OR_MORE:
            return "%s [%s ...]" % m(2)
        if n == REMAINDER:
            return "..."
        if n == PARSER:
            return "%s ..." % m(1)
        if n == SUPPRESS:
            return ""
        return " ".join(m(n))

    def _default_metavar(self, action):
        return action.dest.upper() if action.option_strings else action.dest

    def _usage_parts(self, actions, groups):
        """Options and positionals as usage lists them; the members of exclusive groups with bars between."""
        inside = {}
        for group in groups:
            members = [a for a in group._group_actions if a.help is not SUPPRESS]
            if members and all([a in actions for a in members]):
                at = actions.index(members[0])
                if actions[at:at + len(members)] == members:
                    for i, a in enumerate(members):
                        inside[id(a)] = (i == 0, i == len(members) - 1, group.required, len(members))
        parts = []
        for a in actions:
            if a.help is SUPPRESS:
                continue
            place = inside.get(id(a))
            if not a.option_strings:
                text = self._args(a, self._default_metavar(a))
                if place and text[:1] == "[" and text[-1:] == "]":
                    text = text[1:-1]
            else:
                text = a.format_usage() if a.nargs == 0 else f"{a.option_strings[0]} {self._args(a, self._default_metavar(a))}"
                if not a.required and not place:
                    text = f"[{text}]"
            if place:
                first, last, required, count = place
                if count > 1 or not required:
                    text = ("(" if required else "[") * first + text + (")" if required else "]") * last
                if not first:
                    parts[-1] += " | " + text
                    continue
            parts.append(text)
        return parts

    def usage(self, usage, actions, groups, prefix="usage: "):
        if usage is not None:
            return prefix + self._expand(usage, {"prog": self._prog}) + "\n\n"
        options = [a for a in actions if a.option_strings]
        others = [a for a in actions if not a.option_strings]
        parts, more = self._usage_parts(options, groups), self._usage_parts(others, groups)
        text = " ".join([self._prog] + parts + more)
        room = self._width
        if len(prefix) + len(text) > room:
            def lines(all, indent, first=None):
                found, line = [], []
                used = len(first) - 1 if first is not None else len(indent) - 1
                for part in all:
                    if used + 1 + len(part) > room and line:
                        found.append(indent + " ".join(line))
                        line, used = [], len(indent) - 1
                    line.append(part)
                    used += len(part) + 1
                if line:
                    found.append(indent + " ".join(line))
                if first is not None:
                    found[0] = found[0][len(indent):]
                return found
            if len(prefix) + len(self._prog) <= 0.75 * room:
                indent = " " * (len(prefix) + len(self._prog) + 1)
                if parts:
                    found = lines([self._prog] + parts, indent, prefix) + lines(more, indent)
                else:
                    found = lines([self._prog] + more, indent, prefix) if more else [self._prog]
            else:
                indent = " " * len(prefix)
                found = lines(parts + more, indent)
                if len(found) > 1:
                    found = lines(parts, indent) + lines(more, indent)
                found = [self._prog] + found
            text = "\n".join(found)
        return f"{prefix}{text}\n\n"

    def text(self, text):
        text = self._expand(text, {"prog": self._prog})
        if self._raw_description:
            return text + "\n\n"
        return _textwrap.fill(" ".join(text.split()), max(self._width, 11)) + "\n\n"

    def _invocation(self, action):
        if not action.option_strings:
            return self._metavar(action, self._default_metavar(action))(1)[0]
        if action.nargs == 0:
            return ", ".join(action.option_strings)
        args = self._args(action, self._default_metavar(action))
        return ", ".join([f"{name} {args}" for name in action.option_strings])

    def _lines(self, text, width):
        return text.splitlines() if self._raw_help else _textwrap.wrap(" ".join(text.split()), width)

    def rows(self, actions):
        """(indentation, action) of all lines of help."""
        for a in actions:
            if a.help is not SUPPRESS:
                yield self._indent, a
                for sub in getattr(a, "_listed", ()):
                    if sub.help is not SUPPRESS:
                        yield 2 * self._indent, sub

    def arguments(self, actions, help_at):
        out = []
        for indent, a in self.rows(actions):
            head = self._invocation(a)
            room = help_at - indent - 2
            lines = self._lines(self._help_of(a), max(self._width - help_at, 11)) if a.help and a.help.strip() else []
            if not lines:
                out.append(" " * indent + head + "\n")
            elif len(head) <= room:
                out.append(" " * indent + head.ljust(room) + "  " + lines.pop(0) + "\n")
            else:
                out.append(" " * indent + head + "\n")
            out += [" " * help_at + line + "\n" for line in lines]
        return "".join(out)

    def help_position(self, actions):
        longest = max([len(self._invocation(a)) + indent for indent, a in self.rows(actions)], default=0)
        return min(longest + 2, self._max_help)


class RawDescriptionHelpFormatter(HelpFormatter):
    _raw_description = True


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    _raw_help = True


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    _show_defaults = True


class MetavarTypeHelpFormatter(HelpFormatter):
    _metavar_is_type = True


# ---- groups and parsers

class _Container:
    def add_argument(self, *args, **kwargs):
        chars = self.prefix_chars
        if not args or (len(args) == 1 and args[0][0] not in chars):
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            action = self._positional(*args, **kwargs)
        else:
            action = self._optional(*args, **kwargs)
        return self._add(action)

    def _make(self, kwargs, dest, names):
        kind = kwargs.pop("action", None)
        if "default" not in kwargs and dest is not None:
            root = self._root()
            if dest in root._defaults:
                kwargs["default"] = root._defaults[dest]
            elif root.argument_default is not None:
                kwargs["default"] = root.argument_default
        cls = _ACTIONS.get(kind, kind) if not isinstance(kind, type) else kind
        if not callable(cls):
            raise ValueError(f'unknown action "{kind}"')
        action = cls(option_strings=names, **({"dest": dest} if dest is not None else {}), **kwargs)
        if action.type is not None and not callable(action.type):
            raise ValueError(f"{action.type!r} is not callable")
        return action

    def _positional(self, dest=None, **kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        action = self._make(kwargs, dest if dest is not None else kwargs.pop("dest"), [])
        action.required = action.nargs not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS)
        if action.nargs == ZERO_OR_MORE and action.default is not None:
            action.required = False
        return action

    def _optional(self, *names, **kwargs):
        for name in names:
            if name[0] not in self.prefix_chars:
                raise ValueError(f"invalid option string {name!r}: must start with a character {self.prefix_chars!r}")
        dest = kwargs.pop("dest", None)
        if dest is None:
            long = [n for n in names if len(n) > 1 and n[1] in self.prefix_chars]
            dest = (long[0] if long else names[0]).lstrip(self.prefix_chars).replace("-", "_")
            if not dest:
                raise ValueError(f"dest= is required for options like {names[0]!r}")
        return self._make(kwargs, dest, list(names))

    def add_argument_group(self, title=None, description=None, **kwargs):
        group = _Group(self, title, description)
        self._root()._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *, required=False):
        group = _Exclusive(self, required)
        self._root()._exclusive.append(group)
        return group


class _Group(_Container):
    def __init__(self, container, title=None, description=None):
        self._container, self.title, self.description, self._group_actions = container, title, description, []
        self.prefix_chars = container.prefix_chars

    def _root(self):
        return self._container._root()

    def _add(self, action):
        self._group_actions.append(action)
        return self._root()._register(action)


class _Exclusive(_Container):
    def __init__(self, container, required):
        self._container, self.required, self._group_actions = container, required, []
        self.prefix_chars = container.prefix_chars

    def _root(self):
        return self._container._root()

    def _add(self, action):
        if action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        self._container._add(action)
        self._group_actions.append(action)
        return action


class ArgumentParser(_Container):
    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[], formatter_class=HelpFormatter, prefix_chars="-",
                 fromfile_prefix_chars=None, argument_default=None, conflict_handler="error", add_help=True, allow_abbrev=True,
                 exit_on_error=True):
        self.prog = _os.path.basename(_sys.argv[0]) if prog is None else prog
        self.usage, self.description, self.epilog, self.formatter_class = usage, description, epilog, formatter_class
        self.prefix_chars, self.fromfile_prefix_chars = prefix_chars, fromfile_prefix_chars
        self.argument_default, self.conflict_handler = argument_default, conflict_handler
        self.add_help, self.allow_abbrev, self.exit_on_error = add_help, allow_abbrev, exit_on_error
        self._actions, self._options, self._defaults, self._groups, self._exclusive = [], {}, {}, [], []
        self._subparsers = None
        self._positionals_group = self.add_argument_group("positional arguments")
        self._options_group = self.add_argument_group("options")
        if add_help:
            p = prefix_chars if "-" not in prefix_chars else "-"
            self.add_argument(p[0] + "h", p[0] * 2 + "help", action="help", default=SUPPRESS, help="show this help message and exit")
        for parent in parents:
            for group in parent._groups:
                mine = next((g for g in self._groups if g.title == group.title), None) or self.add_argument_group(group.title, group.description)
                for action in group._group_actions:
                    mine._add(action)
            self._exclusive += parent._exclusive
            self._defaults.update(parent._defaults)

    def _root(self):
        return self

    def _add(self, action):
        (self._options_group if action.option_strings else self._positionals_group)._group_actions.append(action)
        return self._register(action)

    def _register(self, action):
        taken = [n for n in action.option_strings if n in self._options]
        if taken and self.conflict_handler == "resolve":
            for n in taken:
                self._options[n].option_strings.remove(n)
        elif taken:
            raise ArgumentError(action, f"conflicting option string{'s' if len(taken) > 1 else ''}: {', '.join(taken)}")
        for name in action.option_strings:
            self._options[name] = action
        self._actions.append(action)
        return action

    def add_subparsers(self, *, title=None, description=None, prog=None, parser_class=None, dest=SUPPRESS, required=False, help=None,
                       metavar=None, action=None):
        if self._subparsers is not None:
            self.error("cannot have multiple subparser arguments")
        group = self._positionals_group
        if title is not None or description is not None:
            group = self.add_argument_group(title or "subcommands", description)
        if prog is None:
            before = [a for a in self._actions if not a.option_strings]
            prog = self._formatter().usage(self.usage, before, [], "").strip()
        made = _SubParsersAction([], prog, parser_class or type(self), dest, required, help, metavar)
        group._add(made)
        self._subparsers = made
        return made

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    # ---- parsing

    def parse_args(self, args=None, namespace=None):
        found, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error("unrecognized arguments: " + " ".join(rest))
        return found

    def parse_known_args(self, args=None, namespace=None):
        args = _sys.argv[1:] if args is None else list(args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest is not SUPPRESS and not hasattr(namespace, action.dest) and action.default is not SUPPRESS:
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        if not self.exit_on_error:
            return self._parse(args, namespace)
        try:
            return self._parse(args, namespace)
        except ArgumentError as e:
            self.error(str(e))

    parse_intermixed_args = parse_args

    def _from_files(self, args):
        out = []
        for arg in args:
            if not arg or arg[0] not in self.fromfile_prefix_chars:
                out.append(arg)
                continue
            try:
                with open(arg[1:]) as f:
                    out += self._from_files([a for line in f.read().splitlines() for a in self.convert_arg_line_to_args(line)])
            except OSError as e:
                raise ArgumentError(None, str(e))
        return out

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _option(self, arg):
        """(action, its name, the value behind = or None) if arg is an option; None if it is not."""
        if not arg or arg[0] not in self.prefix_chars:
            return None
        if arg in self._options:
            return self._options[arg], arg, None
        if len(arg) == 1:
            return None
        name, equals, value = arg.partition("=")
        if equals and name in self._options:
            return self._options[name], name, value
        found = []
        if arg[1] in self.prefix_chars:
            if self.allow_abbrev:
                found = [(self._options[n], n, value if equals else None) for n in self._options if n.startswith(name)]
        else:
            short = arg[:2]
            for n in self._options:
                if n == short:
                    found.append((self._options[n], n, arg[2:]))
                elif self.allow_abbrev and n.startswith(name):
                    found.append((self._options[n], n, value if equals else None))
        if len(found) > 1:
            raise ArgumentError(None, f"ambiguous option: {arg} could match {', '.join([n for _, n, _ in found])}")
        if found:
            return found[0]
        if _is_negative_number(arg) and not any([_is_negative_number(n) for n in self._options]):
            return None
        return None if " " in arg else (None, arg, None)

    def _parse(self, args, namespace):
        if self.fromfile_prefix_chars:
            args = self._from_files(args)
        kinds, options = [], {}
        for i, arg in enumerate(args):
            if arg == "--":
                kinds += ["-"] + ["A"] * (len(args) - i - 1)
                break
            option = self._option(arg)
            if option is None:
                kinds.append("A")
            else:
                kinds.append("O")
                options[i] = option
        pattern = "".join(kinds)
        extras, seen = [], set()
        seen_conflicts = set()
        positionals = [a for a in self._actions if not a.option_strings]

        def take(action, values, name=None):
            seen.add(id(action))
            value = self._values(action, values)
            if value is not action.default:
                seen_conflicts.add(id(action))
                for group in self._exclusive:
                    if action in group._group_actions:
                        for other in group._group_actions:
                            if other is not action and id(other) in seen_conflicts:
                                raise ArgumentError(action, f"not allowed with argument {_name_of(other)}")
            if value is not SUPPRESS:
                action(self, namespace, value, name)

        def take_option(at):
            action, name, value = options[at]
            at += 1
            while True:
                if action is None:
                    extras.append(args[at - 1])
                    return at
                if value is None:
                    n = _count(action.nargs, pattern[at:])
                    if n is None:
                        raise ArgumentError(action, _wrong_count(action.nargs))
                    take(action, [a for a in args[at:at + n] if a != "--"], name)
                    return at + n
                if action.nargs == 0 and name[1] not in self.prefix_chars:
                    if value == "":
                        raise ArgumentError(action, f"ignored explicit argument {value!r}")
                    take(action, [], name)              # -abc is -a -b -c
                    name = name[0] + value[0]
                    rest = value[1:]
                    if name not in self._options:
                        raise ArgumentError(action, f"ignored explicit argument {value!r}")
                    action, value = self._options[name], rest or None
                    if value is not None and value[0] == "=":
                        value = value[1:]
                    continue
                if _count(action.nargs, "A") != 1:
                    raise ArgumentError(action, f"ignored explicit argument {value!r}")
                take(action, [value], name)
                return at

        def take_positionals(at):
            counts = _counts(positionals, pattern[at:])
            for n in counts:
                action = positionals.pop(0)
                values = args[at:at + n]
                if action.nargs not in (PARSER, REMAINDER) and "--" in values:
                    values.remove("--")
                at += n
                take(action, values)
            return at

        at, last = 0, max(options, default=-1)
        while at <= last:
            next_option = min([i for i in options if i >= at])
            if at != next_option:
                after = take_positionals(at)
                if after > at:
                    at = after
                    continue
            if at not in options:
                extras += args[at:next_option]
                at = next_option
            at = take_option(at)
        at = take_positionals(at)
        extras += args[at:]
        self._check_required(namespace, seen, seen_conflicts)
        more = namespace.__dict__.pop("_unrecognized_args", None)
        return namespace, extras + (more or [])

    def _check_required(self, namespace, seen, seen_conflicts):
        missing = []
        for action in self._actions:
            if id(action) in seen:
                continue
            if action.required:
                missing.append(_name_of(action))
            elif isinstance(action.default, str) and action.default is getattr(namespace, action.dest, None):
                setattr(namespace, action.dest, self._convert(action, action.default))
        if missing:
            raise ArgumentError(None, "the following arguments are required: " + ", ".join([str(m) for m in missing]))
        for group in self._exclusive:
            if group.required and not any([id(a) in seen_conflicts for a in group._group_actions]):
                names = " ".join([_name_of(a) for a in group._group_actions if a.help is not SUPPRESS])
                raise ArgumentError(None, f"one of the arguments {names} is required")

    def _values(self, action, values):
        n = action.nargs
        if not values and n == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self._convert(action, value)
                self._check_choice(action, value)
            return value
        if not values and n == ZERO_OR_MORE and not action.option_strings:
            return values if action.default is None else action.default
        if len(values) == 1 and n in (None, OPTIONAL):
            value = self._convert(action, values[0])
            self._check_choice(action, value)
            return value
        if n == SUPPRESS:
            return SUPPRESS
        found = [self._convert(action, v) for v in values]
        if n == PARSER:
            self._check_choice(action, found[0])
        elif n != REMAINDER:
            for v in found:
                self._check_choice(action, v)
        return found

    def _convert(self, action, text):
        if action.type is None:
            return text
        try:
            return action.type(text)
        except ArgumentTypeError as e:
            raise ArgumentError(action, str(e)) from None
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {name} value: {text!r}") from None

    def _check_choice(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {', '.join([repr(c) for c in action.choices])})")

    # ---- telling

    def _formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        return self._formatter().usage(self.usage, self._actions, self._exclusive).rstrip("\n") + "\n"

    def format_help(self):
        f = self._formatter()
        out = [f.usage(self.usage, self._actions, self._exclusive)]
        if self.description:
            out.append(f.text(self.description))
        help_at = f.help_position(self._actions)
        for group in self._groups:
            lines = f.arguments(group._group_actions, help_at)
            if not lines and not group.description:
                continue
            head = "" if group.title in (None, SUPPRESS) else f"{group.title}:\n"
            about = ""
            if group.description:
                about = _textwrap.fill(" ".join(f._expand(group.description, {"prog": self.prog}).split()), f._width, initial_indent="  ",
                                       subsequent_indent="  ") + "\n\n"
            if lines or about:
                out.append(head + about + lines + "\n")
        if self.epilog:
            out.append(f.text(self.epilog))
        text = "".join(out)
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text.strip("\n") + "\n"

    def print_usage(self, file=None):
        print(self.format_usage(), end="", file=_sys.stdout if file is None else file)

    def print_help(self, file=None):
        print(self.format_help(), end="", file=_sys.stdout if file is None else file)

    def exit(self, status=0, message=None):
        if message:
            print(message, end="", file=_sys.stderr)
        _sys.exit(status)

    def error(self, message):
        self.print_usage(_sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")

    def __repr__(self):
        names = ("prog", "usage", "description", "formatter_class", "conflict_handler", "add_help")
        return f"{type(self).__name__}({', '.join([f'{n}={getattr(self, n)!r}' for n in names])})"


def _is_negative_number(text):
    if text[:1] != "-" or len(text) < 2:
        return False
    whole, dot, part = text[1:].partition(".")
    return (whole.isdigit() and not dot) or (part.isdigit() and (not whole or whole.isdigit()))


def _wrong_count(nargs):
    if nargs is None:
        return "expected one argument"
    if nargs == OPTIONAL:
        return "expected at most one argument"
    if nargs == ONE_OR_MORE:
        return "expected at least one argument"
    return f"expected {nargs} argument{'' if nargs == 1 else 's'}"


def _range(nargs):
    """(least, most, which kinds of words) that an argument takes."""
    if nargs is None:
        return 1, 1, "A"
    if nargs == OPTIONAL:
        return 0, 1, "A"
    if nargs == ZERO_OR_MORE:
        return 0, 1 << 30, "A"
    if nargs == ONE_OR_MORE:
        return 1, 1 << 30, "A"
    if nargs == REMAINDER:
        return 0, 1 << 30, "AO-"
    if nargs == PARSER:
        return 1, 1 << 30, "AO-"
    if nargs == SUPPRESS:
        return 0, 0, "A"
    return nargs, nargs, "A"


def _count(nargs, pattern):
    """How many words an option takes from here; None if there are not enough."""
    least, most, kinds = _range(nargs)
    n = 0
    while n < len(pattern) and n < most and pattern[n] in kinds:
        n += 1
    return n if n >= least else None


def _counts(actions, pattern):
    """How many words the positionals take, one after the other: as many of them as fit, each as much as it can."""
    def run(kinds, at):
        """Words from here on, where a -- may stand between."""
        n = 0
        while at + n < len(pattern) and pattern[at + n] in kinds:
            n += 1
        return n

    def fit(i, count, at):
        if i == count:
            return []
        least, most, kinds = _range(actions[i].nargs)
        if kinds == "A":
            kinds = "A-"
            dash = "-" in pattern[at:at + run("A-", at)][:1]
            least, most = (least + 1, most + 1) if dash and most else (least, most)
        elif i < count and pattern[at:at + 1] != "A" and actions[i].nargs == PARSER and pattern[at:at + 1] != "-":
            return None
        have = min(run(kinds, at), most)
        for n in range(have, least - 1, -1):
            rest = fit(i + 1, count, at + n)
            if rest is not None:
                return [n] + rest
        return None

    for count in range(len(actions), 0, -1):
        found = fit(0, count, 0)
        if found is not None:
            return found
    return []
