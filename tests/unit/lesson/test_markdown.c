#include <dlfcn.h>

#include "lesson/lesson.h"
#include "sample.h"
#include "tap.h"

/* In place of the C library's: nothing is installed. */
void *dlopen(const char *name, int flags)
{
    (void)name;
    (void)flags;
    return NULL;
}

TEST(without_md4c_a_lesson_is_refused)
{
    struct lesson_notes notes;
    struct lesson *lesson = NULL;
    struct buf b = {0};
    notes_init(&notes);
    CHECK(lesson_load("x/010-sample.md", sample_lesson, strlen(sample_lesson), &notes, &lesson) < 0);
    notes_render(&b, &notes);
    CHECK(strstr(buf_str(&b), "md4c (libmd4c.so.0) is not installed: lessons cannot be read") != NULL);
    buf_finish(&b);
    notes_finish(&notes);
}

int main(void)
{
    RUN(without_md4c_a_lesson_is_refused);
    return tap_done();
}
