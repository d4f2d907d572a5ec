import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { SlotValue } from '../plan';
import { checkTree } from '../tree/check-tree';
import { readTree } from '../tree/read-tree';
import { drawTree, type DrawingTools } from './draw-tree';
import type { Drawn } from './write-prompt';

const { signal } = new AbortController();
const plan: Drawn = { wish: 'When a question arrives, answer it.', language: 'en', picture: {}, answers: {} };
const real: DrawingTools = { read: readTree, check: checkTree };
const drawReal = async (...answers: object[]) => {
	const model = scriptedChatModel(...answers.map((answer) => JSON.stringify(answer)));
	const { tree, faults, rounds, supposed } = await drawTree(plan, [], model, real, signal);
	return { tree, faults, rounds, supposed, asked: model.requests.at(-1)!.messages.at(-1)!.content };
};
const waiting = (key?: string) => ({
	...{ name: 'P', trigger: { kind: 'form' }, inputs: [{ name: 'orderNumber', type: 'text', label: 'Order' }] },
	do: [{ kind: 'event', name: 'Wait', on: { kind: 'message', name: 'paid', ...(key !== undefined && { key }) } }],
});
const keyed = 'waits for a message without a key: the value of "Order" tells which instance a message is for.';

it('asks once about a repair that may not be meant, and takes what the model says then', async () => {
	const { rounds, supposed, asked } = await drawReal(waiting(), waiting('orderNumber'));
	expect([rounds, supposed]).toEqual([2, []]);
	expect(asked).toContain(JSON.stringify(`"Wait" ${keyed}`));
});

it('says the repair where the model does not answer it, and fails of nothing else', async () => {
	const { faults, rounds, supposed } = await drawReal(waiting(), waiting());
	expect([faults, rounds, supposed]).toEqual([[], 2, [`"Wait" ${keyed}`]]);
});

const approve = { kind: 'human', name: 'Approve', who: 'boss', writes: [{ name: 'approved', type: 'boolean' }] };
const pay = { kind: 'http', name: 'Pay', url: 'https://bank.example' };
const refused = { when: 'approved = false', name: 'No', do: [{ kind: 'end', name: 'Refused' }] };
const choice = { kind: 'choice', name: 'Approved?', branches: [refused], otherwise: { name: 'Yes', do: [] } };

it('asks once what is done after a no that nothing reads', async () => {
	const { tree, asked, rounds } = await drawReal({ name: 'P', do: [approve, pay] }, { name: 'P', do: [approve, choice, pay] });
	expect([tree?.do.map(({ name }) => name), rounds]).toEqual([['Approve', 'Approved?', 'Pay'], 2]);
	expect(asked).toContain('"rule":"unread-decision"');
	const stays = await drawReal({ name: 'P', do: [approve, pay] }, { name: 'Q', do: [approve, pay] });
	// The explanation says it as a risk.
	expect([stays.tree?.do.map(({ name }) => name), stays.rounds, stays.faults, stays.supposed]).toEqual([['Approve', 'Pay'], 2, [], []]);
});

it('lets only what the person said replace how a model begins', async () => {
	const begin = async (from: SlotValue['from'], trigger?: object) => {
		const picture: Drawn['picture'] = { trigger: { text: 'Every day at 9', from } };
		const model = scriptedChatModel(JSON.stringify({ name: 'P', trigger, do: [pay] }));
		const { tree, supposed } = await drawTree({ ...plan, picture }, [], model, real, signal);
		return [tree!.trigger.kind, supposed];
	};
	expect(await begin('supposed', { kind: 'manual' })).toEqual(['manual', []]);
	expect(await begin('supposed')).toEqual(['timer', ['Start: Every day at 9']]);
	expect(await begin('answer', { kind: 'manual' })).toEqual(['timer', []]);
});

it.each([
	['Order, name', ['Data: Order, name']],
	['Name, email', []],
])('supposes the data %s only as far as the plan has it', async (text, told) => {
	const model = scriptedChatModel(JSON.stringify(waiting('orderNumber')));
	const drawn = await drawTree({ ...plan, picture: { data: { text, from: 'supposed' } } }, [], model, real, signal);
	expect(drawn.supposed).toEqual(told);
});

it('keeps the plan of a model that has something of the wish', async () => {
	const wish = 'The clerk files the letter. Then the director signs the contract.';
	const sign = { kind: 'human', name: 'Sign the contract', who: 'director' };
	const { tree, supposed } = await drawTree({ ...plan, wish }, [], scriptedChatModel(JSON.stringify({ do: [sign] })), real, signal);
	expect([tree!.do.length, supposed]).toEqual([1, []]);
});
