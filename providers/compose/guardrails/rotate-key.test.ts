import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { KeyRing } from '../../../core/guardrails/vault/key-ring';
import { createWrappingKey, headBytes } from '../../../core/guardrails/vault/wrapping-key';
import { findVaultKeys, replaceVaultKeys } from '../../state/vault/vault-key';
import { endReceipts, takeReceipts } from '../../../test/support/channels/take-receipts';
import { openChannels } from '../channels/open-channels';
import { acme, fromAccount, fromContact, hasty } from '../../state/channels/contract/channel-steps.contract';
import { conversationKeyBound } from '../../state/channels/sealed/conversation-keys';
import { closeOpened } from '../open-once';
import { rotateMasterKey, type RotateOptions } from './rotate-key';
import { composeVault } from './vault';
import { openVaultKeys } from './vault-parts';
import { slowTest } from '../../../test/support/slow-tests';

const options: RotateOptions = { settleMs: 0, signal: new AbortController().signal };
const message = 'ana@example.com';
const idOf = (key: Uint8Array) => createWrappingKey(key).id;
const base64 = (...keys: Uint8Array[]) => keys.map((key) => Buffer.from(key).toString('base64')).join(' ');

let folder: string;
let home: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-rotate-'));
	home = join(folder, 'home');
});
afterEach(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true, force: true });
});

const hostOf = (vaultKey?: string, stateFolder = home) => ({ stateFolder, tenant: 'default', database: '', ...(vaultKey && { vaultKey }) });
const mask = async (host: { stateFolder: string }) =>
	(await composeVault(host, { conversationId: 'c', subjectId: 'ana' }).mask(message)).text;
const restore = (text: string, host: { stateFolder: string }) => composeVault(host, { conversationId: 'c' }).restore(text);

describe('a key of a setting', () => {
	const [old, next] = [randomBytes(32), randomBytes(32)];
	const [before, both, after] = [hostOf, hostOf, hostOf].map(
		(host, index) => () => host([base64(old), base64(old, next), base64(next)][index]),
	);

	test('needs both in every process first, and says so', async () => {
		await mask(before!());
		await expect(rotateMasterKey(before!(), options)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			fix: expect.stringContaining('Set TROUPE_VAULT_KEY to the present key, a space and the new one for every process'),
		});
		expect(readdirSync(home)).not.toContain('vault.key');
	});

	test('is replaced in three steps, with no process refused in between (n8n-io/n8n#22478, autonnel/autonnel#15)', async () => {
		const text = await mask(before!());
		expect(await rotateMasterKey(both!(), options)).toMatchObject({ state: 'waiting', keyId: idOf(next), resealed: 0 });
		const other = (await composeVault(before!(), { conversationId: 'd' }).mask(message)).text;
		expect(await composeVault(both!(), { conversationId: 'd' }).restore(other)).toBe(message);
		const done = { state: 'done', keyId: idOf(next), previousKeyId: idOf(old), unreadable: 0, source: 'setting' };
		expect(await rotateMasterKey(both!(), { ...options, isEverywhere: true })).toMatchObject(done);
		await closeOpened();
		expect(await restore(text, after!())).toBe(message);
		await expect(restore(text, before!())).rejects.toMatchObject({
			code: 'VAULT_UNREADABLE',
			message: expect.stringMatching(
				new RegExp(`^The master key ${idOf(old)} in TROUPE_VAULT_KEY was replaced by the key ${idOf(next)} on \\d{4}-\\d\\d-\\d\\d\\.$`),
			),
			fix: `Set TROUPE_VAULT_KEY to the key ${idOf(next)} and start the process again.`,
		});
	});

	test('stops a process that still has the old one alone, when it next looks', async () => {
		await mask(before!());
		const late = await openVaultKeys(before!(), home);
		await rotateMasterKey(both!(), { ...options, isEverywhere: true });
		await (late as unknown as { look(): Promise<void> }).look();
		await expect(late.wrap(Buffer.from('x'), 'here')).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
		await expect(mask(before!())).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
	});
});

test('is a given one, and never one that was used before (usehenri/henri#354)', async () => {
	const text = await mask(hostOf());
	const [first] = (await findVaultKeys(home))!;
	const newKey = randomBytes(32);
	expect(await rotateMasterKey(hostOf(), { ...options, newKey })).toMatchObject({ state: 'done', keyId: idOf(newKey) });
	expect(await findVaultKeys(home)).toEqual([newKey]);
	for (const used of [newKey, first!])
		await expect(rotateMasterKey(hostOf(), { ...options, newKey: used })).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining(idOf(used)),
		});
	expect(await rotateMasterKey(hostOf(), options)).toMatchObject({ state: 'done', previousKeyId: idOf(newKey) });
	await closeOpened();
	expect(await restore(text, hostOf())).toBe(message);
});

test('after a leak, the old key opens nothing of the state, not even the secrets that last, and what it signed is refused (hashicorp/vault#2893)', async () => {
	await mask(hostOf());
	const [old] = (await findVaultKeys(home))!;
	const keys = await openVaultKeys(hostOf(), home);
	const [signed, marked] = [keys.sign('form'), keys.mark('row')];
	await rotateMasterKey(hostOf(), { ...options, isLeaked: true });
	const [next] = (await findVaultKeys(home))!;
	expect([keys.sign('form'), keys.mark('row')]).toEqual([expect.not.stringContaining(signed), marked]);
	await closeOpened();
	expect((await openVaultKeys(hostOf(), home)).sign('form')).toBe(keys.sign('form'));
	const files = readdirSync(home).map((name) => readFileSync(join(home, name)));
	for (const file of files) {
		expect(file.includes(Buffer.from(createWrappingKey(old!).prefix))).toBe(false);
		expect(file.includes(old!)).toBe(false);
		expect(file.includes(next!)).toBe(false);
	}
});

slowTest('seals requests of providers again, those that wait to become receipts too', async () => {
	const open = () => openChannels(hostOf());
	const { receipts } = await open();
	const accept = (key: string) => receipts.accept({ tenant: 'default', channel: 'sales', key, stored: `{"n":"${key}"}`, receivedAt: 1 });
	await accept('processed');
	await endReceipts(receipts, (await takeReceipts(receipts))!);
	await accept('waiting');
	const [old] = (await findVaultKeys(home))!;
	expect(await rotateMasterKey(hostOf(), options)).toMatchObject({ state: 'done', unreadable: 0 });
	await closeOpened();
	const again = (await open()).receipts;
	expect((await again.list('default', {}, 10)).map(({ stored, state }) => [stored, state])).toEqual([
		['{"n":"waiting"}', 'received'],
		['{"n":"processed"}', 'processed'],
	]);
	const prefix = Buffer.from(createWrappingKey(old!).prefix).toString('base64');
	for (const name of ['state.db', 'state-inbox.db']) expect(readFileSync(join(home, name)).includes(prefix)).toBe(false);
	expect((await takeReceipts(again))!.content).toMatchObject([{ stored: '{"n":"waiting"}' }]);
});

test('replaces the keys of conversations after a leak, which the old master key and a copy of before have (wisecom-oy/atlas#396, hashicorp/vault#5545)', async () => {
	const { mailbox, contacts, outbox, conversations } = await openChannels(hostOf());
	const say = (text: string) => mailbox.apply(fromContact(text), { ...acme, tenant: 'default' }, hasty);
	const { conversation, contact } = (await say('before the leak')) as { conversation: string; contact: string };
	await outbox.enqueue('default', conversation, [{ key: 'k', content: { kind: 'text', text: 'our answer' } }]);
	await conversations.addNote('default', conversation, { kind: 'note', by: 'user:bia', text: 'a note', desk: null });
	const readKey = () => {
		const file = new DatabaseSync(join(home, 'state.db'), { readOnly: true });
		const { sealed } = file.prepare('SELECT sealed FROM conversation_key').get() as { sealed: Uint8Array };
		file.close();
		return sealed;
	};
	const open = (key: Uint8Array, sealed: Uint8Array) =>
		createWrappingKey(key).unwrap(sealed, conversationKeyBound('default', conversation));
	const [old] = (await findVaultKeys(home))!;
	const leaked = open(old!, readKey());

	expect(await rotateMasterKey(hostOf(), options)).toMatchObject({ state: 'done', renewed: 0 });
	const [second] = (await findVaultKeys(home))!;
	expect(Buffer.from(open(second!, readKey()))).toEqual(Buffer.from(leaked));
	expect(await rotateMasterKey(hostOf(), { ...options, isLeaked: true })).toMatchObject({ state: 'done', renewed: 1, unreadable: 0 });
	const [third] = (await findVaultKeys(home))!;
	expect(Buffer.from(open(third!, readKey()))).not.toEqual(Buffer.from(leaked));

	await say('after the leak');
	const said = async () =>
		(await mailbox.readMessages('default', conversation, 9)).map(({ content: [part] }) => part?.kind === 'text' && part.text);
	expect(await said()).toEqual(['before the leak', 'after the leak']);
	expect(await conversations.listNotes('default', conversation, 9)).toMatchObject([{ text: 'a note' }]);
	expect(await outbox.queue.take('s', { max: 1, leaseMs: 60_000 })).toMatchObject([{ content: { content: { text: 'our answer' } } }]);
	// Its echo is recognized by a digest under the new key.
	expect(await mailbox.apply(fromAccount('our answer'), { ...acme, tenant: 'default' }, hasty)).toMatchObject({ kind: 'echo' });
	await contacts.forget('default', contact);
	expect(await said()).toEqual([]);
});

test('is known as leaked also when that is said later', async () => {
	const [old, next] = [randomBytes(32), randomBytes(32)];
	const host = hostOf(base64(old, next));
	await mask(host);
	const keys = await openVaultKeys(host, home);
	const [signed, marked] = [keys.sign('form'), keys.mark('row')];
	await rotateMasterKey(host, options);
	expect(keys.sign('form')).toBe(signed);
	await rotateMasterKey(host, { ...options, isEverywhere: true, isLeaked: true });
	await closeOpened();
	const fresh = await openVaultKeys(hostOf(base64(next)), home);
	expect([fresh.sign('form') === signed, fresh.mark('row')]).toEqual([false, marked]);
});

test('is replaced once by two at the same time', async () => {
	await mask(hostOf());
	const outcomes = await Promise.allSettled([rotateMasterKey(hostOf(), options), rotateMasterKey(hostOf(), options)]);
	expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'STORAGE_LOCKED', retryable: true } });
	expect(await findVaultKeys(home)).toHaveLength(1);
});

test('of a restored backup is named, and brought as a further key until it is replaced again (databasus/databasus#622)', async () => {
	const text = await mask(hostOf());
	const [old] = (await findVaultKeys(home))!;
	await closeOpened();
	const restored = join(folder, 'restored');
	cpSync(home, restored, { recursive: true });
	await rotateMasterKey(hostOf(), options);
	const [next] = (await findVaultKeys(home))!;
	await replaceVaultKeys(restored, [next!]);
	const host = hostOf(undefined, restored);
	await expect(restore(text, host)).rejects.toMatchObject({
		code: 'VAULT_UNREADABLE',
		message: expect.stringContaining(`it is sealed under the master key ${idOf(old!)}, and ${restored}/vault.key has ${idOf(next!)}.`),
		fix: expect.stringContaining(`In a restored backup, add the key ${idOf(old!)}, as a further line of vault.key`),
	});
	await replaceVaultKeys(restored, [next!, old!]);
	expect(await restore(text, host)).toBe(message);
	expect(await rotateMasterKey(host, options)).toMatchObject({ state: 'done', keyId: idOf(next!), previousKeyId: idOf(old!) });
	expect(await findVaultKeys(restored)).toEqual([next]);
	await closeOpened();
	expect(await restore(text, host)).toBe(message);
});

test('that was replaced opens what one process sealed late, and is removed after that is sealed again', async () => {
	await mask(hostOf());
	const [old] = (await findVaultKeys(home))!;
	await rotateMasterKey(hostOf(), options);
	const [next] = (await findVaultKeys(home))!;
	const text = await mask(hostOf());
	await closeOpened();
	const late = new KeyRing([next!, old!]);
	const state = new DatabaseSync(join(home, 'state.db'));
	const rows = state.prepare('SELECT id, wrapped FROM subject_key').all() as Array<{ id: string; wrapped: Uint8Array }>;
	for (const { id, wrapped } of rows) {
		const [from, to] = [late.find(idOf(next!))!, late.find(idOf(old!))!];
		const sealed = Buffer.concat([to.sealHead(from.openHead(wrapped)), wrapped.subarray(headBytes)]);
		state.prepare('UPDATE subject_key SET wrapped = ? WHERE id = ?').run(sealed, id);
	}
	state.close();
	await expect(restore(text, hostOf())).rejects.toMatchObject({ fix: expect.stringContaining(`Add the key ${idOf(old!)}`) });
	await replaceVaultKeys(home, [next!, old!]);
	expect(await rotateMasterKey(hostOf(), options)).toMatchObject({ state: 'done', resealed: rows.length, keyId: idOf(next!) });
	expect(await findVaultKeys(home)).toEqual([next]);
	await closeOpened();
	expect(await restore(text, hostOf())).toBe(message);
});

test('leaves a value that was changed as it is, says so, and ends (OctopusDeploy/docs#1701)', async () => {
	const text = await mask(hostOf());
	await composeVault(hostOf(), { conversationId: 'd', subjectId: 'bob' }).mask('bob@example.com');
	await closeOpened();
	const state = new DatabaseSync(join(home, 'state.db'));
	const [row] = state.prepare('SELECT id, wrapped FROM subject_key ORDER BY rowid DESC').all() as Array<{
		id: string;
		wrapped: Uint8Array;
	}>;
	row!.wrapped[40]! ^= 1;
	state.prepare('UPDATE subject_key SET wrapped = ? WHERE id = ?').run(row!.wrapped, row!.id);
	state.close();
	expect(await rotateMasterKey(hostOf(), options)).toMatchObject({ state: 'done', unreadable: 1 });
	expect(await restore(text, hostOf())).toBe(message);
});

test('that a value names and nobody has is named in the error (ankane/lockbox#35)', async () => {
	await mask(hostOf());
	const stranger = createVaultKeys(Buffer.alloc(32, 9));
	const keys = await openVaultKeys(hostOf(), home);
	await expect(keys.unwrap(await stranger.wrap(Buffer.from('x'), 'here'), 'here')).rejects.toMatchObject({
		code: 'VAULT_UNREADABLE',
		message: expect.stringContaining(`under the master key ${idOf(Buffer.alloc(32, 9))}`),
	});
});

test('can be interrupted by whoever asked, and goes on', async () => {
	const text = await mask(hostOf());
	const stop = new AbortController();
	await expect(
		rotateMasterKey(hostOf(), { ...options, signal: stop.signal, report: () => stop.abort(new Error('stopped')) }),
	).rejects.toThrow('stopped');
	expect(await restore(text, hostOf())).toBe(message);
	expect(await findVaultKeys(home)).toHaveLength(2);
	expect(await rotateMasterKey(hostOf(), options)).toMatchObject({ state: 'done' });
	expect(await findVaultKeys(home)).toHaveLength(1);
});
