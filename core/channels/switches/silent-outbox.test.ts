import { fromContact, hasty } from '../../../providers/state/channels/contract/channel-steps.contract';
import { openEvents } from '../../../providers/compose/events/events';
import { type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { takeTurn } from '../../../test/support/channels/take-turn';
import { turnAgentsOn } from './turn-agents';

let own: ChannelHost;
let conversation: string;
let asked: string;
beforeEach(async () => {
	own = await createChannelHost();
	const message = fromContact('How much?', {
		address: '5544911112222',
		contact: [{ kind: 'phone', value: '5544911112222', proof: 'provider' }],
	});
	asked = message.id;
	const applied = await own.channels.mailbox.apply(message, { tenant: 'default', channel: 'sales', receipt: 'r1' }, hasty);
	conversation = applied.kind === 'message' ? applied.conversation : '';
});
afterEach(() => own.remove());

const sales = { tenant: 'default', target: 'channel:sales', reason: 'wrong prices', changedBy: 'user:ana' };
async function takeOwn() {
	for (;;) {
		const turn = (await takeTurn(own.channels.mailbox, 'a', 60_000))!;
		if (turn.conversation.id === conversation) return turn;
		await own.channels.mailbox.end(turn, 'a', { kind: 'done' });
	}
}
const answer = () =>
	own.channels.outbox.enqueue('default', conversation, [{ key: 'element 1', content: { kind: 'text', text: 'R$ 900' } }], {
		answers: { until: [asked] },
	});
const answers = async () => (await own.channels.receipts.listAnswers('default', ['r1'])).map((one) => one.answer);
const waitsFor = async () =>
	(await own.channels.conversations.list('default', { from: 0, isWaiting: true }, 10))
		.filter(({ id }) => id === conversation)
		.map(({ wait }) => wait?.waitsFor);

it.each(['before', 'after'] as const)(
	'leaves to people what a process answers while its channel is off, %s the end of its turn, and a replay gives it again',
	async (when) => {
		const { mailbox } = own.channels;
		const turn = await takeOwn();
		await mailbox.beginEffects(turn, 'a');
		if (when === 'after') await mailbox.end(turn, 'a', { kind: 'done' });
		await own.channels.switches.turnOff(sales);
		expect(await answer()).toEqual({ kind: 'silent', mode: 'off' });
		if (when === 'before') await mailbox.end(turn, 'a', { kind: 'done' });
		expect([await answers(), await waitsFor()]).toEqual([['given-up'], ['person']]);
		expect(await mailbox.listDead('default', {}, 10)).toMatchObject([
			{ id: turn.id, reason: expect.stringContaining('off when the process answered') },
		]);
		const events = await (await openEvents(own.host)).read('default', 0, 100);
		expect(events.filter(({ type }) => type === 'channel.turn.failed')).toHaveLength(1);
		await turnAgentsOn(own.channels, sales);
		expect(await mailbox.replay('default', { channel: 'sales' })).toBe(1);
		expect(await answers()).toEqual(['waiting']);
	},
);

it('leaves to people what a process answers in a conversation that was switched off, and nothing that people have', async () => {
	const { mailbox } = own.channels;
	const turn = await takeOwn();
	await mailbox.beginEffects(turn, 'a');
	await mailbox.end(turn, 'a', { kind: 'done' });
	await mailbox.setMode('default', conversation, { mode: 'person', until: null, by: 'user:ana' });
	expect(await answer()).toEqual({ kind: 'silent', mode: 'person' });
	expect(await answers()).toEqual(['published']);
	await mailbox.setMode('default', conversation, { mode: 'off', until: null, by: 'user:ana' });
	expect(await answer()).toEqual({ kind: 'silent', mode: 'off' });
	expect([await answers(), await waitsFor()]).toEqual([['given-up'], ['person']]);
});
