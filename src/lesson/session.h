/* session.h: inside the room: the session, which its commands' files share.
 *
 * session.c opens lessons and carries out what the player wants; commands.c, review.c, keep.c, fix.c and
 * teach.c are what can be typed. */
#ifndef LESSON_SESSION_H
#define LESSON_SESSION_H

#include "lesson/level.h"
#include "lesson/parts.h"
#include "lesson/words.h"

/* A lesson that is open, and how far. */
struct open_lesson {
    struct lesson *lesson;
    struct player *player;
    unsigned chapter;        // furthest that was reached, from 1
    struct buf edited;       // the student's own text of a program …
    const struct step *edited_program; // … or NULL
};

struct lesson_session {
    struct lesson_host host;
    struct lesson_dirs dirs;
    char *lang;
    bool presenter, large, exam;
    bool free_play;          // the lesson waits; lines are the student's own
    struct lesson *lesson;   // of `now`, for short
    struct player *player;
    struct open_lesson now, kept; // kept: what a review has put aside
    struct buf program;      // text of the program that runs
    struct buf label;        // its name
    char *argv[2];
    size_t said;             // bytes of text so far: a playback leaves time to read them
    bool starting;           // the lesson itself has the shell start a run
    bool explores;           // the lesson waits for the end of its `explore`
    // review.c
    struct arena due_texts;
    const struct due_question *due;
    size_t due_n, due_next;
    // teach.c
    unsigned votes[2]['z' - 'a' + 1];
    unsigned vote_round;     // rounds that have begun for vote_step
    const struct step *vote_step;
};

/* ---- session.c */

void say(const struct lesson_session *s, enum say_kind kind, const struct buf *b);
void say_markdown(const struct lesson_session *s, enum say_kind kind, const char *text, size_t n);
void say_words(const struct lesson_session *s, enum say_kind kind, enum lesson_word_id id, ...);
/* A formatted text as Markdown. */
void say_fmt(const struct lesson_session *s, enum say_kind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);

struct term session_term(const struct lesson_session *s);

/* Carries out all that the player wants. 0, or the first negative errno. */
int carry_out(struct lesson_session *s);

/* Reads the lesson that spec means; what is wrong has been told. */
int session_load(struct lesson_session *s, const char *spec, struct lesson **ret_lesson);

/* Makes a lesson the open one, with a new player; the earlier one is closed. */
void session_take(struct lesson_session *s, struct lesson *lesson);
void open_lesson_finish(struct open_lesson *o);

/* 0, or -ENOENT after saying that no lesson is open. */
int need_lesson(const struct lesson_session *s);

/* Adds a line to the progress file. */
void remember_line(const struct lesson_session *s, const char *line);
void remember_fmt(const struct lesson_session *s, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* What runs for a program: the student's own text of it, if there is one. Adds to *out. */
void session_program_text(const struct lesson_session *s, const struct step *program, struct buf *out);

/* ---- the commands of the other files; as in struct lesson_command */
int command_review(struct lesson_session *s, const char *args);
int command_note(struct lesson_session *s, const char *args);
int command_notes(struct lesson_session *s, const char *args);
int command_progress(struct lesson_session *s, const char *args);
int command_edit(struct lesson_session *s, const char *args);
int command_check(struct lesson_session *s, const char *args);
int command_chapters(struct lesson_session *s, const char *args);
int command_jump(struct lesson_session *s, const char *args);
int command_vote(struct lesson_session *s, const char *args);
int command_large(struct lesson_session *s, const char *args);

/* review.c: the question at hand has been answered and `next` was typed: the next one, or back to the
 * lesson that was open. */
int review_next(struct lesson_session *s);
/* How many questions wait to be asked again. */
size_t review_waiting(const char *progress_text);

/* keep.c: writes the notes of the open lesson to the state folder; says where. */
void notes_export(struct lesson_session *s);

/* teach.c: tells the presenter's second terminal where the class is. note may be NULL. */
void presenter_tell(struct lesson_session *s, const char *note, size_t n);

/* commands.c: one line of a list of lessons. */
void add_lesson_line(const struct lesson_session *s, struct buf *b, const struct lesson_entry *entry,
                     const char *progress_text);

#endif
