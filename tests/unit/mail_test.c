/* mail_test.c - the outbox, on both engines. */
#include "house_work.h"
#include "id.h"
#include "mail.h"

static const struct letter letter = { .to = { "Reader@B.example", 16 },
	.lang = &languages[LANG_FR],
	.account_id = { "01ARZ3NDEKTSV4RRFFQ69G5FAV", 26 },
	.subject = { "Sujet", 5 },
	.text = { "Texte", 5 } };

static void a_letter_is_put_and_listed(void **state)
{
	struct work *w = *state;
	struct mail found[2];

	mail_put(w, &letter);
	assert_int_equal(mail_list(w, 0, 2, found), 1);
	assert_sound(w);
	assert_true(ulid_is_valid(found[0].id));
	assert_str(found[0].letter.to, letter.to);
	assert_ptr_equal(found[0].letter.lang, letter.lang);
	assert_str(found[0].letter.account_id, letter.account_id);
	assert_text(found[0].letter.subject, "Sujet");
	assert_text(found[0].letter.text, "Texte");
	assert_int_equal(found[0].state, MAIL_WAITING);
	assert_int_equal(found[0].made_at, w->now_ms);
	assert_int_equal(found[0].due_at, w->now_ms);
	assert_int_equal(found[0].ended_at, 0);
	assert_int_equal(found[0].tries, 0);
	assert_text(found[0].fault, "");
}

static void letters_are_listed_by_pages_the_newest_first(void **state)
{
	struct work *w = *state;
	struct mail found[2];
	struct letter l = letter;

	for (size_t i = 0; i < 3; i++) {
		l.subject = str_printf(w->arena, "%zu", i);
		mail_put(w, &l);
	}
	assert_int_equal(mail_list(w, 0, 2, found), 2);
	assert_text(found[0].letter.subject, "2");
	assert_text(found[1].letter.subject, "1");
	assert_int_equal(mail_list(w, found[1].seq, 2, found), 1);
	assert_text(found[0].letter.subject, "0");
	assert_int_equal(mail_list(w, found[0].seq, 2, found), 0);
}

static void letters_that_wait_are_counted(void **state)
{
	struct work *w = *state;
	struct mail_waiting waiting = mail_waiting(w);
	struct mail found[3];

	assert_int_equal(waiting.n, 0);
	assert_int_equal(waiting.since, 0);
	for (size_t i = 0; i < 3; i++)
		mail_put(w, &letter);
	run_text(w, "UPDATE mail SET sent_at = 5 WHERE seq = (SELECT max(seq) FROM mail)");
	run_text(w, "UPDATE mail SET given_up_at = 6 WHERE seq = (SELECT min(seq) FROM mail)");
	waiting = mail_waiting(w);
	assert_int_equal(waiting.n, 1);
	assert_int_equal(waiting.since, w->now_ms);
	assert_int_equal(mail_list(w, 0, 3, found), 3);
	assert_int_equal(found[0].state, MAIL_SENT);
	assert_int_equal(found[0].ended_at, 5);
	assert_int_equal(found[1].state, MAIL_WAITING);
	assert_int_equal(found[2].state, MAIL_GIVEN_UP);
	assert_int_equal(found[2].ended_at, 6);
}

static void an_address_is_marked_however_it_is_written(void **state)
{
	struct work *w = *state;
	struct str fault = S("");

	assert_false(mail_address_has_bounced(w, letter.to, &fault));
	run_text(w, "INSERT INTO mail_address (address, bounced_at, fault) VALUES "
		    "('reader@b.example', 1, '550 Nobody')");
	assert_true(mail_address_has_bounced(w, letter.to, &fault));
	assert_text(fault, "550 Nobody");
	assert_true(mail_address_has_bounced(w, S("READER@b.EXAMPLE"), &fault));
	mail_address_forgive(w, S("READER@b.EXAMPLE"));
	assert_false(mail_address_has_bounced(w, letter.to, &fault));
}

static void what_is_too_long_is_cut_between_characters(void **state)
{
	struct work *w = *state;
	struct out o = out_new(w->arena, 1 << 20);
	struct letter l = letter;
	struct mail found[1];

	for (size_t i = 0; i < MAIL_TEXT_MAX + 1; i++)
		out_z(&o, "é");
	l.text = l.subject = out_done(&o);
	mail_put(w, &l);
	assert_int_equal(mail_list(w, 0, 1, found), 1);
	assert_int_equal(found[0].letter.subject.n, 2 * MAIL_SUBJECT_MAX);
	assert_int_equal(found[0].letter.text.n, 2 * MAIL_TEXT_MAX);
}

static void what_is_rolled_back_leaves_no_letter(void **state)
{
	struct work *w = *state;
	struct mail found[1];

	mail_put(w, &letter);
	db_rollback(w->db);
	db_begin(w->db);
	assert_int_equal(mail_list(w, 0, 1, found), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(a_letter_is_put_and_listed),
		IN_HOUSE(letters_are_listed_by_pages_the_newest_first),
		IN_HOUSE(letters_that_wait_are_counted),
		IN_HOUSE(an_address_is_marked_however_it_is_written),
		IN_HOUSE(what_is_too_long_is_cut_between_characters),
		IN_HOUSE(what_is_rolled_back_leaves_no_letter),
	};

	return RUN_IN_HOUSES("mail", tests);
}
