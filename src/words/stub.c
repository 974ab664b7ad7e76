#include "search_text.h"
struct search_text search_text_parse(struct arena *a, struct str typed)
{
	struct search_text s = { .words = words_of(a, typed, 32) };
	struct query_any *all = ARENA_ARRAY(a, struct query_any, s.words.n);
	for (size_t i = 0; i < s.words.n; i++) {
		struct query_phrase *v = ARENA_ARRAY(a, struct query_phrase, 3);
		struct str *t = ARENA_ARRAY(a, struct str, 3);
		t[0] = s.words.v[i].folded;
		t[1] = word_stem(a, &languages[0], t[0]);
		t[2] = word_stem(a, &languages[1], t[0]);
		for (int k = 0; k < 3; k++)
			v[k] = (struct query_phrase){ &t[k], 1, false };
		all[i] = (struct query_any){ v, 3 };
	}
	s.query = (struct query){ .all = all, .n_all = s.words.n };
	s.is_empty = !s.words.n;
	return s;
}
