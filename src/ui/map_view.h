/* map_view.h - what src/ui/map.html needs beside map.h. */
#ifndef MAP_VIEW_H
#define MAP_VIEW_H

#include "map.h"
#include "page.h"

/* Radii: dots stand 11 units apart at least. */
enum { MAP_DOT = 5, MAP_RING = 4, MAP_HERE = 14 };

#endif
