# set: full
# Requests, a router, middleware, sessions and a pool of workers: a web server without the web.
import json
import queue
import threading
from collections import Counter


class HttpError(Exception):
    def __init__(self, status, text):
        super().__init__(status, text)
        self.status = status
        self.text = text


class Request:
    def __init__(self, number, line, headers=None, body=""):
        self.number = number
        self.method, target = line.split(" ", 1)
        self.path, _, query = target.partition("?")
        self.query = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
        self.headers = headers or {}
        self.body = body
        self.user = None
        self.params = {}


class Response:
    REASONS = {200: "OK", 201: "Created", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
               405: "Method Not Allowed", 500: "Internal Server Error"}

    def __init__(self, status=200, data=None):
        self.status = status
        self.data = data

    def line(self):
        return "%d %s %s" % (self.status, self.REASONS[self.status], json.dumps(self.data, sort_keys=True))


class Router:
    def __init__(self):
        self.routes = []

    def route(self, method, pattern):
        parts = pattern.strip("/").split("/")

        def register(handler):
            self.routes.append((method, parts, handler))
            return handler
        return register

    def match_parts(self, parts, path):
        got = path.strip("/").split("/")
        if len(got) != len(parts):
            return None
        params = {}
        for want, have in zip(parts, got):
            if want.startswith("<"):
                params[want[1:-1]] = have
            elif want != have:
                return None
        return params

    def find(self, method, path):
        allowed = []
        for m, parts, handler in self.routes:
            params = self.match_parts(parts, path)
            if params is not None:
                if m == method:
                    return handler, params
                allowed.append(m)
        if allowed:
            raise HttpError(405, "use " + " or ".join(sorted(allowed)))
        raise HttpError(404, "no " + path)


router = Router()
store = {}
store_lock = threading.Lock()
tokens = {"t-ann": "Ann", "t-bob": "Bob"}


@router.route("GET", "/")
def home(request):
    return Response(data={"hello": request.user or "stranger"})


@router.route("GET", "/items/<name>")
def read_item(request):
    with store_lock:
        if request.params["name"] not in store:
            raise HttpError(404, "no item " + request.params["name"])
        return Response(data=store[request.params["name"]])


@router.route("PUT", "/items/<name>")
def write_item(request):
    try:
        value = json.loads(request.body)
    except ValueError:
        raise HttpError(400, "the body is no JSON")
    with store_lock:
        new = request.params["name"] not in store
        store[request.params["name"]] = {"value": value, "by": request.user}
    return Response(201 if new else 200, {"stored": request.params["name"]})


@router.route("GET", "/add")
def add(request):
    return Response(data=int(request.query["a"]) + int(request.query["b"]))


def authenticate(handler):
    def wrapped(request):
        token = request.headers.get("Token")
        if token is not None:
            request.user = tokens.get(token)
        if request.method != "GET" and request.user is None:
            raise HttpError(401, "who are you?")
        return handler(request)
    return wrapped


def errors_to_responses(handler):
    def wrapped(request):
        try:
            return handler(request)
        except HttpError as e:
            return Response(e.status, {"error": e.text})
        except Exception as e:
            return Response(500, {"error": type(e).__name__})
    return wrapped


@errors_to_responses
@authenticate
def application(request):
    handler, request.params = router.find(request.method, request.path)
    return handler(request)


class Server:
    def __init__(self, app, workers):
        self.app, self.inbox, self.answers = app, queue.Queue(), {}
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.serve) for _ in range(workers)]
        for t in self.threads:
            t.start()

    def serve(self):
        while (request := self.inbox.get()) is not None:
            response = self.app(request)
            with self.lock:
                self.answers[request.number] = (request, response)
            self.inbox.task_done()
        self.inbox.task_done()

    def handle_all(self, requests):
        for r in requests:
            self.inbox.put(r)
        self.inbox.join()

    def stop(self):
        for _ in self.threads:
            self.inbox.put(None)
        for t in self.threads:
            t.join()


def main():
    server = Server(application, 3)
    ann, bob = {"Token": "t-ann"}, {"Token": "t-bob"}
    first = [Request(1, "GET /"), Request(2, "GET /", ann), Request(3, "PUT /items/cup", ann, '{"n": 1}'),
             Request(4, "PUT /items/pot", bob, "[1, 2, 3]"), Request(5, "PUT /items/x", None, "1")]
    second = [Request(6, "GET /items/cup"), Request(7, "GET /items/none"), Request(8, "PUT /items/cup", bob, '"new"'),
              Request(9, "DELETE /items/cup", ann), Request(10, "GET /add?a=2&b=40"), Request(11, "GET /add?a=2&b=x"),
              Request(12, "GET /add"), Request(13, "PUT /items/bad", ann, "{"), Request(14, "GET /a/b/c")]
    server.handle_all(first)
    server.handle_all(second[1:2] + second[3:])
    server.handle_all(second[2:3])
    server.handle_all(second[0:1])
    server.stop()
    for number in sorted(server.answers):
        request, response = server.answers[number]
        print("%2d %-6s %-12s -> %s" % (number, request.method, request.path, response.line()))
    print(sorted(Counter(r.status for _, r in server.answers.values()).items()))
    print(json.dumps(store, sort_keys=True))


main()
