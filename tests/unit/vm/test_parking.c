/* An engine that never answers at once: each request and each visible access parks the task, other
 * tasks move, and only then it goes on. Programs must not notice. */
#include <assert.h>

#include "../tap.h"
#include "vm/inside.h"

enum { TASKS = 8, ROUNDS = 2000000 };

static struct {
    struct task *task[TASKS];
    bool ended[TASKS], granted[TASKS];
    int count;
    bool parks;             // false: everything is done at once
    struct buf out;
    uint64_t requests, accesses;
    int open;               // accesses begun and not ended
} world;

static int number_of(const struct task *t)
{
    for (int i = 0; i < world.count; i++)
        if (world.task[i] == t)
            return i;
    abort();
}

static void add_task(struct task *t)
{
    CHECK(world.count < TASKS);
    world.ended[world.count] = world.granted[world.count] = false;
    world.task[world.count++] = t;
}

static value start(struct task *t)
{
    heap_share(t, t->req.arg[0]);
    heap_share(t, t->req.arg[3]);
    if (!t->multi)
        heap_share_globals(t);
    struct task *n = task_new(t->vm, "thread");
    n->thread = t->req.arg[0];
    task_enter(n, t->req.arg[3]);
    add_task(n);
    world_task_count(t->vm, +1);
    return V_INT(world.count); // tasks count from 1
}

static void write_out(value text)
{
    const struct str *s = REF(text);
    buf_add(&world.out, str_data(s), s->o.n);
}

/* Performs t->req, if that is possible now. */
static bool perform(struct task *t, value *ret)
{
    const value *arg = t->req.arg;
    *ret = V_NONE;
    switch (t->req.kind) {
    case REQ_WRITE: write_out(arg[1]); return true;
    case REQ_FLUSH: case REQ_SLEEP: case REQ_YIELD_CPU: case REQ_NOTE_SWITCH: case REQ_TASK_NAME: return true;
    case REQ_CLOCK: *ret = float_value(t, 1.5); return true;
    case REQ_GETTID: case REQ_TASK_SELF: *ret = V_INT(number_of(t) + 1); return true;
    case REQ_START_THREAD: *ret = start(t); return true;
    case REQ_TASK_ALIVE: *ret = V_BOOL(!world.ended[int_of(arg[0]) - 1]); return true;
    case REQ_JOIN: *ret = V_TRUE; return world.ended[int_of(arg[0]) - 1];
    case REQ_SYNC_NEW: {
        struct sync_handle *h = heap_new(t, T_SYNC, sizeof *h, 0);
        h->a = h->b = h->c = V_NONE;
        *ret = value_of(h);
        return true;
    }
    case REQ_SYNC: { // locks only
        struct sync_handle *h = REF(arg[0]);
        bool take = arg[1] == V_INT(LOCK_ACQUIRE);
        CHECK(take || arg[1] == V_INT(LOCK_RELEASE));
        if (take && h->index)
            return false;
        h->index = take;
        *ret = V_BOOL(take);
        return true;
    }
    default: printf("# request %d\n", (int)t->req.kind); CHECK(false);
    }
}

static enum engine_ret fake_request(struct task *t, value *ret)
{
    world.requests++;
    if (world.parks)
        return ENGINE_PARK;
    CHECK(perform(t, ret));
    return ENGINE_DONE;
}

static enum engine_ret fake_prepare(struct task *t, const struct access *a)
{
    bool *granted = &world.granted[number_of(t)];
    CHECK(a->object != V_UNBOUND);
    if (world.parks && !*granted) {
        *granted = true;
        return ENGINE_PARK;
    }
    *granted = false;
    world.accesses++;
    return ENGINE_DONE;
}

static void fake_begin(struct task *t, const struct access *a)
{
    (void)t, (void)a;
    CHECK_INT(world.open++, 0);
}

static void fake_end(struct task *t, const struct access *a, value seen)
{
    (void)t, (void)a, (void)seen;
    CHECK_INT(--world.open, 0);
}

static const struct engine fake_engine = {
    .request = fake_request, .access_prepare = fake_prepare, .access_begin = fake_begin, .access_end = fake_end,
};

static void task_ends(struct task *t, enum vm_status s)
{
    world.ended[number_of(t)] = true;
    if (s == VM_DIED)
        exception_render(t, t->exc, V_NONE, &world.out);
    world_task_count(t->vm, -1);
}

/* Moves a task to its next visible step, if it can move. */
static void move(struct task *t)
{
    value v = V_NONE;
    if (t->req.kind != REQ_NONE) {
        if (!perform(t, &v))
            return;
        vm_answer(t, v, false);
    }
    t->blocked = false;
    enum vm_status s = vm_run(t);
    t->blocked = true; // the collector need not wait for it
    if (s != VM_PARKED)
        task_ends(t, s);
    else
        CHECK(world.parks);
}

/* What the program prints. The process has one thread more than the program starts, so that
 * everything it can reach counts as seen by others. */
static char *run(const char *program, bool parks)
{
    struct vm *vm = vm_new(&(struct vm_opts){ .engine = &fake_engine });
    struct task *t = vm_first_task(vm);
    struct buf err = { 0 };
    memset(&world, 0, sizeof world);
    world.parks = parks;
    CHECK(vm != NULL);
    add_task(t);
    vm->unfinished = 1;
    if (!task_load(t, program, strlen(program), "program.py", false, &err)) {
        printf("# %s\n", buf_str(&err));
        CHECK(false);
    }
    heap_share_globals(t);
    world_task_count(vm, +1);
    for (int round = 0; round < ROUNDS && !world.ended[0]; round++)
        for (int i = world.count; i-- > 0;)
            if (!world.ended[i])
                move(world.task[i]);
    CHECK(world.ended[0]);
    char *text = strdup(buf_str(&world.out));
    buf_finish(&world.out);
    vm_free(vm);
    return text;
}

/* Both ways give the same, with as many requests and accesses. */
static void same(const char *program, const char *want)
{
    char *at_once = run(program, false);
    uint64_t requests = world.requests, accesses = world.accesses;
    CHECK_STR(at_once, want);
    CHECK(accesses > 0);
    char *parked = run(program, true);
    CHECK_STR(parked, want);
    CHECK_INT(world.requests, requests);
    CHECK_INT(world.accesses, accesses);
    free(at_once);
    free(parked);
}

/* A program with threads of its own cannot run at once. */
static void parked(const char *program, const char *want)
{
    char *text = run(program, true);
    CHECK_STR(text, want);
    CHECK(world.accesses > 0);
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
