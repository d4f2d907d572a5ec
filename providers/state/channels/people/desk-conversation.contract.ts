import type { ChannelEvent } from '../../../../core/ports/channels/channel-events';
import type { Turn } from '../../../../core/ports/channels/mailbox';
import { fromAccount, fromContact } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { handOverSteps, leaseMs, sent, signalled, withDesk } from './hand-over-steps.contract';

/** What every store promises about the conversation of a desk. */
export function describeDeskConversations(open: () => ChannelStores): void {
	const { apply, begin, beginTurn, putChannel, takeWrites, modeOf } = handOverSteps(open);

	describe('the desk of a conversation', () => {
		const atDesk = { address: '12', contact: [{ kind: 'phone' as const, value: '+55 44 99999-9999', proof: 'entered' as const }] };
		async function tie(): Promise<Turn> {
			const turn = await beginTurn();
			await open().handOvers.link('acme', 'desk', turn.conversation.id, '12');
			expect(await open().handOvers.findAddress('acme', 'desk', turn.conversation.id)).toBe('12');
			return turn;
		}

		it('pauses the agent, and tells it later what was said', async () => {
			const turn = await tie();
			const { id } = turn.conversation;
			expect(await apply(fromAccount('Ana here.', atDesk), 'desk')).toMatchObject({ kind: 'take-over', conversation: id });
			expect(await modeOf(turn)).toBe('person');
			expect((await open().mailbox.readMessages('acme', id, 10)).map(({ author }) => author)).toEqual(expect.arrayContaining(['person']));
			expect(await apply(fromAccount('/bot on', atDesk), 'desk')).toMatchObject({ kind: 'command', conversation: id, mode: 'agent' });
		});

		it('shows what the agent sent: each message once', async () => {
			const turn = await tie();
			await open().outbox.enqueue('acme', turn.conversation.id, [signalled('Hello!')]);
			const [message] = await open().outbox.queue.take('s', { max: 1, leaseMs });
			await open().outbox.note(message!, sent);
			expect(await apply(fromAccount('Hello!', atDesk), 'desk')).toMatchObject({ kind: 'echo' });
			expect(await modeOf(turn)).toBe('agent');
			expect(await apply(fromAccount('Hello!', atDesk), 'desk')).toMatchObject({ kind: 'take-over' });
		});

		it('is found by the phone number, for channels that name it', async () => {
			const turn = await beginTurn();
			await apply(fromAccount('Ana here.', atDesk), 'desk');
			expect(await modeOf(turn)).toBe('agent');
			await putChannel('whatsapp', { handOver: withDesk });
			expect(await open().channels.find('acme', 'whatsapp')).toMatchObject({ handOver: withDesk });
			await apply(fromAccount('Ana again.', atDesk), 'desk');
			expect(await modeOf(turn)).toBe('person');
		});

		it('has an echo for each of our changes', async () => {
			const turn = await tie();
			await begin(turn.conversation.id);
			const [write] = await takeWrites();
			await open().handOvers.expectEcho(write!.content, 'labels', ['b', 'a'], leaseMs);
			const labelled: ChannelEvent = { kind: 'conversation', key: 'l1', at: 1, ...atDesk, changes: { labels: ['a', 'b'] } };
			expect(await apply(labelled, 'desk')).toMatchObject({ kind: 'echo' });
			expect(await apply({ ...labelled, key: 'l2' }, 'desk')).toMatchObject({ kind: 'changed' });
		});

		it('gives its labels to the conversation of the customer, and to no other', async () => {
			const turn = await tie();
			const labels = ['temperature-cold', 'partner'];
			await apply({ kind: 'conversation', key: 'l1', at: 1, ...atDesk, changes: { labels } }, 'desk');
			expect(await open().mailbox.find('acme', turn.conversation.id)).toMatchObject({ labels });
			const stranger = { ...atDesk, address: '99', contact: [] };
			await apply({ kind: 'conversation', key: 'l2', at: 2, ...stranger, changes: { labels: ['other'] } }, 'desk');
			expect(await open().mailbox.find('acme', turn.conversation.id)).toMatchObject({ labels });
		});
	});

	it('a conversation that was stopped is counted, and counts from the beginning once it is switched on', async () => {
		await apply(fromContact('hello'));
		const flip = (n: number): ChannelEvent => ({
			kind: 'conversation',
			key: `flip ${n}`,
			address: '5544999999999',
			at: n,
			contact: [],
			changes: { status: `s${n}` },
		});
		const kinds = [];
		for (let n = 1; n <= 7; n += 1) kinds.push((await apply(flip(n))).kind);
		expect(kinds.at(-1)).toBe('breaker');
		expect(await open().handOvers.countStopped('acme')).toEqual(new Map([['whatsapp', 1]]));
		const { id } = (await open().mailbox.list('acme', { address: '5544999999999' }, 1))[0]!;
		await open().mailbox.setMode('acme', id, { mode: 'agent', until: null, by: 'user:ana' });
		expect((await apply(flip(8))).kind).toBe('changed');
		expect(await open().handOvers.countStopped('acme')).toEqual(new Map());
		expect(await open().handOvers.listModes('acme', 'whatsapp', 10)).toMatchObject([
			{ actor: 'user:ana', to: 'agent' },
			{ actor: 'breaker' },
		]);
	});
}
