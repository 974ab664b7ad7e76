#include "files.h"
#include "writing_pages.h"

static const struct route routes[] = {
	{ METHOD_GET, "/files/:id", LANE_READ, VERB_READ, screen_file_get },
	{ METHOD_GET, "/files/:id/:name", LANE_READ, VERB_READ, screen_file_get },
	{ 0 },
};

const struct module files_module = { .name = "files", .routes = routes };
