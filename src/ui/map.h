/*
 * map.h - dots on a map of the world's land, without borders: an SVG that needs no script. Beside
 * it stands a list of the same links, for those whom dots do not serve. Drawn by map_html() and
 * map_of_one_html() of ui_html.h.
 */
#ifndef MAP_H
#define MAP_H

#include "html.h"

/* The room of the map, in the units of tools/world_map.py, which places the dots. */
enum { MAP_WIDTH = 1000, MAP_HEIGHT = 487 };

struct map_dot {
	int64_t x, y;
	struct str label; /* its name */
	struct url place; /* where it leads */
	bool is_chosen; /* full; else it is a small ring */
};

struct map {
	struct str title;
	const struct map_dot *dots;
	size_t n;
};

#endif
