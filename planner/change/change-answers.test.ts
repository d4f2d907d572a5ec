import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { Candidate } from '../plan';
import { checkTree } from '../tree/check-tree';
import type { PlanTree } from '../tree/plan-tree';
import { readTree } from '../tree/read-tree';
import { findBlock } from './block-lists';
import { changeTree } from './change-tree';

const plan = (language: 'en' | 'pt' = 'en'): PlanTree =>
	readTree({
		...{ id: 'order', name: 'Order', purpose: 'Checks orders.', language, trigger: { kind: 'form' } },
		inputs: [{ name: 'orderNumber', type: 'text', label: 'Order' }],
		do: [
			{ kind: 'human', id: 'check', name: 'Check the order', who: 'sales', writes: [{ name: 'good', type: 'boolean' }] },
			{
				kind: 'choice',
				id: 'is-good',
				name: 'Good?',
				branches: [{ name: 'no', when: 'good = false', do: [{ kind: 'end', name: 'Bad' }] }],
			},
			{
				...{ kind: 'unsupported', id: 'pack', name: 'Pack it', needs: 'pack', reason: 'Nobody packs.' },
				alternatives: [{ kind: 'http', text: 'Call a robot.' }],
			},
		],
	}).tree!;
const { signal } = new AbortController();
const candidate = (name: string): Candidate => ({ kind: 'node', name, purpose: 'Sends it.', score: 1, reasons: [], risk: 'reads' });

async function change(request: string, answers: object[] | undefined, tree = plan(), candidates: Candidate[] = []) {
	const model = answers && scriptedChatModel(...answers.map((answer) => JSON.stringify(answer)));
	const answer = await changeTree(tree, request, candidates, model, { read: readTree, check: checkTree }, signal);
	return { ...answer, messages: model?.requests.at(-1)?.messages.map(({ content }) => content) };
}

const same = { op: 'set', id: 'check', fields: { who: 'sales' } };

it('says that the plan is already so, in one round', async () => {
	const answer = await change('sales checks the order', [{ says: 'Sales checks it.', already: true, changes: [] }]);
	expect(answer).toMatchObject({
		isAlreadySo: true,
		says: 'The plan is already so. Nothing was changed. Sales checks it.',
		faults: [],
		rounds: 1,
	});
	expect(answer).not.toHaveProperty('tree');
	expect(await change('x', [{ already: true, changes: [] }], plan('pt'))).toMatchObject({ says: 'O plano já é assim. Nada mudou.' });
});

it('asks once whether it is already so where the steps of a change change nothing', async () => {
	const answer = await change('sales checks the order', [{ changes: [same] }, { already: true, changes: [] }]);
	expect(answer).toMatchObject({ isAlreadySo: true, rounds: 2 });
	expect(answer.messages!.at(-1)).toMatch(/nothing-changed[\s\S]+"already": true/);
});

it('makes the change of an answer that also says that it is already so', async () => {
	const changes = [{ op: 'set', id: 'check', fields: { who: 'finance' } }];
	expect(await change('finance checks it', [{ already: true, changes }])).toMatchObject({ faults: [], difference: { bump: 'minor' } });
});

it.each([
	['"Check the order" is done by sales', true],
	['rename "Check the order" to "Check the order"', true],
	['"Check the order" is done by finance', undefined],
])('knows without a model whether it is already so: %s', async (request, isAlreadySo) => {
	const answer = await change(request, undefined);
	expect([answer.faults, answer.isAlreadySo]).toEqual([[], isAlreadySo]);
	// Whoever does it fills in the same.
	if (answer.tree) expect(findBlock(answer.tree, 'check')!.block).toMatchObject({ who: 'finance', writes: [{ name: 'good' }] });
});

const wait = { kind: 'event', id: 'wait', name: 'Wait', on: { kind: 'message', name: 'paid' } };
const insert = (block: object) => ({ says: 'Done.', changes: [{ op: 'insert', after: 'is-good', blocks: [block] }] });

it('asks once about a repair of a new block, and says it where it stays', async () => {
	const keyed = { ...wait, on: { ...wait.on, key: 'orderNumber' } };
	expect(await change('wait for the money', [insert(wait), insert(keyed)])).toMatchObject({ faults: [], rounds: 2 });
	const stays = await change('wait for the money', [insert(wait), insert({ ...wait, name: 'Await' })]);
	expect(stays.supposed).toEqual([
		'"Await" waits for a message without a key: the value of "Order" tells which instance a message is for.',
	]);
	expect(findBlock(stays.tree!, 'wait')!.block).toMatchObject({ waits: [{ on: { key: 'orderNumber' } }] });
	const strange = await change('fly', [insert({ kind: 'fly', id: 'fly', name: 'Fly' }), insert({ kind: 'fly', id: 'fly', name: 'Fly' })]);
	expect([strange.rounds, strange.supposed]).toEqual([2, [expect.stringContaining('"Fly" has no kind that exists ("fly")')]]);
});

it('keeps a change with a doubt where the model then makes a worse one', async () => {
	const answer = await change('wait for the money', [insert(wait), insert({ ...wait, on: 7 }), insert({ kind: 'http', name: 'x' })]);
	expect([answer.faults, answer.supposed?.length, answer.tree?.do.length]).toEqual([[], 1, 4]);
});

it('tells the model what a job type needs, and not why nobody does a step', async () => {
	const { messages } = await change('x', [{ already: true, changes: [] }], plan(), [candidate('troupe:send')]);
	expect(messages![1]).toMatch(/node troupe:send: Sends it\. \(parameters: conversation, text\)/);
	expect(messages![1]).toContain('{"id":"pack","name":"Pack it","kind":"unsupported","needs":"pack"}');
});

it.each([
	[{ before: 'check' }, ['pack', 'check', 'is-good']],
	[{ into: 'is-good', part: 'otherwise' }, ['check', 'is-good']],
	[{ into: 'is-good', part: 'no', at: 'start' }, ['check', 'is-good']],
])('moves a step to %j', async (place, order) => {
	const { tree, faults } = await change('x', [{ changes: [{ op: 'move', id: 'pack', ...place }] }]);
	expect([faults, tree?.do.map(({ id }) => id)]).toEqual([[], order]);
});
