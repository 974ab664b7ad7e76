#!/usr/bin/env python3
"""Makes the map of the world: the outline of its land, and where the dot of each Party stands.

    npm pack world-atlas && tar xf world-atlas-*.tgz  # data of Natural Earth: public domain
    tools/world_map.py package data/parties.csv data/map_positions.csv assets/land.svg

Run by hand when a Party joins; what it writes is committed. The projection is Equal Earth: areas
keep their proportions. No border between States is drawn. A dot stands in the middle of the Party's
largest piece of land, moved only as far as dots must be to stand apart.
"""

import argparse
import csv
import json
import math
from pathlib import Path

WIDTH = 1000  # of the map, in units of its own
EARTH = 1120  # of the whole Earth: the west of the Pacific's middle, without land, is cut off
MIDDLE = 11  # the meridian in the middle, so that no land but ice is cut at the edges
NORTH, SOUTH = 84, -57  # what lies beyond is left out
OUTLINE_TOLERANCE = 0.8
RING_MIN = 3  # square units: smaller islands are not drawn
APART = 12  # between the middles of two dots
NEAR_ENOUGH = 0.05  # to APART, to let them be
POLE_GRID = 28  # cells each way in which the middle of a land is sought


# ---- projection: B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", 2018

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
ROOT3 = math.sqrt(3)


def equal_earth(longitude, latitude):
    """Degrees to the plane of a sphere of radius 1, y upwards."""
    t = math.asin(ROOT3 / 2 * math.sin(math.radians(latitude)))
    slope = A1 + 3 * A2 * t**2 + 7 * A3 * t**6 + 9 * A4 * t**8
    x = 2 * ROOT3 * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, A1 * t + A2 * t**3 + A3 * t**7 + A4 * t**9


SCALE = EARTH / 2 / equal_earth(180, 0)[0]
TOP = equal_earth(0, NORTH)[1]
HEIGHT = round((TOP - equal_earth(0, SOUTH)[1]) * SCALE)


def on_map(longitude, latitude):
    """Degrees to units of the map, y downwards; longitude counted from the middle."""
    x, y = equal_earth(longitude, latitude)
    return x * SCALE + WIDTH - EARTH / 2, (TOP - y) * SCALE


# ---- TopoJSON: arcs shared by shapes, quantised and told by differences

def decode_arcs(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def ring_of(arcs, indices):
    points = []
    for i in indices:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += arc[1:] if points else arc
    return points


def outer_rings(arcs, geometry):
    """Rings of degrees, holes left out."""
    if geometry["type"] == "GeometryCollection":
        return [ring for one in geometry["geometries"] for ring in outer_rings(arcs, one)]
    polygons = geometry.get("arcs", [])
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [ring_of(arcs, polygon[0]) for polygon in polygons]


def unrolled(ring):
    """The ring without the leap that its longitudes make where the Earth is cut."""
    turn, points, before = 0, [], ring[0][0]
    for x, y in ring:
        turn += -360 if x - before > 180 else 360 if x - before < -180 else 0
        points.append((x + turn, y))
        before = x
    return points


def projected(ring):
    """The ring on the map, on the side of it that most of the ring is on."""
    ring = unrolled(ring)
    mean = sum(x for x, _ in ring) / len(ring)
    turn = 360 * round((MIDDLE - mean) / 360)
    return [on_map(x + turn - MIDDLE, max(SOUTH - 5, min(NORTH, y))) for x, y in ring]


# ---- shapes

def area(ring):
    return abs(sum(x1 * y2 - x2 * y1
                   for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]))) / 2


def distance_to_segment(p, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length if length else 0
    t = max(0, min(1, t))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)


def simplified(points, tolerance):
    """Douglas and Peucker: no point left out is farther than that from what stays."""
    keep, todo = {0, len(points) - 1}, [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        far, at = max(((distance_to_segment(points[i], points[first], points[last]), i)
                       for i in range(first + 1, last)), default=(0, 0))
        if far > tolerance:
            keep.add(at)
            todo += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def is_inside(p, ring):
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        if (y1 > p[1]) != (y2 > p[1]) and p[0] < (x2 - x1) * (p[1] - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def middle(ring):
    """The place inside the ring that is farthest from its edge."""
    ring = simplified(ring, 0.3)
    x0, x1 = min(x for x, _ in ring), max(x for x, _ in ring)
    y0, y1 = min(y for _, y in ring), max(y for _, y in ring)
    best, place = -1, ((x0 + x1) / 2, (y0 + y1) / 2)
    for i in range(POLE_GRID):
        for j in range(POLE_GRID):
            p = (x0 + (i + 0.5) * (x1 - x0) / POLE_GRID, y0 + (j + 0.5) * (y1 - y0) / POLE_GRID)
            if not is_inside(p, ring):
                continue
            room = min(distance_to_segment(p, a, b) for a, b in zip(ring, ring[1:] + ring[:1]))
            if room > best:
                best, place = room, p
    return place


# ---- dots

def push_apart(places, homes, pull):
    """One step: each two that stand too near give way alike; all are drawn home a little."""
    codes, moved = sorted(places), False
    for i, one in enumerate(codes):
        for other in codes[i + 1:]:
            (x1, y1), (x2, y2) = places[one], places[other]
            gap = math.hypot(x2 - x1, y2 - y1)
            if gap >= APART - NEAR_ENOUGH:
                continue
            dx, dy = ((x2 - x1) / gap, (y2 - y1) / gap) if gap else (1, 0)
            by = (APART - gap) / 2
            places[one] = (x1 - by * dx, y1 - by * dy)
            places[other] = (x2 + by * dx, y2 + by * dy)
            moved = True
    for code, (x, y) in places.items():
        places[code] = (x + pull * (homes[code][0] - x), y + pull * (homes[code][1] - y))
    return moved


def apart(homes):
    places = dict(homes)
    for step in range(600):
        push_apart(places, homes, 0.1 * (1 - step / 600))
    while push_apart(places, homes, 0):
        pass
    return {code: (round(x), round(y)) for code, (x, y) in places.items()}


def dots(atlas, parties):
    """Where the Party of each code stands; those that the atlas does not know are left out."""
    topology = json.loads((atlas / "countries-50m.json").read_text())
    arcs = decode_arcs(topology)
    rings = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        rings.setdefault(shape.get("id"), []).extend(map(projected, outer_rings(arcs, shape)))
    homes = {code: middle(max(rings[m49], key=area)) for code, m49 in parties if m49 in rings}
    return apart(homes)


# ---- files

def path_of(ring):
    """Whole units, told by differences: "m310 42l3-1-2 8z"."""
    points = [(round(x), round(y)) for x, y in ring]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in zip(points, points[1:])
             if (x1, y1) != (x2, y2)]
    text = "".join(("" if dx < 0 else " ") + str(dx) + ("" if dy < 0 else " ") + str(dy)
                   for dx, dy in steps)
    return f"M{points[0][0]} {points[0][1]}l{text.lstrip()}z"


def outline(atlas):
    topology = json.loads((atlas / "land-110m.json").read_text())
    arcs = decode_arcs(topology)
    rings = [ring for ring in outer_rings(arcs, topology["objects"]["land"])
             if max(y for _, y in ring) > SOUTH]
    shapes = [projected(ring) for ring in rings]
    return "".join(path_of(simplified(ring, OUTLINE_TOLERANCE))
                   for ring in shapes if area(ring) >= RING_MIN)


def land_svg(path):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">\n'
            "<!-- By tools/world_map.py from Natural Earth, which is in the public domain. -->\n"
            f'<path fill="#8a93a0" fill-opacity=".32" d="{path}"/>\n</svg>\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("atlas", "parties", "positions", "land"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()

    with args.parties.open(newline="", encoding="utf-8") as source:
        parties = [(row["iso3"], row["m49"]) for row in csv.DictReader(source)]
    places = dots(args.atlas, parties)
    rows = [f"{code},{x},{y}\n" for code, (x, y) in sorted(places.items())]
    args.positions.write_text("iso3,x,y\n" + "".join(rows), encoding="utf-8")
    args.land.write_text(land_svg(outline(args.atlas)), encoding="utf-8")
    print(f"{len(places)} of {len(parties)} Parties; {WIDTH} x {HEIGHT}")


if __name__ == "__main__":
    main()
