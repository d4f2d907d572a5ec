import type { Block, PlanTree } from '../../planner/tree/plan-tree';
import { readPlaces } from './places';
import { judgeChange } from './judge-change';
import type { Change, Description } from './corpus';

const step = (id: string, name: string, who = 'office'): Block => ({ kind: 'human', id, name, who });
const choice = (blocks: Block[], when = 'amount > 5'): Block => ({
	...{ kind: 'choice', id: 'large', name: 'Is it large?' },
	...{ branches: [{ name: 'yes', when, do: blocks }], otherwise: { name: 'no', do: [] } },
});
const tree = (...blocks: Block[]): PlanTree => ({
	...{ id: 'bills', name: 'Pay bills', purpose: 'Pays bills.', language: 'en', trigger: { kind: 'manual' }, inputs: [], do: blocks },
});

const description = {
	language: 'en',
	activities: { 'Check the bill': ['look at invoice'], 'Approve the bill': [], 'Pay the bill': [] },
} as unknown as Description;
const check = step('check', 'Look at the invoice');
const approve = step('approve', 'Approve bill');
const pay = step('pay', 'Pay bill');
const before = tree(check, choice([approve]), pay);
const file = step('file', 'File the receipt');

const judge = (after: PlanTree, expected: Change['expect']) =>
	judgeChange(before, after, description, { of: 'x', text: 'x', expect: expected });

it.each<[string, PlanTree, Change['expect']]>([
	[
		'adds a step',
		tree(check, choice([approve]), pay, file),
		{ added: ['File the receipt'], order: [['Pay the bill', 'File the receipt']] },
	],
	['removes one', tree(check, pay), { removed: ['Approve the bill'] }],
	['moves one', tree(pay, check, choice([approve])), { moved: ['Pay the bill'], order: [['Pay the bill', 'Check the bill']] }],
	['renames one', tree(step('check', 'Scan the letter'), choice([approve]), pay), { renamed: { 'Check the bill': 'Scan the letter' } }],
	['gives one to others', tree(check, choice([approve]), step('pay', 'Pay bill', 'the treasury')), { who: { 'Pay the bill': 'treasury' } }],
	['has another condition', tree(check, choice([approve], 'amount > 9'), pay), { condition: 'more than 9' }],
])('finds that a change %s', (_, after, expected) => {
	expect(judge(after, expected)).toMatchObject({ unmet: [], absent: [] });
	expect(judge(before, expected).unmet).not.toEqual([]);
});

it('finds that a step is not where it was asked for', () => {
	const after = tree(check, file, choice([approve]), pay);
	expect(judge(after, { added: ['File the receipt'], order: [['Pay the bill', 'File the receipt']] }).unmet).toHaveLength(1);
});

it('does not judge what the plan never had', () => {
	expect(judgeChange(tree(check), tree(check), description, { of: 'x', text: 'x', expect: { removed: ['Pay the bill'] } }).absent).toEqual([
		'Pay the bill',
	]);
});

it('counts neither a step that goes away nor what is around it as untouched', () => {
	expect(judge(tree(check, pay), { removed: ['Approve the bill'] }).untouched).toEqual(['check', 'pay']);
	expect(judge(before, { who: { 'Pay the bill': 'treasury' } }).untouched).toEqual(['check', 'large', 'approve', 'pay']);
});

it('takes a block under the id of another one for what it is', () => {
	const after = tree(check, choice([approve]), step('pay', 'File the receipt'));
	expect(judge(after, { added: ['File the receipt'], removed: ['Pay the bill'] })).toMatchObject({ unmet: [], absent: [], replaced: [] });
	expect(judge(after, { removed: ['Approve the bill'] })).toMatchObject({ replaced: ['pay'] });
	expect(judge(after, { renamed: { 'Pay the bill': 'File the receipt' } })).toMatchObject({ unmet: [], replaced: [] });
});

it('finds that a step that the change is not about is done by others', () => {
	const after = tree(check, choice([approve]), step('pay', 'Pay bill', 'the treasury'));
	expect(judge(after, { removed: ['Approve the bill'] }).replaced).toEqual(['pay']);
	expect(judge(after, { who: { 'Pay the bill': 'treasury' } }).replaced).toEqual([]);
});

it('reads the places of a diagram', () => {
	const content = `<bpmndi:BPMNShape id="s1" bpmnElement="check"><dc:Bounds x="1" y="2" width="100" height="80" /></bpmndi:BPMNShape>
		<bpmndi:BPMNShape bpmnElement="pay" id="s2"> <dc:Bounds height="80" width="100" y="2" x="151"/></bpmndi:BPMNShape>`;
	const files = [
		{ name: 'plan.bpmn', content },
		{ name: 'form.form', content: '{}' },
	];
	expect([...readPlaces(files)]).toEqual([
		['check', '1,2,100,80'],
		['pay', '151,2,100,80'],
	]);
});
