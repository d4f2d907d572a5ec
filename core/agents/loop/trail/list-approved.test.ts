import type { ConversationTurn } from '../../../ports/memory';
import { describeDecided, listApproved } from './list-approved';
import type { TrailEntry } from './trail-entry';

const asked = (callId: string, input: object) => ({ id: callId, kind: 'approval', tool: 'pay', arguments: input });
const suspended = (...pending: object[]) => ({ kind: 'suspended', pending }) as unknown as TrailEntry;
const decision = (callId: string, approved = true, by = 'terminal:ana') => ({ kind: 'decision', callId, approved, by }) as TrailEntry;

it('lists what people approved, and neither what they declined nor what nobody saw', () => {
	const entries = [suspended(asked('a', { to: 'x1' }), asked('b', { to: 'x2' }), asked('c', { to: 'x3' }))];
	const decisions = [decision('a'), decision('b', false), decision('c', true, 'rule')];
	expect(listApproved([...entries, ...decisions])).toEqual(['{"to":"x1"}']);
});

it('keeps the newest ten, without long ones', () => {
	const ids = Array.from({ length: 30 }, (_, at) => `c${at}`);
	const entries = [
		suspended(...ids.map((id) => asked(id, { id })), asked('long', { text: 'x'.repeat(3_000) })),
		...ids.map((id) => decision(id)),
	];
	const { approved = [] } = describeDecided([...entries, decision('long')]);
	expect(approved).toHaveLength(10);
	expect(approved.at(-1)).toBe('{"id":"c29"}');
});

const called = (callId: string, ...entries: TrailEntry[]) =>
	entries.map((entry) => ({ kind: 'called', callId, agent: 'helper', entry }) as TrailEntry);

it('lists what people approved in called agents, each by its own calls', () => {
	const inner = called('deep', suspended(asked('a', { to: 'x-1' })), decision('a'));
	const entries = [
		...called('first', suspended(asked('a', { to: 'account-1' })), decision('a')),
		...called('second', suspended(asked('a', { to: 'account-2' })), decision('a', false), ...inner),
	];
	expect(listApproved(entries)).toEqual(['{"to":"account-1"}', '{"to":"x-1"}']);
	expect(describeDecided(entries).declined).toEqual(['{"to":"account-2"}']);
});

const account = 'DE89370400440532013000';
const turn = (more: Partial<ConversationTurn>): ConversationTurn => ({ message: 'Hi', reply: 'Hi', at: 1, ...more });

it('takes back what a person declines later, in the same run or a later turn, in any spelling', () => {
	const before = turn({ approved: [JSON.stringify({ iban: account, invoice: 'INV-7' })] });
	expect(listApproved([], [before, turn({})])).toHaveLength(1);
	const later = turn({ declined: [JSON.stringify({ account: 'DE89 3704 0044 0532 0130 00', amount: 9000 })] });
	expect(listApproved([], [before, later])).toEqual(['["INV-7"]']);
	const declined = [suspended(asked('b', { text: `Pay to ${account}!` })), decision('b', false)];
	expect(listApproved(declined, [before])).toEqual(['["INV-7"]']);
	const again = [suspended(asked('c', { iban: account })), decision('c')];
	expect(listApproved(again, [before, later])).toEqual(['["INV-7"]', `{"iban":"${account}"}`]);
});

it('takes back all after a call that is too long to be stored', () => {
	const long = [suspended(asked('b', { text: 'x'.repeat(3_000) })), decision('b', false)];
	const { declined } = describeDecided(long);
	expect(declined).toEqual(['*']);
	expect(listApproved([], [turn({ approved: ['{"to":"account-1"}'] }), turn({ declined })])).toEqual([]);
});

it('reads a call whose restored values broke its JSON', () => {
	expect(listApproved([], [turn({ approved: ['{"to":"a "b" account-1"}'] }), turn({ declined: ['{"to":"account-1"}'] })])).toEqual([]);
});
