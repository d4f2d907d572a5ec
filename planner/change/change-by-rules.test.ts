import { canonicalJson } from '../../core/json-schema/canonical-json';
import type { Block, PlanTree } from '../tree/plan-tree';
import { applyChanges } from './apply-changes';
import { findBlock } from './block-lists';
import { changeByRules } from './change-by-rules';
import { compareTrees } from './compare-trees';

const approved = [{ name: 'approved', type: 'boolean' as const }];
const pay: Block = {
	...{ kind: 'human', id: 'pay', name: 'Pay the supplier', who: 'clerk', instructions: 'The supplier is paid by the clerk.' },
	...{ shows: ['amount'], due: 'P3D', deadline: { after: 'P5D', do: [{ kind: 'end', id: 'late', name: 'Late' }] } },
};
const answer: Block = {
	...{ kind: 'agent', id: 'answer', name: 'Answer the supplier', needs: 'Answer what the supplier asks.', agent: 'support@^1.0.0' },
	...{ reads: ['amount'], writes: [{ name: 'text', type: 'text' }], why: 'They wait.' },
};

const plan = (language: 'en' | 'pt' = 'en'): PlanTree => ({
	...{ id: 'pay', name: 'Pay', purpose: 'Above 5,000 the manager approves.', language, trigger: { kind: 'form' } },
	inputs: [{ name: 'amount', type: 'number' }],
	do: [
		{
			...{ kind: 'choice', id: 'large', name: 'amount > 5000?', otherwise: { name: 'no', do: [] } },
			branches: [
				{
					...{ name: 'amount > 5000', when: 'amount > 5000' },
					do: [
						{
							kind: 'human',
							id: 'approve',
							name: 'Approve',
							who: 'manager',
							instructions: 'Above 5,000 the manager approves',
							writes: approved,
						},
					],
				},
			],
		},
		pay,
		answer,
	],
});

function change(request: string, language: 'en' | 'pt' = 'en') {
	const before = plan(language);
	const { changes, faults } = changeByRules(before, request);
	const { tree, faults: unmade } = applyChanges(before, changes);
	return {
		tree,
		faults: [...faults, ...unmade],
		difference: compareTrees(before, tree),
		block: (id: string) => findBlock(tree, id)?.block,
	};
}

test.each<['en' | 'pt', string, object]>([
	['en', '"Pay the supplier" is done by finance', { who: 'finance' }],
	['pt', '"Pay the supplier" é feito pela Maria', { who: 'maria' }],
])('another doer changes nothing but the doer and what is named with it (%s): %s', (language, request, expected) => {
	const { block, faults, difference } = change(request, language);
	expect(faults).toEqual([]);
	expect(canonicalJson(block('pay'))).toBe(canonicalJson({ ...pay, ...expected }));
	expect(difference.blocks.map(({ id, change: what }) => [id, what])).toEqual([['pay', 'changed']]);
});

test('a person who takes a step over from an agent is told what it was to do, and sets and sees the same', () => {
	expect(canonicalJson(change('"Answer the supplier" is done by finance').block('answer'))).toBe(
		canonicalJson({
			...{ kind: 'human', id: 'answer', name: 'Answer the supplier', who: 'finance', why: 'They wait.' },
			...{ instructions: 'Answer what the supplier asks.', shows: ['amount'], writes: [{ name: 'text', type: 'text' }] },
		}),
	);
});

test('an agent that takes a step over from a person keeps its time, and what it is told of', () => {
	expect(change('"Pay the supplier" is done by an agent').block('pay')).toMatchObject({
		...{ kind: 'agent', id: 'pay', name: 'Pay the supplier', needs: 'The supplier is paid by the clerk.', reads: ['amount'] },
		deadline: { after: 'P5D' },
	});
});

test('a choice is not handed over: what is in it would be lost', () => {
	const { faults, difference } = change('"amount > 5000?" is done by finance');
	expect(faults).toMatchObject([{ rule: 'not-a-step' }]);
	expect(difference.bump).toBe('none');
});

test.each<[string, string, string]>([
	['rename "Fly" to "Run"', 'unknown-step', '"Pay the supplier"'],
	['make it nicer', 'not-understood', 'remove "Pay the supplier"'],
])('says with what the plan has how %s could be said', (request, rule, said) => {
	const { faults } = change(request);
	expect(faults).toMatchObject([{ rule }]);
	expect(faults[0]!.fix).toContain(said);
});
