import { checkTree } from '../../tree/check-tree';
import type { Block, PlanTree } from '../../tree/plan-tree';
import { readTree } from '../../tree/read-tree';
import { toWorkflow } from '../to-workflow';
import { importWorkflow } from './import-workflow';
import { readWorkflow } from './read-workflow';

const agent = (id: string, more: Partial<Extract<Block, { kind: 'agent' }>> = {}): Block => ({
	...{ kind: 'agent', id, name: id, needs: id, agent: 'support@^1.2', message: 'question' },
	...{ writes: [{ name: 'reply', type: 'text' }] },
	...more,
});
const plan = (...blocks: Block[]): PlanTree => ({
	...{ id: 'plan', name: 'Plan', purpose: 'x', language: 'en', trigger: { kind: 'message', name: 'question' } },
	inputs: [{ name: 'question', type: 'text' }],
	do: blocks,
});
const end = (id: string, name: string): Block => ({ kind: 'end', id, name });

const trees: Record<string, PlanTree> = {
	'steps one after the other': plan(agent('answer'), agent('check', { message: 'reply', writes: [{ name: 'verdict', type: 'text' }] })),
	'a step without a message': plan({ kind: 'agent', id: 'answer', name: 'answer', needs: 'answer', agent: 'support', reads: ['question'] }),
	'a choice with an end': plan(
		{
			...{ kind: 'choice', id: 'large', name: 'Large?' },
			branches: [
				{ name: 'Output 1', when: 'question = "x"', do: [end('refused', 'Refused')] },
				{ name: 'Output 2', when: 'contains(question, "a") and not(question = "b")', do: [agent('ask')] },
			],
			otherwise: { name: 'Otherwise', do: [] },
		},
		agent('answer'),
	),
	'choices in each other': plan(
		{
			...{ kind: 'choice', id: 'outer', name: 'Outer?' },
			branches: [
				{
					...{ name: 'Output 1', when: 'question = "x"' },
					do: [
						{
							...{ kind: 'choice', id: 'inner', name: 'Inner?' },
							branches: [{ name: 'Output 1', when: 'question = "y"', do: [agent('one')] }],
							otherwise: { name: 'Otherwise', do: [agent('two')] },
						},
						agent('three'),
					],
				},
			],
			otherwise: { name: 'Otherwise', do: [] },
		},
		agent('last'),
	),
	'parallel branches': plan(
		{
			...{ kind: 'parallel', id: 'together', name: 'At the same time' },
			branches: [
				{ do: [agent('one', { writes: [{ name: 'first', type: 'text' }] })] },
				{ do: [agent('two', { writes: [{ name: 'second', type: 'text' }] })] },
			],
		},
		agent('join', { message: 'first + second' }),
	),
	'a loop with its limit': plan(
		{
			kind: 'loop',
			id: 'again',
			name: 'Again',
			until: 'passed = true',
			limit: 3,
			do: [agent('try', { writes: [{ name: 'passed', type: 'boolean' }] })],
		},
		agent('last'),
	),
	'a loop that gives up': plan(
		{
			...{ kind: 'loop', id: 'again', name: 'Again', until: 'passed = true', limit: 3 },
			do: [agent('try', { writes: [{ name: 'passed', type: 'boolean' }] })],
			onLimit: [end('given-up', 'Given up')],
		},
		agent('last'),
	),
	'what is done after an error': plan(agent('answer', { onError: [agent('repair')] }), agent('last')),
	'an end after an error': plan(agent('answer', { onError: [end('given-up', 'Given up')] }), agent('last')),
	'a request': plan(
		{
			...{ kind: 'http', id: 'order', name: 'order', method: 'POST', url: 'https://shop.example/orders', body: '{"text": question}' },
			writes: [{ name: 'orderNumber', type: 'text' }],
		},
		agent('answer', { message: '"Order " + orderNumber' }),
	),
	'a node': plan({
		...{ kind: 'node', id: 'send', name: 'send', needs: 'x', node: 'n8n-nodes-base.slack' },
		parameters: { resource: 'message', operation: 'post', channel: 'sales', text: '=question' },
		writes: [{ name: 'sent', type: 'text' }],
	}),
	'another process': plan({ kind: 'call', id: 'billing', name: 'billing', process: 'billing' }, agent('last')),
	'a form': {
		...plan(agent('answer')),
		trigger: { kind: 'form' },
		inputs: [
			{ name: 'question', type: 'text' },
			{ name: 'kind', type: 'text', options: ['a', 'b'] },
		],
	},
	'a time': { ...plan(agent('answer', { message: '"now"' })), trigger: { kind: 'timer', at: 'R/PT2H' }, inputs: [] },
	'a cron expression': { ...plan(agent('answer', { message: '"now"' })), trigger: { kind: 'timer', at: '0 0 9 * * MON' }, inputs: [] },
	'a start by hand': { ...plan(agent('answer')), trigger: { kind: 'manual' } },
};

/** What both have to say: names of what joins, words and labels are not in a workflow. */
function toShape(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value, (key, one: unknown) => {
			if (['id', 'purpose', 'needs', 'label', 'reason'].includes(key)) return undefined;
			return typeof one === 'string' ? one.replaceAll(/\bstring(?=\()|[()]/g, '') : one;
		}),
	);
}

test.each(Object.entries(trees))('a plan that was made a workflow comes back with %s', async (_, tree) => {
	const { workflow, faults } = toWorkflow(structuredClone(tree));
	expect(faults).toEqual([]);
	const imported = await importWorkflow(readWorkflow(JSON.parse(JSON.stringify(workflow))), 'en', {});
	const { tree: back, faults: unread } = readTree(imported.tree);
	expect(toShape(back)).toEqual(toShape(tree));
	expect([...unread, ...(await checkTree(back!))]).toEqual([]);
});
