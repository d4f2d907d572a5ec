import type { Block, PlanTree } from '../tree/plan-tree';
import { findBlock, placeBlocks } from './block-lists';
import { applyChanges, maxChanges, type Change } from './apply-changes';
import { compareTrees } from './compare-trees';

const human = (id: string): Block => ({ kind: 'human', id, name: id, who: 'office' });

const plan = (): PlanTree => ({
	...{ id: 'invoice', name: 'Invoice', purpose: 'Pay invoices.', language: 'en', trigger: { kind: 'manual' } },
	inputs: [{ name: 'amount', type: 'number' }],
	do: [
		human('read'),
		{
			...{ kind: 'choice', id: 'large', name: 'Large?' },
			branches: [{ name: 'yes', when: 'amount > 1000', do: [human('approve')] }],
			otherwise: { name: 'no', do: [] },
		},
		{ kind: 'loop', id: 'again', name: 'Again', until: 'done', limit: 3, do: [human('try')] },
		{ kind: 'event', id: 'wait', name: 'Wait', waits: [{ name: 'paid', on: { kind: 'message', name: 'paid', key: 'amount' } }] },
		human('file'),
	],
});

const ids = (tree: PlanTree): string[] => [...placeBlocks(tree)].map(({ block }) => block.id);

test.each<[string, Change, string[]]>([
	[
		'a step after another',
		{ op: 'insert', after: 'read', blocks: [human('check')] },
		['read', 'check', 'large', 'again', 'wait', 'file', 'approve', 'try'],
	],
	[
		'a step before another in a branch',
		{ op: 'insert', before: 'approve', blocks: [human('ask')] },
		['read', 'large', 'again', 'wait', 'file', 'ask', 'approve', 'try'],
	],
	['a step at the end', { op: 'insert', blocks: [human('tell')] }, ['read', 'large', 'again', 'wait', 'file', 'tell', 'approve', 'try']],
	[
		'a step in the default branch',
		{ op: 'insert', into: 'large', part: 'otherwise', blocks: [human('note')] },
		['read', 'large', 'again', 'wait', 'file', 'approve', 'note', 'try'],
	],
	[
		'a step in a branch by its name',
		{ op: 'insert', into: 'large', part: 'YES', at: 'start', blocks: [human('note')] },
		['read', 'large', 'again', 'wait', 'file', 'note', 'approve', 'try'],
	],
	[
		'a step in a wait that has none',
		{ op: 'insert', into: 'wait', part: 'paid', blocks: [human('thank')] },
		['read', 'large', 'again', 'wait', 'file', 'approve', 'try', 'thank'],
	],
	[
		'a step for errors',
		{ op: 'insert', into: 'file', part: 'onError', blocks: [human('repair')] },
		['read', 'large', 'again', 'wait', 'file', 'approve', 'try', 'repair'],
	],
	[
		'a step whose id is taken',
		{ op: 'insert', after: 'read', blocks: [human('file')] },
		['read', 'file-2', 'large', 'again', 'wait', 'file', 'approve', 'try'],
	],
	['no step', { op: 'remove', id: 'approve' }, ['read', 'again', 'wait', 'file', 'try']],
	['a step at another place', { op: 'move', id: 'file', before: 'read' }, ['file', 'read', 'large', 'again', 'wait', 'approve', 'try']],
	[
		'a step in the place of a choice, under its id',
		{ op: 'replace', id: 'large', block: human('other') },
		['read', 'large', 'again', 'wait', 'file', 'try'],
	],
	[
		'a branch more',
		{ op: 'add-branch', id: 'large', branch: { name: 'huge', when: 'amount > 9000', do: [human('board')] } },
		['read', 'large', 'again', 'wait', 'file', 'approve', 'board', 'try'],
	],
	['a branch less', { op: 'remove-branch', id: 'large', part: 'yes' }, ['read', 'again', 'wait', 'file', 'try']],
])('has %s', (_, change, expected) => {
	const before = plan();
	const { tree, faults } = applyChanges(before, [change]);
	expect(faults).toEqual([]);
	expect(ids(tree)).toEqual(expected);
	expect(before).toEqual(plan());
});

test('takes out a choice and a loop that nothing is left in', () => {
	const { tree, faults } = applyChanges(plan(), [
		{ op: 'remove', id: 'approve' },
		{ op: 'remove', id: 'try' },
	]);
	expect(faults).toEqual([]);
	expect(ids(tree)).toEqual(['read', 'wait', 'file']);
});

test('sets fields of blocks, branches and the plan, and takes them out', () => {
	const { tree, faults } = applyChanges(plan(), [
		{ op: 'set', id: 'file', fields: { who: 'finance', name: 'File it' } },
		{ op: 'set-branch', id: 'large', part: 'yes', fields: { when: 'amount > 500' } },
		{ op: 'set-branch', id: 'large', part: 'otherwise', fields: { name: 'small' } },
		{ op: 'set', id: 'again', fields: { until: null, each: 'items' } },
		{ op: 'set-plan', fields: { name: 'Invoices' } },
		{ op: 'add-input', field: { name: 'items', type: 'list' } },
	]);
	expect(faults).toEqual([]);
	expect(findBlock(tree, 'file')?.block).toMatchObject({ who: 'finance', name: 'File it' });
	expect(findBlock(tree, 'large')?.block).toMatchObject({ branches: [{ when: 'amount > 500' }], otherwise: { name: 'small' } });
	expect(findBlock(tree, 'again')?.block).not.toHaveProperty('until');
	expect(tree).toMatchObject({ name: 'Invoices', inputs: [{ name: 'amount' }, { name: 'items' }] });
});

test.each<[string, Change, string]>([
	['a block that is not there', { op: 'remove', id: 'nobody' }, 'unknown-block'],
	['a place that is not there', { op: 'insert', after: 'nobody', blocks: [] }, 'unknown-block'],
	['a branch that is not there', { op: 'insert', into: 'large', part: 'maybe', blocks: [] }, 'unknown-part'],
	['a branch of a step', { op: 'add-branch', id: 'read', branch: {} }, 'no-branches'],
	['another id', { op: 'set', id: 'read', fields: { id: 'other' } }, 'fixed-field'],
	[
		'a prototype',
		{ op: 'set', id: 'read', fields: JSON.parse('{"__proto__": {"kind": "end"}, "kind": "end"}') as Record<string, unknown> },
		'fixed-field',
	],
	['a block in itself', { op: 'move', id: 'large', into: 'approve' }, 'place'],
	['an input that is not there', { op: 'remove-input', name: 'nothing' }, 'unknown-input'],
])('refuses %s, and keeps the plan', (_, change, rule) => {
	const { tree, faults } = applyChanges(plan(), [change]);
	expect(faults).toMatchObject([{ path: '/changes/0', rule }]);
	expect(tree).toEqual(plan());
});

test('makes the changes that it can, and at most fifty', () => {
	const many = Array.from({ length: maxChanges + 1 }, (): Change => ({ op: 'insert', blocks: [human('more')] }));
	const { tree, faults } = applyChanges(plan(), [{ op: 'remove', id: 'nobody' }, ...many]);
	expect(faults.map(({ rule }) => rule)).toEqual(['too-many-changes', 'unknown-block']);
	expect(ids(tree)).toHaveLength(ids(plan()).length + maxChanges - 1);
});

test.each<[string, Change[], string[], string]>([
	['nothing', [], [], 'none'],
	['a name', [{ op: 'set', id: 'read', fields: { name: 'Read it' } }], ['changed read'], 'patch'],
	['who does it', [{ op: 'set', id: 'read', fields: { who: 'boss' } }], ['changed read'], 'minor'],
	['a condition', [{ op: 'set-branch', id: 'large', part: 'yes', fields: { when: 'amount > 2' } }], ['changed large'], 'minor'],
	['the name of a branch', [{ op: 'set-branch', id: 'large', part: 'yes', fields: { name: 'Above' } }], ['changed large'], 'minor'],
	[
		'a branch before another',
		[{ op: 'add-branch', id: 'large', at: 0, branch: { name: 'huge', when: 'amount > 9' } }],
		['changed large'],
		'minor',
	],
	['a step more in a branch', [{ op: 'insert', into: 'large', part: 'yes', blocks: [human('x')] }], ['added x'], 'minor'],
	['a step less', [{ op: 'remove', id: 'read' }], ['removed read'], 'minor'],
	['a step at another place', [{ op: 'move', id: 'file', before: 'large' }], ['moved file'], 'minor'],
	['a step in a branch', [{ op: 'move', id: 'file', into: 'large', part: 'yes' }], ['moved file'], 'minor'],
	['a value that it needs', [{ op: 'add-input', field: { name: 'customer', type: 'text' } }], [], 'major'],
	['a value that it can do without', [{ op: 'add-input', field: { name: 'customer', type: 'text', required: false } }], [], 'minor'],
	['its trigger', [{ op: 'set-plan', fields: { trigger: { kind: 'form' } } }], [], 'major'],
])('says of %s what differs, and which version it needs', (_, changes, expected, bump) => {
	const difference = compareTrees(plan(), applyChanges(plan(), changes).tree);
	expect(difference.blocks.map(({ change, id }) => `${change} ${id}`)).toEqual(expected);
	expect(difference.bump).toBe(bump);
	expect(difference.reasons.length > 0).toBe(bump !== 'none');
});

test('a branch with another name and condition keeps its steps, and steps that go to another branch are moved', () => {
	const two = applyChanges(plan(), [
		{ op: 'add-branch', id: 'large', branch: { name: 'half', when: 'amount > 500', do: [human('look'), human('sign')] } },
	]).tree;
	const renamed: Change[] = [
		{ op: 'set-branch', id: 'large', part: 'half', fields: { name: 'some', when: 'amount > 400' } },
		{ op: 'set-branch', id: 'large', part: 'yes', fields: { name: 'half', when: 'amount > 900' } },
	];
	const changeOf = (changes: Change[]) =>
		compareTrees(two, applyChanges(two, changes).tree).blocks.map(({ change, id }) => `${change} ${id}`);
	expect(changeOf(renamed)).toEqual(['changed large']);
	const moved = ['look', 'sign'].map((id): Change => ({ op: 'move', id, into: 'large', part: 'yes' }));
	expect(changeOf(moved)).toEqual(['moved look', 'moved sign']);
	expect(changeOf([{ op: 'move', id: 'look', into: 'large', part: 'otherwise' }])).toEqual(['moved look']);
});
