import { changeTree } from '../../../planner/change/change-tree';
import { checkTree } from '../../../planner/tree/check-tree';
import { readTree } from '../../../planner/tree/read-tree';
import type { Explanation } from '../../../planner/plan';
import type { PlannerSkills } from '../../../planner/skills';
import type { PlanTree } from '../../../planner/tree/plan-tree';

/** A small plan, its process as it is built, and what is said of it. */
export const expensesTree: PlanTree = {
	id: 'expenses',
	name: 'Expenses',
	purpose: 'Pays what was spent.',
	language: 'en',
	trigger: { kind: 'form' },
	inputs: [{ name: 'amount', type: 'number' }],
	do: [
		{
			kind: 'agent',
			id: 'classify',
			name: 'Classify',
			needs: 'classify',
			writes: [{ name: 'kind', type: 'text', options: ['travel', 'other'] }],
		},
		{
			kind: 'choice',
			id: 'is-large',
			name: 'Large?',
			branches: [
				{
					name: 'yes',
					when: 'amount > 1000 and kind = "travel"',
					do: [{ kind: 'human', id: 'approve', name: 'Approve', who: 'finance', writes: [{ name: 'approved', type: 'boolean' }] }],
				},
			],
			otherwise: { name: 'no', do: [] },
		},
	],
};

const flow = (id: string, from: string, to: string, condition = ''): string =>
	`<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"${
		condition ? `><conditionExpression>${condition}</conditionExpression></sequenceFlow>` : ' />'
	}`;

/** @param condition of the branch, as it was built */
export const buildExpenses = (condition = '=amount &gt; 1000 and kind = "travel"'): Array<{ name: string; content: string }> => [
	{
		name: 'expenses.bpmn',
		content: `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<process id="expenses" isExecutable="true">
<startEvent id="start" />${flow('f1', 'start', 'classify')}
<serviceTask id="classify"><extensionElements><zeebe:taskDefinition type="troupe:agent" /><zeebe:ioMapping>
<zeebe:output source="=output.kind" target="kind" /></zeebe:ioMapping></extensionElements></serviceTask>${flow('f2', 'classify', 'is-large')}
<exclusiveGateway id="is-large" default="f4" />${flow('f3', 'is-large', 'approve', condition)}${flow('f4', 'is-large', 'join')}
<userTask id="approve" name="Approve"><extensionElements><zeebe:userTask /></extensionElements></userTask>${flow('f5', 'approve', 'join')}
<exclusiveGateway id="join" />${flow('f6', 'join', 'end')}<endEvent id="end" />
</process></definitions>`,
	},
];

const range = { low: 0.01, likely: 0.02, high: 0.03, basis: 'estimated' as const };

export const expensesExplanation: Explanation = {
	...{ summary: 'It pays what was spent.', supposed: [], cost: range, risks: [], unsupported: [] },
	steps: expensesTree.do.map(({ id, name, kind }) => ({
		...{ id, name, kind, why: '', who: '', others: [], reads: [], writes: [], personal: [], risks: [], times: { low: 1, high: 1 } },
	})),
};

/** A planner that asks who approves, and then draws the expenses. */
export function expensesSkills(prove: PlannerSkills['prove'], more: Partial<PlannerSkills> = {}): PlannerSkills {
	const question = { id: 'who', slot: 'approvals' as const, text: 'Who approves?', default: 'finance' };
	const done = { questions: [], later: [] };
	return {
		readWish: () => Promise.resolve({ language: 'en', picture: { goal: { text: 'pay', from: 'wish' } }, questions: [question] }),
		answer(plan, answers) {
			const [first] = typeof answers === 'string' ? [answers] : Array.isArray(answers) ? answers : Object.values(answers);
			const { picture } = plan;
			if (!first) return { picture, questions: plan.questions, answers: plan.answers };
			return { ...done, picture: { ...picture, approvals: { text: first, from: 'answer' } }, answers: { ...plan.answers, who: first } };
		},
		suppose: ({ picture, answers }) => ({ ...done, answers, picture: { ...picture, approvals: { text: 'finance', from: 'supposed' } } }),
		discuss: (_, question_) => Promise.resolve(`About ${question_}`),
		draw: () => Promise.resolve({ tree: expensesTree, faults: [], supposed: [] }),
		staff: (_, { tree }) => Promise.resolve({ tree, explanation: expensesExplanation, faults: [] }),
		check: () => Promise.resolve([]),
		build: ({ id }) =>
			Promise.resolve(
				buildExpenses().map(({ name, content }) => ({ name, content: content.replace('<process id="expenses"', `<process id="${id}"`) })),
			),
		lint: () => Promise.resolve([]),
		prove,
		change: (plan, text, signal) => changeTree(plan.tree!, text, [], undefined, { read: readTree, check: checkTree }, signal),
		...more,
	};
}
