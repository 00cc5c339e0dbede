/* poison.h: tells AddressSanitizer which memory nobody may touch; nothing without it. HAVE_SANITIZER: it or
 * ThreadSanitizer is there, which have locks and threads of their own. */
#ifndef BASE_POISON_H
#define BASE_POISON_H

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_POISON 1
#endif
#if __has_feature(thread_sanitizer)
#define HAVE_SANITIZER 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define HAVE_POISON 1
#endif
#if defined(HAVE_POISON) || defined(__SANITIZE_THREAD__)
#undef HAVE_SANITIZER
#define HAVE_SANITIZER 1
#endif

#ifdef HAVE_POISON
#include <sanitizer/asan_interface.h>
#define POISON(at, bytes) ASAN_POISON_MEMORY_REGION((at), (bytes))
#define UNPOISON(at, bytes) ASAN_UNPOISON_MEMORY_REGION((at), (bytes))
#else
#define POISON(at, bytes) ((void)0)
#define UNPOISON(at, bytes) ((void)0)
#endif

#endif
