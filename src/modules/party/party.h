/*
 * party.h - the Parties to the Convention: what is known of each, and how sure that is (R007,
 * R008).
 *
 * Public ids are ISO 3166-1 alpha-3, EUE for the European Union. States: published. The records are
 * the truth; the code list "party", by which other kinds are narrowed, is made from them whenever
 * they are loaded. Other vocabularies: group (I to Vb), region, certainty, deposit_type, and yes or
 * no of ldc, sids and developing. The European Union belongs to no group.
 */
#ifndef PARTY_H
#define PARTY_H

#include "module.h"

/* In the order of parties.csv. */
#define PARTY_FIELDS(X) \
	X(LINE, iso2, .label = N_("Code of two letters"), .max = 2, \
		.hint = N_("ISO 3166-1 alpha-2; EU for the European Union.")) \
	X(LINE, m49, .label = N_("Numeric code"), .max = 3, \
		.hint = N_("The code M49 of the United Nations.")) \
	X(TEXT, name, .label = N_("Name"), .flags = F_REQUIRED | F_SEARCH, .max = 200, \
		.hint = N_("The name as the United Nations write it.")) \
	X(CODE, electoral_group, .label = N_("Electoral group"), .vocabulary = "group", \
		.flags = F_FILTER, .hint = N_("Its electoral group at UNESCO.")) \
	X(CODE, electoral_group_checked, .label = N_("How sure the group is"), \
		.vocabulary = "certainty", .hint = N_("What the electoral group rests on.")) \
	X(CODE, unesco_region, .label = N_("Region of UNESCO"), .vocabulary = "region", \
		.flags = F_FILTER, .hint = N_("The region of UNESCO it belongs to.")) \
	X(CODE, unesco_region_basis, .label = N_("Basis of the region"), \
		.vocabulary = "region_basis", .hint = N_("What the region rests on.")) \
	X(DATE, date_deposit, .label = N_("Deposit"), \
		.hint = N_("When it deposited its instrument; empty when that is not known.")) \
	X(CODE, date_checked, .label = N_("How sure the date of deposit is"), \
		.vocabulary = "certainty", .hint = N_("What the date of deposit rests on.")) \
	X(CODE, deposit_type, .label = N_("Instrument"), .vocabulary = "deposit_type", \
		.hint = N_("By what kind of instrument it became a Party.")) \
	X(CODE, type_checked, .label = N_("How sure the instrument is"), \
		.vocabulary = "certainty", .hint = N_("What the kind of instrument rests on.")) \
	X(DATE, entry_into_force, .label = N_("Entry into force"), \
		.hint = N_("When the Convention entered into force for it.")) \
	X(YESNO, ldc, .label = N_("Least developed country"), .vocabulary = "ldc", \
		.flags = F_FILTER, .hint = N_("Whether it is on the list of the United Nations.")) \
	X(YESNO, sids, .label = N_("Small island developing State"), .vocabulary = "sids", \
		.flags = F_FILTER, .hint = N_("Whether it is on the list of the United Nations.")) \
	X(YESNO, developing_m49, .label = N_("Developing country"), .vocabulary = "developing", \
		.flags = F_FILTER, \
		.hint = N_("As the standard M49 of the United Nations counted, until 2021.")) \
	X(YESNO, ifcd_listed_2017, .label = N_("Eligible for the Fund in 2017"), \
		.hint = N_("Whether a list of 2017 names it as eligible for the International " \
			   "Fund for Cultural Diversity; empty when the list was not found.")) \
	X(CODE, checked, .label = N_("How sure it is that it is a Party"), \
		.vocabulary = "certainty", .flags = F_FILTER, \
		.hint = N_("What it rests on that it is a Party.")) \
	X(LINE, sources, .label = N_("Sources"), .max = 1000, \
		.hint = N_("Where this was found, parted by semicolons.")) \
	X(TEXT, note, .label = N_("Note"), .max = 1000, \
		.hint = N_("What a reader should know of how sure this is.")) \
	X(DATE, as_of, .label = N_("Date of the data"), \
		.hint = N_("The day these facts were gathered."))

struct party {
	struct record record;
	PARTY_FIELDS(FIELD_MEMBER)
};

extern const struct kind party_kind;
extern const struct module party_module;

#endif
