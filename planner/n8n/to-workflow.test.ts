import { runInNewContext } from 'node:vm';
import { loadFeel } from '../../bpmn/feel';
import type { Block, PlanTree } from '../tree/plan-tree';
import { NoJavaScript, toJavaScript } from './to-javascript';
import { toWorkflow } from './to-workflow';

const values = { amount: 1500, kind: 'new', note: null, customer: { city: 'Recife' }, tags: ['a', 'b'], done: false };
const scope = { lookUp: (name: string) => (values as Record<string, unknown>)[name] } as never;

test.each([
	'amount > 1000',
	'amount <= 1000 or kind = "new"',
	'kind != "old" and not(done)',
	'not(kind = "new")',
	'customer.city = "Recife"',
	'customer.street = null',
	'note = null',
	'missing = null',
	'missing.part = "x"',
	'amount in [1000..2000]',
	'amount in (1000..1500)',
	'kind in ("new", "used")',
	'if amount > 10 then "large" else "small"',
	'amount * 2 + 1 - -3',
	'"kind: " + kind',
	'contains(kind, "ne")',
	'starts with(kind, "n") and ends with(kind, "w")',
	'upper case(kind)',
	'string length(kind)',
	'count(tags) = 2',
	'list contains(tags, "b")',
	'{total: amount, of: [kind, 2]}',
])('n8n gets the value that FEEL gives: %s', async (feel) => {
	const expected = (await loadFeel()).evaluate(feel, scope).value;
	const actual: unknown = runInNewContext(toJavaScript(feel), { $json: values });
	expect(JSON.parse(JSON.stringify(actual))).toEqual(JSON.parse(JSON.stringify(expected)));
});

test.each(['some x in tags satisfies x = "a"', 'duration("P1D")', '@"2026-01-01"', 'tags[1]', 'sort(tags)'])(
	'refuses FEEL without an equal: %s',
	(feel) => {
		expect(() => toJavaScript(feel)).toThrow(NoJavaScript);
	},
);

const agent = (id: string, more: Partial<Extract<Block, { kind: 'agent' }>> = {}): Block => ({
	...{ kind: 'agent', id, name: id, needs: id, agent: 'support@^1.2', message: '=question' },
	...{ writes: [{ name: 'reply', type: 'text' }] },
	...more,
});
const plan = (...blocks: Block[]): PlanTree => ({
	...{ id: 'p', name: 'Plan', purpose: 'x', language: 'en', trigger: { kind: 'message', name: 'question' } },
	inputs: [{ name: 'question', type: 'text' }],
	do: blocks,
});

/** Where each output of each node leads. */
function ways(tree: PlanTree): Record<string, string[][]> {
	const { workflow, faults } = toWorkflow(tree);
	expect(faults).toEqual([]);
	const { connections, nodes } = workflow!;
	expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
	expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	for (const { main } of Object.values(connections))
		for (const { node } of main.flat()) expect(nodes.map(({ name }) => name)).toContain(node);
	return Object.fromEntries(
		Object.entries(connections).map(([name, { main }]) => [name, main.map((targets) => targets.map(({ node }) => node))]),
	);
}

test('makes steps that hand on all variables', () => {
	const tree = plan(agent('answer'), agent('check', { message: '=reply', writes: [{ name: 'passed', type: 'boolean' }] }));
	expect(ways(tree)).toEqual({
		Start: [['question · body']],
		'question · body': [['answer']],
		answer: [['answer · out']],
		'answer · out': [['check']],
		check: [['check · out']],
	});
	const { nodes } = toWorkflow(tree).workflow!;
	expect(nodes.find(({ name }) => name === 'answer')).toMatchObject({
		type: 'n8n-nodes-troupe.troupeAgent',
		parameters: { agent: { value: 'support@^1.2' }, message: '={{ $json?.question }}' },
	});
	const out = nodes.find(({ name }) => name === 'answer · out')!.parameters as { jsonOutput: string };
	const context = { $json: { reply: 'Hi', other: 1 }, $: () => ({ item: { json: { question: '?' } } }) };
	expect(runInNewContext(`(${out.jsonOutput.slice(3, -2)})`, context)).toEqual({ question: '?', reply: 'Hi' });
});

test('makes choices, and joins the ways that go on', () => {
	const end: Block = { kind: 'end', id: 'refused', name: 'Refused' };
	const tree = plan(
		{
			...{ kind: 'choice', id: 'large', name: 'Large?' },
			branches: [
				{ name: 'yes', when: 'amount > 10', do: [end] },
				{ name: 'perhaps', when: 'amount > 5', do: [agent('ask')] },
			],
			otherwise: { name: 'no', do: [] },
		},
		agent('answer'),
	);
	expect(ways(tree)).toMatchObject({
		'Large?': [['Refused'], ['ask'], ['Large? · out']],
		'ask · out': [['Large? · out']],
		'Large? · out': [['answer']],
	});
	const output = (toWorkflow(tree).workflow!.nodes.find(({ name }) => name === 'Large?')!.parameters as { output: string }).output.slice(
		3,
		-2,
	);
	expect([20, 7, 1].map((amount): unknown => runInNewContext(output, { $json: { amount } }))).toEqual([0, 1, 2]);
});

test('makes parallel branches that wait for each other, and loops with a counter', () => {
	const tree = plan(
		{ kind: 'parallel', id: 'both', name: 'Both', branches: [{ do: [agent('one')] }, { do: [agent('two')] }] },
		{ kind: 'loop', id: 'again', name: 'Again', until: 'passed = true', limit: 3, do: [agent('try')] },
	);
	expect(ways(tree)).toMatchObject({
		'question · body': [['one', 'two']],
		'one · out': [['Both']],
		'two · out': [['Both']],
		Both: [['Again · in']],
		'try · out': [['Again']],
		Again: [[], [], ['Again · in']],
	});
	const again = toWorkflow(tree).workflow!.nodes.find(({ name }) => name === 'Again')!.parameters as { output: string };
	const at = (passed: boolean, round: number): unknown =>
		runInNewContext(again.output.slice(3, -2), { $json: { passed, 'round of again': round } });
	expect([at(true, 1), at(false, 3), at(false, 2)]).toEqual([0, 1, 2]);
});

test('leads errors of a step to what is done then', () => {
	expect(ways(plan(agent('answer', { onError: [agent('repair')] }), agent('last')))).toMatchObject({
		answer: [['answer · out'], ['answer · failed']],
		'answer · failed': [['repair']],
		'last · in': [['last']],
	});
});

test.each<[string, Block, string]>([
	['a person', { kind: 'human', id: 'x', name: 'Decide', who: 'boss' }, 'n8n-person'],
	['a wait', { kind: 'event', id: 'x', name: 'Wait', waits: [{ on: { kind: 'timer', duration: 'P1D' } }] }, 'n8n-waits'],
	['a deadline', agent('x', { deadline: { after: 'PT1H', do: [] } }), 'n8n-waits'],
	['a job', { kind: 'node', id: 'x', name: 'Send', needs: 'send', node: 'troupe:send' }, 'n8n-job'],
	['several ways', { kind: 'choice', many: true, id: 'x', name: 'Which', branches: [], otherwise: { name: 'no', do: [] } }, 'n8n-many'],
	['a list', { kind: 'loop', id: 'x', name: 'Each', each: 'tags', limit: 3, do: [] }, 'n8n-each'],
	[
		'a condition',
		{
			kind: 'choice',
			id: 'x',
			name: 'Which',
			branches: [{ name: 'a', when: 'date("2026-01-01") > now()', do: [] }],
			otherwise: { name: 'no', do: [] },
		},
		'no-expression',
	],
])('says of %s that n8n has no equal', (_, block, rule) => {
	const { workflow, faults } = toWorkflow(plan(block));
	expect(workflow).toBeUndefined();
	expect(faults).toMatchObject([{ rule, path: expect.stringMatching(/^\/do\/0/) }]);
});
