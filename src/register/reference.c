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
