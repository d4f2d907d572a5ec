import type { ChannelStores } from '../open-channel-stores';
import { rightSteps } from './right-steps.contract';

const dayMs = 86_400_000;

/** Checks what every store promises to contacts whose data is kept and not used. */
export function describeRestrictions(open: () => ChannelStores): void {
	const { begin, take, send, say, outgoing, enqueue } = rightSteps(open);
	const act = { by: 'user:ana', reason: 'they contest their address', language: 'en' as const };
	const restrict = (contact: string) => open().rights.restrict('acme', contact, act);
	const lift = (contact: string) => open().rights.liftRestriction('acme', contact, act);
	const isRestricted = async (contact: string) => (await open().rights.findRestriction('acme', contact)) !== undefined;

	describe('a contact whose data is restricted', () => {
		it('gets nothing that waits or follows, and no agent goes on (andk/pause#287)', async () => {
			const turn = await begin('Quanto custa?');
			await send(turn, 'waits to be sent');
			const { conversation: id, contact } = await say('hello?');
			const protocol = await restrict(contact);
			expect(protocol).toMatch(/^\d{4}-\d\d-\d\d-/);
			expect(await restrict(contact)).toBeUndefined();
			expect(await open().mailbox.beginEffects(turn, 'a')).not.toBe('go');
			expect(await enqueue(id, 'a reminder')).toEqual({ kind: 'opted-out' });
			expect(await outgoing()).toEqual([['waits to be sent', 'withdrawn']]);
			expect(await open().rights.list('acme', { kinds: ['restriction'], isOpen: true }, 9)).toMatchObject([
				{ protocol, by: 'user:ana', contact },
			]);
			expect(await open().contacts.readChanges('acme', contact)).toEqual(
				expect.arrayContaining([expect.objectContaining({ kind: 'restricted', details: { reason: act.reason, protocol } })]),
			);
			expect(await lift(contact)).toBe(protocol);
			expect([await lift(contact), await isRestricted(contact)]).toEqual([undefined, false]);
			expect(await enqueue(id, 'hello again')).not.toEqual({ kind: 'opted-out' });
		});

		it('is not brought back by a word, nor by who lets them in, and people get what they write', async () => {
			const { contact } = await say('hello');
			await restrict(contact);
			await say('voltar');
			expect(await isRestricted(contact)).toBe(true);
			expect(await open().rights.optIn('acme', contact, act)).toBe(false);
			expect(await outgoing()).toEqual([]);
			// A turn, which the worker gives to people.
			expect(await take()).toBeDefined();
		});

		it('stays opted out if they said so before or meanwhile', async () => {
			const { contact, conversation } = await say('hello');
			await restrict(contact);
			expect((await say('parar')).right).toBe('opt-out');
			await lift(contact);
			expect(await open().rights.isOptedOut('acme', contact)).toBe(true);
			await restrict(contact);
			expect(await isRestricted(contact)).toBe(true);
			await lift(contact);
			expect(await open().rights.isOptedOut('acme', contact)).toBe(true);
			expect(await open().rights.optIn('acme', contact, act)).toBe(true);
			expect(await enqueue(conversation, 'hello again')).not.toEqual({ kind: 'opted-out' });
		});

		it('loses nothing to retention, which takes it once it is lifted', async () => {
			const turn = await begin('hello');
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			const { contact } = turn.conversation;
			await restrict(contact);
			const removeAll = () => open().retention.removeOlder('acme', { conversationMs: -40 * dayMs });
			expect(await removeAll()).toMatchObject({ contacts: 0, messages: 0 });
			expect(await open().contacts.find('acme', contact)).toBeDefined();
			await lift(contact);
			expect(await removeAll()).toMatchObject({ contacts: 1, messages: 1 });
		});

		it('is restricted after a merge, and alone after the split', async () => {
			const fromOther = {
				address: '5544999990009',
				contact: [{ kind: 'phone' as const, value: '5544999990009', proof: 'provider' as const }],
			};
			const one = await say('hello');
			const other = await say('hello', fromOther);
			const protocol = await restrict(one.contact);
			const pair = { from: one.contact, into: other.contact, by: 'user:ana', reason: 'same' };
			expect(await open().contacts.merge('acme', pair)).toBe(true);
			expect(await isRestricted(other.contact)).toBe(true);
			expect(await open().contacts.split('acme', pair)).toBe(true);
			expect(await open().rights.list('acme', { kinds: ['restriction'], isOpen: true }, 9)).toMatchObject([
				{ protocol, contact: one.contact },
			]);
			expect([await isRestricted(one.contact), await isRestricted(other.contact)]).toEqual([true, false]);
			expect(await lift(one.contact)).toBe(protocol);
		});

		it('is nobody any more who is restricted, once they are forgotten', async () => {
			const { contact } = await say('hello');
			await restrict(contact);
			await open().contacts.forget('acme', contact);
			const { contact: back } = await say('hello again');
			expect([await isRestricted(back), await open().rights.isOptedOut('acme', back)]).toEqual([false, false]);
		});
	});
}
