"""What ./dev bench measures with is the same each time, and as uneven as it claims to be."""

import csv
import io
import re
import subprocess
import sys
import unittest
from collections import Counter

from workbench import ROOT


def made(script, *arguments):
    return subprocess.run([sys.executable, "-B", ROOT / "tests" / "bench" / script, *arguments],
                          capture_output=True, text=True, check=True).stdout


class Records(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = made("records.py", "3000")
        cls.rows = list(csv.DictReader(io.StringIO(cls.text)))

    def test_there_are_as_many_as_asked_for(self):
        self.assertEqual([row["id"] for row in self.rows],
                         [f"T-{number:07d}" for number in range(1, 3001)])

    def test_they_are_the_same_each_time(self):
        self.assertEqual(made("records.py", "3000"), self.text)

    def test_columns_are_those_of_the_real_practices(self):
        with (ROOT / "data" / "practices.csv").open(newline="", encoding="utf-8") as source:
            self.assertEqual(list(self.rows[0]), next(csv.reader(source)))

    def test_words_are_as_uneven_as_words_are(self):
        count = Counter(word for row in self.rows for word in
                        set(re.findall(r"\w+", f"{row['title_fr']} {row['summary_fr']}")))
        self.assertGreater(count["culture"], 0.6 * len(self.rows))
        self.assertGreater(sum(1 for n in count.values() if n == 1), 3000)

    def test_codes_are_uneven(self):
        for column in ("parties", "activities", "sectors"):
            count = Counter(code for row in self.rows for code in row[column].split(";") if code)
            (_, most), *_, (_, least) = count.most_common()
            self.assertGreater(most, 8 * least, column)

    def test_an_end_is_not_before_its_start(self):
        ends = [row for row in self.rows if row["end_year"]]
        self.assertTrue(ends)
        self.assertTrue(all(row["start_year"] <= row["end_year"] for row in ends))


class Filters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = made("filters.py")

    def test_they_are_distinct_and_the_same_each_time(self):
        self.assertEqual(len(set(self.text.splitlines())), 2000)
        self.assertEqual(made("filters.py"), self.text)

    def test_words_and_orders_can_be_left_out(self):
        plain = made("filters.py", "--without-words", "--without-order").splitlines()
        self.assertEqual(len(set(plain)), 2000)
        for name in ("q=", "sort="):
            self.assertIn(name, self.text)
            self.assertNotIn(name, "".join(plain))


if __name__ == "__main__":
    unittest.main()
