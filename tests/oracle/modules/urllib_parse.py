# set: first
from urllib.parse import parse_qs, parse_qsl, quote, quote_plus, unquote, unquote_plus, urldefrag, urlencode, urljoin, urlparse, urlsplit, urlunparse
from urllib.request import Request, urlopen
from urllib.error import URLError

u = urlparse("https://user:pw@Example.com:8080/a/b;p?q=1&r=a%20b#frag")
print(u, u.hostname, u.port, u.username, u.password, u.geturl(), u._replace(scheme="ftp").geturl(), urlsplit("//x/y?z").netloc)
print(quote("a b/中?&="), quote("a/b", safe=""), quote_plus("a b&c"), unquote("%E4%B8%AD%zz%2"), unquote_plus("a+b%21"), urlencode({"q": "a b", "n": 5}), urlencode([("a", [1, 2])], doseq=True))
print(parse_qs("a=1&a=2&b=&c"), parse_qsl("x=1;y=2&z=%41"), parse_qs("a=", keep_blank_values=True), urldefrag("http://x/y#z")[0], urlunparse(("http", "h", "p", "", "q=1", "")))
base = "http://a/b/c/d;p?q"
print([urljoin(base, r) for r in ("g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "", ".", "..", "../g", "../../g", "http://z/", "g;x=1/../y")])
print(urlopen("data:text/plain,hello%20there").read(), urlopen("data:;base64,aGk=").read())
with open("p.txt", "w") as f:
    f.write("x")
import os
with urlopen("file:" + os.path.abspath("p.txt")) as r:
    print(r.read(), r.headers["Content-Length"], r.info().get_content_type())
r = Request("http://h/p", headers={"user-agent": "me"}, data=b"d")
print(r.get_method(), r.host, r.selector, r.get_header("User-agent"), r.type)
for bad in ("nope", "file:///no/such", "xyz://a"):
    try:
        urlopen(bad)
    except (ValueError, URLError) as e:
        print(type(e).__name__, e)
