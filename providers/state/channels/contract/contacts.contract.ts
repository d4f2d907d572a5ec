import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import type { ChannelStores } from '../open-channel-stores';
import { acme, channelSteps, fromContact, hasty } from './channel-steps.contract';

/** Describes what every store of channels promises of contacts. */
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
