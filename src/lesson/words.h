/* words.h: the player's own sentences; the list is word.def. */
#ifndef LESSON_WORDS_H
#define LESSON_WORDS_H

#include "lesson/lesson.h"

enum lesson_word_id {
#define WORD(id, en, zh) WORD_##id,
#include "lesson/word.def"
#undef WORD
};

const char *lesson_word(enum lesson_lang lang, enum lesson_word_id id);

#endif
