import { endReceipts, takeReceipts } from '../../test/support/channels/take-receipts';
import { chain, endEvent, messageCatch, processModel, startEvent } from '../../test/contract/model-builder';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostKeys } from '../../providers/compose/guardrails/changing-keys';
import { rotateMasterKey } from '../../providers/compose/guardrails/rotate-key';
import { composeVault } from '../../providers/compose/guardrails/vault';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import type { MemoryHost } from '../../providers/compose/hosts/knowledge-host';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { closeOpened } from '../../providers/compose/open-once';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

const never = new AbortController().signal;
let folder: string;
let home: string;
let archive: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-forgotten-'));
	home = join(folder, 'home');
	archive = join(folder, 'backup');
});
afterEach(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true, force: true });
});

const hostOf = (stateFolder: string): MemoryHost => ({ stateFolder, providers: {} });

async function troupe(args: string[], environment: NodeJS.ProcessEnv = {}) {
	await closeOpened();
	const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_BACKUP_PASSPHRASE: 'secret', ...environment });
	const code = await runTroupe(args, terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

/** What was said in a conversation, and a token of the vault. */
async function live(person: string): Promise<string> {
	const run = (task: object) => runMemoryTask({ person, ...task }, hostOf(home), never);
	await run({ operation: 'remember', facts: [`${person} likes tea`], conversation: `c-${person}`, turn: { message: 'Hi', reply: 'Yes' } });
	const vault = composeVault(hostOf(home), { conversationId: `c-${person}`, subjectId: person, types: ['EMAIL_ADDRESS'] });
	return (await vault.mask(`Write to ${person}@example.com`)).text;
}

const exported = async (person: string, stateFolder = home) => {
	const result = await runMemoryTask({ operation: 'export', person }, hostOf(stateFolder), never);
	return result.operation === 'export' ? [result.memories.length, result.conversations.length] : [];
};
const restoredBy = async (person: string, text: string, stateFolder = home) =>
	composeVault(hostOf(stateFolder), { conversationId: `c-${person}`, subjectId: person, types: ['EMAIL_ADDRESS'] }).restore(text);

slowTest('a restore does not bring back who was forgotten after the backup, nor forgets who was remembered again before it', async () => {
	for (const person of ['ana', 'bob']) await live(person);
	await runMemoryTask({ operation: 'forget', person: 'bob' }, hostOf(home), never);
	const [ofAna, ofBob] = [await live('ana'), await live('bob')];
	expect((await troupe(['backup', archive])).code).toBe(0);
	await runMemoryTask({ operation: 'forget', person: 'ana' }, hostOf(home), never);

	const restored = await troupe(['restore', archive, '--replace']);
	expect([restored.code, restored.err]).toEqual([0, expect.stringContaining('Forgotten again')]);
	expect(await exported('ana')).toEqual([0, 0]);
	expect(await restoredBy('ana', ofAna)).toBe(ofAna);
	expect(await exported('bob')).toEqual([1, 1]);
	expect(await restoredBy('bob', ofBob)).toBe('Write to bob@example.com');
	// The list knows it from now on: the next restore of the same backup forgets again.
	expect((await troupe(['restore', archive, '--replace'])).err).toContain('Forgotten again');
	expect(await exported('ana')).toEqual([0, 0]);
});

const number = '5544999999999';
/** A customer wrote, and a receipt about them became no message. */
async function write(stateFolder: string): Promise<string> {
	const stores = openChannelStores(join(stateFolder, 'state.db'));
	const { mailbox, receipts } = stores;
	const accept = (key: string, text: string) =>
		receipts.accept({
			tenant: 'default',
			channel: 'sales',
			key,
			stored: JSON.stringify({ from: `${number}@s.whatsapp.net`, text }),
			receivedAt: 1,
		});
	await accept('m1', 'secretQuartz of Maria');
	await accept('s1', 'readQuartz by Maria');
	await receipts.accept({
		tenant: 'default',
		channel: 'sales',
		key: 'm2',
		stored: `{"from":"9${number}","text":"of Rui"}`,
		receivedAt: 1,
	});
	const work = (await takeReceipts(receipts))!;
	const content = [{ kind: 'text' as const, text: 'secretQuartz of Maria' }];
	const applied = await mailbox.apply(
		{
			...{ kind: 'message', key: 'm1', id: 'm1', address: number, at: 1, author: 'contact', content, name: 'MariaQuartz' },
			contact: [{ kind: 'phone', value: number, proof: 'provider' }],
		},
		{ tenant: 'default', channel: 'sales', receipt: work.content[0]!.id },
		defaultMailboxRules,
	);
	await endReceipts(receipts, work);
	await stores.close();
	return applied.kind === 'message' ? applied.contact : '';
}

slowTest('nor does it bring back a contact, their messages and the requests that told of them', async () => {
	const contact = await write(home);
	await closeOpened();
	expect((await troupe(['backup', archive])).code).toBe(0);
	expect((await troupe(['contacts', 'forget', `phone=+${number}`, '--yes'])).code).toBe(0);
	expect(readBytes(home)).not.toMatch(/Quartz|Maria/);
	expect((await troupe(['restore', archive, '--replace'])).err).toContain('Forgotten again');
	// The audit log names a contact by the random id alone, for ever.
	const besideAudit = readBytes(home).replaceAll(`"object":{"kind":"contact","value":"${contact}"}`, '');
	expect(besideAudit).not.toMatch(new RegExp(`Quartz|Maria|(?<!9)${number}|${contact}`));
	// What others wrote stays.
	expect(readBytes(home)).toContain('of Rui');
});

const waits = (id: string) =>
	processModel(id, [startEvent(), messageCatch('reply', `${id}-hello`, '=personId'), endEvent(), ...chain('start', 'reply', 'end')]);

slowTest('nor the processes of a contact, and of a person whom only agents know', async () => {
	const contact = await write(home);
	await live('person-4711');
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	await engine.deploy([waits('waits')]);
	const start = (variables: Record<string, string>) => engine.start({ processId: 'waits', variables });
	await start({ personId: 'anything', phone: `+${number}`, wish: 'roofOfMaria' });
	await start({ personId: contact, wish: 'doorOfMaria' });
	await start({ personId: 'person-4711', wish: 'gardenOf4711' });
	await start({ personId: 'person-4712', wish: 'gardenOf4712' });
	await engine.close();
	expect((await troupe(['backup', archive])).code).toBe(0);
	for (const person of [contact, 'person-4711']) expect((await troupe(['privacy', 'forget', person, '--yes'])).code).toBe(0);
	expect((await troupe(['restore', archive, '--replace'])).err).toContain('Forgotten again');
	const restored = readBytes(home);
	expect(['roofOfMaria', 'doorOfMaria', 'gardenOf4711', 'gardenOf4712'].filter((wish) => restored.includes(wish))).toEqual([
		'gardenOf4712',
	]);
});

slowTest('nor where the backup is older than the first key, which was replaced since', async () => {
	await write(home);
	await closeOpened();
	expect((await troupe(['backup', archive])).code).toBe(0);
	expect((await troupe(['contacts', 'forget', `phone=+${number}`, '--yes'])).code).toBe(0);
	const host = { stateFolder: home, tenant: 'default', database: '' };
	const { keyId } = await rotateMasterKey(host, { settleMs: 0, signal: never });
	expect((await troupe(['restore', archive, '--replace'])).err).toContain('Forgotten again');
	expect(readBytes(home)).not.toMatch(/Quartz|Maria/);
	expect((await openVaultKeys(host, home)) as HostKeys).toMatchObject({ ring: { current: { id: keyId } } });
});

slowTest('nor a tenant that was forgotten as a whole', async () => {
	const remember = (tenant: string, fact: string) =>
		runMemoryTask({ operation: 'remember', person: 'ana', facts: [fact] }, { ...hostOf(home), tenant }, never);
	const factsOf = async (tenant: string) => {
		const result = await runMemoryTask({ operation: 'export', person: 'ana' }, { ...hostOf(home), tenant }, never);
		return result.operation === 'export' ? result.memories.length : 0;
	};
	await remember('acme', 'Likes tea');
	await remember('globex', 'Likes coffee');
	expect((await troupe(['backup', archive])).code).toBe(0);
	const forgotten = await troupe(['tenant', 'forget', 'acme', '--reason', 'They left', '--yes', '--json']);
	expect(forgotten).toMatchObject({ code: 0, out: expect.stringContaining('"memory.db memory_facts","removed":1') as string });
	expect([await factsOf('acme'), await factsOf('globex')]).toEqual([0, 1]);
	expect((await troupe(['restore', archive, '--replace'])).err).toContain('Forgotten again');
	expect([await factsOf('acme'), await factsOf('globex')]).toEqual([0, 1]);
	expect(await troupe(['tenant', 'forget', 'default', '--reason', 'x', '--yes'])).toMatchObject({ code: 2 });
	expect(await troupe(['tenant', 'forget', 'acmee', '--reason', 'x', '--yes'])).toMatchObject({
		code: 1,
		out: expect.not.stringContaining('sha256') as string,
	});
});

/** All files of a home, as one text. */
const readBytes = (folder: string): string =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
		.join();

slowTest('on another machine the list of the old one is named, and holds no name', async () => {
	await live('ana');
	await troupe(['backup', archive]);
	await runMemoryTask({ operation: 'forget', person: 'ana' }, hostOf(home), never);
	const list = join(home, 'forgotten.jsonl');
	expect(readFileSync(list, 'utf8')).not.toMatch(/ana/);
	const there = join(folder, 'there');
	expect(await troupe(['restore', archive, '--forgotten', list], { TROUPE_HOME: there })).toMatchObject({ code: 0 });
	expect(readdirSync(there).filter((name) => /-(?:wal|shm)$/.test(name))).toEqual([]);
	expect(await exported('ana', there)).toEqual([0, 0]);

	const unknown = join(folder, 'unknown');
	const { code, err } = await troupe(['restore', archive], { TROUPE_HOME: unknown });
	expect([code, err]).toEqual([0, expect.stringContaining('no list of persons who were forgotten')]);
	expect(await exported('ana', unknown)).toEqual([1, 1]);
});

slowTest('refuses a backup in which nobody can be forgotten again, because the key is missing', async () => {
	await live('ana');
	await troupe(['backup', archive]);
	await runMemoryTask({ operation: 'forget', person: 'ana' }, hostOf(home), never);
	expect(await troupe(['restore', archive, '--without-keys', '--replace'])).toMatchObject({
		code: 2,
		err: expect.stringContaining('Without the key of the token vault') as string,
	});
	expect(await exported('ana')).toEqual([0, 0]);
});

slowTest('forgets again in stores that were restored by their own means, by the list of each machine', async () => {
	await live('ana');
	await runMemoryTask({ operation: 'forget', person: 'ana' }, hostOf(home), never);
	// As if the database were restored: what is forgotten is there again.
	await live('ana');
	const list = join(folder, 'list.jsonl');
	cpSync(join(home, 'forgotten.jsonl'), list);
	const since = (time: string) => troupe(['memory', 'forget-again', '--from', time, '--list', list]);
	expect(JSON.parse((await since('2999-01-01T00:00:00Z')).out)).toMatchObject({ entries: 0 });
	expect(await exported('ana')).toEqual([1, 1]);
	expect(JSON.parse((await since('2000-01-01T00:00:00Z')).out)).toMatchObject({
		entries: 1,
		removed: { memories: 1, conversations: 1, turns: 1, vaultKeys: 1 },
	});
	expect(await exported('ana')).toEqual([0, 0]);
	expect(await since('yesterday')).toMatchObject({ code: 2, err: expect.stringContaining('Expected a time') as string });
});
