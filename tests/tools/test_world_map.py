#!/usr/bin/env python3
"""Tests of tools/world_map.py."""

import csv
import json
import math
import re
import unittest

from workbench import ToolTest

# Two square lands, as TopoJSON: whole degrees, told by differences. The second crosses the line
# where longitudes leap.
ARCS = [
    [[0, 0], [20, 0], [0, 20], [-20, 0], [0, -20]],
    [[170, -10], [10, 0], [-350, 0], [0, 10], [350, 0], [-10, 0], [0, -10]],
]


def topology(kind, shapes):
    return json.dumps({
        "type": "Topology", "arcs": ARCS,
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": {kind: {"type": "GeometryCollection", "geometries": shapes}}})


class WorldMapTest(ToolTest):
    tool = "world_map.py"

    def make(self, parties):
        self.write("atlas/land-110m.json", topology("land", [
            {"type": "MultiPolygon", "arcs": [[[0]], [[1]]]}]))
        self.write("atlas/countries-50m.json", topology("countries", [
            {"type": "Polygon", "id": "001", "arcs": [[0]]},
            {"type": "Polygon", "id": "002", "arcs": [[1]]},
            {"type": "Polygon", "id": "003", "arcs": [[0]]}]))
        rows = self.write("parties.csv", "iso3,m49\n" + parties)
        places, land = self.write("places.csv", ""), self.write("land.svg", "")
        self.passes(self.folder / "atlas", rows, places, land)
        with places.open(newline="") as source:
            found = {row["iso3"]: (int(row["x"]), int(row["y"])) for row in csv.DictReader(source)}
        return found, land.read_text()

    def test_a_dot_stands_in_the_middle_of_its_land(self):
        found, _ = self.make("AAA,001\nBBB,002\n")
        self.assertEqual(sorted(found), ["AAA", "BBB"])
        # 10 degrees east is a degree left of the middle of the map, which is cut in the west.
        self.assertTrue(425 < found["AAA"][0] < 445, found)
        self.assertTrue(900 < found["BBB"][0] < 1000, found)
        self.assertGreater(found["BBB"][1], found["AAA"][1])

    def test_dots_that_would_meet_stand_apart(self):
        found, _ = self.make("AAA,001\nCCC,003\n")
        self.assertGreaterEqual(math.dist(found["AAA"], found["CCC"]), 10.5)
        self.assertLess(math.dist(found["AAA"], found["CCC"]), 14)

    def test_who_has_no_land_has_no_place(self):
        found, _ = self.make("AAA,001\nEUE,\nXXX,999\n")
        self.assertEqual(list(found), ["AAA"])

    def test_the_outline_has_each_land_in_one_piece(self):
        _, land = self.make("AAA,001\n")
        path = re.search(r' d="([^"]+)"', land).group(1)
        self.assertEqual(path.count("M"), 2)
        self.assertEqual(path.count("z"), 2)
        xs = [int(x) for x in re.findall(r"M(-?\d+)", path)]
        self.assertTrue(all(0 <= x <= 1000 for x in xs), path)
        for ring in path.split("z")[:2]:
            steps = [int(n) for n in re.findall(r"-?\d+", ring.split("l")[1])][::2]
            self.assertLess(max(map(abs, steps)), 200, "no leap across the map")

    def test_what_is_written_is_the_same_each_time(self):
        self.assertEqual(self.make("AAA,001\nCCC,003\n"), self.make("AAA,001\nCCC,003\n"))


if __name__ == "__main__":
    unittest.main()
