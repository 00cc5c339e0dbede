#include "view/view.h"

#include "base/text.h"
#include "canned.h"
#include "golden.h"

static void check_lanes(const char *name, struct trace *t, unsigned columns, bool ascii)
{
    struct term term;
    struct lanes lanes;
    struct buf out = { 0 };
    term_plain(&term, columns, ascii);
    lanes_init(&lanes, &term);
    lanes_draw(&lanes, t, t->count, &out);
    lanes_finish(&lanes);
    check_golden(name, &out);
}

/* Every line of a picture without escapes is at most so wide. */
static void check_fits(const struct buf *b, unsigned columns)
{
    const char *s = buf_str(b);
    while (*s) {
        size_t n = strcspn(s, "\n");
        CHECK(text_width(s, n) <= columns);
        s += n + (s[n] == '\n');
    }
}

TEST(lanes_of_a_race)
{
    struct trace t;
    can_race(&t);
    check_lanes("lanes-race-80", &t, 80, false);
    check_lanes("lanes-race-ascii", &t, 80, true);
    check_lanes("lanes-race-narrow", &t, 38, false);
    trace_finish(&t);
}

TEST(lanes_of_a_deadlock_name_switches_that_are_off)
{
    struct trace t;
    can_deadlock(&t);
    check_lanes("lanes-deadlock-80", &t, 80, false);
    check_lanes("lanes-deadlock-50", &t, 50, false);
    trace_finish(&t);
}

TEST(lanes_keep_wide_text_and_hostile_names_in_their_columns)
{
    struct trace t;
    can_processes(&t);
    check_lanes("lanes-processes-72", &t, 72, false);
    trace_finish(&t);
}

/* One task prints, beside so many that have nothing to say. */
TEST(a_printed_line_that_its_lane_would_cut_goes_over_the_lanes_on_its_right)
{
    static const char words[] = "4 threads have carried all twenty boxes, 3.7 times as fast as one of them";
    struct trace t;
    struct term term;
    struct lanes lanes;
    struct buf out = { 0 };
    can_crowd(&t, 7, 0);
    add_event(&t, 0, EV_PRINT, NOBODY, 0, words, 12);
    term_plain(&term, 80, false);
    lanes_init(&lanes, &term);
    lanes_draw(&lanes, &t, t.count, &out);
    CHECK(strstr(out.text, "4 threads have carried all twenty boxes, 3.7 times as fast as one of") != NULL);
    check_fits(&out, 80);
    lanes_finish(&lanes);
    buf_finish(&out);
    trace_finish(&t);
}

TEST(lanes_drawn_event_by_event_never_lose_one)
{
    struct trace t;
    struct term term;
    struct lanes lanes;
    can_race(&t);
    term_plain(&term, 80, false);
    lanes_init(&lanes, &term);
    struct buf out = { 0 };
    for (size_t upto = 0; upto <= t.count; upto++)
        lanes_draw(&lanes, &t, upto, &out);
    for (size_t i = 0; i < t.count; i++) {
        char number[16];
        snprintf(number, sizeof number, "%5llu", (unsigned long long)t.events[i].seq);
        CHECK(strstr(out.text, number) != NULL);
    }
    lanes_finish(&lanes);
    buf_finish(&out);
    trace_finish(&t);
}

TEST(lanes_of_two_hundred_tasks_show_every_event_and_fit)
{
    struct trace t;
    struct term term;
    struct lanes lanes;
    struct buf out = { 0 };
    can_crowd(&t, 200, 3);
    term_plain(&term, 80, false);
    lanes_init(&lanes, &term);
    lanes_draw(&lanes, &t, t.count, &out);
    check_fits(&out, 80);
    for (size_t i = 0; i < t.count; i++) {
        char number[16];
        snprintf(number, sizeof number, "%5llu", (unsigned long long)t.events[i].seq);
        CHECK(strstr(out.text, number) != NULL);
    }
    CHECK(strstr(out.text, "others") != NULL);
    lanes_finish(&lanes);
    check_golden("lanes-crowd", &out);
    trace_finish(&t);
}

TEST(lanes_of_many_processes_with_threads_group_by_process)
{
    struct trace t;
    trace_init(&t);
    task_id main = add_task(&t, "MainProcess", TASK_PROCESS, TASK_NONE);
    add_event(&t, main, EV_BEGIN, NOBODY, 0, NULL, 1);
    for (int p = 0; p < 3; p++) {
        task_id process = add_task(&t, "Process", TASK_PROCESS, main);
        add_event(&t, main, EV_SPAWN, NOBODY, process, NULL, 8);
        add_event(&t, process, EV_BEGIN, NOBODY, 0, NULL, 3);
        for (int i = 0; i < 4; i++) {
            task_id thread = add_task(&t, "worker", TASK_THREAD, process);
            add_event(&t, process, EV_SPAWN, NOBODY, thread, NULL, 4);
            add_event(&t, thread, EV_BEGIN, NOBODY, 0, NULL, 5);
        }
    }
    check_lanes("lanes-by-process", &t, 80, false);
    trace_finish(&t);
}

TEST(a_hundred_thousand_events_keep_their_numbers_apart)
{
    struct trace t;
    struct term term;
    struct lanes lanes;
    struct buf out = { 0 };
    trace_init(&t);
    task_id main = add_task(&t, "MainProcess", TASK_PROCESS, TASK_NONE);
    uint32_t x = add_object(&t, "x", "variable");
    for (int i = 0; i < 100001; i++)
        add_event(&t, main, EV_READ, x, 0, "1", 2);
    term_plain(&term, 40, true);
    lanes_init(&lanes, &term);
    lanes_draw(&lanes, &t, t.count, &out);
    CHECK(strstr(out.text, "\n99999 + read x = 1 :2\n") != NULL);
    CHECK(strstr(out.text, "\n100000 + read x = 1 :2\n") != NULL);
    check_fits(&out, 40);
    lanes_finish(&lanes);
    buf_finish(&out);
    trace_finish(&t);
}

TEST(a_progress_line_and_other_controls_stay_in_their_cell)
{
    struct buf out = { 0 };
    static const char text[] = "\r50%\tdone\x1b[2J\nnext\n";
    cell_text(&out, text, sizeof text - 1);
    CHECK_STR(out.text, "50% done^[[2J\\nnext");
    buf_finish(&out);
}

TEST(lanes_go_on_after_the_terminal_changed_its_size)
{
    struct trace t;
    struct term term;
    struct lanes lanes;
    struct buf out = { 0 };
    can_race(&t);
    term_plain(&term, 80, false);
    lanes_init(&lanes, &term);
    lanes_draw(&lanes, &t, 6, &out);
    buf_clear(&out);
    term.columns = 45;
    lanes_resize(&lanes, &term);
    lanes_draw(&lanes, &t, t.count, &out);
    check_fits(&out, 45);
    lanes_finish(&lanes);
    check_golden("lanes-resized", &out);
    trace_finish(&t);
}

TEST(lanes_on_a_terminal_use_columns_not_spaces)
{
    struct trace t;
    struct term term;
    struct lanes lanes;
    struct buf out = { 0 };
    can_race(&t);
    term_plain(&term, 80, false);
    term.escapes = term.colour = true;
    lanes_init(&lanes, &term);
    lanes_draw(&lanes, &t, t.count, &out);
    CHECK(strstr(out.text, "\033[7G") != NULL);
    CHECK(strstr(out.text, "   \033[") == NULL || strstr(out.text, "\033[2m") != NULL);
    lanes_finish(&lanes);
    buf_finish(&out);
    trace_finish(&t);
}

TEST(log_tells_every_shown_event_on_a_line)
{
    struct trace t;
    struct term term;
    struct buf out = { 0 };
    term_plain(&term, 80, false);
    can_race(&t);
    log_draw(&out, &t, 0, t.count, &term);
    trace_finish(&t);
    can_processes(&t);
    log_draw(&out, &t, 0, t.count, &term);
    trace_finish(&t);
    check_golden("log", &out);
}

TEST(json_is_one_line_an_event_and_never_holds_a_control)
{
    struct trace t;
    struct buf out = { 0 };
    can_processes(&t);
    for (size_t i = 0; i < t.count; i++)
        json_event(&out, &t, &t.events[i]);
    trace_finish(&t);
    size_t lines = 0;
    for (size_t i = 0; i < out.n; i++) {
        CHECK(out.text[i] == '\n' || (unsigned char)out.text[i] >= 0x20);
        lines += out.text[i] == '\n';
    }
    CHECK_INT(lines, 14);
    check_golden("events-json", &out);
}

TEST(json_string_replaces_what_is_not_utf8)
{
    struct buf out = { 0 };
    static const char bad[] = "a\xff\"\x01\xc2\x9b\xe2\x80\xae";
    json_string(&out, bad, sizeof bad - 1);
    CHECK_STR(out.text, "\"a\\ufffd\\\"\\u0001\\u009b\\u202e\"");
    buf_finish(&out);
}

/* The kernel as it might be: main lives, Process 4712 is a zombie, 4713 was adopted by 1. */
static bool fake_proc(void *arg, int32_t pid, int32_t tid, struct proc_fact *ret)
{
    (void)arg;
    *ret = (struct proc_fact){ .state = tid == 4712 ? 'Z' : 'S', .ppid = pid == 4713 ? 1 : 4711 };
    if (pid == 4711)
        ret->ppid = 4700;
    return true;
}

static void fake_why(void *arg, task_id t, struct buf *out)
{
    (void)arg;
    if (t == 1)
        buf_adds(out, "lock `b`, held by t2 (line 13)");
}

TEST(tree_shows_zombies_and_adopted_children)
{
    struct trace t;
    struct term term;
    struct buf out = { 0 };
    struct facts facts = { .proc = fake_proc, .shell_pid = 4700 };
    term_plain(&term, 80, false);
    can_processes(&t);
    task_id thread = add_task(&t, "worker", TASK_THREAD, 1);
    add_event(&t, 1, EV_SPAWN, NOBODY, thread, NULL, 5);
    tree_draw(&out, &t, &facts, &term);
    buf_addc(&out, '\n');
    term.ascii = true;
    tree_draw(&out, &t, NULL, &term);
    trace_finish(&t);
    check_golden("tree", &out);
}

TEST(ps_tells_who_waits_for_what)
{
    struct trace t;
    struct term term;
    struct buf out = { 0 };
    struct facts facts = { .why = fake_why };
    term_plain(&term, 80, false);
    can_deadlock(&t);
    ps_draw(&out, &t, &facts, &term, false);
    buf_addc(&out, '\n');
    trace_finish(&t);
    can_processes(&t);
    ps_draw(&out, &t, NULL, &term, true);
    check_fits(&out, 80);
    trace_finish(&t);
    check_golden("ps", &out);
}

TEST(a_death_of_which_nobody_knows_the_signal_names_none)
{
    struct trace t;
    struct buf out = { 0 };
    trace_init(&t);
    task_id main = add_task(&t, "MainProcess", TASK_PROCESS, TASK_NONE);
    task_id child = add_task(&t, "p", TASK_PROCESS, main);
    add_event(&t, main, EV_SPAWN, NOBODY, child, NULL, 1);
    add_event(&t, child, EV_DIED, NOBODY, 0, NULL, 0);
    event_cell(&out, &t, &t.events[t.count - 1], false);
    CHECK_STR(buf_str(&out), "gone, nobody knows how");
    buf_clear(&out);
    task_tell_state(&out, &t, child, NULL);
    CHECK_STR(buf_str(&out), "gone, nobody knows how");
    buf_finish(&out);
    trace_finish(&t);
}

TEST(report_draws_the_cycle)
{
    struct trace t;
    struct term term;
    struct buf out = { 0 };
    term_plain(&term, 80, false);
    can_deadlock(&t);
    report_deadlock(&out, &t, "", &term);
    buf_addc(&out, '\n');
    report_deadlock(&out, &t, "t1 waits for lock b, which t2 holds.", &term);
    buf_addc(&out, '\n');
    report_end(&out, &t, &term);
    trace_finish(&t);
    can_race(&t);
    report_end(&out, &t, &term);
    add_event(&t, 1, EV_ERRPRINT, NOBODY, 0, "Exception in thread Thread-1 (work):\nTraceback …\nKeyError: 3\n", 6);
    add_event(&t, 0, EV_ERRPRINT, NOBODY, 0, "Process Process-1:\nTraceback (most recent call last):\nKeyError: 3\n", 6);
    add_event(&t, 0, EV_ERRPRINT, NOBODY, 0, "Process Process-1: of no use\n", 6);
    report_end(&out, &t, &term);
    trace_finish(&t);
    check_golden("report", &out);
}

static void add_object_of(struct trace *t, const char *name, const char *type, task_id process)
{
    uint32_t id = add_object(t, name, type);
    t->objects[id].process = process;
}

TEST(a_lock_that_each_process_has_for_itself_is_told_under_the_switch)
{
    struct trace t;
    struct term term;
    struct buf out = { 0 };
    static const char says[] = "  each process had its own: forks[0], 锁 (what threading makes is not shared between processes)\n";
    term_plain(&term, 80, true);
    trace_init(&t);
    task_id main = add_task(&t, "MainProcess", TASK_PROCESS, TASK_NONE), p = add_task(&t, "p", TASK_PROCESS, main);
    for (task_id who = main; who <= p; who++) {
        add_object_of(&t, "forks[0]", "Lock", who);
        add_object_of(&t, "锁", "Event", who);
        add_object_of(&t, "count", "variable", who);
        add_object_of(&t, "shared", "Lock", TASK_NONE);
    }
    add_object_of(&t, "alone", "Lock", main);
    add_event(&t, TASK_NONE, EV_TOGGLE, NOBODY, 0, "kind p thread", 0);
    report_end(&out, &t, &term);
    CHECK(!strstr(buf_str(&out), "each process"));
    add_event(&t, TASK_NONE, EV_TOGGLE, NOBODY, 0, "kind p process", 0);
    report_end(&out, &t, &term);
    CHECK(strstr(buf_str(&out), says));
    buf_finish(&out);
    trace_finish(&t);
}

TEST(switches_at_their_default_are_silent)
{
    struct trace t;
    struct term term;
    struct buf out = { 0 };
    term_plain(&term, 80, true);
    can_deadlock(&t);
    switches_tell(&out, &t, 2, &term);
    CHECK_STR(buf_str(&out), "lock b off");
    buf_clear(&out);
    switches_tell(&out, &t, t.count, &term);
    CHECK_STR(buf_str(&out), "speed 0.5");
    add_event(&t, TASK_NONE, EV_TOGGLE, NOBODY, 0, "speed 1", 0);
    add_event(&t, TASK_NONE, EV_TOGGLE, NOBODY, 0, "join off", 0);
    add_event(&t, TASK_NONE, EV_TOGGLE, NOBODY, 0, "kind t1 process", 0);
    buf_clear(&out);
    switches_tell(&out, &t, t.count, &term);
    CHECK_STR(buf_str(&out), "join off - kind t1 process");
    buf_finish(&out);
    trace_finish(&t);
}

TEST(timeline_shows_what_each_task_did_most_of_the_time)
{
    struct trace t;
    struct term term;
    struct buf out = { 0 };
    term_plain(&term, 60, false);
    can_race(&t);
    timeline_draw(&out, &t, &term);
    trace_finish(&t);
    term_plain(&term, 60, true);
    can_deadlock(&t);
    timeline_draw(&out, &t, &term);
    for (size_t i = 0; i < t.count; i++)
        t.events[i].time_ns = 0; // a modelled run has no times
    timeline_draw(&out, &t, &term);
    trace_finish(&t);
    trace_init(&t);
    timeline_draw(&out, &t, &term); // nothing has happened: nothing to draw
    trace_finish(&t);
    check_fits(&out, 60);
    check_golden("timeline", &out);
}

TEST(graph_shows_who_waits_for_whom)
{
    struct trace t;
    struct term term;
    struct buf out = { 0 };
    term_plain(&term, 80, false);
    can_deadlock(&t);
    graph_draw(&out, &t, &term);
    trace_finish(&t);
    can_race(&t);
    graph_draw(&out, &t, &term);
    trace_finish(&t);
    check_golden("graph", &out);
}

TEST(pictures_for_other_programs)
{
    static const struct { const char *name; void (*draw)(struct buf *out, const struct trace *t); } kinds[] = {
        { "picture-svg", picture_svg }, { "picture-html", picture_html }, { "export-mermaid", export_mermaid },
        { "export-dot", export_dot }, { "export-perfetto", export_perfetto }, { "export-cast", export_cast },
    };
    void (*runs[])(struct trace *t) = { can_race, can_deadlock, can_processes };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct buf out = { 0 };
        for (size_t r = 0; r < sizeof runs / sizeof *runs; r++) {
            struct trace t;
            runs[r](&t);
            kinds[i].draw(&out, &t);
            trace_finish(&t);
        }
        for (size_t k = 0; k < out.n; k++)
            CHECK((unsigned char)out.text[k] >= ' ' || out.text[k] == '\n');
        check_golden(kinds[i].name, &out);
    }
}

TEST(pictures_of_nothing_are_whole)
{
    struct trace t;
    struct buf out = { 0 };
    trace_init(&t);
    picture_svg(&out, &t);
    CHECK(strstr(out.text, "</svg>") != NULL);
    buf_clear(&out);
    export_perfetto(&out, &t);
    CHECK(strstr(out.text, "]}") != NULL);
    buf_clear(&out);
    export_dot(&out, &t);
    CHECK_STR(out.text, "digraph conch {\n  rankdir=LR;\n}\n");
    buf_finish(&out);
    trace_finish(&t);
}

/* Names that would like to be markup. */
TEST(pictures_keep_markup_out)
{
    struct trace t;
    struct buf out = { 0 };
    trace_init(&t);
    task_id main = add_task(&t, "</text><script>", TASK_PROCESS, TASK_NONE);
    add_event(&t, main, EV_BEGIN, NOBODY, 0, NULL, 1);
    add_event(&t, main, EV_PRINT, NOBODY, 0, "<b>\"&\"; # end", 1);
    picture_svg(&out, &t);
    CHECK(strstr(out.text, "<script") == NULL && strstr(out.text, "<b>") == NULL);
    buf_clear(&out);
    export_mermaid(&out, &t);
    CHECK(strstr(out.text, "<b>") == NULL && strstr(out.text, "; # end") == NULL);
    buf_finish(&out);
    trace_finish(&t);
}

int main(void)
{
    RUN(lanes_of_a_race);
    RUN(lanes_of_a_deadlock_name_switches_that_are_off);
    RUN(lanes_keep_wide_text_and_hostile_names_in_their_columns);
    RUN(a_printed_line_that_its_lane_would_cut_goes_over_the_lanes_on_its_right);
    RUN(lanes_drawn_event_by_event_never_lose_one);
    RUN(lanes_of_two_hundred_tasks_show_every_event_and_fit);
    RUN(lanes_of_many_processes_with_threads_group_by_process);
    RUN(a_hundred_thousand_events_keep_their_numbers_apart);
    RUN(a_progress_line_and_other_controls_stay_in_their_cell);
    RUN(lanes_go_on_after_the_terminal_changed_its_size);
    RUN(lanes_on_a_terminal_use_columns_not_spaces);
    RUN(log_tells_every_shown_event_on_a_line);
    RUN(json_is_one_line_an_event_and_never_holds_a_control);
    RUN(json_string_replaces_what_is_not_utf8);
    RUN(tree_shows_zombies_and_adopted_children);
    RUN(ps_tells_who_waits_for_what);
    RUN(a_death_of_which_nobody_knows_the_signal_names_none);
    RUN(report_draws_the_cycle);
    RUN(a_lock_that_each_process_has_for_itself_is_told_under_the_switch);
    RUN(switches_at_their_default_are_silent);
    RUN(timeline_shows_what_each_task_did_most_of_the_time);
    RUN(graph_shows_who_waits_for_whom);
    RUN(pictures_for_other_programs);
    RUN(pictures_of_nothing_are_whole);
    RUN(pictures_keep_markup_out);
    return tap_done();
}
