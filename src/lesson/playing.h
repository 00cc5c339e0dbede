/* playing.h: what player.c and predict.c share: the student's place in a lesson, and the acts that wait to be handed out.
 *
 * Owner:   the player; acts and their texts live until the next call of it (player_queue). */
#ifndef LESSON_PLAYING_H
#define LESSON_PLAYING_H

#include "lesson/parts.h"
#include "lesson/words.h"

struct player {
    const struct lesson *lesson;
    struct player_opts opts;
    enum player_state state;
    uint32_t pos;              // step that comes next
    uint32_t open;             // prediction that is asked for, or NO_STEP (index into predictions)
    bool asking_again;
    bool reviewing;            // one question alone: there is nothing behind it
    const struct step *program, *tries;
    const struct step *level;  // the level at hand, or NULL
    uint32_t *pages;           // where pages began, the present one last
    unsigned page_n, page_cap;
    bool ran_by_hand;          // since the program was shown
    unsigned solutions_open;
    struct prediction *predictions;
    unsigned prediction_n;
    // command lines that wait for the end of the run before them
    const char **pending;
    unsigned pending_n, pending_next;
    const struct step *pending_program;
    struct arena pending_texts;
    // acts not handed out yet
    struct act *acts;
    size_t act_n, act_next, act_cap;
    struct arena texts;
};

static inline uint32_t player_index(const struct player *p, const struct step *step)
{
    return (uint32_t)(step - p->lesson->steps);
}

/* ---- acts ---- */

/* A new call begins: what has been handed out goes. */
void player_queue(struct player *p);
/* An act with a copy of n bytes of text; with a sentence of word.def; with what stands in the step. */
struct act *player_add(struct player *p, enum act_kind kind, const struct step *step, const char *text, size_t n);
void player_say(struct player *p, enum act_kind kind, enum lesson_word_id id, ...);
void player_show(struct player *p, enum act_kind kind, const struct step *step);

/* ---- predict.c ---- */

/* It is the student's turn to answer this one (an index). */
void player_ask(struct player *p, unsigned prediction);
/* Says that the question at hand comes first. */
void player_refuse(struct player *p);
/* The answers to all that was predicted and not revealed yet. */
void player_reveal(struct player *p);

#endif
