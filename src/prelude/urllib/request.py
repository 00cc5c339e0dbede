"""Opening addresses: file:, data: and, through the library libcurl, http: and https:."""
import io
import os
from _conch import os_call as _os_call
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, unquote_to_bytes, urlsplit

__all__ = ["Request", "urlopen", "urlretrieve", "pathname2url", "url2pathname", "urlcleanup"]


class Message:
    """Headers: names in any case."""
    def __init__(self, pairs=()):
        self._pairs = list(pairs)

    def get(self, name, failobj=None):
        for key, value in self._pairs:
            if key.lower() == name.lower():
                return value
        return failobj

    __getitem__ = get

    def get_all(self, name, failobj=None):
        return [v for k, v in self._pairs if k.lower() == name.lower()] or failobj

    def __contains__(self, name):
        return self.get(name) is not None

    def keys(self):
        return [k for k, _ in self._pairs]

    def values(self):
        return [v for _, v in self._pairs]

    def items(self):
        return list(self._pairs)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._pairs)

    def get_content_type(self):
        return self.get("content-type", "text/plain").partition(";")[0].strip().lower()

    def get_content_charset(self, failobj=None):
        for part in self.get("content-type", "").split(";")[1:]:
            name, _, value = part.strip().partition("=")
            if name.lower() == "charset":
                return value.strip("\"'").lower()
        return failobj

    def __str__(self):
        return "".join([f"{k}: {v}\n" for k, v in self._pairs]) + "\n"


class Response(io.BytesIO):
    """What urlopen() gives: a file to be read."""
    def __init__(self, data, url, status, headers, reason=""):
        io.BytesIO.__init__(self, data)
        self.url, self.status, self.code, self.headers, self.reason, self.msg = url, status, status, headers, reason, reason

    def geturl(self):
        return self.url

    def info(self):
        return self.headers

    def getcode(self):
        return self.status

    def getheader(self, name, default=None):
        return self.headers.get(name, default)

    def getheaders(self):
        return self.headers.items()


class Request:
    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url, self.data, self.method = url, data, method
        self.headers = {}
        for key, value in headers.items():
            self.add_header(key, value)

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def has_header(self, name):
        return name in self.headers

    def get_header(self, name, default=None):
        return self.headers.get(name, default)

    def header_items(self):
        return list(self.headers.items())

    def get_method(self):
        return self.method or ("GET" if self.data is None else "POST")

    def get_full_url(self):
        return self.full_url

    type = property(lambda self: urlsplit(self.full_url).scheme)
    host = property(lambda self: urlsplit(self.full_url).netloc)
    selector = property(lambda self: urlsplit(self.full_url).path or "/")


_TYPES = {"html": "text/html", "htm": "text/html", "txt": "text/plain", "py": "text/x-python", "css": "text/css", "csv": "text/csv",
          "json": "application/json", "js": "text/javascript", "png": "image/png", "jpg": "image/jpeg", "gif": "image/gif",
          "xml": "text/xml", "pdf": "application/pdf"}


def _open_file(url):
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise URLError("file not on local host")
    path = unquote(parts.path)
    try:
        with open(path, "rb") as f:
            data = f.read()
    except OSError as e:
        raise URLError(e) from e
    kind = _TYPES.get(path.rpartition(".")[2].lower())
    headers = [("Content-type", kind or "text/plain"), ("Content-length", str(len(data)))]
    return Response(data, url, None, Message(headers))


def _open_data(url):
    head, comma, body = url[5:].partition(",")
    if not comma:
        raise ValueError("not enough values to unpack (expected 2, got 1)")
    data = unquote_to_bytes(body)
    if head.endswith(";base64"):
        from base64 import decodebytes
        data, head = decodebytes(data), head[:-7]
    return Response(data, url, None, Message([("Content-type", head or "text/plain;charset=US-ASCII"), ("Content-length", str(len(data)))]))


def _open_http(request, timeout):
    headers = [f"{k}: {v}" for k, v in request.header_items()]
    try:
        status, url, head, data = _os_call("http", request.full_url, (request.get_method(), headers, request.data, timeout))
    except TimeoutError as e:
        raise URLError(TimeoutError("timed out")) from e
    except PermissionError:
        raise
    except OSError as e:
        raise URLError(e) from e
    # after a redirection there are several heads: the last counts
    blocks = [b for b in head.decode("latin-1").replace("\r\n", "\n").split("\n\n") if b.strip()]
    lines = blocks[-1].split("\n") if blocks else [""]
    reason = lines[0].partition(" ")[2].partition(" ")[2]
    pairs = [(k.strip(), v.strip()) for k, _, v in [line.partition(":") for line in lines[1:]] if _]
    response = Response(data, url, status, Message(pairs), reason)
    if status >= 400:
        raise HTTPError(request.full_url, status, reason, response.headers, response)
    return response


def urlopen(url, data=None, timeout=None, *, cafile=None, capath=None, cadefault=False, context=None):
    request = url if isinstance(url, Request) else Request(url, data)
    if data is not None:
        if isinstance(data, str):
            raise TypeError("POST data should be bytes, an iterable of bytes, or a file object. It cannot be of type str.")
        request.data = data
    scheme = request.type
    if not scheme:
        raise ValueError(f"unknown url type: {request.full_url!r}")
    if scheme == "file":
        return _open_file(request.full_url)
    if scheme == "data":
        return _open_data(request.full_url)
    if scheme in ("http", "https"):
        return _open_http(request, timeout)
    raise URLError(f"unknown url type: {scheme}")


def urlretrieve(url, filename=None, reporthook=None, data=None):
    response = urlopen(url, data)
    content = response.read()
    if filename is None:
        if urlsplit(url).scheme == "file":
            return unquote(urlsplit(url).path), response.headers
        import tempfile
        fd, filename = tempfile.mkstemp()
        os.close(fd)
    with open(filename, "wb") as f:
        f.write(content)
    if reporthook is not None:
        reporthook(0, 8192, len(content))
        reporthook((len(content) + 8191) // 8192, 8192, len(content))
    return filename, response.headers


def urlcleanup():
    pass


def pathname2url(pathname):
    from urllib.parse import quote
    return quote(pathname)


def url2pathname(pathname):
    return unquote(pathname)
