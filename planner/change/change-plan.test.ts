import { expensesExplanation, expensesSkills } from '../../test/support/plans/expenses-plan';
import type { Picture, Plan, Undrawn } from '../plan';
import type { Block, PlanTree } from '../tree/plan-tree';
import { changePlan } from './change-plan';

const { signal } = new AbortController();
const archive: Block = { kind: 'human', id: 'archive', name: 'Archive the contract', who: 'lawyer' };
const pay: Block = { kind: 'human', id: 'pay', name: 'Pay the supplier', who: 'clerk' };
const approve: Block = { kind: 'human', id: 'approve', name: 'Approve', who: 'manager', writes: [{ name: 'approved', type: 'boolean' }] };
const refused: Block = {
	...{ kind: 'choice', id: 'approved', name: 'Approved?', otherwise: { name: 'yes', do: [] } },
	branches: [{ name: 'no', when: 'approved = false', do: [{ kind: 'end', id: 'refused', name: 'Not approved' }] }],
};
const large: Block = {
	...{ kind: 'choice', id: 'large', name: 'amount > 500?', otherwise: { name: 'no', do: [] } },
	branches: [{ name: 'amount > 500', when: 'amount > 500', do: [approve, refused] }],
};
const wish = 'Above 500 the manager approves. The lawyer archives the contract. The supplier is paid.';
const tree: PlanTree = {
	...{ id: 'pay', name: 'Pay', purpose: wish, language: 'en', trigger: { kind: 'form' } },
	inputs: [{ name: 'amount', type: 'number' }],
	do: [large, archive, pay],
};

const skills = expensesSkills(() => Promise.reject(new Error('is not proved')), {
	staff: (_, { tree: staffed, undrawn }) =>
		Promise.resolve({ tree: staffed, explanation: { ...expensesExplanation, ...(undrawn && { undrawn }) }, faults: [] }),
});

async function change(request: string, approvals: Picture['approvals'], undrawn: Undrawn[] = []) {
	const plan: Plan = {
		...{ id: 'p', version: '1.0.0', state: 'proved', wish, language: 'en', questions: [], answers: {}, conversation: [] },
		...{ createdAt: '2026-11-30T12:00:00Z', changedAt: '2026-11-30T12:00:00Z', tree },
		picture: { ...(approvals && { approvals }) },
		explanation: { ...expensesExplanation, undrawn },
	};
	const changed = await changePlan(plan, request, skills, '2026-11-30T12:00:00Z', signal);
	return {
		said: changed.conversation?.at(-1)?.text ?? '',
		names: changed.tree?.do.map(({ name }) => name),
		purpose: changed.tree?.purpose,
		undrawn: changed.explanation?.undrawn?.map(({ text }) => text) ?? [],
	};
}

const answer = { text: 'the manager, above 500', from: 'answer' as const };

it.each([
	['remove "amount > 500?"', 'remove "Approve"; remove "amount > 500?"'],
	['remove "Approved?"', 'remove "Approve"; remove "Approved?"'],
])('keeps an approval that an answer demanded, unless the change names it: %s', async (request, both) => {
	const { said, names } = await change(request, answer);
	expect(names).toBeUndefined();
	expect(said).toContain('you answered “the manager, above 500”');
	expect(said).toContain(both);
	expect((await change(both, answer)).names).not.toContain('Approve');
});

it('says which approval a change takes away with it, and leaves its sentence out of the summary', async () => {
	const { said, names, purpose, undrawn } = await change('remove "amount > 500?"', { text: 'the manager', from: 'wish' });
	expect(names).toEqual(['Archive the contract', 'Pay the supplier']);
	expect(said).toContain('nobody is asked any more at “Approve”');
	expect(undrawn).toEqual(['Above 500 the manager approves']);
	expect(purpose).toBe('The lawyer archives the contract. The supplier is paid.');
});

it('does not say of a step that the change names that it is not drawn', async () => {
	const { said, undrawn, purpose } = await change('remove "Archive the contract"', undefined);
	expect(said).not.toContain('nobody is asked');
	expect(undrawn).toEqual([]);
	expect(purpose).toBe('Above 500 the manager approves. The supplier is paid.');
});

it.each([
	['At most three reminders are sent to the supplier', 'add "Send a reminder to the supplier" after "Pay the supplier"', true],
	['The supplier gets a reminder within nine days', 'add "Send a reminder to the supplier" after "Pay the supplier"', true],
	['A reminder is sent to the supplier', 'add "Send a reminder to the supplier" after "Pay the supplier"', false],
])('takes nothing for drawn because of a block about the rest of it: %s', async (text, request, isLeft) => {
	const { undrawn, names } = await change(request, undefined, [{ text, isTask: true }]);
	expect(names).toHaveLength(4);
	expect(undrawn.includes(text)).toBe(isLeft);
});
