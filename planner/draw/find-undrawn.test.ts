import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { Picture } from '../plan';
import { checkTree } from '../tree/check-tree';
import { readTree } from '../tree/read-tree';
import { drawTree } from './draw-tree';
import { isDrawnBy } from './find-undrawn';

const { signal } = new AbortController();
const tools = { read: readTree, check: checkTree };

async function undrawn(wish: string, language: 'en' | 'pt', blocks: object[], picture: Picture = {}) {
	const model = scriptedChatModel(JSON.stringify({ name: 'P', trigger: { kind: 'form' }, do: blocks }));
	const { undrawn: found } = await drawTree({ wish, language, picture, answers: {} }, [], model, tools, signal);
	return found.map(({ text, isTask }) => `${isTask ? 'task' : 'background'}: ${text}`);
}

const check = { kind: 'agent', name: 'Check the invoice', needs: 'compare the invoice with the order' };
const pay = { kind: 'node', name: 'Pay the supplier', needs: 'transfer the amount by bank' };

it.each([
	[
		'We check the invoice. The lawyer archives the contract. The office is on the fifth floor.',
		'en',
		['task: The lawyer archives the contract', 'background: The office is on the fifth floor'],
	],
	['Compare the bill with the purchase order, then transfer the money.', 'en', []],
	['When a form is filled in, check the invoice. All in parallel. The process ends.', 'en', []],
	['Confira a fatura. O advogado arquiva o contrato.', 'en', []],
] as Array<[string, 'en', string[]]>)('says which sentences a model left out: %s', async (wish, language, expected) => {
	expect(await undrawn(wish, language, [check, pay])).toEqual(expected);
});

it('says a limit of the wish or of an answer that is in no condition', async () => {
	const wish = 'Check the invoice. If the amount is above 5,000, check the invoice with the order.';
	expect(await undrawn(wish, 'en', [check, pay])).toEqual(['task: If the amount is above 5,000, check the invoice with the order']);
	const answer = { actors: { text: 'finance, above 900 the boss', from: 'answer' as const } };
	expect(await undrawn('Check the invoice and pay the supplier.', 'en', [check, pay], answer)).toEqual([
		'task: finance, above 900 the boss',
	]);
	const drawn = { ...check, needs: 'compare invoices over 5000 with the order' };
	expect(await undrawn(wish, 'en', [drawn, pay])).toEqual([]);
});

it.each([
	['approve it above 500', [], ['task: The manager approves it above 500']],
	['approve it', [{ name: 'Above 500', when: 'amount > 500' }], []],
] as Array<[string, object[], string[]]>)(
	'says a limit of an approval that only its person reads: %s',
	async (instructions, ways, expected) => {
		const approve = {
			kind: 'human',
			name: 'Approve the invoice',
			who: 'manager',
			instructions,
			writes: [{ name: 'approved', type: 'boolean' }],
		};
		const branches = ways.map((way) => ({ ...way, do: [approve] }));
		const steps = branches.length > 0 ? [{ kind: 'choice', name: 'Above 500?', branches, otherwise: { name: 'no', do: [] } }] : [approve];
		expect(
			await undrawn('Check the invoice. The manager approves it above 500.', 'en', [
				{ ...check, writes: [{ name: 'amount', type: 'number' }] },
				...steps,
			]),
		).toEqual(expected);
	},
);

const remind = { kind: 'human', name: 'Remind the supplier', who: 'support team', due: 'P2D' };

it.each([
	['Check the invoice. Remind the supplier at most three times.', 'en', ['Remind the supplier at most three times']],
	['Check the invoice. Remind the supplier within two days.', 'en', []],
	['Check the invoice. Remind the supplier within three days.', 'en', ['Remind the supplier within three days']],
	['Check the invoice. The manager reminds the supplier.', 'en', ['The manager reminds the supplier']],
	[
		'Check the invoice. Remind the supplier, otherwise we archive the contract.',
		'en',
		['Remind the supplier, otherwise we archive the contract'],
	],
	['Remind the supplier. We remind forty suppliers a day.', 'en', []],
] as Array<[string, 'en', string[]]>)('says of a sentence that only half of it is there: %s', async (wish, language, expected) => {
	const found = await undrawn(wish, language, [check, remind]);
	expect(found).toEqual(expected.map((text) => `task: ${text}`));
});

it('takes a loop with this limit for drawn', async () => {
	const loop = { kind: 'loop', name: 'Again', until: 'paid', limit: 3, do: [{ ...remind, writes: [{ name: 'paid', type: 'boolean' }] }] };
	expect(await undrawn('Remind the supplier at most three times.', 'en', [loop])).toEqual([]);
});

it.each([
	['actors', 'the sales team, each four days', ['task: the sales team, each four days']],
	['actors', 'the support team', []],
	['exceptions', 'the clerk calls the bank', ['task: the clerk calls the bank']],
	['exceptions', 'end it', []],
	['systems', 'Slack', ['task: Slack']],
	['systems', 'you decide', []],
	['trigger', 'A person fills in a form', []],
	['exceptions', 'A person takes over', []],
	['approvals', 'no, not even after four days', []],
] as const)('says an answer that led to nothing: %s, %s', async (slot, text, expected) => {
	const picture: Picture = { [slot]: { text, from: 'answer' } };
	expect(await undrawn('Check the invoice. Remind the supplier.', 'en', [check, remind], picture)).toEqual(expected);
});

it('takes a sentence for drawn when a change brought a block for it', () => {
	const archive = { kind: 'human' as const, id: 'a', name: 'Archive the contract', who: 'lawyer' };
	expect(isDrawnBy('The lawyer archives the contract', [archive], 'en')).toBe(true);
	expect(isDrawnBy('The driver washes the van', [archive], 'en')).toBe(false);
});
