/*
 * test_address - promises of lib/address and of lib/policy/direction.
 */
#include "lib/envelope.h"
#include "lib/policy/direction.h"
#include "unit/unit.h"

static void
addresses_are_read_as_the_mta_reads_them(void)
{
	static const struct {
		const char *given;
		enum address_kind kind;
		const char *domain;
	} rows[] = {
		{"<a@Example.ORG>", ADDRESS_DOMAIN, "example.org"},
		{"a@example.org", ADDRESS_DOMAIN, "example.org"},
		{" <a@example.org.> ", ADDRESS_DOMAIN, "example.org"},
		{"<@relay.example,@two.example:a@b.example>",
		    ADDRESS_DOMAIN, "b.example"},
		{"<>", ADDRESS_NULL, ""}, {"", ADDRESS_NULL, ""},
		{"root", ADDRESS_BARE, ""}, {"<root>", ADDRESS_BARE, ""},
		{"a@[192.0.2.1]", ADDRESS_LITERAL, "[192.0.2.1]"},
		{"a@[IPv6:2001:DB8::1]", ADDRESS_LITERAL,
		    "[ipv6:2001:db8::1]"},
		{"a%gmail.com@example.org", ADDRESS_ODD, "example.org"},
		{"gmail.com!a@example.org", ADDRESS_ODD, "example.org"},
		{"a@gmail.com@example.org", ADDRESS_ODD, "example.org"},
		{"\"a@gmail.com\"@example.org", ADDRESS_ODD, "example.org"},
		{"a%gmail.com", ADDRESS_ODD, ""},
		{"a@", ADDRESS_ODD, ""}, {"a@.", ADDRESS_ODD, ""},
		{"a@example..org", ADDRESS_ODD, "example..org"},
		{"a@example.org..", ADDRESS_ODD, "example.org."},
		{"a@exa mple.org", ADDRESS_ODD, "exa mple.org"},
		{"a@.example.org", ADDRESS_ODD, ".example.org"},
		{"\xc3\xa4@b\xc3\xbc" "cher.example", ADDRESS_DOMAIN,
		    "b\xc3\xbc" "cher.example"},
	};
	struct arena *arena = arena_new(1 << 20);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct address a;
		struct err err;

		CHECK_RC(address_read(arena, rows[i].given, &a, &err), RC_OK,
		    &err);
		CHECK_TEXT(a.given, rows[i].given);
		CHECK_TEXT(a.domain, rows[i].domain);
		CHECK_NUMBER(a.kind, rows[i].kind);
	}
	arena_free(arena);
}

static void
lists_match_at_label_boundaries(void)
{
	CHECK(address_domain_is("example.org", "example.org"));
	CHECK(address_domain_is("example.org", "Example.ORG"));
	CHECK(!address_domain_is("sub.example.org", "example.org"));
	CHECK(address_domain_is("sub.example.org", ".example.org"));
	CHECK(address_domain_is("a.b.example.org", ".example.org"));
	CHECK(!address_domain_is("example.org", ".example.org"));
	CHECK(!address_domain_is("badexample.org", "example.org"));
	CHECK(!address_domain_is("badexample.org", ".example.org"));
	CHECK(!address_domain_is("example.org.evil.test", "example.org"));
	CHECK(!address_domain_is("", ""));
	CHECK(!address_domain_is("", "."));
}

/* Whoever names a mailbox means it in every spelling that reaches it. */
static void
an_address_is_known_in_every_spelling(void)
{
	static const struct {
		const char *given, *entry;
		bool is;
	} rows[] = {
		{"<ann@example.org>", "ann@example.org", true},
		{"<ANN@Example.ORG>", "ann@example.org", true},
		{"<ann@example.org.>", "ann@example.org", true},
		{"<\"ann\"@example.org>", "ann@example.org", true},
		{"<\"a\\nn\"@example.org>", "Ann@Example.org", true},
		{"<@relay.test:ann@example.org>", "ann@example.org", true},
		{"<\"ann@example.org>", "ann@example.org", false},
		{"<\"\"@example.org>", "ann@example.org", false},
		{"<\"anna\"@example.org>", "ann@example.org", false},
		{"<\"an\"@example.org>", "ann@example.org", false},
		{"<\"ann\\\"@example.org>", "ann@example.org", false},
		{"<ann@example.org.evil.test>", "ann@example.org", false},
		{"<ann>", "ann@example.org", false},
		{"<>", "ann@example.org", false},
		{"<bob@example.org.>", "example.org", true},
	};
	struct arena *arena = arena_new(1 << 16);
	struct address address;
	struct err err;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_RC(address_read(arena, rows[i].given, &address, &err),
		    RC_OK, &err);
		if (address_is(&address, rows[i].entry) != rows[i].is)
			CHECK_TEXT(rows[i].given, rows[i].entry);
	}
	arena_free(arena);
}

static void
networks_are_compared_bit_by_bit(void)
{
	CHECK(direction_in_block("192.0.2.1", "192.0.2.0/24"));
	CHECK(!direction_in_block("192.0.3.1", "192.0.2.0/24"));
	CHECK(direction_in_block("192.0.3.1", "192.0.2.0/23"));
	CHECK(direction_in_block("10.1.2.3", "0.0.0.0/0"));
	CHECK(direction_in_block("10.1.2.3", "10.1.2.3"));
	CHECK(!direction_in_block("10.1.2.4", "10.1.2.3"));
	CHECK(direction_in_block("IPv6:2001:db8::1", "2001:db8::/32"));
	CHECK(!direction_in_block("IPv6:2001:db9::1", "2001:db8::/32"));
	CHECK(direction_in_block("::ffff:127.0.0.1", "127.0.0.0/8"));
	CHECK(direction_in_block("[127.0.0.1]", "127.0.0.0/8"));
	CHECK(!direction_in_block("127.0.0.1", "127.0.0.0/33"));
	CHECK(!direction_in_block("127.0.0.1", "127.0.0.0/x"));
	CHECK(!direction_in_block("localhost", "127.0.0.0/8"));
	CHECK(!direction_in_block("", "127.0.0.0/8"));
	CHECK(!direction_in_block("127.0.0.1", ""));
	CHECK(!direction_in_block("127.0.0.1", "::/0"));
}

/* The table at the top of direction.c, with hostile twins. */
static void
direction_follows_its_table(void)
{
	static const char *own[] = {"example.org", ".example.org"};
	static const char *nets[] = {"192.0.2.0/24"};
	static const char *listeners[] = {"submission"};
	struct config config = {
		.own_domains = {own, 2}, .trusted_networks = {nets, 1},
		.submission_listeners = {listeners, 1},
	};
	static const struct {
		const char *sender, *recipient, *client, *user, *listener;
		bool local;
		enum direction want;
	} rows[] = {
		{"a@example.org", "b@example.org", "192.0.2.9", "", "", false,
		    DIRECTION_internal},
		{"", "b@example.org", "192.0.2.9", "", "", false,
		    DIRECTION_internal},
		{"a@example.org", "b@sub.example.org", "", "", "", true,
		    DIRECTION_internal},
		{"a@example.org", "root", "", "", "", true,
		    DIRECTION_internal},
		{"a@example.org", "b@example.org", "198.51.100.1", "", "",
		    false, DIRECTION_inbound},
		{"", "b@example.org", "198.51.100.1", "", "", false,
		    DIRECTION_inbound},
		{"x@other.test", "b@example.org", "192.0.2.9", "", "", false,
		    DIRECTION_inbound},
		{"a@example.org", "x@other.test", "192.0.2.9", "", "", false,
		    DIRECTION_outbound},
		{"a@example.org", "x@other.test", "198.51.100.1", "", "",
		    false, DIRECTION_outbound},
		{"x@other.test", "y@third.test", "198.51.100.1", "alice", "",
		    false, DIRECTION_outbound},
		{"x@other.test", "y@third.test", "198.51.100.1", "",
		    "submission", false, DIRECTION_outbound},
		{"x@other.test", "y@third.test", "198.51.100.1", "", "smtp",
		    false, DIRECTION_forwarded},
		{"x@other.test", "y@third.test", "192.0.2.9", "", "", false,
		    DIRECTION_forwarded},
		{"", "x@other.test", "198.51.100.1", "", "", false,
		    DIRECTION_bounce},
		{"<>", "x@other.test", "192.0.2.9", "alice", "", true,
		    DIRECTION_bounce},
		/* A routed address only looks like ours. */
		{"a@example.org", "x%gmail.com@example.org", "192.0.2.9", "",
		    "", false, DIRECTION_outbound},
		{"a@example.org", "b@example.org.evil.test", "192.0.2.9", "",
		    "", false, DIRECTION_outbound},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *arena = arena_new(1 << 20);
		const struct envelope_client client = {
			.host = "", .address = rows[i].client, .helo = "",
			.user = rows[i].user, .listener = rows[i].listener,
			.queue_id = "", .local = rows[i].local,
		};
		struct envelope env;
		struct err err;

		envelope_begin(&env, arena);
		CHECK_RC(envelope_set_client(&env, &client, &err), RC_OK,
		    &err);
		CHECK_RC(envelope_set_sender(&env, rows[i].sender, NULL,
		    &err), RC_OK, &err);
		CHECK_RC(envelope_add(&env, rows[i].recipient, NULL, NULL,
		    NULL, &err), RC_OK, &err);
		CHECK_TEXT(direction_name(direction_of(&env,
		    &env.recipients[0].address, &config)),
		    direction_name(rows[i].want));
		arena_free(arena);
	}
}

static void
the_envelope_keeps_everything_as_given(void)
{
	static const char *const params[] = {"BODY=8BITMIME",
		"NOTIFY=NEVER", NULL};
	struct arena *arena = arena_new(1 << 22);
	struct envelope env;
	struct err err;

	envelope_begin(&env, arena);
	CHECK_RC(envelope_set_sender(&env, "<A@b.test>", params, &err),
	    RC_OK, &err);
	for (int i = 0; i < 1000; i++)
		CHECK_RC(envelope_add(&env, "<C@D.test>", params, "smtp",
		    "[relay]:25", &err), RC_OK, &err);
	CHECK_NUMBER(env.recipient_count, 1000);
	CHECK_TEXT(env.sender.address.given, "<A@b.test>");
	CHECK_TEXT(env.sender.params[1], "NOTIFY=NEVER");
	CHECK(env.sender.params[2] == NULL);
	CHECK_TEXT(env.recipients[999].address.given, "<C@D.test>");
	CHECK_TEXT(env.recipients[999].host, "[relay]:25");
	arena_free(arena);
}

static void
a_full_envelope_is_the_messages_own_limit(void)
{
	struct arena *arena = arena_new(65536);
	struct envelope env;
	enum rc rc = RC_OK;
	struct err err;
	size_t n = 0;

	envelope_begin(&env, arena);
	while (rc == RC_OK && n++ < 100000)
		rc = envelope_add(&env, "<somebody@example.test>", NULL,
		    NULL, NULL, &err);
	CHECK_RC(rc, RC_LIMIT, &err);
	CHECK_NUMBER(env.recipient_count, n - 1);
	arena_free(arena);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(addresses_are_read_as_the_mta_reads_them),
		UNIT(lists_match_at_label_boundaries),
		UNIT(an_address_is_known_in_every_spelling),
		UNIT(networks_are_compared_bit_by_bit),
		UNIT(direction_follows_its_table),
		UNIT(the_envelope_keeps_everything_as_given),
		UNIT(a_full_envelope_is_the_messages_own_limit),
		{NULL, NULL},
	};

	return unit_run("address", tests);
}
