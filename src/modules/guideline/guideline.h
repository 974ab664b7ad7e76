/*
 * guideline.h - the operational guidelines on digital issues, paragraph by paragraph (R005, R006).
 *
 * A record is a paragraph ("14") or a sub-paragraph ("14.1"); its id is the official number, its
 * words are ours. They are made in the order of the document, so the oldest comes first in it.
 *
 * States: published. Rules: stages stand exactly where their basis says so. They are part of the
 * program: `jalon init` makes them what the shipped file says. Which activities of the Open Roadmap
 * rest on one is for the edition of the framework in force to say (framework.h).
 */
#ifndef GUIDELINE_H
#define GUIDELINE_H

#include "module.h"

#define GUIDELINE_FIELDS(X) \
	X(TEXT, gist, .label = N_("What it says"), .flags = F_REQUIRED | F_SEARCH, .max = 300, \
		.hint = N_("In a sentence, in our words: the adopted text alone has authority.")) \
	X(TEXT, items, .label = N_("Items"), .flags = F_SEARCH, .max = 1000, \
		.hint = N_("Its items without a number, a line each, in our words.")) \
	X(CODE, section, .label = N_("Section"), .vocabulary = "section", \
		.flags = F_REQUIRED | F_FILTER, \
		.hint = N_("The part of the guidelines it is in.")) \
	X(CODES, addressees, .label = N_("Addressees"), .vocabulary = "addressee", \
		.flags = F_FILTER, .hint = N_("Who is to do something.")) \
	X(CODES, value_chain_stages, .label = N_("Stages of the value chain"), \
		.vocabulary = "stage", .flags = F_FILTER, \
		.hint = N_("Stages it is about; empty when it cuts across all of them.")) \
	X(CODE, stage_basis, .label = N_("Basis of the stages"), .vocabulary = "stage_basis", \
		.hint = N_("Whether the text names these stages or we infer them."))

struct guideline {
	struct record record;
	GUIDELINE_FIELDS(FIELD_MEMBER)
};

extern const struct kind guideline_kind;
extern const struct module guideline_module;

#endif
