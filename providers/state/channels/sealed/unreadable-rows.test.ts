import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestKeySeal } from '../../../../test/support/channels/test-key-seal';
import { takeTurn } from '../../../../test/support/channels/take-turn';
import { TroupeError } from '../../../../core/base/errors';
import { openStateDatabase } from '../../../database/state-database';
import { audioRules, voice } from '../audios/audios.contract';
import { channelSchema } from '../channel-schema';
import { openNames } from '../contacts/contact-rights.contract';
import { acme, fromContact, hasty } from '../contract/channel-steps.contract';
import { type ChannelStores, openChannelStores } from '../open-channel-stores';
import { handOverSteps } from '../people/hand-over-steps.contract';

const leaseMs = 60_000;
const limits = { max: 10, leaseMs };
const tenants = ['acme', 'bolt', 'corp'];
const damages: Array<[string, string]> = [
	['the key of the conversation is gone', 'DELETE FROM conversation_key WHERE conversation = ?'],
	['the key of the conversation was changed', `UPDATE conversation_key SET sealed = zeroblob(120) WHERE conversation = ?`],
	['the text was changed', `UPDATE TABLE SET content = 'sealed:AAAA' WHERE conversation = ?`],
];

let folder: string;
let stores: ChannelStores;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-unreadable-'));
	stores = openChannelStores(join(folder, 'state.db'), { openNames, openKeySeal: openTestKeySeal });
});
afterEach(async () => {
	await stores.close();
	rmSync(folder, { recursive: true, force: true });
});

async function damage(sql: string, conversation: string): Promise<void> {
	const database = openStateDatabase(join(folder, 'state.db'), channelSchema);
	await database.change('acme', (connection) => connection.run(sql, conversation));
	await database.close();
}
/** A customer of the tenant writes. @returns the conversation */
async function write(tenant: string, changes = {}, rules = {}): Promise<string> {
	const applied = await stores.mailbox.apply(fromContact('qzAsked', changes), { ...acme, tenant }, { ...hasty, ...rules });
	return (applied as { conversation: string }).conversation;
}
const other = { address: '5511888888888', contact: [{ kind: 'phone', value: '5511888888888', proof: 'provider' }] };
const send = (tenant: string, conversation: string, key: string) =>
	stores.outbox.enqueue(tenant, conversation, [{ key, content: { kind: 'text', text: key } }]);
const withReason = { reason: expect.stringContaining('cannot be opened') as string };

describe.each(damages)('where %s', (_what, sql) => {
	const harm = (table: string, conversation: string) => damage(sql.replace('TABLE', table), conversation);

	it('what waits to be sent ends among those that did not arrive, and all others go out', async () => {
		const conversations = new Map<string, string>();
		for (const tenant of tenants) conversations.set(tenant, await write(tenant));
		for (const tenant of tenants) await send(tenant, conversations.get(tenant)!, 'first');
		await harm('outgoing', conversations.get('acme')!);
		const sound = await write('acme', other);
		await send('acme', sound, 'sound');
		const taken = await stores.outbox.queue.take('s', limits);
		expect(taken.map(({ tenant, content }) => [tenant, content.content])).toEqual([
			['acme', { kind: 'text', text: 'sound' }],
			['bolt', { kind: 'text', text: 'first' }],
			['corp', { kind: 'text', text: 'first' }],
		]);
		expect(await stores.outbox.queue.take('s', limits)).toEqual([]);
		const unsent = await stores.outbox.list('acme', { isUnsent: true }, 10);
		expect(unsent).toMatchObject([{ state: 'refused', code: 'VAULT_UNREADABLE', content: { text: '[unreadable]' }, ...withReason }]);
		expect(await stores.outbox.settle('acme', unsent[0]!.id, 'user:ana')).toBe(true);
	});

	it('the turn is dead and waits for a person, and all others are answered', async () => {
		const harmed = await write('acme');
		await harm('message', harmed);
		await write('acme', other);
		for (const tenant of tenants.slice(1)) await write(tenant);
		const taken = await stores.mailbox.turns.take('a', limits);
		expect(taken.map(({ tenant }) => tenant)).toEqual(tenants);
		expect(await stores.mailbox.turns.take('a', limits)).toEqual([]);
		expect(await stores.mailbox.listDead('acme', {}, 10)).toMatchObject([{ conversation: harmed, messages: 1, ...withReason }]);
		expect(await stores.mailbox.readMessages('acme', harmed, 10)).toMatchObject([{ content: [{ text: '[unreadable]' }] }]);
		expect(await stores.conversations.list('acme', { from: 0 }, 10)).toHaveLength(2);
		// What the customer writes next has a turn again, where it can be written at all.
		if (sql.startsWith('UPDATE conversation_key')) return;
		await write('acme');
		expect(await takeTurn(stores.mailbox, 'a', leaseMs)).toMatchObject({
			conversation: { id: harmed },
			messages: [{ content: [{ text: 'qzAsked' }] }],
		});
	});

	it('what a desk was to know ends among what it did not get', async () => {
		const steps = handOverSteps(() => stores);
		const harmed = await write('acme');
		await steps.begin(harmed, { key: 'h1' });
		await harm('desk_write', harmed);
		await steps.begin(await write('acme', other), { key: 'h2' });
		const taken = await stores.handOvers.writes.take('d', limits);
		expect(taken.map(({ content }) => content.conversation)).not.toContain(harmed);
		expect(taken).toHaveLength(1);
		const listed = await stores.handOvers.list('acme', { conversation: harmed }, 10);
		expect(listed[0]!.writes[0]).toMatchObject({ state: 'refused', content: { kind: 'note', text: '[unreadable]' }, ...withReason });
	});

	it('an audio fails, and the next is transcribed', async () => {
		const rules = { audio: audioRules, transcriptMs: 600_000 };
		const harmed = await write('acme', { content: [voice] }, rules);
		await harm('message', harmed);
		const sound = await write('acme', { ...other, content: [voice] }, rules);
		const taken = await stores.audios.toTranscribe.take('t', limits);
		expect(taken.map(({ content }) => content.conversation)).toEqual([sound]);
		expect(await stores.audios.list('acme', { state: 'failed' }, 10)).toMatchObject([{ conversation: harmed, ...withReason }]);
	});
});

it('a conversation becomes part of another with what cannot be opened, and with any number of messages sent', async () => {
	const [pn, lid] = ['5544988040029', '77712345678901'];
	const phone = { kind: 'phone' as const, value: pn, proof: 'provider' as const };
	const hidden = { kind: 'lid' as const, value: lid, proof: 'provider' as const };
	const part = await write('acme', { address: `${lid}@lid`, contact: [hidden] });
	const sends = Array.from({ length: 401 }, (_, number) => ({
		key: `k${number}`,
		content: { kind: 'text' as const, text: `text ${number}` },
	}));
	await stores.outbox.enqueue('acme', part, sends);
	await stores.conversations.addNote('acme', part, { kind: 'note', by: 'user:bia', text: 'qzNoted', desk: null });
	for (const table of ['message', 'conversation_note'])
		await damage(`UPDATE ${table} SET content = 'sealed:AAAA' WHERE conversation = ?`, part);
	await damage(`UPDATE outgoing SET content = 'sealed:AAAA' WHERE conversation = ? AND name = 'k7'`, part);
	await write('acme', { address: pn, contact: [phone] });
	const whole = await write('acme', { address: pn, contact: [phone, hidden] });
	expect(whole).not.toBe(part);
	const moved = await stores.outbox.list('acme', { conversation: whole }, 500);
	const texts = moved.map(({ content }) => (content as { text: string }).text);
	expect(texts.toSorted()).toEqual(
		[...sends.map(({ content }) => content.text).filter((one) => one !== 'text 7'), '[unreadable]'].toSorted(),
	);
	expect(await stores.conversations.listNotes('acme', whole, 10)).toMatchObject([{ text: '[unreadable]' }]);
	const read = await stores.mailbox.readMessages('acme', whole, 10);
	expect(read.map(({ content }) => (content[0] as { text: string }).text).toSorted()).toEqual(['[unreadable]', 'qzAsked', 'qzAsked']);
});

it('nothing ends on a host that lacks its master key: it fails there, and another host does it', async () => {
	const conversation = await write('acme');
	await send('acme', conversation, 'first');
	const fault = new TroupeError({ code: 'VAULT_UNREADABLE', message: 'This machine has no key.', fix: 'Copy it.' });
	const fail = () => Promise.reject(fault);
	const hash = () => {
		throw fault;
	};
	const openKeySeal = () => Promise.resolve({ newKey: fail, openKey: fail, seal: fail, open: fail, hash });
	const lacking = openChannelStores(join(folder, 'state.db'), { openNames, openKeySeal });
	await expect(lacking.outbox.queue.take('s', limits)).rejects.toBe(fault);
	await expect(lacking.mailbox.turns.take('a', limits)).rejects.toBe(fault);
	await expect(lacking.mailbox.readMessages('acme', conversation, 10)).rejects.toBe(fault);
	await lacking.close();
	expect(await stores.outbox.queue.take('s', limits)).toHaveLength(1);
	expect(await stores.mailbox.turns.take('a', limits)).toHaveLength(1);
});
