import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import type { MessageEvent } from '../../../../core/ports/channels/channel-events';
import type { ChannelStores } from '../open-channel-stores';
import { acme, channelSteps, fromContact, hasty } from './channel-steps.contract';

export function describeContacts(open: () => ChannelStores): void {
	const { apply, take, send } = channelSteps(open);

	describe('a contact', () => {
		const lid = { kind: 'lid' as const, value: '81896604192873@lid', proof: 'provider' as const };
		const phone = { kind: 'phone' as const, value: '554499999999', proof: 'provider' as const };

		it('is one person under several names, which are joined on proof and can be split', async () => {
			const { contacts, mailbox } = open();
			await apply(fromContact('by lid', { address: 'lid', contact: [lid] }));
			await apply(fromContact('by phone', { contact: [phone] }));
			const byLid = (await contacts.findByAlias('acme', lid))!;
			const byPhone = (await contacts.findByAlias('acme', { ...phone, value: '+55 44 99999-9999' }))!;
			expect(byLid.id).not.toBe(byPhone.id);
			await apply(fromContact('both', { contact: [phone, lid] }));
			const both = (await contacts.findByAlias('acme', phone))!;
			expect(both).toMatchObject({ id: byLid.id, aliases: [{ kind: 'lid' }, { kind: 'phone', value: '+5544999999999' }] });
			expect(await mailbox.list('acme', { contact: byLid.id }, 10)).toHaveLength(2);
			expect(await contacts.find('acme', byPhone.id)).toEqual(both);
			expect(await contacts.split('acme', { from: byPhone.id, into: byLid.id, by: 'user:ana', reason: 'two people' })).toBe(true);
			expect((await contacts.findByAlias('acme', phone))!.id).toBe(byPhone.id);
			expect(await mailbox.list('acme', { contact: byLid.id }, 10)).toHaveLength(1);
			expect((await contacts.readChanges('acme', byLid.id)).map(({ kind, actor }) => [kind, actor])).toContainEqual(['split', 'user:ana']);
		});

		it('keeps the first and the last place that they came from, also as one of two', async () => {
			const { contacts, mailbox } = open();
			const from = (source: string, at: number, changes: Partial<MessageEvent> = {}): MessageEvent => {
				const origin = { kind: 'text' as const, text: `[came through the ad: ${source}]`, origin: { via: 'ad' as const, source } };
				return fromContact('', { at, contact: [phone], ...changes, content: [origin, { kind: 'text', text: 'hello' }] });
			};
			const rules = { ...hasty, origins: [{ from: 'ad:2', name: 'summer' }] };
			for (const [source, at] of [
				['2', 20],
				['3', 30],
				['1', 10],
			] as const)
				await apply(from(source, at), rules);
			await apply(fromContact('and the price?', { at: 40, contact: [phone] }));
			const originOf = async (filter: { contact?: string } = {}) =>
				(await mailbox.list('acme', filter, 10)).map(
					({ origin }) => origin && [origin.first, origin.last].map(({ name, source }) => [name, source]),
				);
			expect(await originOf()).toEqual([
				[
					['ad', '1'],
					['ad', '3'],
				],
			]);
			await apply(from('2', 5, { address: 'lid', contact: [lid] }), rules);
			await apply(fromContact('both', { contact: [phone, lid], at: 50 }));
			const both = [
				['summer', '2'],
				['ad', '3'],
			];
			expect(await originOf()).toEqual([both, both]);
			const { id } = (await contacts.findByAlias('acme', phone))!;
			await contacts.forget('acme', id);
			await apply(fromContact('again', { contact: [phone], at: 60 }));
			expect(await originOf()).toEqual([undefined]);
		});

		it('begins a session where another agent answers from now on', async () => {
			const rules = { ...hasty, origins: [{ from: 'link:fair', agent: 'fair-sdr' }] };
			const session = async (content: MessageEvent['content']) => {
				await apply(fromContact('', { content }), rules);
				return (await open().mailbox.list('acme', {}, 1))[0]!.session.split('-').at(-1);
			};
			const words = { kind: 'text' as const, text: 'hello' };
			const link = (source: string) => [{ ...words, origin: { via: 'link' as const, source } }];
			expect([await session([words]), await session(link('fair')), await session(link('fair')), await session([words])]).toEqual([
				'1',
				'2',
				'2',
				'2',
			]);
			expect(await session(link('other'))).toBe('3');
		});

		it('is forgotten whole', async () => {
			const { contacts, mailbox, receipts, outbox } = open();
			await receipts.accept({ tenant: 'acme', channel: 'whatsapp', key: 'd', stored: '{}', receivedAt: 1 });
			const work = (await takeReceipts(receipts))!;
			const { id: receipt } = work.content[0]!;
			await mailbox.apply(fromContact('hello', { contact: [phone] }), { ...acme, receipt }, hasty);
			await endReceipts(receipts, work);
			const turn = (await take())!;
			const id = await send(turn, 'Hello!');
			const { contact } = turn.conversation;
			expect([await contacts.forget('globex', contact), await contacts.forget('acme', contact)]).toEqual([false, true]);
			expect([
				await contacts.find('acme', contact),
				await mailbox.find('acme', turn.conversation.id),
				await receipts.find('acme', receipt),
				await outbox.find('acme', id),
			]).toEqual([undefined, undefined, undefined, undefined]);
			expect(await mailbox.beginEffects(turn, 'a')).toBe('lost');
			expect(await mailbox.readMessages('acme', turn.conversation.id, 10)).toEqual([]);
		});
	});
}
