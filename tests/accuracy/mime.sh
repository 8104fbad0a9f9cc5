#!/bin/bash
# mime.sh - whether every text that other programs find in a mail is found.
#
#   tests/accuracy/mime.sh BUILD [FOLDER]
#
# FOLDER holds sets of mails, some of them broken on purpose.  Three truths:
#   other parser   each text part that Python's email package decodes; nine of
#                  ten of its words must be there, and each of its file names
#   listed parts   MIME-tools' *.ref: each part's decoded size and file name
#   known texts    the files that the PHP parser's mails were written from; one of
#                  them must be there whole
# What is said not to be read (a cause) does not count as found.  Prints counts
# and the missed cases by file name and number, never a text.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: $0 BUILD [FOLDER]" >&2; exit 2; }
build=$(cd "$1" && pwd)
folder=${2:-$here/../../../shared/corpora/mime}
[ -d "$folder" ] || { echo "mime: skipped: there is no $folder"; exit 0; }
command -v python3 > /dev/null || { echo "mime: skipped: there is no python3"; exit 0; }
. "$here/scanner.sh"

find "$folder" -type f \( -name '*.eml' -o -name '*.msg' -o -name '*.raw' \
    -o -name 'm[0-9]*.txt' -o -name 'github*.txt' \) -print0 | sort -z |
    xargs -0 "$build/outmark" extract --config "$work/outmark.yaml" --as mail \
    --json > "$work/ours.jsonl"

python3 - "$work/ours.jsonl" << 'PY'
import email, email.errors, email.policy, glob, html, json, os, re, sys

WORD = re.compile(r'\w{3,}')

def words(text):
    return {w.lower() for w in WORD.findall(text)}

def bare(text):
    """A page without its tags."""
    text = re.sub(r'(?is)<!--.*?-->|<[^>]*>', ' ', text)
    return html.unescape(text)

def decoded(part):
    """Its text, if it is one: pictures are called text now and then."""
    payload = part.get_payload(decode=True) or b''
    if b'\0' in payload or any(isinstance(
            defect, email.errors.InvalidBase64LengthDefect)
            for defect in part.defects):
        return None
    for charset in (part.get_content_charset(), 'utf-8'):
        try:
            return payload.decode(charset or 'ascii')
        except (LookupError, UnicodeError):
            continue
    return None

class Case:
    def __init__(self, row):
        self.file = row['file']
        self.parts = row.get('parts', [])
        self.said = any(p['cause'] for p in self.parts)
        self.text = '\n'.join(t['text'] for p in self.parts
                              for t in p.get('texts', []))
        self.words = words(self.text)
        self.whole = re.sub(r'\s+', '', self.text).lower()
        self.sizes = {n for p in self.parts for n in (p['size'], sum(
            len(t['text']) for t in p.get('texts', [])
            if t['where'] != 'file name'))}
        self.names = {p['name'] for p in self.parts}

def other_parser(case):
    with open(case.file, 'rb') as f:
        mail = email.message_from_binary_file(f, policy=email.policy.compat32)
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            continue
        name = part.get_filename()
        if isinstance(name, str) and name.isascii() and '=?' not in name:
            yield f'{number}/name', name.strip() in case.names or \
                words(name) <= case.words
        if part.get_content_maintype() != 'text':
            continue
        text = decoded(part)
        if text is None:
            continue
        if part.get_content_subtype() == 'html':
            text = bare(text)
        theirs = words(text)
        if theirs:
            yield number, len(theirs & case.words) >= 0.9 * len(theirs)

def listed_parts(case):
    for ref in glob.glob(glob.escape(case.file[:-4]) + '.ref'):
        with open(ref, encoding='latin-1') as f:
            listed = re.findall(r'"((?:Part|Msg)[_0-9]*)" => \{(.*?)\n  \}',
                                f.read(), re.S)
        for key, body in listed:
            field = dict(re.findall(r'"(\w+)" => (?:"((?:[^"\\]|\\.)*)"|\d+)',
                                    body))
            size = re.search(r'"Size" => (\d+)', body)
            name = re.sub(r'\\x\{([0-9a-f]+)\}',
                          lambda m: chr(int(m[1], 16)),
                          field.get('Filename', ''))
            if name:
                yield f'{key}/name', name in case.names or \
                    any(n.endswith(name) for n in case.names) or \
                    words(name) <= case.words
            if size and int(size[1]) > 0:
                # Lines end in one byte there, and the last one may not.
                n = int(size[1])
                yield key, any(-2 <= ours - n <= 2 + n // 10
                               for ours in case.sizes)

def has_body(case):
    with open(case.file, 'rb') as f:
        mail = email.message_from_binary_file(f)
    return any(len(words(decoded(part) or '')) > 20 for part in mail.walk()
               if part.get_content_type() == 'text/plain' and
               not part.is_multipart())

def known_texts(case):
    base = os.path.basename(case.file)
    if not re.match(r'm\d{4}\.txt', base) or not has_body(case):
        return
    texts = []
    for path in glob.glob(os.path.join(os.path.dirname(case.file),
                                       'files__*.txt')):
        with open(path, encoding='latin-1') as f:
            texts.append(re.sub(r'\s+', '', f.read()).lower())
    if texts:
        yield 'text', any(t in case.whole for t in texts)

checks = [('other parser', other_parser), ('listed parts', listed_parts),
          ('known texts', known_texts)]
sets, missed = {}, []
for line in open(sys.argv[1], encoding='utf-8', errors='replace'):
    case = Case(json.loads(line))
    group = re.sub(r'/files$', '', os.path.dirname(case.file)).split('/')[-1]
    row = sets.setdefault(group, {'files': 0, 'said': 0})
    row['files'] += 1
    row['said'] += case.said
    for title, check in checks:
        for where, found in check(case):
            asked, got = row.get(title, (0, 0))
            row[title] = (asked + 1, got + found)
            if not found:
                missed.append((group, title, os.path.basename(case.file),
                               where, case.said))

print(f"{'set':24} {'files':>5} {'causes':>6}",
      *(f'{title:>14}' for title, _ in checks))
for group, row in sorted(sets.items()):
    cells = [row.get(title) for title, _ in checks]
    print(f"{group:24} {row['files']:5} {row['said']:6}",
          *(f"{str(c[1]) + '/' + str(c[0]) if c else '-':>14}" for c in cells))
for group, title, name, where, said in missed:
    print(f"missed: {group}: {title}: {name} part {where}"
          f"{' (a cause is said)' if said else ''}")
PY
