#include "lesson/lesson.h"

#include <errno.h>

#include "sample.h"
#include "tap.h"

static const char act_letter[] = {
    [ACT_SAY] = 's', [ACT_CODE] = 'c', [ACT_ASK] = '?', [ACT_RUN] = 'R', [ACT_COMMAND] = '>',
    [ACT_RECALL] = 'r', [ACT_TOGGLES] = 't', [ACT_PAUSE] = 'p', [ACT_SPEED] = 'x', [ACT_NOTE] = 'n',
    [ACT_REVEAL] = '=', [ACT_REFUSE] = '!', [ACT_END] = '.',
};

static struct lesson *lesson;
static struct player *player;
static char acts[64];
static struct buf said;

static void load(const char *text)
{
    struct lesson_notes notes;
    notes_init(&notes);
    int r = lesson_load("x/010-sample.md", text, strlen(text), &notes, &lesson);
    struct buf b = {0};
    notes_render(&b, &notes);
    printf("%s%s", notes.count ? "# " : "", buf_str(&b));
    CHECK_INT(r, 0);
}

static void begin(const char *text, bool may_skip)
{
    load(text);
    player = player_new(lesson, &(struct player_opts){.may_skip = may_skip});
}

/* One letter for each act that the player hands out; texts are collected in `said`. */
static const char *drain(void)
{
    struct act act;
    size_t n = 0;
    buf_clear(&said);
    while (n < sizeof acts - 1 && player_act(player, &act)) {
        acts[n++] = act_letter[act.kind];
        buf_addf(&said, "%s\n", act.text);
    }
    acts[n] = 0;
    return acts;
}

static const char *next(void)
{
    player_next(player);
    return drain();
}

static const char *predict(const char *answer)
{
    player_predict(player, answer);
    return drain();
}

TEST(the_whole_lesson_is_walked)
{
    begin(sample_lesson, false);
    CHECK_STR(next(), "sc?");
    CHECK_INT(player_state(player), PLAYER_ASKS);
    CHECK_STR(predict("c"), "s");
    CHECK_STR(next(), "R");
    CHECK_INT(player_state(player), PLAYER_RUNS);
    player_ran(player);
    CHECK_STR(drain(), "=s");
    CHECK(strstr(said.text, "so it is"));
    CHECK(strstr(said.text, "One write can be lost"));
    CHECK_STR(next(), "scnp");
    CHECK_STR(next(), "xts");
    player_try(player, 1);
    CHECK_STR(drain(), ">R");
    CHECK(strstr(said.text, "join off\nrun\n"));
    player_ran(player);
    CHECK_STR(drain(), "s");
    CHECK_STR(next(), "sscs"); // a level is a page
    CHECK_STR(next(), "s.");
    CHECK_INT(player_state(player), PLAYER_DONE);
    CHECK_STR(next(), ".");
}

TEST(no_run_before_the_prediction)
{
    begin(sample_lesson, false);
    CHECK(player_may_run(player)); // nothing has been shown
    next();
    CHECK(!player_may_run(player));
    CHECK_STR(drain(), "!");
    CHECK_STR(next(), "!");
    player_again(player);
    CHECK_STR(drain(), "!");
    predict("a");
    CHECK(player_may_run(player));
    CHECK_STR(drain(), "");
}

TEST(a_presenter_may_skip)
{
    begin(sample_lesson, true);
    next();
    CHECK(player_may_run(player));
    CHECK_STR(next(), "R");
    player_ran(player);
    CHECK_STR(drain(), "s");
}

TEST(a_wrong_prediction_gets_its_own_hint_and_comes_again)
{
    unsigned n;
    begin(sample_lesson, false);
    next();
    predict("a");
    CHECK(!strstr(said.text, "wrong"));
    next();
    player_ran(player);
    CHECK_STR(drain(), "=s");
    CHECK(strstr(said.text, "One line is two steps."));
    CHECK(strstr(said.text, "it is **c**"));
    const struct prediction *list = player_predictions(player, &n);
    CHECK(n == 1 && !list[0].right);
    CHECK_STR(list[0].first, "a");
    next(), next();
    next();
    CHECK_STR(next(), "ss"); // the lesson's end; the question has a page of its own
    CHECK_STR(next(), "s?");
    CHECK_INT(player_state(player), PLAYER_ASKS);
    CHECK_STR(predict("c"), "=s");
    CHECK(!list[0].right); // the first answer counts
    CHECK_STR(next(), ".");
}

TEST(hints_open_one_by_one)
{
    begin(sample_lesson, false);
    player_hint(player);
    CHECK_STR(drain(), "!");
    next();
    player_hint(player);
    CHECK_STR(drain(), "s");
    CHECK(strstr(said.text, "between reading"));
    player_hint(player);
    CHECK_STR(drain(), "!");
    predict("b");
    player_hint(player);
    CHECK_STR(drain(), "s");
    CHECK(strstr(said.text, "take turns"));
    CHECK_STR(predict("B)") , "!");
    CHECK_STR(predict("A."), "s");
    player_hint(player);
    CHECK_STR(drain(), "!"); // the key is open already: one hint for a mistake
}

TEST(an_answer_may_change_until_the_run)
{
    unsigned n;
    begin(sample_lesson, false);
    next();
    CHECK_STR(predict("d"), "!");
    CHECK_STR(predict(""), "!");
    predict("a");
    predict("c");
    next();
    CHECK_STR(predict("b"), "!");
    player_ran(player);
    drain();
    CHECK_STR(predict("b"), "!");
    const struct prediction *p = player_predictions(player, &n);
    CHECK_STR(p->first, "a");
    CHECK_STR(p->last, "c");
    CHECK(!p->right);
}

TEST(while_it_runs_nothing_else_does)
{
    begin(sample_lesson, false);
    next(), predict("c"), next();
    CHECK_STR(next(), "!");
    player_again(player);
    CHECK_STR(drain(), "!");
    CHECK(!player_may_run(player));
    CHECK_STR(drain(), "!");
    player_ran(player);
    drain();
    player_again(player);
    CHECK_STR(drain(), "R");
}

TEST(a_run_by_hand_is_not_repeated)
{
    begin(sample_lesson, false);
    next(), predict("c");
    CHECK(player_may_run(player));
    player_ran(player);
    CHECK_STR(drain(), "=s");
    CHECK_STR(next(), "scnp");
}

TEST(a_run_that_cannot_start_does_not_block)
{
    begin(sample_lesson, false);
    next(), predict("c"), next();
    player_run_failed(player);
    CHECK_INT(player_state(player), PLAYER_READY);
    CHECK_STR(next(), "scnp");
}

TEST(try_needs_a_list_and_a_number_in_it)
{
    begin(sample_lesson, false);
    player_try(player, 1);
    CHECK_STR(drain(), "!");
    next(), predict("c"), next(), player_ran(player), drain(), next(), next();
    player_try(player, 3);
    CHECK_STR(drain(), "!");
    player_try(player, 0);
    CHECK_STR(drain(), "!");
    player_try(player, 2);
    CHECK_STR(drain(), "R");
}

#define HEAD "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n"
#define PROGRAM "```python id=p\nx = 1\n```\n\n"

TEST(values_are_compared_as_sets)
{
    static const char *const right[] = {"{2,1}", "1 2", "2, 1", " {1, 2} "};
    for (size_t i = 0; i < ARRAY_LEN(right); i++) {
        begin(HEAD PROGRAM "<!-- predict id=q answer={1,2} -->\nWhich?\n\n```conch for=p\nrun\n```\n", false);
        next(), predict(right[i]), next(), player_ran(player), drain();
        unsigned n;
        CHECK(player_predictions(player, &n)->right);
        player_free(player);
        lesson_free(lesson);
    }
}

TEST(several_letters)
{
    unsigned n;
    begin(HEAD PROGRAM "<!-- predict id=q answer=a,c -->\nWhich?\n\n- [ ] a. x\n- [ ] b. y\n- [ ] c. z\n", false);
    next();
    CHECK_STR(predict("c a"), "s");
    CHECK_STR(next(), "=.");
    CHECK(player_predictions(player, &n)->right);
}

TEST(commands_wait_for_the_run_before_them)
{
    begin(HEAD PROGRAM "```conch for=p\nlock m off\nrun\n# then\nlock m on\nagain\nps\n```\n", false);
    CHECK_STR(next(), "scs");
    CHECK_STR(next(), ">R");
    player_ran(player);
    CHECK_STR(drain(), ">R");
    player_ran(player);
    CHECK_STR(drain(), ">s");
    CHECK_STR(next(), ".");
}

TEST(a_question_that_has_not_been_reached_locks_too)
{
    begin(HEAD PROGRAM "## Section\n\n<!-- predict id=q answer=7 -->\nWhat?\n\n```conch for=p\nrun\n```\n", false);
    CHECK_STR(next(), "scs");
    CHECK(!player_may_run(player));
    CHECK_STR(drain(), "!");
    CHECK_STR(next(), "s?");
    predict("7");
    CHECK(player_may_run(player));
}

TEST(a_solution_is_a_hint_after_its_exercise)
{
    begin(HEAD PROGRAM "Do it.\n\n<!-- pause -->\n\n<details><summary>Solution</summary>\n\nSo.\n\n</details>\n\nEnd.\n", false);
    next();
    player_hint(player);
    CHECK_STR(drain(), "!");
    next();
    player_hint(player);
    CHECK_STR(drain(), "s");
    CHECK_STR(said.text, "So.\n");
}

TEST(progress_counts_lines_of_one_lesson)
{
    struct progress p;
    const char *text = "predict a q x right\npredict b q x wrong\ndone a\npredict a q y wrong\nnonsense\n\npredict a\ndone";
    progress_count(text, "a", &p);
    CHECK(p.done && p.right == 1 && p.wrong == 2);
    progress_count(text, "b", &p);
    CHECK(!p.done && p.right == 0 && p.wrong == 1);
    progress_count("", "b", &p);
    CHECK(!p.done && p.right + p.wrong == 0);
    progress_count("2026-01-02T03:04:05Z at a 3\n2026-01-02T03:05:00Z predict a q x right\n"
                   "2026-01-02T03:06:00Z level a z passed 2\n", "a", &p);
    CHECK(!p.done && p.right == 1 && p.chapter == 3 && p.levels == 1);
    progress_count("at a 3\ndone a\n", "a", &p);
    CHECK(p.done && p.chapter == 0);
}

TEST(what_was_missed_comes_again_after_longer_and_longer)
{
    static const char text[] = "2026-01-01T00:00:00Z predict a q x right\n" // never missed
                               "2026-01-01T00:00:00Z predict a p x wrong\n"
                               "2026-01-03T00:00:00Z predict b q x wrong\n"
                               "2026-01-03T00:00:01Z again b q y right\n"  // at once: says little
                               "2026-01-02T00:00:00Z review a p y right\n"
                               "2026-01-05T00:00:00Z predict a p y right\n"
                               "2026-01-01T00:00:00Z predict c q x wrong\n"
                               "2026-01-02T00:00:00Z review c q y right\n"
                               "2026-01-05T00:00:00Z review c q y right\n"
                               "2026-01-12T00:00:00Z review c q y right\n"
                               "2026-02-02T00:00:00Z review c q y right\n"; // learnt
    struct arena a;
    struct due_question *list;
    const uint64_t day = 86400, begin = 1767225600; // 2026-01-01
    arena_init(&a);
    CHECK_INT(progress_due(&a, text, &list), 2);
    CHECK_STR(list[0].lesson, "b");
    CHECK_INT(list[0].due_s, begin + 2 * day + day);
    CHECK_STR(list[1].question, "p");
    CHECK_INT(list[1].due_s, begin + day + 3 * day);
    CHECK_INT(progress_due(&a, "review a q x wrong\n", &list), 1);
    CHECK_INT(progress_due(&a, "", &list), 0);
    arena_finish(&a);
}

TEST(two_progress_files_become_one)
{
    struct buf b = {0};
    progress_merge(&b, "2026-01-02T00:00:00Z done a\n2026-01-04T00:00:00Z done c",
                   "2026-01-03T00:00:00Z done b\n2026-01-02T00:00:00Z done a\n");
    CHECK_STR(b.text, "2026-01-02T00:00:00Z done a\n2026-01-03T00:00:00Z done b\n2026-01-04T00:00:00Z done c\n");
    buf_finish(&b);
}

static bool slice_equals(struct slice s, const char *word)
{
    return s.n == strlen(word) && memcmp(s.s, word, s.n) == 0;
}

TEST(progress_is_kept_in_a_file)
{
    char folder[] = "/tmp/state-XXXXXX", path[64];
    struct buf b = {0};
    CHECK(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/deep/er", folder);
    CHECK(setenv("XDG_STATE_HOME", path, 1) == 0);
    progress_read(&b);
    CHECK_INT(b.n, 0);
    CHECK_INT(progress_add("done a"), 0);
    CHECK_INT(progress_add("done b"), 0);
    progress_read(&b);
    struct slice rest = {b.text, b.n};
    struct progress_line line;
    CHECK(progress_line(&rest, &line) && slice_equals(line.kind, "done") && slice_equals(line.lesson, "a"));
    CHECK(line.time_s > 1700000000 && line.rest.n == 0);
    CHECK(progress_line(&rest, &line) && slice_equals(line.lesson, "b"));
    CHECK(!progress_line(&rest, &line));
    CHECK(setenv("XDG_STATE_HOME", "/dev/null", 1) == 0);
    CHECK(progress_add("done c") < 0);
    buf_finish(&b);
}

/* ---- a session with a host that only takes notes ---- */

static struct buf heard, commands, remembered;
static unsigned runs;

static void hear(void *ctx, enum say_kind kind, const char *text, size_t n)
{
    (void)ctx, (void)kind;
    buf_add(&heard, text, n);
}

static int take_run(void *ctx, const struct run_opts *opts)
{
    (void)ctx;
    CHECK(opts->source && opts->record == RECORD_ALL);
    runs++;
    return 0;
}

static int take_command(void *ctx, const char *line)
{
    (void)ctx;
    buf_addf(&commands, "%s;", line);
    return 0;
}

static void take_memory(void *ctx, const char *line)
{
    (void)ctx;
    buf_addf(&remembered, "%s;", line);
}

static struct buf shown;
static void show(void *ctx, const char *text, size_t n)
{
    (void)ctx;
    buf_add(&shown, text, n);
}

static bool (*taker)(void *arg, const char *line);
static void (*taker_counted)(void *arg, const char *line, struct buf *to);
static void *taker_arg;
static void take_lines(void *ctx, bool (*fn)(void *arg, const char *line),
                       void (*counted)(void *arg, const char *line, struct buf *to), void *arg, const char *prompt)
{
    (void)ctx, (void)prompt;
    taker = fn;
    taker_counted = counted;
    taker_arg = arg;
}

static char edited_path[128];
static int edit(void *ctx, const char *path, void (*done)(void *arg), void *arg)
{
    (void)ctx;
    snprintf(edited_path, sizeof edited_path, "%s", path);
    FILE *f = fopen(path, "a");
    CHECK(f && fputs("# mine\n", f) >= 0 && fclose(f) == 0);
    done(arg);
    return 0;
}

static const struct lesson_host host = {
    .say = hear, .run = take_run, .command = take_command, .remember = take_memory,
    .presenter = show, .take_lines = take_lines, .edit = edit};

/* A file of the sample in a folder of its own. */
static char *sample_file(void)
{
    static char path[64];
    char folder[] = "/tmp/lesson-XXXXXX";
    CHECK(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/010-sample.md", folder);
    FILE *f = fopen(path, "w");
    CHECK(f && fputs(sample_lesson, f) >= 0 && fclose(f) == 0);
    return path;
}

static int command(struct lesson_session *s, const char *name, const char *args)
{
    for (size_t i = 0; i < lesson_command_count; i++)
        if (strcmp(lesson_commands[i].name, name) == 0)
            return lesson_commands[i].run(s, args);
    printf("# no command is called %s\n", name);
    _exit(1);
}

TEST(a_session_carries_the_acts_out)
{
    char *path = sample_file();
    struct lesson_session *s = session_new(&host, NULL, "en_GB.UTF-8");
    struct run_opts opts;
    CHECK(command(s, "next", "") < 0);
    CHECK(command(s, "lesson", "no-such-lesson") < 0);
    CHECK(session_may_run(s));
    CHECK(!session_run_opts(s, "", &opts));
    CHECK_INT(command(s, "lesson", path), 0);
    CHECK(strstr(heard.text, "Two tills, one count\n===="));
    CHECK(strstr(heard.text, "   4      global count\n"));
    CHECK(strstr(heard.text, "- c 1 or 2"));
    CHECK(!session_may_run(s));
    CHECK_INT(command(s, "predict", "a"), 0);
    CHECK(session_may_run(s));
    CHECK_INT(command(s, "next", ""), 0);
    CHECK_INT(runs, 1);
    session_ran(s);
    CHECK(strstr(heard.text, "it is c."));
    CHECK_STR(remembered.text, "predict sample final a wrong;");
    CHECK(session_run_opts(s, "", &opts));
    CHECK_STR(opts.file, "race.py");
    CHECK(!opts.controlled);
    CHECK(session_run_opts(s, "--seed 1 mended", &opts));
    CHECK_STR(opts.file, "mended.py");
    CHECK(session_run_opts(s, " mended --seed 12 --gil --slow 4", &opts));
    CHECK_STR(opts.file, "mended.py");
    CHECK(opts.controlled && opts.seed == 12 && opts.gil && opts.speed == 0.25);
    static const char *const foreign[] = {"race.py", "--seed", "--seed x", "--what", "race again"};
    for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
        CHECK(!session_run_opts(s, foreign[i], &opts));
    CHECK_INT(command(s, "next", ""), 0);
    CHECK(!strstr(heard.text, "Ask the class first")); // the note is the presenter's
    CHECK(!strstr(commands.text ? commands.text : "", "join"));
    CHECK_INT(command(s, "next", ""), 0);
    CHECK(session_shortcut(s, "1"));
    CHECK_STR(commands.text, "join off;");
    CHECK_INT(runs, 2);
    session_ran(s);
    CHECK(!session_shortcut(s, "print(1)"));
    session_free(s);
    unlink(path);
}

static bool run_is_over;
static bool over(void *ctx)
{
    (void)ctx;
    return run_is_over;
}
static struct buf typed;
static void type(void *ctx, const char *text, size_t n)
{
    (void)ctx;
    if (n)
        buf_add(&typed, text, n);
}

TEST(play_types_and_waits_for_the_runs_end)
{
    char *path = sample_file();
    struct lesson_session *s = session_new(&host, NULL, "en");
    struct play_host ph = {.type = type, .run_over = over};
    struct play *p = play_new(s, &ph, 0);
    uint64_t wait;
    unsigned waits = 0, pauses = 0;
    enum play_state state;
    CHECK_INT(play_step(p, &wait), PLAY_DONE);
    session_set_presenter(s, true);
    CHECK_INT(session_open(s, path), 0);
    run_is_over = true;
    while ((state = play_step(p, &wait)) != PLAY_DONE) {
        CHECK_INT(wait, 0); // speed 0: no pauses
        pauses += state == PLAY_PAUSES;
        if (state != PLAY_WAITS)
            continue;
        waits++;
        CHECK_INT(play_step(p, &wait), PLAY_WAITS); // as long as nobody says that it has ended
        session_ran(s);
    }
    CHECK_INT(runs, 2);
    CHECK_INT(waits, 3);
    CHECK_INT(pauses, 1);
    CHECK_STR(typed.text, "predict c\nnext\nnext\nnext\ntry 1\ntry 2\nnext\nnext\n");
    CHECK(strstr(shown.text, "Ask the class first"));
    CHECK(!strstr(heard.text, "Ask the class first"));
    CHECK_STR(commands.text, "join off;explore;");
    CHECK_STR(remembered.text, "predict sample final c right;at sample 2;done sample;");
    play_free(p);
    p = play_new(s, &ph, 2.0);
    play_free(p);
    session_free(s);
    unlink(path);
}

/* ---- other places ---- */

TEST(back_says_the_page_before_again_and_answers_stay)
{
    begin(sample_lesson, false);
    player_back(player, 1);
    CHECK_STR(drain(), "!");
    next(), predict("c"), next(), player_ran(player), drain();
    CHECK_STR(next(), "scnp");
    player_back(player, 1);
    CHECK_STR(drain(), "R"); // the run is a page of its own
    player_ran(player), drain();
    player_back(player, 1);
    CHECK_STR(drain(), "scrss"); // the question is shown, not asked
    CHECK(strstr(said.text, "You said **c**"));
    CHECK_INT(player_state(player), PLAYER_READY);
    CHECK(player_may_run(player));
    player_back(player, 5);
    CHECK_STR(drain(), "!");
}

TEST(a_lesson_can_be_begun_anywhere)
{
    uint32_t step;
    struct slice title;
    begin(sample_lesson, false);
    CHECK_INT(lesson_chapter_count(lesson), 2);
    CHECK(lesson_chapter(lesson, 2, &step, &title));
    CHECK(slice_equals(title, "What happened"));
    CHECK_INT(lesson_chapter_at(lesson, 0), 1);
    CHECK_INT(lesson_chapter_at(lesson, step), 1);
    CHECK_INT(lesson_chapter_at(lesson, step + 1), 2);
    CHECK(!lesson_chapter(lesson, 3, &step, &title) && !lesson_chapter(lesson, 0, &step, &title));
    CHECK(!lesson_place(lesson, "nowhere", &step) && !lesson_place(lesson, "9", &step));
    CHECK(lesson_place(lesson, "mended", &step) && lesson->steps[step].kind == STEP_LEVEL); // and its program
    CHECK(lesson_place(lesson, "2", &step));
    player_jump(player, step);
    CHECK_STR(drain(), "scnp");
    CHECK_STR(player_program(player)->id, "race");
    CHECK(player_may_run(player));
}

TEST(an_exam_gives_no_answers_and_no_way_around)
{
    uint32_t step;
    load(sample_lesson);
    player = player_new(lesson, &(struct player_opts){.exam = true, .may_skip = true});
    next();
    player_hint(player);
    CHECK_STR(drain(), "!");
    CHECK(!player_may_run(player));
    CHECK_STR(drain(), "!");
    CHECK_STR(next(), "!");
    CHECK(lesson_place(lesson, "2", &step));
    player_jump(player, step);
    CHECK_STR(drain(), "!");
    predict("a"), next(), player_ran(player);
    CHECK_STR(drain(), "=s");
    CHECK(!strstr(said.text, "**c") && !strstr(said.text, "two steps"));
    while (player_state(player) != PLAYER_DONE)
        next();
    CHECK(!strstr(said.text, "Once more")); // that would tell
}

TEST(an_exam_is_logged_without_verdicts)
{
    char *path = sample_file();
    struct lesson_session *s = session_new(&host, NULL, "en");
    session_set_exam(s, true);
    CHECK(session_open_at(s, path, "2") < 0);
    command(s, "lesson", path);
    command(s, "predict", "a"), command(s, "next", ""), session_ran(s);
    CHECK_STR(remembered.text, "exam sample final a;");
    CHECK(command(s, "review", "all") < 0 && command(s, "notes", "") < 0);
    session_free(s);
    unlink(path);
}

TEST(a_review_asks_one_question_alone)
{
    begin(sample_lesson, false);
    CHECK(!player_review(player, "nothing"));
    CHECK(player_review(player, "final"));
    CHECK_STR(drain(), "c?");
    CHECK_STR(predict("a"), "=s");
    CHECK(strstr(said.text, "One line is two steps."));
    CHECK_STR(next(), ".");
    CHECK_INT(player_state(player), PLAYER_DONE);
}

static void in_own_state_folder(void)
{
    static char folder[] = "/tmp/state-XXXXXX";
    CHECK(mkdtemp(folder));
    CHECK(setenv("XDG_STATE_HOME", folder, 1) == 0);
}

TEST(free_play_leaves_the_lesson_alone)
{
    char *path = sample_file();
    struct lesson_session *s = session_new(&host, NULL, "en");
    struct buf prompt = {0};
    in_own_state_folder();
    command(s, "lesson", path);
    CHECK(!session_prompt(s, &prompt));
    CHECK_INT(command(s, "play", ""), 0);
    CHECK(session_prompt(s, &prompt));
    CHECK_STR(prompt.text, "(free play) ");
    CHECK(!session_shortcut(s, "b") && !session_shortcut(s, ""));
    CHECK(!session_may_run(s)); // the question stays a question
    session_ran(s);
    CHECK(!strstr(buf_str(&remembered), "predict"));
    buf_clear(&heard);
    CHECK_INT(command(s, "resume", ""), 0);
    CHECK(strstr(heard.text, "What can `count` be?"));
    CHECK(session_shortcut(s, "b"));
    session_free(s);
    unlink(path);
}

TEST(an_edited_program_runs_until_it_is_reset)
{
    char *path = sample_file();
    struct lesson_session *s = session_new(&host, NULL, "en");
    struct run_opts opts;
    in_own_state_folder();
    command(s, "lesson", path);
    CHECK_INT(command(s, "edit", ""), 0);
    CHECK(strstr(edited_path, "/answers/sample-race.py"));
    CHECK(session_run_opts(s, "", &opts));
    CHECK(strstr(opts.source, "# mine\n"));
    CHECK(session_run_opts(s, "mended", &opts));
    CHECK(!strstr(opts.source, "# mine\n"));
    CHECK_INT(command(s, "edit", "reset"), 0);
    CHECK(access(edited_path, F_OK) < 0);
    CHECK(session_run_opts(s, "", &opts));
    CHECK(!strstr(opts.source, "# mine\n"));
    CHECK(command(s, "edit", "nothing") < 0);
    CHECK(command(s, "check", "") < 0);
    session_free(s);
    unlink(path);
}

TEST(votes_are_counted_before_and_after)
{
    char *path = sample_file();
    struct lesson_session *s = session_new(&host, NULL, "en");
    in_own_state_folder();
    CHECK(command(s, "vote", "") < 0);
    session_set_presenter(s, true);
    command(s, "lesson", path);
    CHECK_INT(command(s, "vote", ""), 0);
    struct buf counted = {0};
    taker_counted(taker_arg, "aaB c7", &counted);
    CHECK_STR(buf_str(&counted), "    a 2   b 1   c 7");
    buf_clear(&counted);
    taker_counted(taker_arg, "aax", &counted); // no such choice: nothing is said of it
    CHECK_INT(counted.n, 0);
    CHECK(taker(taker_arg, "aax"));
    CHECK(!taker(taker_arg, "aaB c7"));
    buf_finish(&counted);
    CHECK(strstr(heard.text, "  c #####################            7   70 %\n"));
    CHECK_INT(command(s, "vote", ""), 0);
    buf_clear(&heard);
    CHECK(!taker(taker_arg, "c10"));
    CHECK(strstr(heard.text, "  a ######                           2   20 %\n                                     0    0 %\n"));
    CHECK(strstr(heard.text, "    ##############################  10  100 %\n"));
    CHECK(strstr(remembered.text, "vote sample final 1 10;vote sample final 2 10;"));
    CHECK(strstr(shown.text, "the answer is c"));
    session_free(s);
    unlink(path);
}

TEST(notes_are_markdown)
{
    char *path = sample_file(), to[64];
    struct lesson_host own = host;
    own.remember = NULL; // they come from the progress file
    struct lesson_session *s = session_new(&own, NULL, "en");
    in_own_state_folder();
    command(s, "lesson", path);
    CHECK_INT(command(s, "notes", ""), 0);
    CHECK(strstr(heard.text, "There is nothing to keep yet"));
    CHECK_INT(command(s, "note", "  reading and writing are two steps "), 0);
    command(s, "predict", "a"), command(s, "next", ""), session_ran(s);
    snprintf(to, sizeof to, "%s.notes", path);
    CHECK_INT(command(s, "notes", to), 0);
    FILE *f = fopen(to, "r");
    char text[1024] = "";
    CHECK(f && fread(text, 1, sizeof text - 1, f) > 0);
    fclose(f);
    CHECK_STR(text, "# Two tills, one count\n\n## What I predicted\n\n- What can `count` be?\n"
                    "  I said **a** (always 2); it is **c** (1 or 2).\n\n## What I noted\n\n"
                    "- reading and writing are two steps\n\nFrom the lesson `lesson 010` of conch.\n");
    session_free(s);
    unlink(to);
    unlink(path);
}

int main(void)
{
    RUN(back_says_the_page_before_again_and_answers_stay);
    RUN(a_lesson_can_be_begun_anywhere);
    RUN(a_review_asks_one_question_alone);
    RUN(an_exam_gives_no_answers_and_no_way_around);
    RUN(an_exam_is_logged_without_verdicts);
    RUN(free_play_leaves_the_lesson_alone);
    RUN(an_edited_program_runs_until_it_is_reset);
    RUN(votes_are_counted_before_and_after);
    RUN(notes_are_markdown);
    RUN(what_was_missed_comes_again_after_longer_and_longer);
    RUN(two_progress_files_become_one);
    RUN(the_whole_lesson_is_walked);
    RUN(no_run_before_the_prediction);
    RUN(a_presenter_may_skip);
    RUN(a_wrong_prediction_gets_its_own_hint_and_comes_again);
    RUN(hints_open_one_by_one);
    RUN(an_answer_may_change_until_the_run);
    RUN(while_it_runs_nothing_else_does);
    RUN(a_run_by_hand_is_not_repeated);
    RUN(a_run_that_cannot_start_does_not_block);
    RUN(try_needs_a_list_and_a_number_in_it);
    RUN(values_are_compared_as_sets);
    RUN(several_letters);
    RUN(commands_wait_for_the_run_before_them);
    RUN(a_question_that_has_not_been_reached_locks_too);
    RUN(a_solution_is_a_hint_after_its_exercise);
    RUN(progress_counts_lines_of_one_lesson);
    RUN(progress_is_kept_in_a_file);
    RUN(a_session_carries_the_acts_out);
    RUN(play_types_and_waits_for_the_runs_end);
    return tap_done();
}
