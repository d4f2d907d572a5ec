import type { PlanTree } from '../tree/plan-tree';
import { prove } from './prove';
import { writeCases } from './write-cases';

const now = Date.parse('2026-11-30T12:00:00Z');
const { signal } = new AbortController();

const tree: PlanTree = {
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

const flow = (id: string, from: string, to: string, inner = ''): string =>
	`<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"${inner ? `><conditionExpression>${inner}</conditionExpression></sequenceFlow>` : ' />'}`;

/** @param condition of the branch, as it was built */
const build = (condition = '=amount &gt; 1000 and kind = "travel"'): Array<{ name: string; content: string }> => [
	{
		name: 'expenses.bpmn',
		content: `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<process id="expenses" isExecutable="true">
<startEvent id="start" />${flow('f1', 'start', 'classify')}
<serviceTask id="classify"><extensionElements><zeebe:taskDefinition type="troupe:agent" /><zeebe:ioMapping>
<zeebe:output source="=output.kind" target="kind" /></zeebe:ioMapping></extensionElements></serviceTask>${flow('f2', 'classify', 'is-large')}
<exclusiveGateway id="is-large" default="f4" />${flow('f3', 'is-large', 'approve', condition)}${flow('f4', 'is-large', 'join')}
<userTask id="approve"><extensionElements><zeebe:userTask /></extensionElements></userTask>${flow('f5', 'approve', 'join')}
<exclusiveGateway id="join" />${flow('f6', 'join', 'end')}<endEvent id="end" />
</process></definitions>`,
	},
];

it('finds values for each branch, gives jobs their answers where outputs take them, and proves the plan', async () => {
	const written = await writeCases(tree, build(), now, signal);
	expect(written.missed).toEqual([]);
	expect(written.cases.map(({ name }) => name)).toEqual(['The usual way', 'Large? no']);
	const [usual] = written.cases;
	expect(usual!.case).toMatchObject({
		start: { processId: 'expenses', variables: { amount: 1001 } },
		script: [
			{ completeJob: { elementId: 'classify', variables: { output: { kind: 'travel' } } } },
			{ completeUserTask: { elementId: 'approve', variables: { approved: true } } },
		],
		expect: { outcome: 'completed', elements: { classify: { completed: 1 }, approve: { completed: 1 } }, flows: { f3: 1 } },
	});
	const proof = await prove(tree, build(), written, now, signal);
	expect(proof).toMatchObject({ passed: true, missed: [] });
	expect(proof.cases.map(({ reached }) => reached)).toEqual([['/do/1/branches/0'], ['/do/1/otherwise']]);
});

it('says which case did not end as it should where the process is another than the tree', async () => {
	const written = await writeCases(tree, build(), now, signal);
	const proof = await prove(tree, build('=amount &gt; 5000'), written, now, signal);
	expect(proof.passed).toBe(false);
	expect(proof.cases[0]!.problem).toContain('flows.f3: 1 ≠ null');
	expect(proof.missed).toEqual([expect.stringContaining('/do/1/branches/0: Large? yes – the case for it did not end as it should')]);
});

it('plays nothing more once it is stopped', async () => {
	const written = await writeCases(tree, build(), now, signal);
	expect((await prove(tree, build(), written, now, AbortSignal.abort())).cases.every(({ passed }) => !passed)).toBe(true);
});
