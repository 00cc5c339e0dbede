/* words.h: the player's own sentences; the list is word.def. */
#ifndef LESSON_WORDS_H
#define LESSON_WORDS_H

#include "lesson/lesson.h"

enum lesson_word_id {
#define WORD(id, text) WORD_##id,
#include "lesson/word.def"
#undef WORD
};

/* The sentence in the person's language. */
const char *lesson_word(enum lesson_word_id id);

#endif
