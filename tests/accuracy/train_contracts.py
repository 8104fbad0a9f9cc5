#!/usr/bin/env python3
"""Learn what each group of evidence for contracts is worth.

    train_contracts.py BUILD [CORPORA] [--write]

Reads the labelled texts that contracts.tsv names below CORPORA, and the examples
of rules/packs/contracts.yaml (invented, in seven languages).  What a text has of
each group is asked of the engine itself (`outmark explain --json` of BUILD), so
that training and running cannot differ.  One linear model is fitted for all kinds
together: a text against a kind is one case, right when the text is of that kind,
wrong when the text is no contract.  Groups of the same sort are drawn towards
their common mean (few texts must not make strong words), and no group may count
against its sense.  Prints figures of cross validation in which all texts of one
family are judged by weights that never saw that family; --write makes
rules/contracts/weights.yaml anew.  Prints ids, kinds and counts, never a text.
"""
import datetime
import fnmatch
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.join(HERE, '..', '..', 'rules')
PACK = os.path.join(RULES, 'packs', 'contracts.yaml')
WEIGHTS = os.path.join(RULES, 'contracts', 'weights.yaml')
NEEDS = 3               # groups that must speak, where a rule does not say
STEPS = ((500, 65), (650, 75), (800, 85))
TITLED, UNTITLED = 500, 650     # scores that label with and without a title
BATCH = 200
ROUNDS = 400
RATE = 0.3
PULL = 1e-3             # of each weight to the mean of its sort
CAP = 300               # points; a label needs two groups, whatever was seen
SHRINK = 5e-5           # of each weight to nothing
NEGATIVE = 1.0          # a false contract costs so many missed ones
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


def label_of(rows, path):
    for pattern, kinds, family in rows:
        if fnmatch.fnmatchcase(path, pattern):
            return kinds, family
    return {'skip'}, ''


def read_pack():
    """By rule kinds, full names, needs, points; sorts of groups; examples."""
    kinds, names, needs, fixed, sorts, examples = {}, {}, {}, {}, {}, []
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
            names[rule], needs[rule], fixed[rule] = set(), NEEDS, {}
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
    return kinds, names, needs, fixed, sorts, examples


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

    def best(self):
        """The part with the most evidence, in a list; none if there is none."""
        return sorted(self.parts.values(), key=lambda rules: -max(
            sum(s['x'].values()) for s in rules.values()))[:1]


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

    def explain(self, paths, kind):
        for i in range(0, len(paths), BATCH):
            run = subprocess.run(
                [os.path.join(self.build, 'outmark'), 'explain', '--config',
                 self.config, '--json'] + kind + paths[i:i + BATCH],
                stdout=subprocess.PIPE, check=False)
            if run.returncode not in (0, 1):
                sys.exit('outmark explain failed')
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
        for answer in engine.explain(sorted(paths), kind):
            for e in answer['explanations']:
                if e['rule'] in kinds:
                    cases[answer['file']].add(e)
    return list(cases.values())


class Model:
    def __init__(self, kinds, names, needs, fixed, sorts):
        self.kinds, self.names, self.needs = kinds, names, needs
        self.fixed = fixed      # points that a rule has by hand: 0 so far
        self.sort = {**sorts, 'own': 'name', 'own_against': 'against'}
        self.params = list(self.sort)
        self.weight = {}

    def vector(self, rule, seen):
        return {g: v for g, v in seen['x'].items()
                if v and g not in self.fixed[rule]}

    def sign(self, p):
        return -1 if self.sort[p] == 'against' else 1

    def rows(self, cases):
        """(vector, right, weight), the same ones together."""
        totals, found = {}, {}
        for c in cases:
            key = (c.family, 'none' not in c.kinds)
            totals[key] = totals.get(key, 0) + 1
        for c in cases:
            good = 'none' not in c.kinds
            share = 1 / math.sqrt(totals[(c.family, good)])
            for seen in c.best() if good else c.parts.values():
                for rule, s in seen.items():
                    kind = self.kinds[rule]
                    last = kind == 'contract' and not c.kinds & {
                        'po', 'requisition', 'none'}
                    if good and kind not in c.kinds and not last:
                        continue
                    key = (tuple(sorted(self.vector(rule, s).items())), good)
                    found[key] = found.get(key, 0) + share * (
                        1 if good else NEGATIVE)
        return [(dict(x), good, w) for (x, good), w in found.items()]

    def means(self, w, support):
        """The mean of each sort, by how often its groups were found."""
        top, below = {}, {}
        for i, p in enumerate(self.params):
            s = self.sort[p]
            top[s] = top.get(s, 0) + support[i] * w[i]
            below[s] = below.get(s, 0) + support[i]
        return [top[self.sort[p]] / below[self.sort[p]] for p in self.params]

    def fit(self, cases):
        """Logistic regression by descent, each weight held at 0 or above."""
        at = {p: i for i, p in enumerate(self.params)}
        rows = [([(at[p], v * self.sign(p)) for p, v in x.items()], good, s)
                for x, good, s in self.rows(cases)]
        total = sum(s for _, _, s in rows)
        support = [1e-3] * len(at)
        for x, _, share in rows:
            for i, v in x:
                support[i] += share * abs(v)
        w, bias = [2.0] * len(at), -3.0
        size, size_bias = [1e-8] * len(at), 1e-8
        for _ in range(ROUNDS):
            mean = self.means(w, support)
            slope = [PULL * (w[i] - mean[i]) + SHRINK * w[i]
                     for i in range(len(w))]
            slope_bias = 0.0
            for x, good, share in rows:
                z = bias
                for i, v in x:
                    z += w[i] * v
                d = share / total * (1 / (1 + math.exp(-max(-30, min(30, z))))
                                     - good)
                slope_bias += d
                for i, v in x:
                    slope[i] += d * v
            for i, d in enumerate(slope):
                size[i] += d * d
                most = -bias * (2 if self.sort[self.params[i]] == 'against'
                                else CAP / TITLED)
                w[i] = min(most, max(0.0, w[i] - RATE * d /
                                     math.sqrt(size[i])))
            size_bias += slope_bias ** 2
            bias = min(-0.5, bias - RATE * slope_bias / math.sqrt(size_bias))
        scale = TITLED / -bias
        self.bias = bias
        self.weight = {p: min(1000, round(w[at[p]] * scale))
                       for p in self.params}
        return self

    def score(self, rule, seen):
        return sum(self.sign(g) * int(self.points(rule, g) * v + 1e-9)
                   for g, v in seen['x'].items())

    def points(self, rule, group):
        return self.fixed[rule].get(group, self.weight[group])

    def judge(self, rules):
        """The kind, as contracts.c decides, or none."""
        best = None
        for rule, s in rules.items():
            score = self.score(rule, s)
            speaking = sum(1 for g, v in s['x'].items() if v and
                           self.sign(g) > 0 and self.points(rule, g))
            last = self.kinds[rule] == 'contract'
            named = s['named'] if last else any(
                s['x'].get(g, 0) >= 1 for g in self.names[rule])
            if score < TITLED or speaking < self.needs[rule]:
                continue
            if not s['title'] and (score < UNTITLED or not (last or named)):
                continue
            rank = (4 if s['title'] and (named or not last) else
                    2 if s['title'] else 1 if last else 3)
            words = sum(s['n'].get(g, 0) for g in self.names[rule])
            start, end = s['title'] or (1 << 40, 0)
            key = (rank, -start, end, words, score)
            if best is None or key > best[0]:
                best = (key, self.kinds[rule])
        return best[1] if best else 'none'

    def judge_case(self, case):
        found = {self.judge(rules) for rules in case.parts.values()}
        found.discard('none')
        return found or {'none'}


def figures(cases, judged):
    """Lines of a table: by family, found and right of contracts, false of others."""
    by = {}
    for c in cases:
        row = by.setdefault(c.family, [0, 0, 0, 0, 0])
        got = judged[c.name]
        if 'none' in c.kinds:
            row[3] += 1
            row[4] += 'none' not in got
        else:
            row[0] += 1
            row[1] += 'none' not in got
            row[2] += bool(got & c.kinds)
    by['all'] = [sum(r[i] for r in by.values()) for i in range(5)]
    yield '%-14s %9s %6s %6s %6s %6s' % ('family', 'contracts', 'found',
                                         'kind', 'others', 'false')
    for family in sorted(by):
        yield '%-14s %9d %6d %6d %6d %6d' % tuple([family] + by[family])


def write(model, cases, lines):
    out = ['# What each group of evidence for contracts is worth, learned by',
           '# tests/accuracy/train_contracts.py: do not edit; write points: in a',
           '# rule, or a file of the same name in the site\'s rules folder.',
           '#',
           '# Trained on %d texts: %s.' % (len(cases), ', '.join(
               '%s %d' % (f, sum(c.family == f for c in cases))
               for f in sorted({c.family for c in cases}))),
           '# "examples" are those of packs/contracts.yaml, the only texts of',
           '# German, French, Spanish, Italian, Portuguese and Dutch, and of the',
           '# kinds requisition, gov and po on paper: what they get is mostly the',
           '# weight of what they share with the others.',
           '#',
           '# Cross validation (each family judged by weights of the others):']
    out += ['#   ' + line for line in lines]
    out += ['#', '# Behind each weight: in how many contracts, and in how many',
            '# others, the group was found.  A group that was hardly found has',
            '# the mean of its sort.', 'format: 1', 'version: %s' %
            datetime.date.today().strftime('%Y.%m.%d'), 'trained: %s' %
            datetime.date.today().isoformat(),
            'needs: {groups: %d}' % NEEDS, 'confidence: [%s]' % ', '.join(
                '{score: %d, is: %d}' % s for s in STEPS), 'all:']
    good, other = {}, {}
    for c in cases:
        found = set()
        for rules in c.parts.values():
            for rule, s in rules.items():
                found |= set(model.vector(rule, s))
        count = other if 'none' in c.kinds else good
        for p in found:
            count[p] = count.get(p, 0) + 1
    for p in model.params:
        if model.sort[p] == 'state' and not model.weight[p]:
            continue
        out.append('  %-24s # %d, %d' % ('%s: %d' % (p, model.weight[p]),
                                         good.get(p, 0), other.get(p, 0)))
    with open(WEIGHTS, 'w', encoding='utf-8') as f:
        f.write('\n'.join(out) + '\n')


def main():
    args = [a for a in sys.argv[1:] if not a.startswith('--')]
    if not args:
        sys.exit(__doc__.split('\n')[2].strip())
    corpora = os.path.abspath(args[1] if len(args) > 1 else os.path.join(
        HERE, '..', '..', '..', 'shared', 'corpora'))
    kinds, names, needs, fixed, sorts, examples = read_pack()
    with tempfile.TemporaryDirectory() as work:
        engine = Engine(os.path.abspath(args[0]), work)
        cases = read_cases(engine, corpora, work, examples, kinds)
    fresh = lambda: Model(kinds, names, needs, fixed, {**sorts, **read_shared()})
    judged = {}
    for family in sorted({c.family for c in cases}):
        model = fresh().fit([c for c in cases if c.family != family])
        for c in cases:
            if c.family == family:
                judged[c.name] = model.judge_case(c)
    lines = list(figures(cases, judged))
    print('\n'.join(lines))
    if '--cases' in sys.argv:
        for c in cases:
            if not judged[c.name] & c.kinds:
                print('#', os.path.relpath(c.name, corpora), '/'.join(c.kinds),
                      '/'.join(judged[c.name]))
    model = fresh().fit(cases)
    for p in model.params:
        print('%-16s %4d' % (p, model.weight[p]))
    if '--write' in sys.argv:
        write(model, cases, lines)


if __name__ == '__main__':
    main()
