/* view.h: pictures of a run.
 *
 * In:      a trace, and nothing else that could differ between a live, a modelled, a replayed
 *          and a recorded run. tree and ps add what the kernel says now, through struct facts.
 * Out:     text in a buffer, drawn for a struct term. The shell writes it.
 * Owner:   the caller owns the buffers; struct lanes owns its few arrays.
 * Threads: the shell's one thread.
 *
 * Names and values come from a learner's program: each passes text_safe() before it
 * is drawn. No state is told by colour alone. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/buf.h"
#include "trace/trace.h"
#include "view/term.h"

/* ---- lanes: one column a task, one row an event, newest at the bottom */

enum lane_state { LANE_NEW, LANE_RUNS, LANE_WAITS, LANE_SLEEPS, LANE_ENDED };

struct lane_task {       // what the drawing knows of a task, as of the last drawn event
    uint8_t state;       // enum lane_state
    bool told;           // its pid or tid has been shown
    int32_t column;      // index into lanes->column, or -1
    uint32_t activity;   // events so far
};

struct lanes {
    struct term term;
    size_t next;             // index of the first event that is not drawn
    struct lane_task *tasks; // by task_id
    uint32_t task_count, tasks_cap;
    task_id *column;         // who owns each column; TASK_NONE: everybody without one
    uint32_t columns;        // in use
    uint32_t columns_cap;
    unsigned gutter, width;  // cells of the numbers at the left, and of one column
    unsigned rows_since_header;
    uint8_t grouping;        // 0 tasks, 1 processes, 2 the most active and "others"
    bool header_due;
    bool rested;             // events were skipped: lay the columns out anew
};

void lanes_init(struct lanes *l, const struct term *term);
void lanes_finish(struct lanes *l);

/* The terminal has another size: the columns are laid out anew at the next event. */
void lanes_resize(struct lanes *l, const struct term *term);

/* Draws the events that were not drawn yet, up to index upto, as finished lines. Columns are
 * added as tasks appear. On less than 40 cells: one line an event. With more tasks than fit: a
 * column a process, else the most active tasks and one column for the others. */
void lanes_draw(struct lanes *l, const struct trace *t, size_t upto, struct buf *out);

/* Takes note of the events up to upto without drawing them: they were shown otherwise. */
void lanes_skip(struct lanes *l, const struct trace *t, size_t upto);

/* Nothing is drawn for a while; then the columns are laid out anew, without tasks that have ended. */
void lanes_rest(struct lanes *l);

/* lanes_skip in the middle of a picture that goes on: the columns stay. */
void lanes_leave_out(struct lanes *l, const struct trace *t, size_t upto);

/* ---- one event, one line */

/* "read count = 3" without task and line; short_form for narrow columns. Always one line. */
void event_cell(struct buf *out, const struct trace *t, const struct event *ev,
                bool short_form);

/* "   12  0.001204  t1  read count = 3  (line 7)" and a newline. */
void log_line(struct buf *out, const struct trace *t, const struct event *ev,
              const struct term *term);

/* The events [from, to) as lines; events that only name things are left out. */
void log_draw(struct buf *out, const struct trace *t, size_t from, size_t to,
              const struct term *term);

/* {"v":1,"seq":12,"ns":1204000,"task":"t1",…} and a newline. Never an escape, never a raw
 * control character, always valid UTF-8. */
void json_event(struct buf *out, const struct trace *t, const struct event *ev);

/* s as a JSON string with its quotes; invalid bytes become U+FFFD. */
void json_string(struct buf *out, const char *s, size_t n);

/* ---- who there is */

struct proc_fact {
    char state;   // the kernel's letter: R S D Z T …
    int32_t ppid; // now
};

/* What a trace cannot know. Each function may be NULL. */
struct facts {
    bool (*proc)(void *arg, int32_t pid, int32_t tid, struct proc_fact *ret); // false: no such task
    void (*why)(void *arg, task_id t, struct buf *out);                       // what it waits for
    void *arg;
    int32_t shell_pid; // root of the tree; 0: not shown
};

/* facts->proc by /proc. */
bool proc_read(void *arg, int32_t pid, int32_t tid, struct proc_fact *ret);

/* Processes with their threads and coroutines under them. */
void tree_draw(struct buf *out, const struct trace *t, const struct facts *facts,
               const struct term *term);

/* A table: name kind pid ppid tid state line waits-for. all: ended tasks too. */
void ps_draw(struct buf *out, const struct trace *t, const struct facts *facts,
             const struct term *term, bool all);

/* Who waits for whom: an edge a line, "t1 ──► lock ──► t2", and the cycle if there is one. */
void graph_draw(struct buf *out, const struct trace *t, const struct term *term);

/* "runs", "waits for lock a", "ended, exit code 0" …: the state of a task in words. */
void task_tell_state(struct buf *out, const struct trace *t, task_id id,
                     const struct facts *facts);

/* ---- reports */

/* The deadlock in words (text: what the engine says, may be ""), who waits for what, and the
 * cycle as the trace shows it. */
void report_deadlock(struct buf *out, const struct trace *t, const char *text,
                     const struct term *term);

/* Some lines at the end of a run: tasks, switches, what was printed, what went wrong. */
void report_end(struct buf *out, const struct trace *t, const struct term *term);

/* The switches that are not at their default, "lock a off · gil on"; nothing if all are.
 * Taken from the texts of EV_TOGGLE events before index upto, which read as the command that
 * flips the switch: "lock a off", "join off", "kind t1 process", "gil on", "speed 0.5". */
void switches_tell(struct buf *out, const struct trace *t, size_t upto, const struct term *term);

/* Whether a switch, spelt like that, is at what nobody touched is at. */
bool switch_is_default(const char *s, size_t n);

/* A row a task, from the run's beginning at the left to its end at the right: when it ran, waited, slept.
 * By the events' times, or by their order in a run that has none (a modelled one). */
void timeline_draw(struct buf *out, const struct trace *t, const struct term *term);

/* ---- pictures to keep: what other programs show. None needs anything but the trace */

/* The lanes as an image; with links to nothing and no script. */
void picture_svg(struct buf *out, const struct trace *t);

/* A page with that image, and the events as text below it. */
void picture_html(struct buf *out, const struct trace *t);

/* A sequence diagram in Mermaid's language: https://mermaid.js.org/syntax/sequenceDiagram.html */
void export_mermaid(struct buf *out, const struct trace *t);

/* The tasks, who started whom, and who waits for what, in Graphviz' language. */
void export_dot(struct buf *out, const struct trace *t);

/* Trace Event Format, which ui.perfetto.dev and chrome://tracing open: a track a task. */
void export_perfetto(struct buf *out, const struct trace *t);

/* The events as JSON, one a line (json_event). */
void export_json(struct buf *out, const struct trace *t);

/* The lanes, each row at its time, for a terminal player: asciicast v2. */
void export_cast(struct buf *out, const struct trace *t);

/* ---- for other views */

/* Untrusted text on one line: safe, tabs and newlines made visible, joiners and variation
 * selectors dropped. */
void cell_text(struct buf *out, const char *s, size_t n);

/* Adds s (safe, one line) cut to cells with an ellipsis; returns the cells used. */
unsigned cell_fit(struct buf *out, const char *s, size_t n, unsigned cells,
                  const struct term *term);

#endif
