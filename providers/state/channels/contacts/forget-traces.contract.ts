import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import type { MessageEvent } from '../../../../core/ports/channels/channel-events';
import { acme, fromAccount, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

/** Describes what is left of a contact who was forgotten, beside their own rows. */
export function describeForgottenTraces(open: () => ChannelStores): void {
	const of = (phone: string): Partial<MessageEvent> => ({ address: phone, contact: [{ kind: 'phone', value: phone, proof: 'provider' }] });
	const write = async (phone: string): Promise<string> => {
		const applied = await open().mailbox.apply(fromContact('hello', of(phone)), acme, hasty);
		return 'contact' in applied ? applied.contact : '';
	};
	const receive = async (key: string, stored: object) => {
		await open().receipts.accept({ tenant: 'acme', channel: 'whatsapp', key, stored: JSON.stringify(stored), receivedAt: 1 });
		await endReceipts(open().receipts, (await takeReceipts(open().receipts))!);
	};

	describe('a contact who was forgotten', () => {
		it.each([
			['Brazil', '554488887777', '5544988887777'],
			['Mexico', '5215512345678', '525512345678'],
			['Argentina', '541123456789', '5491123456789'],
		])('is in no stored request, in whichever form the provider writes the number (%s)', async (_, short, long) => {
			const contact = await write(short);
			await receive('short', { from: `${short}@c.us`, text: 'a correction' });
			await receive('long', { recipient: long });
			await receive('other', { from: `9${long}` });
			await open().contacts.forget('acme', contact);
			expect((await open().receipts.list('acme', {}, 9)).map(({ stored }) => stored)).toEqual([JSON.stringify({ from: `9${long}` })]);
		});

		it('is in no stored request that writes an address with capitals', async () => {
			const claim = { kind: 'custom:login', value: 'josé@exemplo.com.br', proof: 'provider' } as const;
			const applied = await open().mailbox.apply(fromContact('hello', { address: 'w1', contact: [claim] }), acme, hasty);
			await receive('capitals', { from: 'JOSÉ@EXEMPLO.COM.BR' });
			await receive('other', { from: 'dejosé@exemplo.com.br' });
			await open().contacts.forget('acme', (applied as { contact: string }).contact);
			expect((await open().receipts.list('acme', {}, 9)).map(({ stored }) => stored)).toEqual(['{"from":"dejosé@exemplo.com.br"}']);
		});

		it('is not in what their desk told of them, in which another person stays', async () => {
			const tell = async (customer: string, address: string, phone: string) => {
				const { mailbox, handOvers } = open();
				const own = await mailbox.apply(fromContact('hello', of(phone)), acme, hasty);
				await handOvers.link('acme', 'desk', (own as { conversation: string }).conversation, address);
				const claim = { kind: 'chatwoot:chat.example.com/1', value: customer, proof: 'provider' } as const;
				await mailbox.apply(
					fromAccount('/bot on', { address, contact: [claim], name: `Customer ${customer}` }),
					{ ...acme, channel: 'desk' },
					hasty,
				);
				return (own as { contact: string }).contact;
			};
			const one = await tell('502', '12', '5544988887777');
			await tell('503', '13', '5511900000001');
			expect(await open().contacts.list('acme', 9)).toHaveLength(4);
			const [copy] = await open().contacts.listDeskCopies('acme', [one]);
			expect((await open().contacts.find('acme', copy!))?.name).toBe('Customer 502');
			expect(await open().contacts.listDeskCopies('acme', [copy!])).toEqual([]);
			await open().contacts.forget('acme', one);
			const names = (await open().contacts.list('acme', 9)).flatMap(({ aliases }) => aliases.map(({ value }) => value));
			expect(names.toSorted()).toEqual(['+5511900000001', '503']);
		});

		it('is in no log of another person with whom they were joined by mistake', async () => {
			const one = await write('5544988887777');
			const two = await write('5511900000001');
			const act = { from: one, into: two, by: 'user:bia' };
			await open().contacts.merge('acme', { ...act, reason: 'Maria again' });
			await open().contacts.split('acme', { ...act, reason: 'two people' });
			await open().contacts.forget('acme', one);
			const changes = await open().contacts.readChanges('acme', two);
			expect(changes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['merged', 'split']));
			expect(JSON.stringify(changes)).not.toMatch(/88887777|Maria/);
		});
	});
}
