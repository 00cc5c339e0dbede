/* An engine that never answers at once: each request and each visible access parks the task, other
 * tasks move, and only then it goes on. Programs must not notice. */
#include "../tap.h"
#include "fake_engine.h"

/* What the program prints. The process has one thread more than the program starts, so that
 * everything it can reach counts as seen by others. */
static char *run(const char *program, bool parks, struct fake_run *ret)
{
    fake_run(program, strlen(program), &(struct fake_opts){ .parks = parks, .multi = true }, ret);
    char *text = strdup(buf_str(&ret->out));
    buf_finish(&ret->out);
    if (ret->end != FAKE_ENDED)
        printf("# end %d: %s\n", ret->end, text);
    CHECK(ret->end == FAKE_ENDED);
    CHECK(ret->accesses > 0);
    return text;
}

/* Both ways give the same, with as many requests and accesses. */
static void same(const char *program, const char *want)
{
    struct fake_run one, other;
    char *at_once = run(program, false, &one);
    CHECK_STR(at_once, want);
    char *parked = run(program, true, &other);
    CHECK_STR(parked, want);
    CHECK_INT(other.requests, one.requests);
    CHECK_INT(other.accesses, one.accesses);
    free(at_once);
    free(parked);
}

/* A program with threads of its own cannot run at once. */
static void parked(const char *program, const char *want)
{
    struct fake_run one;
    char *text = run(program, true, &one);
    CHECK_STR(text, want);
    free(text);
}

TEST(global_variables)
{
    same("a = 1\nb = 0\nfor i in range(5):\n    b = a + i\n    a += b\nprint(a, b)\n"
         "def f():\n    global a\n    a -= 3\n    return a\nprint(f() + f(), a)\n",
         "58 31\n107 52\n");
}

TEST(captured_variables)
{
    same("def counter():\n    n = 0\n    def add(k):\n        nonlocal n\n        n += k\n        return n\n    return add\n"
         "c = counter()\nc(2)\nprint(c(3), [c(i) for i in range(3)])\n",
         "5 [5, 6, 8]\n");
}

TEST(attributes)
{
    same("class A:\n    total = 10\n    def __init__(self):\n        self.x = 1\n    def up(self, n):\n        self.x += n\n"
         "        return self.x\n"
         "a = A()\na.y = 5\nfor i in range(4):\n    a.up(i)\nprint(a.x, a.y, a.total)\n"
         "A.total += 1\na.total += 1\nprint(A.total, a.total, getattr(a, 'x'))\ndel a.y\nprint(hasattr(a, 'y'))\n"
         "setattr(a, 'z', 3)\nprint(a.z)\ntry:\n    a.w\nexcept AttributeError as e:\n    print(e)\n",
         "7 5 10\n11 12 7\nFalse\n3\n'A' object has no attribute 'w'\n");
}

TEST(items)
{
    same("l = [1, 2, 3]\nd = {}\nfor i in l:\n    d[i] = l[-i]\n    l[0] += 1\nprint(l, d, 2 in d, 9 not in l)\n"
         "del d[1], l[0]\nd['k'] = d.get('k', 5)\nd['k'] += 1\nprint(d, l)\n"
         "try:\n    d['no']\nexcept KeyError as e:\n    print('none', e)\ntry:\n    l[9]\nexcept IndexError as e:\n    print(e)\n",
         "[4, 2, 3] {1: 3, 2: 2, 3: 3} True True\n{2: 2, 3: 3, 'k': 6} [2, 3]\nnone 'no'\nlist index out of range\n");
}

TEST(methods_of_containers)
{
    same("from collections import deque\nl = [3, 1, 2]\ns = {1}\nq = deque()\nadd = l.append\n"
         "for i in range(3):\n    l.append(i)\n    add(i)\n    s.add(i)\n    q.append(i)\n    q.appendleft(-i)\n"
         "l.extend(q)\nl.sort()\nprint(l, sorted(s), list(q), l.pop(), q.popleft(), len(l), sum(l), max(l))\n"
         "sort = l.sort\nsort(key=lambda x: -x)\nl.insert(*[0, 99])\nl.remove(99)\nprint(l, sorted(l, key=lambda x: x % 3))\n"
         "call = [l.count, l.index]\nprint(call[0](0), call[1](1), list.append(l, 5), l[-1])\n",
         "[-2, -1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2] [0, 1, 2] [-2, -1, 0, 0, 1, 2] 3 -2 14 9 2\n"
         "[2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, -1, -2] [0, 0, 0, 0, 1, 1, 1, 1, -2, 2, 2, 2, 2, -1]\n4 4 None 5\n");
}

TEST(calls_with_many_kinds_of_arguments)
{
    same("l = [1, 2]\nd = {'sep': '-', 'end': '!\\n'}\nprint(*l, **d)\nprint(*l, sep=';')\nt = (0, *l, *[3])\nm = {**d, 'x': 1}\n"
         "class Stack(list):\n    pass\ns = Stack(l)\ns.append(7)\nprint(t, len(m), s, list(map(str, l)))\n"
         "a, b = l\n(c, *r) = s\nprint(a, b, c, r, [*s], {*l})\nf = '{} {}'.format\nprint(f(*l), '%s' % l, f'{l}')\n",
         "1-2!\n1;2\n(0, 1, 2, 3) 3 [1, 2, 7] ['1', '2']\n1 2 1 [2, 7] [1, 2, 7] {1, 2}\n1 2 [1, 2] [1, 2]\n");
}

TEST(operators_on_containers)
{
    same("l = [1]\nk = l\nl += [2]\nl += (3,)\nl *= 2\ns = {1}\ns |= {2}\nd = {1: 2}\nd |= {3: 4}\n"
         "print(k, s, d, l + [9], l == [1, 2, 3, 1, 2, 3], l < [2], s & {2}, not l, bool(d))\n"
         "while l:\n    l.pop()\nif not l and not k:\n    print('empty', l or 'none', 'full' if l else 'dry')\n",
         "[1, 2, 3, 1, 2, 3] {1, 2} {1: 2, 3: 4} [1, 2, 3, 1, 2, 3, 9] True True {2} False True\nempty none dry\n");
}

TEST(loops_and_generators)
{
    same("l = [1, 2, 3]\nout = []\ndef gen():\n    for x in l:\n        out.append(x)\n        yield x * 2\n    return 'end'\n"
         "def outer():\n    r = yield from gen()\n    yield r\nfor v in outer():\n    out.append(v)\nprint(out)\n"
         "it = iter(l)\nprint(next(it), next(it), [y for y in it], next(it, 'no'))\n"
         "for i, (a, b) in enumerate(zip(l, {'a': 1, 'b': 2}.items())):\n    print(i, a, b)\n"
         "g = (x for x in l if x > 1)\nprint(list(g), any(x > 2 for x in l))\n"
         "def echo():\n    got = None\n    while True:\n        try:\n            got = yield got\n        except ValueError as e:\n            got = str(e)\n"
         "e = echo()\nnext(e)\nprint(e.send(l[0]), e.throw(ValueError('v')))\ne.close()\n",
         "[1, 2, 2, 4, 3, 6, 'end']\n1 2 [3] no\n0 1 ('a', 1)\n1 2 ('b', 2)\n[2, 3] True\n1 v\n");
}

TEST(requests_from_everywhere)
{
    same("import time, threading\nlock = threading.Lock()\nl = []\n"
         "class A:\n    def __enter__(self):\n        time.sleep(0)\n        l.append('in')\n        return self\n"
         "    def __exit__(self, *e):\n        print('out', *l, e[0].__name__, e[1])\n        return True\n    def __len__(self):\n        print('len')\n        return 0\n"
         "    def __eq__(self, o):\n        print('eq')\n        return True\n    def __add__(self, o):\n        print('add')\n        return NotImplemented\n"
         "    def __radd__(self, o):\n        print('radd')\n        return 4\n    def __iter__(self):\n        print('iter')\n        yield 1\n"
         "    def __getattr__(self, n):\n        print('get', n)\n        return n\n    def __contains__(self, x):\n        print('contains')\n        return True\n"
         "    def __lt__(self, o):\n        print('lt')\n        return False\n    def __repr__(self):\n        print('repr')\n        return 'A'\n"
         "    def __hash__(self):\n        print('hash')\n        return 1\n    @property\n    def p(self):\n        print('p')\n        return 1\n"
         "    @p.setter\n    def p(self, v):\n        print('set', v)\n"
         "with lock, A() as a:\n    if a:\n        print('no')\n    print(a == 1, 1 + a, a.name, 3 in a, a < a, f'{a}', a.p, not a)\n"
         "    a.p = 5\n    {a: 1}[a]\n    x, = a\n    print(sorted([a, a], key=lambda k: print('key') or 1))\n    raise ValueError(a)\n"
         "print(lock.locked() if False else 'end', time.perf_counter(), round(time.time(), 1))\n",
         "len\neq\nradd\nget name\ncontains\nlt\nrepr\np\nlen\nTrue 4 name True False A 1 True\nset 5\nhash\nhash\n"
         "iter\nkey\nkey\nrepr\nrepr\n[A, A]\nrepr\nout in ValueError A\nend 1.5 1.5\n");
}

TEST(answers_to_unusual_questions)
{
    // requests that stand where their result is more than a value in a register
    same("import threading\nclass A:\n    p = property(None, threading.task_name)\n    def __next__(self):\n        return threading.gettid()\n"
         "    def __iter__(self):\n        return self\n"
         "a = A()\na.p = 'name'\nsetattr(a, 'p', 'other')\nfor x in a:\n    print(x)\n    break\n"
         "print(list(map(lambda _: threading.gettid(), [1, 2])), [threading.gettid() for _ in 'ab'])\n"
         "print(max([1, 2], key=lambda x: -threading.gettid() * x), not threading.gettid())\nwhile threading.gettid():\n    break\n"
         "for x in iter(threading.gettid, 1):\n    print('no')\n",
         "1\n[1, 1] [1, 1]\n1 False\n");
}

TEST(threads_with_locks)
{
    parked("import threading\nn = 0\nd = {}\nlock = threading.Lock()\ndef work(k):\n    global n\n    for i in range(20):\n        with lock:\n"
           "            n += 1\n        d[k, i] = n\nts = [threading.Thread(target=work, args=(k,)) for k in range(4)]\n"
           "for t in ts:\n    t.start()\nfor t in ts:\n    t.join()\nprint(n, len(d), threading.active_count())\n",
           "80 80 1\n");
}

TEST(a_lost_update)
{
    parked("import _thread, threading\nn = 0\ndef work():\n    global n\n    for i in range(10):\n        n += 1\n"
           "a = threading.Thread(target=work)\nb = threading.Thread(target=work)\na.start()\nb.start()\na.join()\nb.join()\nprint(n)\n",
           "10\n");
}

TEST(a_module_that_another_thread_loads)
{
    parked("import threading\nseen = []\ndef work():\n    import json\n    seen.append(json.dumps([1]))\n"
           "ts = [threading.Thread(target=work) for _ in range(3)]\nfor t in ts:\n    t.start()\nfor t in ts:\n    t.join()\nprint(seen)\n",
           "['[1]', '[1]', '[1]']\n");
}

TEST(an_exception_is_an_answer)
{
    parked("import threading\ndef work():\n    raise KeyError(3)\nt = threading.Thread(target=work)\n"
           "threading.excepthook = lambda a: print('hook', a.exc_type.__name__)\nt.start()\nt.join()\nprint('on')\n",
           "hook KeyError\non\n");
}

int main(void)
{
    RUN(global_variables);
    RUN(captured_variables);
    RUN(attributes);
    RUN(items);
    RUN(methods_of_containers);
    RUN(calls_with_many_kinds_of_arguments);
    RUN(operators_on_containers);
    RUN(loops_and_generators);
    RUN(requests_from_everywhere);
    RUN(answers_to_unusual_questions);
    RUN(threads_with_locks);
    RUN(a_lost_update);
    RUN(a_module_that_another_thread_loads);
    RUN(an_exception_is_an_answer);
    return tap_done();
}
