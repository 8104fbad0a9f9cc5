/*
 * validate_secret - does this look like a secret, or like talk about one?
 *
 * Keys of services carry their kind in front; what is checked here is what
 * that leaves open: that a token has the parts it must have, that a password
 * is none of the placeholders people write into manuals.
 */
#include "scanner/match/number.h"

enum { SIX_BITS = 64, HEADER_MOST = 400 };

/* The value of a base64url character, 64 for anything else. */
static unsigned
base64url(unsigned char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return byte - 'A';
	if (byte >= 'a' && byte <= 'z')
		return byte - 'a' + 26u;
	if (byte_is_digit(byte))
		return byte - '0' + 52u;
	if (byte == '-' || byte == '_')
		return byte == '-' ? 62 : 63;
	return SIX_BITS;
}

static struct slice
decoded(struct slice text, unsigned char room[HEADER_MOST])
{
	size_t len = 0;
	uint32_t bits = 0;
	unsigned count = 0;

	for (size_t i = 0; i < text.len && len < HEADER_MOST; i++) {
		unsigned six = base64url(text.at[i]);

		if (six == SIX_BITS)
			return (struct slice){0};
		bits = bits << 6 | six;
		count += 6;
		if (count >= 8) {
			count -= 8;
			room[len++] = (unsigned char)(bits >> count);
		}
	}
	return slice_bytes(room, len);
}

/* RFC 7515 section 4.1.1: the header of a token names its algorithm. */
static enum validity
jwt_check(struct slice value)
{
	unsigned char room[HEADER_MOST];
	struct slice rest = value, header;

	if (!slice_cut(&rest, '.', &header) || !rest.len)
		return VALID_NO;
	header = decoded(header, room);
	if (header.len < 2 || header.at[0] != '{' ||
	    slice_find(header, slice_of("\"alg\"")) == SIZE_MAX)
		return VALID_NO;
	return VALID_YES;
}

/* Amazon's own examples end in EXAMPLE. */
static enum validity
aws_key_check(struct slice value)
{
	if (value.len < 20)
		return VALID_NO;
	return slice_find(value, slice_of("EXAMPLE")) != SIZE_MAX ?
	    VALID_SPECIMEN : VALID_YES;
}

/* The last word of a text: the password itself, with the padding of base64. */
static struct slice
last_word(struct slice text)
{
	enum { PADDING_MOST = 2 };
	size_t end = text.len, start;

	while (end && (byte_is_space(text.at[end - 1]) ||
	    strchr("\"'`,;.)", text.at[end - 1])))
		end--;
	start = end;
	while (start && end - start < PADDING_MOST && text.at[start - 1] == '=')
		start--;
	while (start && !byte_is_space(text.at[start - 1]) &&
	    text.at[start - 1] != ':' && text.at[start - 1] != '=')
		start--;
	while (start < end && strchr("\"'`(", text.at[start]))
		start++;
	return slice_sub(text, start, end);
}

static bool
is_placeholder(struct slice word)
{
	static const char *const starts[] = {"your", "xxx", "***", "...", "---",
		"___", "http", "mailto", "changeme", "password", "null",
		"none", "true", "false", "required", "example", "optional",
		"mytoken", "mysecret", "mypass", "my_", "my-", "insert",
		"replace", "dummy", NULL};

	if (word.len < 4 || !byte_is_alnum(word.at[0]))
		return word.len < 4 || strchr("<[{$%&(*-_=.", word.at[0]);
	for (size_t i = 0; starts[i]; i++)
		if (slice_starts_nocase(word, slice_of(starts[i])))
			return true;
	return validator_uniform(word);
}

/* Two kinds of characters at least: lower, upper after the first, digit, sign. */
static bool
is_mixed(struct slice word)
{
	bool lower = false, upper = false, digit = false, sign = false;

	for (size_t i = 0; i < word.len; i++) {
		unsigned char byte = word.at[i];

		lower = lower || (byte >= 'a' && byte <= 'z');
		upper = upper || (i && byte >= 'A' && byte <= 'Z');
		digit = digit || byte_is_digit(byte);
		sign = sign || (byte > ' ' && !byte_is_alnum(byte) &&
		    byte != '-' && byte != '/' && byte != '.');
	}
	return lower + upper + digit + sign >= 2;
}

/* A path, an address, a name in a program: what settings hold that is no secret. */
static bool
is_reference(struct slice word)
{
	static const char *const signs[] = {"://", "./", "~/", "process.env",
		"os.environ", "getenv", "config.", "settings.", "self.",
		"this.", "vault:", "secret:", "arn:", "ref:", NULL};
	static const char *const ends[] = {".pem", ".key", ".json", ".txt",
		".yml", ".yaml", ".properties", ".conf", ".html", ".php",
		".js", ".py", NULL};

	if (word.at[0] == '/' || slice_find_byte(word, '\\') == 1)
		return true;
	for (size_t i = 0; signs[i]; i++)
		if (slice_starts_nocase(word, slice_of(signs[i])) ||
		    (!i && slice_find(word, slice_of(signs[i])) != SIZE_MAX))
			return true;
	for (size_t i = 0; ends[i]; i++)
		if (slice_ends_nocase(word, slice_of(ends[i])))
			return true;
	return false;
}

/* Words that go on with a sentence: "user name and password before ...". */
static bool
is_of_sentence(struct slice word)
{
	static const char *const words[] = {"a", "after", "also", "and", "are",
		"as", "at", "authentication", "be", "before", "but",
		"by", "can", "change", "combination", "credentials", "do",
		"during", "each", "every", "field", "fields", "file", "for",
		"from", "has", "have", "if", "in", "into", "is", "it", "may",
		"must", "not", "of", "on", "only", "or", "over", "pair",
		"part", "per", "policy", "portion", "prompt", "reset",
		"separated", "separately", "should", "so", "string", "than",
		"that", "the", "then", "there", "this", "to", "until", "used",
		"using", "via", "was", "when", "where", "which", "while",
		"will", "with", "without", "you", "your", NULL};

	for (size_t i = 0; words[i]; i++)
		if (slice_is_text_nocase(word, words[i]))
			return true;
	return false;
}

static bool
is_capitalised(struct slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if (i ? word.at[i] < 'a' || word.at[i] > 'z' :
		    word.at[i] < 'A' || word.at[i] > 'Z')
			return false;
	return word.len > 0;
}

/* Does ':' or '=' stand between the password and what names it? */
static bool
is_assigned(struct slice value, struct slice word)
{
	size_t at = (size_t)(word.at - value.at);

	while (at && (byte_is_space(value.at[at - 1]) ||
	    strchr("\"'`(", value.at[at - 1])))
		at--;
	return at && (value.at[at - 1] == ':' || value.at[at - 1] == '=');
}

/*
 * "password: value".  A user's name beside it, or a value of several kinds of
 * characters, says that it is one; without a sign before it no word that a
 * sentence could go on with is.
 */
static enum validity
password_check(struct slice value)
{
	struct slice word = last_word(value);
	bool pair = slice_starts_nocase(value, slice_of("user")) ||
	    slice_starts_nocase(value, slice_of("login"));

	if (is_placeholder(word) || is_reference(word))
		return VALID_NO;
	if (!is_assigned(value, word) && (is_of_sentence(word) ||
	    is_capitalised(word)))
		return VALID_NO;
	return pair || (word.len >= 6 && is_mixed(word)) ? VALID_YES :
	    VALID_NO;
}

/*
 * "password value" with nothing between them is how talk goes on too: it takes
 * a letter, a digit and a sign that no name or address has.
 */
static enum validity
password_bare_check(struct slice value)
{
	enum { LEAST = 8 };
	struct slice word = last_word(value);
	bool letter = false, digit = false, sign = false;

	if (word.len < LEAST || is_placeholder(word) || is_reference(word))
		return VALID_NO;
	for (size_t i = 0; i < word.len; i++) {
		unsigned char byte = word.at[i];

		letter = letter || byte_is_alpha(byte);
		digit = digit || byte_is_digit(byte);
		sign = sign || (byte && strchr("!#$%^*", byte));
	}
	return letter && digit && sign ? VALID_YES : VALID_NO;
}

static bool
has_digit_and_letter(struct slice word)
{
	bool digit = false, letter = false;

	for (size_t i = 0; i < word.len; i++) {
		digit = digit || byte_is_digit(word.at[i]);
		letter = letter || byte_is_alpha(word.at[i]);
	}
	return digit && letter;
}

/* "AccountKey=...=": keys of 256 and 512 bits are what `base64_key` is for. */
static bool
is_base64_key(struct slice value, struct slice word)
{
	struct slice name = slice_sub(value, 0, (size_t)(word.at - value.at));

	return (word.len == 44 || word.len == 88) &&
	    word.at[word.len - 1] == '=' &&
	    slice_find_nocase(name, slice_of("key")) != SIZE_MAX;
}

/* "DB_PASSWORD=value": of several kinds of characters, and no reference. */
static enum validity
setting_check(struct slice value)
{
	enum { LEAST = 8, DIFFERENT_LEAST = 6 };
	struct slice word = last_word(value);

	if (word.len < LEAST || is_placeholder(word) || is_reference(word) ||
	    is_base64_key(value, word))
		return VALID_NO;
	return is_mixed(word) && has_digit_and_letter(word) &&
	    validator_different(word) >= DIFFERENT_LEAST ? VALID_YES : VALID_NO;
}

/* The same in a cell of a table: one word, and nothing else beside it. */
static enum validity
cell_password_check(struct slice value)
{
	struct slice word = slice_trim(value);

	for (size_t i = 0; i < word.len; i++)
		if (byte_is_space(word.at[i]))
			return VALID_NO;
	if (slice_find_byte(word, '/') != SIZE_MAX &&
	    slice_find_byte(word, '.') != SIZE_MAX)
		return VALID_NO;	/* a path */
	return setting_check(word);
}

/* The same between quotes or tags of a program or XML: the last of them. */
static enum validity
code_password_check(struct slice value)
{
	static const char ends[] = "\"'<>";
	struct slice word = value;

	while (word.len && strchr(ends, word.at[word.len - 1]))
		word.len--;
	for (size_t i = word.len; i-- > 0; )
		if (strchr(ends, word.at[i])) {
			word = slice_sub(word, i + 1, word.len);
			break;
		}
	return setting_check(word);
}

/* The password at the end of a command: behind "-p", ':' or '/', before '@'. */
static enum validity
command_check(struct slice value)
{
	enum { LEAST = 5 };
	struct slice word;

	value = slice_trim(value);
	while (value.len && strchr("@\"'", value.at[value.len - 1]))
		value.len--;
	word = last_word(value);
	if (slice_starts(word, slice_of("-p")))
		word = slice_sub(word, 2, word.len);
	for (size_t at; (at = slice_find_byte(word, '/')) != SIZE_MAX; )
		word = slice_sub(word, at + 1, word.len);
	return word.len >= LEAST && !is_placeholder(word) && is_mixed(word) ?
	    VALID_YES : VALID_NO;
}

/* The same in an address, RFC 3986 section 3.2.1; manuals write "user:pass". */
static enum validity
http_auth_check(struct slice value)
{
	static const char *const examples[] = {"pass", "password", "passwd",
		"pw", "pwd", "secret", "token", "apikey", "xxxx", NULL};
	size_t at = slice_find(value, slice_of("://"));
	struct slice rest = value, user, password;

	if (at == SIZE_MAX || !slice_starts_nocase(value, slice_of("http")))
		return value.len ? VALID_YES : VALID_NO;	/* a field */
	rest = slice_sub(value, at + 3, value.len);
	if (!slice_cut(&rest, ':', &user) || !slice_cut(&rest, '@', &password))
		return VALID_NO;
	for (size_t i = 0; examples[i]; i++)
		if (slice_is_text_nocase(password, examples[i]))
			return VALID_NO;
	return is_placeholder(password) ? VALID_NO : VALID_YES;
}

/* RFC 7617 section 2: user, colon, password, in base64. */
static enum validity
basic_auth_check(struct slice value)
{
	enum { PASSWORD_LEAST = 4 };
	unsigned char room[HEADER_MOST];
	struct slice word, user, rest;

	value = slice_trim(value);
	while (value.len && strchr("=\"',", value.at[value.len - 1]))
		value.len--;
	word = last_word(value);
	rest = decoded(word, room);
	for (size_t i = 0; i < rest.len; i++)
		if (rest.at[i] < ' ' || rest.at[i] > '~')
			return VALID_NO;
	return slice_cut(&rest, ':', &user) && user.len &&
	    rest.len >= PASSWORD_LEAST ? VALID_YES : VALID_NO;
}

static const char *const jwt_good[] = {
	"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLXdpdGgtbGVuZ3Ro",
	"eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UifQ.AAAAAAAAAAAAAAAA",
	"eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ.BBBBBBBBBBBBBBBB", NULL
};
static const char *const jwt_bad[] = {
	"eyJub3QiOiJhIHRva2VuIn0.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
	"eyJhbGciOiJIUzI1NiJ9", "eyJhbGci!iJIUzI1NiJ9.eyJ9.xx", "",
	"abcdefghijklmnop.abcdefgh.abcdefgh", NULL
};
const struct validator validate_jwt = {
	.name = "jwt", .title = "JSON web token", .check = jwt_check,
	.mask = MASK_LENGTH, .raw = true, .good = jwt_good, .bad = jwt_bad,
};

static const char *const aws_good[] = {
	"AKIAQ7XK3NB2M5PLWZ4T", "ASIAQ7XK3NB2M5PLWZ4T",
	"aws_secret_access_key = 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", NULL
};
static const char *const aws_bad[] = {"AKIA", "", "AKIAQ7XK3NB2M5PLWZ4", NULL};
static const char *const aws_specimens[] = {"AKIAIOSFODNN7EXAMPLE",
	"aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", NULL};
const struct validator validate_aws_key = {
	.name = "aws_key", .title = "AWS key", .check = aws_key_check,
	.mask = MASK_LENGTH, .raw = true, .good = aws_good, .bad = aws_bad,
	.specimens = aws_specimens,
};

static const char *const password_good[] = {
	"password: Tr0ub4dor", "Passwort: gr!nsekatze",
	"username: root password: root", "login snoop pw biggreenhat", NULL
};
static const char *const password_bad[] = {
	"password: your-password-1", "password: <secret1>", "password: ********",
	"password: ${DB_PASS1}", "password: abc", "password: is", "",
	"password reset", "user: joe password: <none>", "PWD: '/srv/app'",
	"username and password before", "User Name and Password Disclosure",
	NULL
};
const struct validator validate_password = {
	.name = "password", .title = "password in clear",
	.check = password_check, .mask = MASK_LENGTH, .raw = true,
	.good = password_good, .bad = password_bad,
};

static const char *const password_bare_good[] = {
	"wachtwoord Polder-Wind#274", "Passwort Fjord%Lampe58 ",
	"password q8#Zt91kLmv.", NULL
};
static const char *const password_bare_bad[] = {
	"password must-have", "password field_id2", "password OAuth2-Token",
	"password anna2@roe-partners.com", "password ${MAIL_PASSWORD1}",
	"password q8#Zt9", "password https://id.example/#q=8",
	"password C++20-Build", "", NULL
};
const struct validator validate_password_bare = {
	.name = "password_bare", .title = "password behind its name",
	.check = password_bare_check, .mask = MASK_LENGTH, .raw = true,
	.good = password_bare_good, .bad = password_bare_bad,
};

static const char *const setting_good[] = {
	"DB_PASSWORD=q8#Zt91kLmv", "api_key: \"9f8e7d6c5b4a39281706\"",
	"client_secret = Kd83hf-92hdkWq0", "export SECRET_KEY='x7Gh2mQp99'",
	"password=k3J9vQ0xZrT7bYp2LmN8cQ==,", NULL
};
static const char *const setting_bad[] = {
	"password=changeme1", "api_key=YOUR_API_KEY_1", "secret=/run/secrets/db1",
	"password=${DB_PASS1}", "secret=aaaaaaa1", "private_key=server1.pem",
	"access_key=process.env.KEY1", "secret: important", "secret====",
	"access_key=k3J9vQ0xZrT7bYp2LmN8cWd5FgH1sXaE4uRo6iPqB/z=", "", NULL
};
const struct validator validate_setting = {
	.name = "setting", .title = "secret in a setting",
	.check = setting_check, .mask = MASK_LENGTH, .raw = true,
	.good = setting_good, .bad = setting_bad,
};

static const char *const cell_good[] = {"Sommer2024!", " q8#Zt91kLmv ",
	"3f2b8c1a-4e5f-4a6b-8c7d-9e0f1a2b3c4d", NULL};
static const char *const cell_bad[] = {"see sheet 2", "at least 12 signs",
	"none", "changeme1", "********", "/etc/shadow1",
	"man/de/passwd.5", "", NULL};
const struct validator validate_cell_password = {
	.name = "cell_password", .title = "password in a cell",
	.check = cell_password_check, .mask = MASK_LENGTH, .raw = true,
	.good = cell_good, .bad = cell_bad,
};

static const char *const code_good[] = {
	"ConvertTo-SecureString -String \"q8#Zt91kLmv\"",
	"<setting name=\"password\" value=\"q8#Zt91kLmv\"",
	"<password>q8#Zt91kLmv<", "NetworkCredential(\"anna\", \"Gr4sgruen!7\"",
	NULL
};
static const char *const code_bad[] = {
	"<password>${db.password1}<", "<password>changeme1<", "value=\"\"",
	"ConvertTo-SecureString \"$Password1\"", "<password>required<", "",
	"\"", NULL
};
const struct validator validate_code_password = {
	.name = "code_password", .title = "password in a program or XML",
	.check = code_password_check, .mask = MASK_LENGTH, .raw = true,
	.good = code_good, .bad = code_bad,
};

static const char *const command_good[] = {
	"curl -u admin:S3cretX9", "sshpass -p 'Q9x!mnb2'",
	"mysql -u root -pQ9xmnb2ZZ", "jdbc:oracle:thin:scott/Tiger77x@", NULL
};
static const char *const command_bad[] = {
	"curl -u admin:<password>", "mysql -u root -password",
	"sshpass -p $PASS", "jdbc:oracle:thin:user/pass@", "", NULL
};
const struct validator validate_command_password = {
	.name = "command_password", .title = "password in a command",
	.check = command_check, .mask = MASK_LENGTH, .raw = true,
	.good = command_good, .bad = command_bad,
};

static const char *const basic_good[] = {
	"Authorization: Basic amFuZTpzZWNyZXQx", "\"auth\": \"amFuZTpzZWNyZXQx\"",
	"auth: YWRtaW46SHVudGVyMiF4eXo=", NULL
};
static const char *const basic_bad[] = {
	"auth: requiredvalue", "auth: b2F1dGgyYmVhcmVy", "auth: YTpi", "", NULL
};
const struct validator validate_basic_auth = {
	.name = "basic_auth", .title = "user and password in base64",
	.check = basic_auth_check, .mask = MASK_LENGTH, .raw = true,
	.good = basic_good, .bad = basic_bad,
};

static const char *const http_auth_good[] = {
	"https://jane:s3cr3tpw@intern.", "authorization: bearer abcdef0123456789",
	NULL
};
static const char *const http_auth_bad[] = {
	"https://user:pass@host.", "http://user:password@proxy.",
	"https://jane:<token>@host.", NULL
};
const struct validator validate_http_auth = {
	.name = "http_auth", .title = "password in an address",
	.check = http_auth_check, .mask = MASK_LENGTH, .raw = true,
	.good = http_auth_good, .bad = http_auth_bad,
};
