#!/usr/bin/env python3
"""Learn what each group of evidence for contracts is worth.

    train_contracts.py BUILD [CORPORA] [--write] [--seeds=N] [--cases]

Reads the labelled texts that contracts.tsv names below CORPORA, those of texts/
beside this file and the examples of rules/packs/contracts.yaml (both invented, in
seven languages).  What a text has of
each group is asked of the engine itself (`outmark explain --json` of BUILD), so
that training and running cannot differ; its words are those of the text that the engine
saw (`outmark extract --json`).  One linear model is fitted for all kinds together,
over groups and words: a text against a kind is one case, right when the text is of
that kind, wrong when the text is no contract.  Groups of the same sort are drawn
towards their common mean (few texts must not make strong words), no group may count
against its sense, and a word must stand in texts of several families.  Prints
figures of cross validation in which all texts of one family are judged by weights
that never saw that family, for N ways to share families out to folds (the first is
the table); --write makes rules/contracts/weights.yaml and
vocabulary.tsv anew.  Prints ids, kinds and counts, never a text.  Texts in the folders
"heldout" and "apart" are never trained on.  Needs numpy (Debian's python3-numpy).
"""
import datetime
import fnmatch
import glob
import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.join(HERE, '..', '..', 'rules')
PACK = os.path.join(RULES, 'packs', 'contracts.yaml')
WEIGHTS = os.path.join(RULES, 'contracts', 'weights.yaml')
VOCABULARY = os.path.join(RULES, 'contracts', 'vocabulary.tsv')
NEEDS = 2               # groups that must speak, where a rule does not say
STEPS = ((500, 65), (650, 75), (800, 85))
TITLED, UNTITLED = 500, 650     # scores that label with and without a title
BATCH = 200
HELD_OUT = {'heldout', 'apart'}         # folders of texts/
FOLDS = 10              # of cross validation; a family lies in one of them
ROUNDS = 300
RATE = 0.3
PULL = 1e-3             # of each group's weight to the mean of its sort
CAP = 300               # points; a label needs two groups, whatever was seen
HINT = 25               # percent of its words that hint at a kind
SHRINK = 5e-5           # of each group's weight to nothing
SHRINK_WORDS = 3e-4     # of each word's
NEGATIVE = 1.0          # a false contract costs so many missed ones
WORDS = 3000            # in the vocabulary
WORD_FAMILIES = 5       # that a word must stand in
WORD_RATE = 3.0         # a word's value beside that of a group, over the root of
KNOWN_LEAST = 64        # the number of known words (contract_words.c)
HEAD, TAIL = 16000, 3000
CHANCE = 64 << 10       # bytes of an untitled text that must be worded as contracts are
WORDING = {'wording': 600, 'other_wording': 600}        # evidence.yaml
WORD = re.compile(rb'(?:[a-z]|[\xc3-\xdf][\x80-\xbf])+')
GROUP = re.compile(r'group (\S+): (\d+) found, (\d+) give all of its ([+-]\d+)')
TITLE = re.compile(r'its title stands at \d+ to (\d+) of the text, (\d+) in order')


def read_labels():
    rows = []
    with open(os.path.join(HERE, 'contracts.tsv'), encoding='utf-8') as f:
        for line in f:
            if line.strip() and not line.startswith('#'):
                cells = line.rstrip('\n').split('\t')
                rows.append((cells[0], set(cells[1].split('|')), cells[2]))
    return rows


def read_texts():
    """The invented texts of texts/: path, kinds, family."""
    for table in sorted(glob.glob(os.path.join(HERE, 'texts', '*',
                                               'texts.tsv'))):
        folder = os.path.dirname(table)
        if os.path.basename(folder) in HELD_OUT:
            continue
        with open(table, encoding='utf-8') as f:
            for line in f:
                if line.strip() and not line.startswith('#'):
                    name, kinds, family = line.split('\t')[:3]
                    yield (os.path.join(folder, name), set(kinds.split('|')),
                           'texts %s/%s' % (os.path.basename(folder),
                                            family))


def label_of(rows, path):
    for pattern, kinds, family in rows:
        if fnmatch.fnmatchcase(path, pattern):
            return kinds, family
    return {'skip'}, ''


def read_pack():
    """By rule kinds, groups that name and hint, needs, points; sorts of groups; examples."""
    kinds, names, hints, needs, fixed, sorts, examples = \
        {}, {}, {}, {}, {}, {}, []
    rule = section = text = group = None
    with open(PACK, encoding='utf-8') as f:
        lines = f.read().split('\n')
    for line in lines + ['end:']:
        if text is not None:
            if line.startswith('      ') or not line.strip():
                text.append(line[6:])
                continue
            examples.append((rule, section, '\n'.join(text)))
            text = None
        m = re.match(r'- id: (\w+)', line)
        if m:
            rule = m.group(1)
            names[rule], hints[rule] = set(), set()
            needs[rule], fixed[rule] = NEEDS, {}
        m = re.match(r'  contract: (\w+)', line)
        if m:
            kinds[rule] = m.group(1)
        m = re.match(r'  - (?:\{)?id: (\w+)(.*)', line)
        if m:
            group = m.group(1)
            sorts.setdefault(group, 'name')
            if 'title' in group or group == 'message':
                sorts[group] = 'title'
        if group and rule and re.match(r'  - (\{)?id:|    \w+:', line):
            if 'against: yes' in line:
                sorts[group] = 'against'
            if 'names: if_full' in line:
                names[rule].add(group)
            if 'names: hint' in line:
                hints[rule].add(group)
        m = re.match(r'  (examples|counter_examples):', line)
        if m:
            section = m.group(1)
        m = re.match(r'  points: \{(.*)\}', line)
        if m:
            fixed[rule] = {g: int(v) for g, v in
                           re.findall(r'(\w+): (\d+)', m.group(1))}
        m = re.match(r'  needs: \{groups: (\d+)', line)
        if m:
            needs[rule] = int(m.group(1))
        if re.match(r'  - text: \|', line):
            text = []
    return kinds, names, hints, needs, fixed, sorts, examples


def read_shared():
    """The shared groups with their sort: build, against or state."""
    sorts = {}
    with open(os.path.join(RULES, 'contracts', 'evidence.yaml'),
              encoding='utf-8') as f:
        for line in f:
            m = re.match(r'- \{id: (\w+)', line)
            if m:
                sorts[m.group(1)] = ('against' if 'against: yes' in line else
                                     'state' if 'shows:' in line else 'build')
    return sorts


class Case:
    """One text: what the engine saw of each rule in its best part."""

    def __init__(self, name, kinds, family):
        self.name, self.kinds, self.family = name, kinds, family
        self.parts = {}
        self.words = {}         # of each part
        self.size = {}          # of each part, in bytes

    def add(self, e):
        seen = self.parts.setdefault(e['part'], {}).setdefault(
            e['rule'], {'x': {}, 'n': {}, 'title': None, 'named': False})
        m = GROUP.match(e['sentence'])
        if m and m.group(1) != 'gate':
            seen['x'][m.group(1)] = min(1, int(m.group(2)) / int(m.group(3)))
            seen['n'][m.group(1)] = int(m.group(2))
        m = TITLE.match(e['sentence'])
        if m:
            seen['title'] = (int(m.group(2)), int(m.group(1)))
            seen['named'] = 'and names a kind' in e['sentence']

    def add_text(self, part):
        """The words of a part's beginning and end, as contract_words.c cuts them."""
        pieces, at = [], 0
        for text in part.get('texts', []):
            piece = text['text'].encode('utf-8')
            if text['scope'] in ('body', 'attachment'):
                pieces.append((at, piece))
            at += len(piece)
        found = set()
        for start, end in ((0, HEAD), (max(HEAD, at - TAIL), at)):
            for first, piece in pieces:
                piece = piece[max(0, start - first):max(0, end - first)]
                found |= {w for w in WORD.findall(piece.lower())
                          if 2 <= len(w) <= 24}
        self.words[part['id']] = found
        self.size[part['id']] = at

    def best(self):
        """The part with the most evidence, in a list; none if there is none."""
        return sorted(self.parts.items(), key=lambda item: -max(
            sum(s['x'].values()) for s in item[1].values()))[:1]


def copy_rules(work):
    """The rules with weights and examples that any engine starts with.

    An engine proves its examples at every start; new ones, or new phrases, could
    not be trained on if the old weights had to pass them first.
    """
    rules = os.path.join(work, 'rules')
    shutil.copytree(RULES, rules)
    out, skip, title = [], False, ''
    with open(PACK, encoding='utf-8') as f:
        for line in f.read().split('\n'):
            if re.match(r'- |  \w+:', line):
                skip = False
            m = re.search(r"(?:phrases|regex): \['?([^,\]]+)", line)
            if m and not title:
                title = ('AGREEMENT' if 'agreements?' in m.group(1) else
                         m.group(1).strip('"').upper())
            if re.match(r'- id:', line):
                title = ''
            m = re.match(r'  (examples|counter_examples):', line)
            if m:
                skip = True
                text = json.dumps(title if m.group(1) == 'examples'
                                  else 'nothing')
                out.append('  %s: [%s, %s, %s]' % (m.group(1), text, text,
                                                   text))
            elif not skip and not re.match('  points:', line):
                out.append(re.sub('needs: .*', 'needs: {groups: 1}', line))
    with open(os.path.join(rules, 'packs', 'contracts.yaml'), 'w',
              encoding='utf-8') as f:
        f.write('\n'.join(out) + '\n')
    with open(os.path.join(rules, 'contracts', 'weights.yaml'), 'w',
              encoding='utf-8') as f:
        f.write('format: 1\nneeds: {groups: 1}\n'
                'confidence: [{score: 1000, is: 65}]\nall: {%s}\n' %
                ', '.join('%s: %d' % (g, 1000 if g == 'title' else 0) for g in
                          ['title', 'own', 'own_against'] + list(read_shared())))
    return rules


class Engine:
    def __init__(self, build, work):
        self.build, self.config = build, os.path.join(work, 'outmark.yaml')
        os.mkdir(os.path.join(work, 'cache'))
        rules = copy_rules(work)
        with open(self.config, 'w', encoding='utf-8') as f:
            f.write('rules_dir: %s\npolicy_file: %s/policy/default.yaml\n'
                    'libexec_dir: %s\ncache_dir: %s/cache\n'
                    'own_domains: [accuracy.example]\n' %
                    (rules, rules, build, work))
            if os.getuid() == 0:
                os.chmod(work, 0o711)
                f.write('scanner_user: "%s"\n' %
                        os.environ.get('OUTMARK_TEST_UID', '61102'))

    def ask(self, command, paths, kind):
        for i in range(0, len(paths), BATCH):
            run = subprocess.run(
                [os.path.join(self.build, 'outmark'), command, '--config',
                 self.config, '--json'] + kind + paths[i:i + BATCH],
                stdout=subprocess.PIPE, check=False)
            if run.returncode not in (0, 1):
                sys.exit('outmark %s failed' % command)
            for line in run.stdout.decode('utf-8').splitlines():
                yield json.loads(line)


def read_cases(engine, corpora, work, examples, kinds):
    cases = {}
    rows = read_labels()
    texts = {'contracts': [], 'ham': []}
    for top in texts:
        for folder, _, files in os.walk(os.path.join(corpora, top)):
            for name in files:
                path = os.path.join(folder, name)
                if re.match('SOURCE|UPSTREAM|manifest', name):
                    continue
                right, family = label_of(rows, os.path.relpath(path, corpora))
                if 'skip' not in right:
                    cases[path] = Case(path, right, family)
                    texts[top].append(path)
    own = []
    for path, right, family in read_texts():
        cases[path] = Case(path, right, family)
        own.append(path)
    for i, (rule, section, text) in enumerate(examples):
        path = os.path.join(work, 'e%03d.txt' % i)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        right = {kinds[rule]} if section == 'examples' else {'none'}
        cases[path] = Case('%s, %s %d' % (rule, section, i), right,
                           'examples of %s' % kinds[rule])
        own.append(path)
    for paths, kind in ((texts['contracts'] + own, ['--as', 'document']),
                        (texts['ham'], [])):
        for answer in engine.ask('explain', sorted(paths), kind):
            for e in answer['explanations']:
                if e['rule'] in kinds:
                    cases[answer['file']].add(e)
        for answer in engine.ask('extract', sorted(paths), kind):
            for part in answer['parts']:
                cases[answer['file']].add_text(part)
    return list(cases.values())


def vocabulary(cases):
    """Words that stand in texts of several families; each mail is one of its own."""
    families = {}
    for c in cases:
        if not c.family.startswith('examples'):
            family = c.name if c.name.endswith('.eml') else c.family
            for words in c.words.values():
                for word in words:
                    families.setdefault(word, set()).add(family)
    return sorted(w for w, f in families.items() if len(f) >= WORD_FAMILIES)


class Table:
    """The rows of one fit: groups and words of texts, sparse."""

    def __init__(self, count):
        self.count = count
        self.row, self.column, self.value, self.good, self.share = \
            [], [], [], [], []

    def add(self, items, good, share):
        for column, value in items:
            self.row.append(len(self.good))
            self.column.append(column)
            self.value.append(value)
        self.good.append(good)
        self.share.append(share)

    def seal(self):
        self.row = np.array(self.row)
        self.column = np.array(self.column)
        self.value = np.array(self.value)
        self.good = np.array(self.good, float)
        self.share = np.array(self.share) / sum(self.share)
        return self

    def times(self, weights):
        return np.bincount(self.row, weights=weights[self.column] * self.value,
                           minlength=len(self.good))

    def slope(self, rest):
        return np.bincount(self.column, weights=rest[self.row] * self.value,
                           minlength=self.count)


class Model:
    def __init__(self, kinds, names, hints, needs, fixed, sorts):
        self.kinds, self.names, self.needs = kinds, names, needs
        self.hints = hints
        self.fixed = fixed      # points that a rule has by hand: 0 so far
        self.sort = {**sorts, 'own': 'name', 'own_against': 'against'}
        for group in WORDING:
            self.sort.pop(group, None)
        self.params = list(self.sort)
        self.weight, self.words = {}, {}

    def vector(self, rule, seen):
        return {g: v for g, v in seen['x'].items()
                if v and g in self.sort and g not in self.fixed[rule]}

    def sign(self, p):
        return -1 if self.sort[p] == 'against' else 1

    def table(self, cases, words):
        """The same rows of a text together, weighed by its family's number."""
        at = {p: i for i, p in enumerate(self.params)}
        at_word = {w: len(at) + i for i, w in enumerate(words)}
        table = Table(len(at) + len(words))
        totals = {}
        for c in cases:
            key = (c.family, 'none' not in c.kinds)
            totals[key] = totals.get(key, 0) + 1
        for c in cases:
            good = 'none' not in c.kinds
            share = 1 / math.sqrt(totals[(c.family, good)])
            for part, rules in c.best() if good else c.parts.items():
                known = [at_word[w] for w in c.words.get(part, ())
                         if w in at_word]
                value = WORD_RATE / math.sqrt(max(len(known), KNOWN_LEAST))
                rows = {tuple(sorted(self.vector(rule, s).items()))
                        for rule, s in rules.items()
                        if not good or self.is_right(c, rule)}
                for x in rows:
                    table.add([(at[p], v * self.sign(p)) for p, v in x] +
                              [(i, value) for i in known], good, share if good
                              else share * NEGATIVE / math.sqrt(len(rows)))
        return table.seal()

    def is_right(self, case, rule):
        kind = self.kinds[rule]
        return kind in case.kinds or (kind == 'contract' and not case.kinds & {
            'po', 'requisition', 'none'})

    def descend(self, table):
        """Logistic regression; a group's weight is held at 0 or above."""
        groups, at = len(self.params), np.arange(table.count)
        is_group = at < groups
        sorts = sorted(set(self.sort.values()))
        sort = np.array([sorts.index(self.sort[p]) for p in self.params])
        support = np.bincount(table.column, weights=np.abs(table.value) *
                              table.share[table.row],
                              minlength=table.count)[:groups] + 1e-6
        below = np.bincount(sort, weights=support)
        w, bias = np.where(is_group, 2.0, 0.0), -3.0
        size, size_bias = np.full(table.count, 1e-8), 1e-8
        cap = np.array([2.0 if self.sort[p] == 'against' else CAP / TITLED
                        for p in self.params])
        for _ in range(ROUNDS):
            z = np.clip(table.times(w) + bias, -30, 30)
            rest = table.share * (1 / (1 + np.exp(-z)) - table.good)
            slope = table.slope(rest) + np.where(is_group, SHRINK,
                                                 SHRINK_WORDS) * w
            mean = np.bincount(sort, weights=support * w[:groups]) / below
            slope[:groups] += PULL * (w[:groups] - mean[sort])
            size += slope ** 2
            w -= RATE * slope / np.sqrt(size)
            w[:groups] = np.clip(w[:groups], 0, -bias * cap)
            size_bias += rest.sum() ** 2
            bias = min(-0.5, bias - RATE * rest.sum() / math.sqrt(size_bias))
        return w, bias

    def fit(self, cases):
        """Twice: with all words, then with those that were worth most."""
        words = vocabulary(cases)
        for keep in (len(words), WORDS):
            table = self.table(cases, words)
            w, bias = self.descend(table)
            support = np.bincount(table.column, minlength=table.count)
            value = {word: (w[len(self.params) + i], math.sqrt(
                support[len(self.params) + i])) for i, word in
                     enumerate(words)}
            words = sorted(sorted(words, key=lambda k: -abs(
                value[k][0] * value[k][1]))[:WORDS])
        scale = TITLED / -bias
        self.bias = bias
        self.weight = {p: min(1000, round(w[i] * scale))
                       for i, p in enumerate(self.params)}
        self.words = {word: round(value[word][0] * WORD_RATE * scale)
                      for word in words}
        self.words = {word: n for word, n in self.words.items() if n}
        self.weight.update(WORDING)
        return self

    def wording(self, words):
        """As contract_words.c does."""
        known = [self.words[w] for w in words if w in self.words]
        root = math.isqrt(max(len(known), KNOWN_LEAST) * 1000000)
        points = abs(sum(known)) * 1000 // root
        return points if sum(known) > 0 else -points

    def score(self, rule, seen, wording):
        return max(-WORDING['other_wording'], min(
            WORDING['wording'], wording)) + sum(
                self.sign(g) * int(self.points(rule, g) * v + 1e-9)
                for g, v in seen['x'].items() if g in self.sort)

    def points(self, rule, group):
        return self.fixed[rule].get(group, self.weight[group])

    def judge(self, rules, wording, size):
        """The kind, as contracts.c decides, or none."""
        best = None
        for rule, s in rules.items():
            score = self.score(rule, s, wording)
            speaking = (wording > 0) + sum(
                1 for g, v in s['x'].items() if g in self.sort and v and
                self.sign(g) > 0 and self.points(rule, g))
            last = self.kinds[rule] == 'contract'
            share = max([int(100 * s['x'].get(g, 0)) for g in
                         self.names[rule] | self.hints[rule]] or [0])
            named = s['named'] if last else any(
                s['x'].get(g, 0) >= 1 for g in self.names[rule])
            if score < TITLED or speaking < self.needs[rule]:
                continue
            if not s['title'] and (score < UNTITLED or
                                   not (last or share >= HINT) or
                                   (wording < 0 and size >= CHANCE)):
                continue
            rank = (5 if s['title'] and (named or not last) else
                    3 if s['title'] else 1 if last else 4 if named else 2)
            words = sum(s['n'].get(g, 0) for g in
                        self.names[rule] | self.hints[rule])
            start, end = s['title'] or (1 << 40, 0)
            key = (rank, -start, end, share if rank == 2 else 0, words, score)
            if best is None or key > best[0]:
                best = (key, self.kinds[rule])
        return best[1] if best else 'none'

    def judge_case(self, case):
        found = {self.judge(rules, self.wording(case.words.get(part, ())),
                            case.size.get(part, 0))
                 for part, rules in case.parts.items()}
        found.discard('none')
        return found or {'none'}


def fold_of(case, seed=0):
    name = case.family + (':%d' % seed if seed else '')
    return hashlib.md5(name.encode()).digest()[0] % FOLDS


def cross_validate(cases, fresh, seed):
    """Each text judged by weights that never saw its family."""
    judged = {}
    for fold in range(FOLDS):
        model = fresh().fit([c for c in cases if fold_of(c, seed) != fold])
        for c in cases:
            if fold_of(c, seed) == fold:
                judged[c.name] = model.judge_case(c)
        print('\r%d of %d folds' % (fold + 1, FOLDS), end='', file=sys.stderr)
    print(file=sys.stderr)
    return judged


def figures(cases, judged):
    """Lines of a table: by family, found and right of contracts, false of others."""
    by = {}
    for c in cases:
        row = by.setdefault(c.family.split('/')[0], [0, 0, 0, 0, 0])
        got = judged[c.name]
        if 'none' in c.kinds:
            row[3] += 1
            row[4] += 'none' not in got
        else:
            row[0] += 1
            row[1] += 'none' not in got
            row[2] += bool(got & c.kinds)
    by['all'] = [sum(r[i] for r in by.values()) for i in range(5)]
    yield '%-24s %9s %6s %6s %6s %6s' % ('family', 'contracts', 'found',
                                         'kind', 'others', 'false')
    for family in sorted(by):
        yield '%-24s %9d %6d %6d %6d %6d' % tuple([family] + by[family])


def counted(cases, things):
    """In how many contracts, and in how many others, each thing was found."""
    good, other = {}, {}
    for c in cases:
        count = other if 'none' in c.kinds else good
        for thing in things(c):
            count[thing] = count.get(thing, 0) + 1
    return good, other


def write_weights(model, cases, lines):
    families = [c.family.split('/')[0] for c in cases]
    out = ['# What each group of evidence for contracts is worth, learned by',
           '# tests/accuracy/train_contracts.py: do not edit; write points: in a',
           '# rule, or a file of the same name in the site\'s rules folder.',
           '#',
           '# Trained on %d texts: %s.' % (len(cases), ', '.join(
               '%s %d' % (f, families.count(f)) for f in sorted(set(families)))),
           '# "texts" and "examples" are invented: the only ones of German, French,',
           '# Spanish, Italian, Portuguese and Dutch, and of the kinds requisition',
           '# and gov.',
           '#',
           '# Cross validation (each family judged by weights of others):']
    out += ['#   ' + line for line in lines]
    out += ['#', '# Behind each weight: in how many contracts, and in how many',
            '# others, the group was found.  A group that was hardly found has',
            '# the mean of its sort.', 'format: 1', 'version: %s' %
            datetime.date.today().strftime('%Y.%m.%d'), 'trained: %s' %
            datetime.date.today().isoformat(),
            'needs: {groups: %d}' % NEEDS, 'confidence: [%s]' % ', '.join(
                '{score: %d, is: %d}' % s for s in STEPS), 'all:']
    good, other = counted(cases, lambda c: {
        g for rules in c.parts.values() for rule, s in rules.items()
        for g in model.vector(rule, s)})
    for p in model.params:
        if model.sort[p] == 'state' and not model.weight[p]:
            continue
        out.append('  %-24s # %d, %d' % ('%s: %d' % (p, model.weight[p]),
                                         good.get(p, 0), other.get(p, 0)))
    out += ['  # The points of vocabulary.tsv, as they are.']
    out += ['  %s: %d' % item for item in WORDING.items()]
    with open(WEIGHTS, 'w', encoding='utf-8') as f:
        f.write('\n'.join(out) + '\n')


def write_vocabulary(model, cases):
    good, other = counted(cases, lambda c: {
        w for words in c.words.values() for w in words if w in model.words})
    out = ['# What single words say: for a contract (above 0) or against, learned by',
           '# tests/accuracy/train_contracts.py: do not edit; a file of the same',
           '# name in the site\'s rules folder takes its place.',
           '#',
           '# word, points, in how many contracts and in how many others it stood.',
           '# A text has the sum over its different words, divided by the root of',
           '# their number (64 at least).']
    for word in sorted(model.words, key=lambda w: (-model.words[w], w)):
        out.append('%s\t%d\t%d\t%d' % (word.decode('utf-8'),
                                       model.words[word], good.get(word, 0),
                                       other.get(word, 0)))
    with open(VOCABULARY, 'w', encoding='utf-8') as f:
        f.write('\n'.join(out) + '\n')


def main():
    args = [a for a in sys.argv[1:] if not a.startswith('--')]
    seeds = max([int(a[8:]) for a in sys.argv if a.startswith('--seeds=')] or
                [1])
    if not args:
        sys.exit(__doc__.split('\n')[2].strip())
    corpora = os.path.abspath(args[1] if len(args) > 1 else os.path.join(
        HERE, '..', '..', '..', 'shared', 'corpora'))
    kinds, names, hints, needs, fixed, sorts, examples = read_pack()
    with tempfile.TemporaryDirectory() as work:
        engine = Engine(os.path.abspath(args[0]), work)
        cases = read_cases(engine, corpora, work, examples, kinds)
    fresh = lambda: Model(kinds, names, hints, needs, fixed,
                          {**sorts, **read_shared()})
    judged = cross_validate(cases, fresh, 0)
    lines = list(figures(cases, judged))
    print('\n'.join(lines))
    for seed in range(1, seeds):
        print('seed %d: %s' % (seed, [line for line in figures(
            cases, cross_validate(cases, fresh, seed))
            if line.startswith('all ')][0]))
    if '--cases' in sys.argv:
        for c in cases:
            if not judged[c.name] & c.kinds:
                print('#', os.path.relpath(c.name, corpora), '/'.join(c.kinds),
                      '/'.join(judged[c.name]))
    model = fresh().fit(cases)
    for p in model.params:
        print('%-16s %4d' % (p, model.weight[p]))
    print('%d words' % len(model.words))
    if '--write' in sys.argv:
        write_weights(model, cases, lines)
        write_vocabulary(model, cases)


if __name__ == '__main__':
    main()
