"""The parts of addresses."""

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode", "parse_qs", "parse_qsl", "quote",
           "quote_plus", "unquote", "unquote_plus", "ParseResult", "SplitResult"]

_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"
_RELATIVE = ("", "ftp", "http", "https", "file", "gopher", "nntp", "imap", "wais", "shttp", "mms", "prospero", "rtsp", "sftp", "svn", "ws", "wss")


class _Parts(tuple):
    _fields = ()

    def __new__(cls, *values):
        return tuple.__new__(cls, values)

    scheme = property(lambda self: self[0])
    netloc = property(lambda self: self[1])
    path = property(lambda self: self[2])
    query = property(lambda self: self[-2])
    fragment = property(lambda self: self[-1])

    def _host(self):
        return self.netloc.rpartition("@")[2]

    @property
    def hostname(self):
        host = self._host()
        host = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        return host.lower() or None

    @property
    def port(self):
        text = self._host().rpartition("]")[2].partition(":")[2]
        if not text:
            return None
        if not text.isdigit():
            raise ValueError(f"Port could not be cast to integer value as {text!r}")
        if int(text) > 65535:
            raise ValueError("Port out of range 0-65535")
        return int(text)

    @property
    def username(self):
        who, at, _ = self.netloc.rpartition("@")
        return who.partition(":")[0] if at else None

    @property
    def password(self):
        who, at, _ = self.netloc.rpartition("@")
        name, colon, secret = who.partition(":")
        return secret if at and colon else None

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _replace(self, **changes):
        return type(self)(*[changes.pop(n, v) for n, v in zip(self._fields, self)])

    def __repr__(self):
        return f"{type(self).__name__}({', '.join([f'{n}={v!r}' for n, v in zip(self._fields, self)])})"


class SplitResult(_Parts):
    _fields = ("scheme", "netloc", "path", "query", "fragment")

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_Parts):
    _fields = ("scheme", "netloc", "path", "params", "query", "fragment")
    params = property(lambda self: self[3])

    def geturl(self):
        return urlunparse(self)


def urlsplit(url, scheme="", allow_fragments=True):
    url = url.lstrip().replace("\n", "").replace("\t", "").replace("\r", "")
    netloc = query = fragment = ""
    head, colon, rest = url.partition(":")
    if colon and head and head[0].isalpha() and head[0].isascii() and all([c.isalnum() or c in "+-." for c in head]):
        scheme, url = head.lower(), rest
    if url[:2] == "//":
        end = min([i for i in (url.find(c, 2) for c in "/?#") if i >= 0], default=len(url))
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
    if allow_fragments:
        url, _, fragment = url.partition("#")
    url, _, query = url.partition("?")
    return SplitResult(scheme, netloc, url, query, fragment)


def urlunsplit(components):
    scheme, netloc, url, query, fragment = components
    if netloc or (scheme and scheme in _RELATIVE and url[:2] != "//" and scheme == "file"):
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + netloc + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url += "?" + query
    return url + "#" + fragment if fragment else url


def urlparse(url, scheme="", allow_fragments=True):
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if ";" in path and scheme in _RELATIVE:
        head, slash, last = path.rpartition("/")
        last, _, params = last.partition(";")
        path = head + slash + last
    return ParseResult(scheme, netloc, path, params, query, fragment)


def urlunparse(components):
    scheme, netloc, path, params, query, fragment = components
    return urlunsplit((scheme, netloc, f"{path};{params}" if params else path, query, fragment))


def urljoin(base, url, allow_fragments=True):
    if not base:
        return url
    if not url:
        return base
    b, u = urlparse(base), urlparse(url, urlparse(base).scheme, allow_fragments)
    if u.scheme != b.scheme or u.scheme not in _RELATIVE:
        return url
    if u.netloc:
        return urlunparse(u)
    if not u.path and not u.params:
        return urlunparse((u.scheme, b.netloc, b.path, b.params, u.query or b.query, u.fragment))
    parts = b.path.split("/")
    if parts[-1] != "":
        del parts[-1]
    if u.path[:1] == "/":
        segments = u.path.split("/")
    else:
        segments = [p for p in parts[:1]] + [p for p in parts[1:] if p] + u.path.split("/") if parts else u.path.split("/")
    found = []
    for part in segments:
        if part == "..":
            if len(found) > 1 or (found and found[0] != ""):
                found.pop()
        elif part != ".":
            found.append(part)
    if segments[-1] in (".", ".."):
        found.append("")
    path = "/".join(found)
    if b.netloc and path[:1] != "/":
        path = "/" + path
    return urlunparse((u.scheme, b.netloc, path or "/", u.params, u.query, u.fragment))


def urldefrag(url):
    plain, _, fragment = url.partition("#")
    return plain, fragment


def quote(string, safe="/", encoding=None, errors=None):
    data = string.encode(encoding or "utf-8", errors or "strict") if isinstance(string, str) else bytes(string)
    keep = _SAFE + (safe if isinstance(safe, str) else safe.decode())
    return "".join([chr(b) if b < 128 and chr(b) in keep else "%%%02X" % b for b in data])


def quote_plus(string, safe="", encoding=None, errors=None):
    return quote(string, safe + " " if isinstance(safe, str) else safe + b" ", encoding, errors).replace(" ", "+")


def unquote_to_bytes(string):
    data = string.encode() if isinstance(string, str) else bytes(string)
    out, parts = bytearray(), data.split(b"%")
    out += parts[0]
    for part in parts[1:]:
        try:
            if len(part) < 2:
                raise ValueError
            out.append(int(part[:2], 16))
            out += part[2:]
        except ValueError:
            out += b"%" + part
    return bytes(out)


def unquote(string, encoding="utf-8", errors="replace"):
    return unquote_to_bytes(string).decode(encoding, errors) if "%" in string else string


def unquote_plus(string, encoding="utf-8", errors="replace"):
    return unquote(string.replace("+", " "), encoding, errors)


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    pairs = query.items() if hasattr(query, "items") else query
    out = []
    for key, value in pairs:
        key = quote_via(key if isinstance(key, (str, bytes)) else str(key), safe)
        many = doseq and isinstance(value, (list, tuple))
        for v in value if many else [value]:
            out.append(key + "=" + quote_via(v if isinstance(v, (str, bytes)) else str(v), safe))
    return "&".join(out)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    found = []
    for part in qs.split(separator):
        if not part and not strict_parsing:
            continue
        name, equals, value = part.partition("=")
        if not equals:
            if strict_parsing:
                raise ValueError(f"bad query field: {part!r}")
            if not keep_blank_values:
                continue
        if value or keep_blank_values:
            found.append((unquote_plus(name, encoding, errors), unquote_plus(value, encoding, errors)))
    return found


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator):
        found.setdefault(name, []).append(value)
    return found
