import { expensesExplanation, expensesTree } from '../../test/support/plans/expenses-plan';
import type { Explanation, Plan } from '../plan';
import type { Fault } from '../tree/plan-tree';
import { sayPlan } from './say-plan';

const plan = (explanation: Partial<Explanation> = {}, faults: Fault[] = []): Plan => ({
	...{ id: 'plan-1', state: 'drawn', version: '1.0.0', language: 'en', wish: '', picture: {}, questions: [], answers: {} },
	...{ conversation: [], createdAt: '', changedAt: '', tree: expensesTree, faults },
	explanation: { ...expensesExplanation, ...explanation },
});

it('says a problem once, however many places have it', () => {
	const fault = (path: string): Fault => ({ path, rule: 'unknown-variable', message: 'Nothing sets "approved".', fix: 'Set it.' });
	const said = sayPlan(plan({}, [fault('/do/0'), fault('/do/1'), fault('/do/2')]));
	expect(said.match(/Nothing sets "approved"/g)).toHaveLength(1);
});

it('says why a doer is a weak match, what was not drawn, and what a person has to give', () => {
	const steps = expensesExplanation.steps.map((step) => ({ ...step, who: 'clerk', weak: 'it says nothing of rent' }));
	const said = sayPlan(plan({ steps, undrawn: [{ text: 'The van is washed', isTask: true }], missing: ['A credential is missing.'] }));
	expect(said).toContain('1. Classify (by clerk; weak match, because it says nothing of rent)');
	expect(said).toMatch(/Not drawn.*\n- The van is washed/);
	expect(said).toMatch(/before it can be confirmed\n- A credential is missing\./);
});

it('says why a step is by hand', () => {
	const step = {
		id: 'fax',
		name: 'Fax',
		kind: 'unsupported' as const,
		needs: 'a fax',
		reason: 'Nothing here sends a fax.',
		alternatives: [],
	};
	const said = sayPlan({ ...plan(), tree: { ...expensesTree, do: [step] } });
	expect(said).toMatch(/1\. Fax \(.*\)\n {2}Nothing here sends a fax\./);
});

it('says times in words, and leaves out what leads nowhere', () => {
	const [classify, choice] = structuredClone(expensesTree.do);
	if (choice?.kind !== 'choice' || classify?.kind !== 'agent') throw new Error('The plan of expenses has other blocks.');
	const late = { ...classify, deadline: { after: 'P1DT2H', do: [choice.branches[0]!.do[0]!] } };
	const empty = { ...choice, branches: [{ ...choice.branches[0]!, do: [] }] };
	const told = (language: 'en' | 'pt') => sayPlan({ ...plan(), language, tree: { ...expensesTree, do: [late, empty] } });
	expect(told('en')).toContain('if it takes longer than 1 day and 2 hours:');
	expect(told('pt')).toContain('se demorar mais que 1 dia e 2 horas:');
	expect(told('en')).not.toContain('if yes:');
});
