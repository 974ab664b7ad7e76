/*
 * Any bytes as an edition of the framework: read without harm; what is taken holds together, so
 * that pages can follow every code in it.
 */
#include "framework_store.h"
#include "utf8.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void take_fault(void *arg, unsigned line, unsigned column, struct str what)
{
	(void)arg;
	assert(line && column && what.n);
}

static void assert_holds(const struct framework *f)
{
	const struct framework_list *activities = &f->part[FRAMEWORK_ACTIVITIES];

	assert(f->edition.n);
	for (size_t i = 0; i < activities->n; i++) {
		const struct framework_entry *e = &activities->v[i];
		const struct framework_entry *output =
			framework_find(f, FRAMEWORK_OUTPUTS, e->above);

		assert(output && framework_find(f, FRAMEWORK_GOALS, output->above));
		assert(framework_step(f, e->step));
		assert(framework_find(f, FRAMEWORK_ACTIVITIES, e->code) == e);
		for (size_t t = 0; t < e->targets.n; t++)
			assert(framework_find(f, FRAMEWORK_TARGETS, e->targets.v[t]));
		for (size_t l = 0; l < LANG_COUNT; l++)
			assert(utf8_is_text(framework_words(&e->title, &languages[l])));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena a;
	struct framework_faults faults = { &languages[n % LANG_COUNT], &a, take_fault, NULL, 0 };

	if (n > 100000)
		return 0;
	arena_init(&a, 256 << 20);
	const struct framework *f =
		framework_read(&a, (struct str){ (const char *)bytes, n }, &faults);
	if (!faults.n)
		assert_holds(f);
	arena_free(&a);
	return 0;
}
