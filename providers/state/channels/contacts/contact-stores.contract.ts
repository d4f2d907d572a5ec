import type { AliasClaim } from '../../../../core/ports';
import { acme, fromContact, hasty } from '../channel-stores.contract';
import type { ChannelStores } from '../open-channel-stores';

const phone = (value: string): AliasClaim => ({ kind: 'phone', value, proof: 'provider' });
const lid = (value: string): AliasClaim => ({ kind: 'lid', value, proof: 'provider' });
const typed = (value: string): AliasClaim => ({ kind: 'phone', value, proof: 'entered' });
const inbox = (value: string): AliasClaim => ({ kind: 'chatwoot:chat.example/1', value, proof: 'provider' });

const act = { by: 'user:ana', reason: 'They told me.' };

/** What every store of contacts promises about people who decide, and about who writes too often. */
export function describeContactStores(open: () => ChannelStores): void {
	async function hear(address: string, ...contact: AliasClaim[]): Promise<string> {
		const applied = await open().mailbox.apply(fromContact('hello', { address, contact }), acme, hasty);
		if (applied.kind !== 'message') throw new Error(applied.kind);
		return applied.contact;
	}
	const idOf = async (alias: AliasClaim) => (await open().contacts.findByAlias('acme', alias))?.id;

	describe('contacts that a person splits', () => {
		it('stay two, whatever messages prove afterwards, until a person joins them', async () => {
			const { contacts, mailbox } = open();
			const one = await hear('5544999999991', lid('11111111'), phone('5544999999991'));
			const other = await hear('5544999999992', phone('5544999999992'));
			expect(await hear('11111111@lid', lid('11111111'), phone('5544999999992'))).toBe(one);
			expect(await idOf(phone('5544999999992'))).toBe(one);
			expect(await contacts.split('acme', { from: other, into: one, ...act })).toBe(true);
			expect(await hear('11111111@lid', lid('11111111'), phone('5544999999992'))).toBe(one);
			expect(await idOf(phone('5544999999992'))).toBe(other);
			expect(await mailbox.list('acme', { contact: other }, 10)).toHaveLength(1);
			const changes = await contacts.readChanges('acme', other);
			expect(changes).toMatchObject([{ kind: 'alias' }, { kind: 'split', actor: 'user:ana', details: { reason: 'They told me.' } }]);
			expect(await contacts.merge('acme', { from: other, into: one, ...act })).toBe(true);
			expect(await idOf(phone('5544999999992'))).toBe(one);
		});

		it('stay two when one of them becomes part of a third', async () => {
			const { contacts } = open();
			const [one, other, third] = [
				await hear('a', lid('11111111')),
				await hear('b', phone('5544999999992')),
				await hear('c', { kind: 'telegram', value: '123', proof: 'provider' }),
			];
			await contacts.merge('acme', { from: other, into: one, ...act });
			await contacts.split('acme', { from: other, into: one, ...act });
			await contacts.merge('acme', { from: one, into: third, ...act });
			expect(await hear('d', { kind: 'telegram', value: '123', proof: 'provider' }, phone('5544999999992'))).toBe(third);
			expect(await idOf(phone('5544999999992'))).toBe(other);
			// The third alone was never said to be somebody else.
			await contacts.split('acme', { from: one, into: third, ...act });
			expect(await hear('d', { kind: 'telegram', value: '123', proof: 'provider' }, phone('5544999999992'))).toBe(third);
			expect(await idOf(phone('5544999999992'))).toBe(third);
		});

		it('get the names and conversations that belong to them', async () => {
			const { contacts, mailbox } = open();
			const one = await hear('5544999999991', lid('11111111'), phone('5544999999991'));
			const separate = (aliases: Array<{ kind: string; value: string }>, conversations: string[] = []) =>
				contacts.separate('acme', { contact: one, aliases, conversations, ...act });
			expect(await separate([{ kind: 'phone', value: '+1 415 555 2671' }])).toBeUndefined();
			expect(await separate([])).toBeUndefined();
			expect(await separate([{ kind: 'phone', value: '5544999999991' }], ['another'])).toBeUndefined();
			const all = [
				{ kind: 'phone', value: '5544999999991' },
				{ kind: 'lid', value: '11111111' },
			];
			expect(await separate(all)).toBeUndefined();
			const fresh = await separate([{ kind: 'phone', value: '554499999991' }]); // without its ninth digit
			expect(await idOf(phone('5544999999991'))).toBe(fresh);
			expect(await mailbox.list('acme', { contact: fresh }, 10)).toHaveLength(1);
			expect(await hear('5544999999991', lid('11111111'), phone('5544999999991'))).toBe(one);
			expect(await idOf(phone('5544999999991'))).toBe(fresh);
			expect(await contacts.listParts('acme', one)).toEqual([one]);
		});
	});

	describe('a number that people typed', () => {
		it('joins nobody, in whichever order messages arrive', async () => {
			const first = await hear('5544999999991', phone('5544999999991'), lid('11111111'));
			const inChatwoot = await hear('12', inbox('77'), typed('5544999999991'));
			expect(inChatwoot).not.toBe(first);
			expect(await hear('13', { ...inbox('5'), kind: 'chatwoot:other.example/1' }, typed('5544999999991'))).not.toBe(inChatwoot);
			const early = await hear('14', inbox('78'), typed('5544999999992'));
			expect(await idOf(phone('5544999999992'))).toBe(early);
			expect(await hear('5544999999992', phone('5544999999992'), lid('22222222'))).not.toBe(early);
			expect(await hear('14', inbox('78'), typed('5544999999992'))).toBe(early);
		});
	});

	describe('a contact who writes too often', () => {
		const rules = { ...hasty, maxMessagesPerMinute: 3 };

		it('gets no answer until it calms down, in all of its conversations; that is in its log', async () => {
			const { mailbox, contacts } = open();
			const write = async (address: string) => {
				const applied = await mailbox.apply(fromContact('hello', { address, contact: [phone('5544999999991')] }), acme, rules);
				return applied.kind === 'message' ? applied : undefined;
			};
			for (let n = 0; n < 3; n++) expect(await write('one')).not.toHaveProperty('floods');
			const first = await write('one');
			expect(first).toMatchObject({ floods: true });
			expect(await write('one')).not.toHaveProperty('floods'); // said once
			expect(await write('other')).toMatchObject({ floods: true });
			expect(await mailbox.take('a', 60_000)).toBeUndefined();
			const changes = await contacts.readChanges('acme', first!.contact);
			expect(changes.filter(({ kind }) => kind === 'flood')).toHaveLength(2);
			// Others are answered.
			await mailbox.apply(fromContact('hello', { address: 'calm', contact: [phone('5544999999993')] }), acme, rules);
			expect(await mailbox.take('a', 60_000)).toMatchObject({ conversation: { address: 'calm' } });
		});
	});

	describe('a session that ended', () => {
		const rules = { ...hasty, remember: true, sessionMs: 0 };
		const of = { tenant: 'acme', channels: ['whatsapp'] };
		const write = (changes: object = {}) => open().mailbox.apply(fromContact('hello', changes), acme, { ...rules, ...changes });

		it('is remembered by one worker at a time, with the summary of an attempt that did not come to its end', async () => {
			const { sessions, mailbox } = open();
			await write();
			const taken = (await Promise.all(['a', 'b', 'c'].map((holder) => sessions.take(holder, 60_000, of)))).filter(Boolean);
			expect(taken).toMatchObject([{ channel: 'whatsapp', attempts: 0, summary: null }]);
			const session = taken[0]!;
			expect((await mailbox.readMessages('acme', session.conversation, 10, session.session)).length).toBe(1);
			const outcomes = await Promise.all(['a', 'b', 'c'].map((holder) => sessions.noteSummary(session, holder, 'Wants a mower.')));
			expect(outcomes.filter(Boolean)).toHaveLength(1);
			const holder = ['a', 'b', 'c'][outcomes.indexOf(true)]!;
			expect(await sessions.end(session, holder, 0)).toBe(true);
			expect(await sessions.take('d', 60_000, { tenant: 'globex', channels: ['whatsapp'] })).toBeUndefined();
			expect(await sessions.take('d', 60_000, { ...of, channels: ['telegram'] })).toBeUndefined();
			expect(await sessions.take('d', 60_000, of)).toMatchObject({ attempts: 1, summary: 'Wants a mower.' });
			await sessions.end(session, 'd');
			expect(await sessions.take('e', 60_000, of)).toBeUndefined();
		});

		it('is not over while someone writes, and not remembered where the channel does not', async () => {
			const { sessions } = open();
			await write({ sessionMs: 60_000 });
			await write({ address: 'other', contact: [phone('5544999999993')], remember: false });
			expect(await sessions.take('a', 60_000, of)).toBeUndefined();
		});

		it('is gone with its contact', async () => {
			const { sessions, contacts } = open();
			await write();
			const session = (await sessions.take('a', 60_000, of))!;
			await contacts.forget('acme', session.contact);
			expect(await sessions.noteSummary(session, 'a', 'Wants a mower.')).toBe(false);
			expect(await sessions.end(session, 'a')).toBe(false);
		});
	});
}
