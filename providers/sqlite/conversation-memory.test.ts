import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openConversationMemory } from './conversation-memory';

let folder: string;
let file: string;
const turn = (number: number) => ({ message: `question ${number}`, reply: `answer ${number}`, at: number });

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'troupe-memory-'));
	file = join(folder, 'state', 'conversations.sqlite');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('conversation memory', () => {
	it('recalls the last turns of a conversation, oldest first', async () => {
		const memory = openConversationMemory(file, 'default');
		for (const number of [1, 2, 3]) await memory.remember('c', turn(number));
		await memory.remember('other', turn(9));
		expect(await memory.recall('c', 2)).toEqual([turn(2), turn(3)]);
		expect(await memory.recall('c', 0)).toEqual([]);
		memory.close();
	});

	it('keeps them when it is closed and opened again', async () => {
		const memory = openConversationMemory(file, 'default');
		await memory.remember('c', turn(1));
		memory.close();
		expect(await memory.recall('c', 5)).toEqual([turn(1)]);
		memory.close();
	});

	it('keeps tenants apart', async () => {
		const [ours, theirs] = [openConversationMemory(file, 'ours'), openConversationMemory(file, 'theirs')];
		await ours.remember('c', turn(1));
		expect(await theirs.recall('c', 5)).toEqual([]);
		ours.close();
		theirs.close();
	});

	it('forgets the oldest of more than 200 turns', async () => {
		const memory = openConversationMemory(file, 'default');
		for (let number = 1; number <= 203; number += 1) await memory.remember('c', turn(number));
		const kept = await memory.recall('c', 1000);
		expect([kept.length, kept[0], kept.at(-1)]).toEqual([200, turn(4), turn(203)]);
		memory.close();
	});

	it('creates its folder and file for this user alone, on first use', async () => {
		const memory = openConversationMemory(file, 'default');
		await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
		await memory.recall('c', 1);
		expect((await stat(join(folder, 'state'))).mode & 0o777).toBe(0o700);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		memory.close();
	});

	it('writes down no conversation’s id, which is often a phone number or an address', async () => {
		const memory = openConversationMemory(file, 'default');
		await memory.remember('ana@example.com', turn(1));
		expect(await memory.recall('ana@example.com', 5)).toEqual([turn(1)]);
		expect(await memory.recall('bob@example.com', 5)).toEqual([]);
		for (const name of await readdir(join(folder, 'state'))) {
			expect((await readFile(join(folder, 'state', name))).includes('ana@example.com')).toBe(false);
		}
		memory.close();
	});

	it('loses nothing while another process writes to the same file', async () => {
		const memory = openConversationMemory(file, 'default');
		await memory.remember('c', turn(-1));
		const writer = `
			const { DatabaseSync } = require('node:sqlite');
			const database = new DatabaseSync(${JSON.stringify(file)}, { timeout: 60_000 });
			const insert = database.prepare("INSERT INTO turn (tenant, conversation, message, reply, at) SELECT tenant, conversation, 'theirs', 'r', 1 FROM turn LIMIT 1");
			for (let number = 0; number < 80; number += 1) { database.exec('BEGIN IMMEDIATE'); insert.run(); database.exec('COMMIT'); }`;
		const child = spawn(process.execPath, ['--no-warnings', '-e', writer], { stdio: 'ignore' });
		const ended = new Promise((resolve) => child.once('exit', resolve));
		for (let number = 0; number < 80; number += 1) {
			await memory.remember('c', turn(number));
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(await ended).toBe(0);
		const messages = (await memory.recall('c', 200)).map(({ message }) => message);
		expect([messages.length, messages.filter((message) => message === 'theirs').length]).toEqual([161, 80]);
		memory.close();
	});

	it('says which file cannot be opened, and tries again at the next use', async () => {
		const blocked = join(folder, 'blocked');
		await writeFile(
			blocked,
			'no database, but longer than the hundred bytes of a header that SQLite wants to see before it judges a file'.repeat(3),
		);
		const memory = openConversationMemory(blocked, 'default');
		await expect(memory.recall('c', 1)).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('blocked') });
		await rm(blocked);
		expect(await memory.recall('c', 1)).toEqual([]);
		memory.close();
	});

	it('says which file it is, and that it may pass, when another process does not let go of it', async () => {
		const memory = openConversationMemory(file, 'default', 20);
		await memory.remember('c', turn(1));
		const other = new DatabaseSync(file);
		other.exec('BEGIN EXCLUSIVE');
		const busy = { code: 'INTERNAL', retryable: true, message: expect.stringContaining(file), fix: expect.any(String) };
		await expect(memory.remember('c', turn(2))).rejects.toMatchObject(busy);
		other.exec('ROLLBACK');
		other.close();
		await memory.remember('c', turn(3));
		expect(await memory.recall('c', 5)).toEqual([turn(1), turn(3)]);
		memory.close();
	});

	it('goes on after a turn that could not be written', async () => {
		const memory = openConversationMemory(file, 'default');
		await memory.remember('c', turn(1));
		const other = new DatabaseSync(file);
		other.exec("CREATE TRIGGER refuse BEFORE INSERT ON turn BEGIN SELECT RAISE(ABORT, 'no'); END");
		await expect(memory.remember('c', turn(2))).rejects.toMatchObject({ code: 'INTERNAL', retryable: false });
		other.exec('DROP TRIGGER refuse');
		other.close();
		await memory.remember('c', turn(3));
		expect(await memory.recall('c', 5)).toEqual([turn(1), turn(3)]);
		memory.close();
	});

	it('says which file it is when its table is not what it was', async () => {
		const memory = openConversationMemory(file, 'default');
		await memory.remember('c', turn(1));
		const other = new DatabaseSync(file);
		other.exec('DROP TABLE turn');
		other.close();
		await expect(memory.recall('c', 5)).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining(file) });
		await expect(memory.remember('c', turn(2))).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining(file) });
		memory.close();
	});
});
