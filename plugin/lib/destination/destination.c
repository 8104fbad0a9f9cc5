/*
 * destination - where does this recipient's mail really go?
 */
#include "lib/destination/destination.h"

#include "lib/destination/catalogue.h"

bool
destination_has_provider(const struct catalogue *catalogue, const char *id)
{
	return catalogue_provider(catalogue, id) != NULL;
}

bool
destination_is_own(const struct address *address,
    const struct text_list *own_domains)
{
	if (address->kind == ADDRESS_BARE)
		return true;
	if (address->kind != ADDRESS_DOMAIN)
		return false;
	for (size_t i = 0; i < own_domains->count; i++)
		if (address_domain_is(address->domain, own_domains->items[i]))
			return true;
	return false;
}

static enum rc
own_look(const struct destination_question *question,
    struct destination *destination, struct err *err)
{
	(void)err;
	if (!destination_is_own(question->address, question->own_domains))
		return RC_END;
	destination->class = DESTINATION_OWN;
	destination->provider = "own";
	destination->provider_name = "this organisation";
	destination->confidence = 95;
	destination->level = DESTINATION_RECIPIENT;
	destination->evidence = "It is a domain of this organisation.";
	return RC_OK;
}

static enum rc
catalogue_look(const struct destination_question *question,
    struct destination *destination, struct err *err)
{
	const struct catalogue_provider *p;
	const char *entry;

	if (question->address->kind != ADDRESS_DOMAIN)
		return RC_END;
	p = catalogue_find(question->catalogue, question->address->domain,
	    &entry);
	if (p == NULL)
		return RC_END;
	destination->class = DESTINATION_PROVIDER;
	destination->provider = p->id;
	destination->provider_name = p->name;
	destination->jurisdiction = p->jurisdiction;
	destination->parent = p->parent;
	destination->kinds = p->kinds;
	destination->kind_count = p->kind_count;
	destination->authorizations = p->authorizations;
	destination->authorization_count = p->authorization_count;
	destination->confidence = p->verified ? 95 : 85;
	destination->level = DESTINATION_RECIPIENT;
	destination->evidence = arena_printf(question->arena,
	    "The address domain %s is listed for %s.", entry, p->name);
	return destination->evidence != NULL ? RC_OK :
	    arena_full(question->arena, "The destination", err);
}

static const struct destination_source destination_source_own = {
	.name = "own", .look = own_look,
};
static const struct destination_source destination_source_catalogue = {
	.name = "catalogue", .look = catalogue_look,
};

const struct destination_source *const *
destination_sources(size_t *count)
{
	static const struct destination_source *const sources[] = {
#define DESTINATION_SOURCE(name) &destination_source_##name,
#include "lib/destination/source.def"
#undef DESTINATION_SOURCE
	};

	*count = sizeof sources / sizeof sources[0];
	return sources;
}

enum rc
destination_find(const struct destination_question *question,
    struct destination *destination, struct err *err)
{
	size_t count;
	const struct destination_source *const *sources =
	    destination_sources(&count);

	*destination = (struct destination){
		.class = DESTINATION_UNKNOWN,
		.domain = question->address->domain,
		.provider = "unknown", .provider_name = "an unknown place",
		.jurisdiction = "", .parent = "", .source = "",
		.level = DESTINATION_RECIPIENT,
		.evidence = "Nothing tells whose place this is.",
	};
	for (size_t i = 0; i < count; i++) {
		enum rc rc = sources[i]->look(question, destination, err);

		if (rc == RC_OK)
			destination->source = sources[i]->name;
		if (rc != RC_END)
			return rc;
	}
	return RC_OK;
}

const char *
destination_class_name(enum destination_class class)
{
	switch (class) {
	case DESTINATION_UNKNOWN:
		return "unknown";
	case DESTINATION_PROVIDER:
		return "provider";
	case DESTINATION_OWN:
		return "own";
	}
	return "unknown";
}

const char *const *
destination_kinds(void)
{
	static const char *const kinds[] = {
#define DESTINATION_KIND(name, title) #name,
#include "lib/destination/kind.def"
#undef DESTINATION_KIND
		NULL,
	};

	return kinds;
}
