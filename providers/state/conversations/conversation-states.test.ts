import { spawn } from 'node:child_process';
import { type BinaryToTextEncoding, createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { advance } from '../../../core/guardrails/policy/conversation-state';
import { composeConversationStates } from '../../compose/state/host-conversation-states';
import { openConversationStates } from './conversation-states';
import { ask, testConversationStates } from './conversation-states.contract';
import { slowTest } from '../../../test/support/slow-tests';

let folder: string;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'troupe-states-'));
});
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
	await rm(folder, { recursive: true, force: true });
});

const file = () => join(folder, 'state', 'conversation-states.db');
const open = (changes: Partial<Parameters<typeof openConversationStates>[1]> = {}) => {
	const pseudonym = async (id: string) => Buffer.from(id).toString('hex');
	const store = openConversationStates(file(), { tenant: 'ours', pseudonym, ...changes });
	closing.push(() => store.close());
	return store;
};
testConversationStates((changes) => open(changes), file);

test('what has expired is removed from the file as new conversations come', async () => {
	let now = 1_000;
	const store = open({ ttlMs: 100, clock: { now: () => now } }).of();
	for (let number = 0; number < 15; number += 1) await ask(store, `old ${number}`);
	now = 1_100;
	for (let number = 0; number < 15; number += 1) await ask(store, `new ${number}`);
	const other = new DatabaseSync(file());
	expect(other.prepare('SELECT count(*) AS n FROM conversation_state').get()!.n).toBe(15);
	other.close();
});

/** All phone numbers are tried in minutes. */
const hashed = (id: string, encoding: BinaryToTextEncoding) => createHash('sha256').update(id).digest(encoding);

test('writes down neither ids, nor hashes that anyone can make, nor texts', async () => {
	const phone = '+5511987654321';
	await (await composeConversationStates({ stateFolder: join(folder, 'state') }))!.change(phone, (state) =>
		advance(state, 'Qual é o seu nome?'),
	);
	for (const name of await readdir(join(folder, 'state'))) {
		const bytes = await readFile(join(folder, 'state', name));
		for (const readable of ['98765', hashed(phone, 'base64url'), hashed(phone, 'hex')]) expect(bytes.includes(readable)).toBe(false);
		expect(bytes.includes('nome')).toBe(false);
	}
});

slowTest('loses nothing while another process changes the same conversation', async () => {
	const store = open().of('one');
	await ask(store, 'c');
	const other = `
		const { DatabaseSync } = require('node:sqlite');
		const database = new DatabaseSync(${JSON.stringify(file())}, { timeout: 60_000 });
		for (let number = 0; number < 50; number += 1) {
			database.exec("BEGIN IMMEDIATE; UPDATE conversation_state SET state = json_set(state, '$.one.replies', json_extract(state, '$.one.replies') + 1); COMMIT");
		}`;
	const child = spawn(process.execPath, ['--no-warnings', '-e', other], { stdio: 'ignore' });
	const ended = once(child, 'exit');
	for (let number = 0; number < 50; number += 1) await ask(store, 'c');
	expect(await ended).toEqual([0, null]);
	expect(await store.read('c')).toMatchObject({ replies: 101 });
});
