import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import { acme, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { lid, phone, rightSteps } from './right-steps.contract';

export function describeOptOutsHold(open: () => ChannelStores): void {
	const { take, say, outgoing, enqueue } = rightSteps(open);

	describe('a contact who opted out', () => {
		it('stays so under every name, in other channels, after a merge and after being forgotten (pentacent/keila#259)', async () => {
			const { contacts, rights } = open();
			const { contact } = await say('stop', { contact: [phone, lid] });
			const other = await say('hello', { contact: [{ kind: 'telegram', value: '77', proof: 'provider' }], address: '77' });
			expect(await rights.isOptedOut('acme', other.contact)).toBe(false);
			await enqueue(other.conversation, 'waits to be sent');
			const turn = (await take())!;
			await contacts.merge('acme', { from: contact, into: other.contact, by: 'user:ana', reason: 'same' });
			expect(await rights.isOptedOut('acme', other.contact)).toBe(true);
			expect(await open().mailbox.beginEffects(turn, 'a')).not.toBe('go');
			expect(await outgoing()).toEqual([
				['waits to be sent', 'withdrawn'],
				[expect.stringContaining('no more messages'), 'queued'],
			]);
			// What they asked waits for people.
			expect((await take())?.messages).toHaveLength(1);
			expect(await enqueue(other.conversation, 'hello')).toEqual({ kind: 'opted-out' });
			await contacts.forget('acme', other.contact);
			expect(await rights.list('acme', {}, 9)).toMatchObject([{ contact: null, conversation: null, settledAt: null }]);
			for (const [alias, address] of [
				[phone, phone.value],
				[lid, lid.value],
				[{ ...phone, kind: 'telegram', value: '77' }, '77'],
			] as const) {
				const back = await say('hello again', { contact: [alias], address });
				expect(await rights.isOptedOut('acme', back.contact)).toBe(true);
				expect(await enqueue(back.conversation, 'hello')).toEqual({ kind: 'opted-out' });
			}
			const { right } = await say('voltar', { contact: [lid], address: lid.value });
			expect(right).toBe('opt-in');
			expect(await rights.list('acme', {}, 9)).toMatchObject([{ settledBy: 'contact' }]);
			const again = await say('hello', { contact: [phone, lid] });
			expect(await rights.isOptedOut('acme', again.contact)).toBe(false);
		});

		it('stays so under a name that is another person by now', async () => {
			const { contacts, rights } = open();
			const { contact } = await say('stop', { contact: [phone, lid] });
			const act = { by: 'user:ana', reason: 'two people' };
			const other = await contacts.separate('acme', { contact, aliases: [lid], conversations: [], ...act });
			const optIn = (whom: string) => rights.optIn('acme', whom, act);
			await contacts.forget('acme', contact);
			const back = await say('hi', { contact: [phone] });
			expect([await optIn(back.contact), await rights.isOptedOut('acme', other!)]).toEqual([true, true]);
			expect([await optIn(other!), await rights.list('acme', { isOpen: true }, 9)]).toEqual([true, []]);
		});

		it('stays so without any name that a provider tells', async () => {
			const { conversation, contact } = await say('stop', { contact: [], address: 'line-7' });
			expect(await enqueue(conversation, 'hello')).toEqual({ kind: 'opted-out' });
			expect(await open().rights.optIn('acme', contact, { by: 'user:ana', reason: 'They called.' })).toBe(true);
			expect(await enqueue(conversation, 'hello')).toMatchObject({ kind: 'queued' });
			const protocol = await open().rights.optOut('acme', contact, 'user:ana');
			expect(await open().rights.list('acme', { isOpen: true }, 9)).toMatchObject([{ protocol, contact, kind: 'opt-out' }]);
			expect(await enqueue(conversation, 'hello')).toEqual({ kind: 'opted-out' });
			expect(await open().rights.optOut('acme', 'nobody', 'user:ana')).toBeUndefined();
		});

		it('is one of its tenant alone', async () => {
			await say('stop');
			const source = { ...acme, tenant: 'other' };
			const applied = await open().mailbox.apply(fromContact('hello'), source, hasty);
			if (applied.kind !== 'message') throw new Error(applied.kind);
			expect(await enqueue(applied.conversation, 'hello', 'other')).toMatchObject({ kind: 'queued' });
			expect(await open().rights.list('other', {}, 9)).toEqual([]);
		});

		it('stays so at another host of the address to send to, where they are the same contact (Kademi/kademi-dev#5109)', async () => {
			const visitor = (host: string): AliasClaim[] => [{ kind: `custom:${host}`, value: 'visitor-77', proof: 'provider' }];
			const first = await say('parar', { address: 'visitor-77', contact: visitor('old.example') });
			const moved = await say('hello', { address: 'visitor-77', contact: visitor('new.example') });
			expect(moved).toMatchObject({ contact: first.contact, conversation: first.conversation });
			expect(await enqueue(moved.conversation, 'hello')).toEqual({ kind: 'opted-out' });
			expect((await open().contacts.find('acme', first.contact))!.aliases.map(({ kind }) => kind).toSorted()).toEqual([
				'custom:new.example',
				'custom:old.example',
			]);
			await open().contacts.forget('acme', first.contact);
			const back = await say('hello', { address: 'visitor-77', contact: visitor('third.example') });
			expect(await enqueue(back.conversation, 'hello')).toEqual({ kind: 'opted-out' });
			const stranger = await say('hello', { address: 'visitor-78', contact: [{ ...visitor('new.example')[0]!, value: 'visitor-78' }] });
			expect(await open().rights.isOptedOut('acme', stranger.contact)).toBe(false);
			expect(await say('voltar', { address: 'visitor-77', contact: visitor('third.example') })).toMatchObject({ right: 'opt-in' });
			expect(await enqueue(back.conversation, 'hello')).toMatchObject({ kind: 'queued' });
		});

		it('stays so at another server and in another account of the desk, and in a channel with another name', async () => {
			const person = (place: string): AliasClaim[] => [
				{ kind: `chatwoot:${place}`, value: '5', proof: 'provider' },
				{ ...phone, proof: 'entered' },
			];
			const write = async (channel: string, address: string, contact: AliasClaim[], text = 'hello') => {
				const applied = await open().mailbox.apply(fromContact(text, { address, contact }), { ...acme, channel }, hasty);
				if (applied.kind !== 'message') throw new Error(applied.kind);
				return open().rights.isOptedOut('acme', applied.contact);
			};
			expect(await write('inbox', '9', person('chat.example/1'), 'parar')).toBe(true);
			// By the channel and the number there, by the server, and by the telephone number.
			expect(await write('inbox', '9', person('new.example/1').slice(0, 1))).toBe(true);
			expect(await write('renamed', '9', person('chat.example/1').slice(0, 1))).toBe(true);
			expect(await write('renamed', '17', [{ ...person('new.example/3')[0]!, value: '31' }, person('')[1]!])).toBe(true);
			expect(await write('other', '9', person('new.example/2').slice(0, 1))).toBe(false);
		});

		it.each([
			['visitor@example.com', 'custom:a.example', 'custom:b.example'],
			['+55 44 9999-9999', 'custom:a.example', 'phone'],
		] as const)('stays so in another channel under an address that says who they are: %s', async (value, before, after) => {
			await say('stop', { address: value, contact: [{ kind: before, value, proof: 'provider' }] });
			const contact: AliasClaim[] = [{ kind: after, value: after === 'phone' ? phone.value : value.toUpperCase(), proof: 'provider' }];
			const applied = await open().mailbox.apply(fromContact('hello', { address: 'x', contact }), { ...acme, channel: 'added' }, hasty);
			expect(applied).toMatchObject({ kind: 'message' });
			expect(await open().rights.isOptedOut('acme', (applied as { contact: string }).contact)).toBe(true);
		});

		it('stays so under a name that they get later and that moves on, such as a number with another account at WhatsApp', async () => {
			const bsuid = (value: string): AliasClaim => ({ kind: 'bsuid', value, proof: 'provider' });
			await say('stop', { address: 'BR.1', contact: [bsuid('BR.1')] });
			await say('hello', { address: 'BR.1', contact: [bsuid('BR.1'), phone] });
			const { contact } = await say('hello', { contact: [bsuid('BR.2'), phone] });
			expect(await open().rights.isOptedOut('acme', contact)).toBe(true);
			expect((await say('start', { contact: [bsuid('BR.2'), phone] })).right).toBe('opt-in');
			expect(await open().rights.isOptedOut('acme', contact)).toBe(false);
		});

		it('stays so with eight and nine digits, and where a lid gets its number (devlikeapro/waha#1816)', async () => {
			const told = await say('parar', { address: lid.value, contact: [lid] });
			await say('hello', { address: '554499999999', contact: [{ ...phone, value: '554499999999' }] });
			const both = await say('hello', { address: lid.value, contact: [lid, phone] });
			expect(await open().rights.isOptedOut('acme', both.contact)).toBe(true);
			const back = await say('hello', { address: '554499999999', contact: [{ ...phone, value: '554499999999' }] });
			expect(await enqueue(back.conversation, 'hello')).toEqual({ kind: 'opted-out' });
			expect(await enqueue(told.conversation, 'hello')).toEqual({ kind: 'opted-out' });
		});

		it('can come back at the desk of a customer whose number it only shows', async () => {
			const { contact, conversation } = await say('parar');
			await open().handOvers.link('acme', 'desk', conversation, '9');
			const ofDesk: AliasClaim[] = [
				{ kind: 'chatwoot:1', value: '5', proof: 'provider' },
				{ ...phone, proof: 'entered' },
			];
			await open().mailbox.apply(fromContact('hello', { address: '9', contact: ofDesk }), { ...acme, channel: 'desk' }, hasty);
			await say('voltar');
			expect(await open().rights.isOptedOut('acme', contact)).toBe(false);
			expect(await open().rights.list('acme', { isOpen: true }, 9)).toEqual([]);
		});

		it('stays so without any name, after being forgotten', async () => {
			const { contact } = await say('stop', { contact: [], address: 'line-7' });
			await open().contacts.forget('acme', contact);
			const back = await say('hello', { contact: [], address: 'line-7' });
			expect(await enqueue(back.conversation, 'hello')).toEqual({ kind: 'opted-out' });
			const named = await say('hello', { contact: [lid], address: 'line-7' });
			expect(await enqueue(named.conversation, 'hello')).toEqual({ kind: 'opted-out' });
		});
	});
}
