#include "reference.h"
#include "data_files.h"

#include <assert.h>
#include <string.h>

struct str reference_file(const char *name)
{
	for (size_t i = 0; i < n_data_files; i++)
		if (!strcmp(data_files[i].name, name))
			return (struct str){ (const char *)data_files[i].bytes, data_files[i].n };
	assert(!"a file that is not in data/");
	return S("");
}

static void give_back(void *root)
{
	json_decref(root);
}

json_t *reference_json(struct work *w, const char *name)
{
	struct str bytes = reference_file(name);
	json_t *root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, NULL);

	if (root)
		arena_defer(w->arena, give_back, root);
	else
		failure_record(w->failure, "reference data is not JSON", str_from(name), NULL);
	return root;
}
