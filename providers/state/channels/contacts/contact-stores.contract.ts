import type { WorkFilter } from '../../../../core/ports/work';
import { takeTurn } from '../../../../test/support/channels/take-turn';
import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import { acme, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { describeCorrections } from './corrections.contract';
import { describeForgottenTraces } from './forget-traces.contract';

const phone = (value: string): AliasClaim => ({ kind: 'phone', value, proof: 'provider' });
const lid = (value: string): AliasClaim => ({ kind: 'lid', value, proof: 'provider' });
const typed = (value: string): AliasClaim => ({ kind: 'phone', value, proof: 'entered' });
const inbox = (value: string): AliasClaim => ({ kind: 'chatwoot:chat.example/1', value, proof: 'provider' });

const act = { by: 'user:ana', reason: 'They told me.' };

/** What every store of contacts promises about people who decide, and about who writes too often. */
export function describeContactStores(open: () => ChannelStores): void {
	describeForgottenTraces(open);
	describeCorrections(open);
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
			const one = await hear('a', lid('11111111'));
			const other = await hear('b', phone('5544999999992'));
			const third = await hear('c', { kind: 'telegram', value: '123', proof: 'provider' });
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
			expect(await takeTurn(mailbox, 'a', 60_000)).toBeUndefined();
			const changes = await contacts.readChanges('acme', first!.contact);
			expect(changes.filter(({ kind }) => kind === 'flood')).toHaveLength(2);
			// Others are answered.
			await mailbox.apply(fromContact('hello', { address: 'calm', contact: [phone('5544999999993')] }), acme, rules);
			expect(await takeTurn(mailbox, 'a', 60_000)).toMatchObject({ conversation: { address: 'calm' } });
		});
	});

	describe('a session that ended', () => {
		const rules = { ...hasty, remember: true, sessionMs: 0 };
		const of = { tenant: 'acme', lanes: ['whatsapp'] };
		const write = (changes: object = {}) => open().mailbox.apply(fromContact('hello', changes), acme, { ...rules, ...changes });
		const take = async (holder: string, some: WorkFilter = of) =>
			(await open().sessions.ended.take(holder, { max: 1, leaseMs: 60_000, of: [some] }))[0];

		it('is remembered by one worker at a time, with the summary of an attempt that did not come to its end', async () => {
			const { sessions, mailbox } = open();
			await write();
			const taken = (await Promise.all(['a', 'b', 'c'].map((holder) => take(holder)))).filter((one) => one !== undefined);
			expect(taken).toMatchObject([{ lane: 'whatsapp', attempts: 1, content: { summary: null } }]);
			const work = taken[0]!;
			const { conversation, session } = work.content;
			expect((await mailbox.readMessages('acme', conversation, 10, session)).length).toBe(1);
			expect(await sessions.noteSummary({ ...work, holder: 'd' }, 'Wants a car.')).toBe(false);
			expect(await sessions.noteSummary(work, 'Wants a mower.')).toBe(true);
			expect(await sessions.ended.retry(work, 0)).toBe(true);
			expect(await take('d', { tenant: 'globex', lanes: ['whatsapp'] })).toBeUndefined();
			expect(await take('d', { ...of, lanes: ['telegram'] })).toBeUndefined();
			const again = (await take('d'))!;
			expect(again).toMatchObject({ attempts: 2, content: { summary: 'Wants a mower.' } });
			expect(await sessions.end(work)).toBe(true); // it is still there
			expect(await sessions.end(again)).toBe(true);
			expect(await take('e')).toBeUndefined();
		});

		it('that was given up is not begun again by a late message', async () => {
			await write();
			const work = (await take('a'))!;
			expect(await open().sessions.ended.giveUp(work, 'no model')).toBe(true);
			await write({ remember: true, sessionMs: 60_000 });
			expect(await open().sessions.ended.nextDue()).toBeUndefined();
		});

		it('is not over while someone writes, and not remembered where the channel does not', async () => {
			await write({ sessionMs: 60_000 });
			await write({ address: 'other', contact: [phone('5544999999993')], remember: false });
			expect(await take('a')).toBeUndefined();
		});

		it('is gone with its contact', async () => {
			const { sessions, contacts } = open();
			await write();
			const work = (await take('a'))!;
			await contacts.forget('acme', work.content.contact);
			expect(await sessions.noteSummary(work, 'Wants a mower.')).toBe(false);
			expect(await sessions.end(work)).toBe(false);
			expect(await sessions.ended.nextDue()).toBeUndefined();
		});
	});
}
