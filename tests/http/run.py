#!/usr/bin/env python3
"""Programs that ask a server on this machine, run by a given conch. TAP: run.py --conch PATH."""
import argparse
import http.server
import os
import subprocess
import sys
import threading

GET = '''
from urllib.request import urlopen
with urlopen(BASE + "/hello") as r:
    print(r.status, r.read(), r.headers["X-Test"], r.getcode(), r.geturl() == BASE + "/hello")
print(urlopen(BASE + "/moved").read())
'''
ERRORS = '''
from urllib.request import urlopen
from urllib.error import HTTPError, URLError
try:
    urlopen(BASE + "/none")
except HTTPError as e:
    print(e, e.code, e.read())
try:
    urlopen("http://127.0.0.1:1/")
except URLError as e:
    print(e)
'''
POST = '''
from urllib.request import Request, urlopen
print(urlopen(Request(BASE + "/echo", data=b"a=1", headers={"X-Who": "me"})).read())
'''
THREADS = '''
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen
with ThreadPoolExecutor(4) as pool:
    print(sorted(pool.map(lambda n: len(urlopen(BASE + "/big/%d" % n).read()), [1, 10, 100, 1000])))
'''
TIMEOUT = '''
from urllib.request import urlopen
from urllib.error import URLError
try:
    urlopen(BASE + "/never", timeout=0.2)
except URLError as e:
    print(e)
'''
CASES = [
    ('an answer with its head', GET, ['--trust'], "200 b'hello' yes 200 True\nb'hello'\n"),
    ('errors of the server and of the way there', ERRORS, ['--trust'],
     "HTTP Error 404: Not Found 404 b'no'\n<urlopen error [Errno 111] Connection refused>\n"),
    ('data is sent', POST, ['--trust'], "b'POST me a=1'\n"),
    ('several threads at once', THREADS, ['--trust'], '[1, 10, 100, 1000]\n'),
    ('a time limit', TIMEOUT, ['--trust'], '<urlopen error timed out>\n'),
    ('not without being allowed', GET, [], ''),
]
stop = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, code, body, **headers):
        self.send_response(code)
        self.send_header('X-Test', 'yes')
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == '/hello':
            self.answer(200, b'hello')
        elif self.path == '/moved':
            self.answer(302, b'', Location='/hello')
        elif self.path.startswith('/big/'):
            self.answer(200, b'x' * int(self.path[5:]))
        elif self.path == '/never':
            stop.wait(30)
        else:
            self.answer(404, b'no')

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        self.answer(200, b'POST %s %s' % (self.headers['X-Who'].encode(), body))

    def log_message(self, *args):
        pass


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    conch = os.path.abspath(a.parse_args().conch)
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = 'http://127.0.0.1:%d' % server.server_address[1]
    env = {k: v for k, v in os.environ.items() if not k.lower().endswith('_proxy')}
    print('1..%d' % len(CASES))
    bad = 0
    for n, (title, source, options, wanted) in enumerate(CASES, 1):
        p = subprocess.run([conch, *options, '-c', 'BASE = %r\n%s' % (base, source)], stdin=subprocess.DEVNULL,
                           capture_output=True, text=True, timeout=60, env=env)
        if 'built without libcurl' in p.stderr or 'libcurl.so' in p.stderr:
            print('ok %d - %s # SKIP no libcurl' % (n, title))
            continue
        good = p.stdout == wanted and (bool(options) or 'PermissionError' in p.stderr)
        bad += not good
        print('%s %d - %s' % ('ok' if good else 'not ok', n, title))
        if not good:
            print('\n'.join('# ' + line for line in (p.stdout + p.stderr).splitlines()))
    stop.set()
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
