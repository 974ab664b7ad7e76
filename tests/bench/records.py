#!/usr/bin/env python3
"""Writes a practices.csv of N invented practices, the same for the same N.

Their words are spread as words are: "culture" stands in most texts, the words of the field in
many, each of 40,000 invented names in a few. Codes are skewed too: some Parties, activities and
sectors have a hundred times as many practices as others.
"""

import csv
import itertools
import json
import random
import re
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
BATCH = 5000  # practices drawn at a time
NAMES = 40_000

# Words of the field, the most frequent first: French, English.
TERMS = [line.split(" = ") for line in """
la musique = music
le cinéma = film
les contenus numériques = digital content
les créateurs = creators
les artistes = artists
les plateformes = platforms
le livre = books
la formation = training
les jeunes = young people
les musées = museums
le financement = funding
les données ouvertes = open data
le droit d’auteur = copyright
la découvrabilité = discoverability
les femmes artistes = women artists
le patrimoine = heritage
les bibliothèques = libraries
la diffusion en ligne = online distribution
le spectacle vivant = performing arts
les jeux vidéo = video games
la coopération = cooperation
les langues nationales = national languages
la liberté artistique = artistic freedom
les entreprises culturelles = cultural businesses
les recettes = revenue
la juste rémunération = fair remuneration
la mobilité des artistes = artists’ mobility
les archives = archives
l’audiovisuel public = public broadcasting
les festivals = festivals
les communautés autochtones = indigenous communities
l’édition numérique = digital publishing
le commerce électronique = electronic commerce
les arts visuels = visual arts
la photographie = photography
les écoles d’art = art schools
l’intelligence artificielle = artificial intelligence
les statistiques culturelles = cultural statistics
la fiscalité = taxation
les traités = treaties
l’accès en région = access in the regions
les personnes handicapées = persons with disabilities
les métiers d’art = crafts
la radio communautaire = community radio
l’animation = animation
les algorithmes = algorithms
le mécénat = patronage
les quotas = quotas
les salles de spectacle = venues
la traduction = translation
la mode = fashion
le design = design
l’architecture = architecture
les podcasts = podcasts
la réalité virtuelle = virtual reality
les incubateurs = incubators
les coopératives = cooperatives
les résidences = residencies
le sous-titrage = subtitling
les métadonnées = metadata
la gestion collective = collective management
le doublage = dubbing
les licences libres = open licences
la copie privée = private copying
les conteurs = storytellers
les marionnettes = puppetry
la bande dessinée = comics
l’impression à la demande = print on demand
les tiers-lieux = third places
la blockchain = blockchain
""".strip().splitlines()]

# The first ones name culture; they are drawn more often than the others.
OPENINGS = [line.split(" = ") for line in """
Le ministère de la culture soutient {}, {} et {}. = The Ministry of Culture supports {}, {} and {}.
Ce plan relie culture et numérique\u00a0: il touche {} et {}, avec {}. = \
This plan links culture and digital technology: it concerns {} and {}, with {}.
Une politique de la culture pour {}, {} et {}. = A policy of culture for {}, {} and {}.
Le fonds pour la culture aide {}, {}, puis {}. = The fund for culture helps {}, {}, then {}.
Le programme met en avant {}, {} et {}. = The programme brings forward {}, {} and {}.
Des ateliers portent sur {}, {} et {}. = Workshops deal with {}, {} and {}.
""".strip().splitlines()]
OPENING_WEIGHTS = (30, 20, 10, 8, 18, 14)

CURRENCIES = ("EUR", "USD", "XOF", "CAD", "BRL", "KRW", "TND", "MXN", "GBP")
ONSETS = "b c d f g j k l m n p r s t v z br ch dr fl gr kl mb nd ny pr sh tr th w y".split()
NUCLEI = "a e i o u ai an ao au en eo ia in io on ou é ô ü".split()
CODAS = ["", "", "", "", "", "l", "n", "r", "s", "k", "m"]


def names(count=NAMES):
    """Invented words one can pronounce, the most frequent first."""
    chance = random.Random(2005)
    found = {}
    while len(found) < count:
        length = chance.choices((2, 3, 4), (5, 8, 2))[0]
        found["".join(chance.choice(ONSETS) + chance.choice(NUCLEI) + chance.choice(CODAS)
                      for _ in range(length)).capitalize()] = True
    return list(found)


def falling(count, start):
    """Cumulative weights that fall as those of words do: one over the rank."""
    return list(itertools.accumulate(1 / (start + rank) for rank in range(count)))


def real_sentences():
    """Pairs of sentences of the real practices, the French and the English one."""
    pairs = []
    with (DATA / "practices.csv").open(newline="", encoding="utf-8") as source:
        for row in csv.DictReader(source):
            halves = [re.split(r"(?<=[.!?]) ", row[f"summary_{lang}"]) for lang in ("fr", "en")]
            pairs += zip(*halves)
    return pairs


class Draw:
    """All draws of one seed; each method gives `n` values at once, which is what makes it quick."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        framework = json.loads((DATA / "framework.json").read_text(encoding="utf-8"))
        with (DATA / "parties.csv").open(newline="", encoding="utf-8") as source:
            self.parties = [(row["iso3"], row["name_fr"], row["name_en"])
                            for row in csv.DictReader(source)]
        random.Random(158).shuffle(self.parties)
        self.party_weights = falling(len(self.parties), 3)
        self.activities = [activity["code"] for activity in framework["activities"]]
        random.Random(20).shuffle(self.activities)
        self.activity_weights = falling(len(self.activities), 1)
        self.sectors = [sector["code"] for sector in framework["cultural_sectors"]]
        self.sector_weights = falling(len(self.sectors), 1)
        self.stages = [stage["code"] for stage in framework["value_chain_stages"]]
        self.names = names()
        self.name_weights = falling(NAMES, 50)
        self.term_weights = falling(len(TERMS), 2)
        self.sentences = real_sentences()
        self.sentence_weights = falling(len(self.sentences), 10)

    def of(self, values, n, weights=None, cumulative=None):
        return self.chance.choices(values, weights, cum_weights=cumulative, k=n)

    def lists(self, values, cumulative, lengths, length_weights, n):
        """n texts such as "music;film", each value at most once."""
        counts = self.of(lengths, n, length_weights)
        drawn = iter(self.of(values, sum(counts), cumulative=cumulative))
        return [";".join(dict.fromkeys(itertools.islice(drawn, count))) for count in counts]

    def years(self, n):
        starts = self.of(["", *range(2000, 2026)], n, [14, *(2 + i / 4 for i in range(26))])
        spans = self.of((None, 0, 1, 2, 3, 4, 6, 9), n, (50, 6, 8, 10, 14, 8, 6, 3))
        return [(start, "" if start == "" or span is None else start + span)
                for start, span in zip(starts, spans)]

    def amounts(self, n):
        currencies = self.of(CURRENCIES, n)
        return [(round(self.chance.lognormvariate(13, 2)) * 100 + 100, currency)
                if is_known else ("", "")
                for is_known, currency in zip(self.of((True, False), n, (1, 3)), currencies)]


def related(draw, first, n):
    """One in twenty names an earlier practice."""
    return [f"T-{1 + int(draw.chance.random() * (first + i - 1)):07d}"
            if first + i > 1 and has_one else ""
            for i, has_one in enumerate(draw.of((True, False), n, (1, 19)))]


def batch(draw, first, n):
    """The rows of practices first to first + n - 1."""
    parties = draw.of(draw.parties, n, cumulative=draw.party_weights)
    more = draw.lists([p[0] for p in draw.parties], draw.party_weights, (0, 1, 3), (90, 7, 3), n)
    terms = iter(draw.of(TERMS, 4 * n, cumulative=draw.term_weights))
    called = iter(draw.of(draw.names, 4 * n, cumulative=draw.name_weights))
    columns = zip(parties, more,
                  draw.of(OPENINGS, n, OPENING_WEIGHTS),
                  draw.of(draw.sentences, n, cumulative=draw.sentence_weights),
                  draw.lists(draw.activities, draw.activity_weights, (1, 2, 3), (50, 40, 10), n),
                  draw.years(n), draw.amounts(n),
                  draw.of(("government", "civil society", "private", "intergovernmental"), n,
                          (76, 12, 8, 4)),
                  draw.of(("yes", "no", ""), n),
                  draw.of(("good_practice", "national_example", "cooperation_initiative"), n,
                          (6, 3, 1)),
                  draw.lists(draw.sectors, draw.sector_weights, (0, 1, 2, 3), (3, 4, 2, 1), n),
                  draw.lists(draw.stages, (5, 9, 14, 17), (0, 1, 2, 3), (3, 3, 3, 1), n),
                  related(draw, first, n))
    for number, (party, others, opening, sentence, activities, years, amount, lead, added, example,
                 sectors, stages, link) in enumerate(columns, first):
        (t1_fr, t1), (t2_fr, t2), (t3_fr, t3), (t4_fr, t4) = itertools.islice(terms, 4)
        name, town, second, third = itertools.islice(called, 4)
        yield (f"T-{number:07d}",
               party[0] + (";" + others if others and party[0] not in others else ""),
               f"{town}, {party[1]}", f"{town}, {party[2]}",
               f"{name}\u00a0: {t1_fr} et {t4_fr}", f"{name}: {t1} and {t4}",
               f"{opening[0].format(t1_fr, t2_fr, t3_fr)} {sentence[0]} Avec {second} et {third}.",
               f"{opening[1].format(t1, t2, t3)} {sentence[1]} With {second} and {third}.",
               activities[0], activities, years[0], years[1], lead, *amount,
               f"https://example.org/{number}" if number % 3 == 0 else "",
               added, f"T/{number % 97}", "", example, second if number % 7 == 0 else "",
               sectors, stages, link,
               f"Voir aussi {third}." if number % 6 == 0 else "",
               f"See also {third}." if number % 6 == 0 else "")


COLUMNS = ("id,parties,place_fr,place_en,title_fr,title_en,summary_fr,summary_en,output,activities,"
           "start_year,end_year,lead_type,amount,currency,url,added_since_2018,source_symbol,"
           "source_section,example_type,partners,sectors,value_chain_stages,related_ids,note_fr,"
           "note_en").split(",")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    draw = Draw(1)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    for first in range(1, count + 1, BATCH):
        out.writerows(batch(draw, first, min(BATCH, count + 1 - first)))


if __name__ == "__main__":
    main()
