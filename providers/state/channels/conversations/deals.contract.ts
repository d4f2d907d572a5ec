import type { DealFacts } from '../../../../core/ports/channels/conversation-deals';
import type { MessageEvent } from '../../../../core/ports/channels/channel-events';
import { acme, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

const account = 'piperun sales';

/** What every store promises of the deals that conversations led to. @param pass lets time pass for the store */
export function describeDeals(open: () => ChannelStores, pass: (ms: number) => unknown): void {
	const of = (phone: string): Partial<MessageEvent> => ({ address: phone, contact: [{ kind: 'phone', value: phone, proof: 'provider' }] });
	const write = async (phone: string, changes: Partial<MessageEvent> = {}): Promise<string> => {
		const applied = await open().mailbox.apply(fromContact('hi', { ...of(phone), ...changes }), acme, hasty);
		return 'conversation' in applied ? applied.conversation! : '';
	};
	const add = (lead: string, id: string) => open().deals.add('acme', lead, { account, id });
	const listOf = (...conversations: string[]) => open().deals.list('acme', { conversations }, 10);
	const untold: DealFacts = { state: 'open', isProposed: null, closedAt: null };

	describe('the deals of conversations', () => {
		it('are those that a conversation or its session became, each once, and of one tenant', async () => {
			const one = await write('5511900000001');
			const two = await write('5511900000002');
			expect([await add(one, '1'), await add(one, '1'), await add(`${two}-1`, '2'), await add('nobody', '3')]).toEqual([
				true,
				true,
				true,
				false,
			]);
			expect(await open().deals.add('globex', one, { account, id: '9' })).toBe(false);
			expect((await listOf(one, two)).sort((first, second) => first.id.localeCompare(second.id))).toMatchObject([
				{ id: '1', conversation: one, state: 'open', isProposed: null, closedAt: null, askedAt: null },
				{ id: '2', conversation: two },
			]);
			expect(await open().deals.list('globex', { conversations: [one] }, 10)).toEqual([]);
		});

		it('have what the CRM said last, and a proposal that was made stays made', async () => {
			const id = await write('5511900000001');
			await add(id, '1');
			await open().deals.note('acme', { account, id: '1' }, { ...untold, isProposed: true });
			await open().deals.note('acme', { account, id: '1' }, { state: 'won', isProposed: false, closedAt: 5_000 });
			expect(await listOf(id)).toMatchObject([{ state: 'won', isProposed: true, closedAt: 5_000, askedAt: expect.any(Number) }]);
			// A person reopened it.
			await open().deals.note('acme', { account, id: '1' }, untold);
			expect(await listOf(id)).toMatchObject([{ state: 'open', isProposed: true, closedAt: null }]);
		});

		it('are found by when they were recorded or closed, and by their channel', async () => {
			const id = await write('5511900000001');
			await add(id, '1');
			const { recordedAt } = (await listOf(id))[0]!;
			await open().deals.note('acme', { account, id: '1' }, { state: 'lost', isProposed: false, closedAt: 5_000 });
			const within = async (from: number, to: number, channel?: string) =>
				(await open().deals.list('acme', { period: { from, to }, channel }, 10)).length;
			expect([await within(recordedAt, recordedAt + 1), await within(5_000, 5_001), await within(5_001, 5_002)]).toEqual([1, 1, 0]);
			expect([await within(5_000, 5_001, acme.channel), await within(5_000, 5_001, 'other')]).toEqual([1, 0]);
		});

		it('are asked for while they can change, the longest ago first', async () => {
			const id = await write('5511900000001');
			for (const deal of ['1', '2', '3', '4']) await add(id, deal);
			await open().deals.note('acme', { account, id: '1' }, untold);
			await pass(5);
			await open().deals.note('acme', { account, id: '2' }, { state: 'won', isProposed: true, closedAt: 100 });
			await open().deals.note('acme', { account, id: '4' }, { ...untold, state: 'removed' });
			const toAsk = async (closedAfter: number, askedBefore = Number.MAX_SAFE_INTEGER) =>
				(await open().deals.listToAsk('acme', { askedBefore, closedAfter }, 10)).map((deal) => deal.id);
			expect([await toAsk(50), await toAsk(200), await toAsk(50, 0)]).toEqual([['3', '1', '2'], ['3', '1'], ['3']]);
		});

		it('stay with a conversation that becomes part of another, and are forgotten with its contact', async () => {
			const one = await write('5511900000001');
			const two = await write('5511900000002');
			await add(one, '1');
			const claims = ['5511900000001', '5511900000002'].map((value) => ({ kind: 'phone' as const, value, proof: 'provider' as const }));
			await write('5511900000002', { contact: claims });
			const whole = (await open().conversations.find('acme', one))!;
			expect(whole.id).toBe((await open().conversations.find('acme', two))!.id);
			// The lead keeps the name under which it was recorded.
			expect([await add(one, '1'), await add(one, '2')]).toEqual([true, true]);
			expect((await listOf(whole.id)).map(({ id }) => id).sort()).toEqual(['1', '2']);
			expect(await open().contacts.forget('acme', whole.contact)).toBe(true);
			expect(await open().deals.list('acme', { period: { from: 0, to: Number.MAX_SAFE_INTEGER } }, 10)).toEqual([]);
			expect(await add(one, '1')).toBe(false);
		});
	});
}
