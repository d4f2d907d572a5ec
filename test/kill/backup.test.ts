import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteFile } from '../../providers/database/sqlite/open-sqlite';
import { bundleVictim } from '../support/bundle-victim';
import { within } from '../support/wait-until';

let bundle: string;
let victim: string;
let folder: string;
let home: string;
let archive: string;
beforeAll(() => {
	bundle = mkdtempSync(join(tmpdir(), 'troupe-kill-bundle-'));
	victim = bundleVictim(bundle, join(__dirname, 'backup-victim.ts'));
}, 120_000);
afterAll(() => rmSync(bundle, { recursive: true, force: true }));
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-kill-backup-'));
	home = join(folder, 'home');
	archive = join(folder, 'b');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
	/** Before which name it kills itself; 0: never. */
	killAt?: number;
	/** After how many milliseconds it is killed. */
	killAfterMs?: number;
}

/** @returns the exit code, or null if it was killed */
async function troupe(args: string[], { killAt = 0, killAfterMs }: Run = {}): Promise<number | null> {
	const env = { PATH: process.env.PATH, HOME: folder, TROUPE_HOME: home, TROUPE_BACKUP_PASSPHRASE: 'secret' };
	const child = spawn(process.execPath, ['--no-warnings', victim, String(killAt), ...args], { env, stdio: 'ignore' });
	const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
	const [code] = (await within('the command', once(child, 'exit'))) as [number | null];
	clearTimeout(timer);
	return code;
}

function fill(content: string): void {
	mkdirSync(join(home, 'agents'), { recursive: true });
	for (const name of ['state.db', 'memory.db']) {
		const database = new DatabaseSync(join(home, name));
		database.exec('PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS line (text TEXT); DELETE FROM line');
		database.prepare('INSERT INTO line VALUES (?)').run(content);
		if (content === 'old') database.exec('INSERT INTO line SELECT hex(randomblob(2000000)) FROM (VALUES (1), (2), (3))');
		database.close();
	}
	for (const name of ['vault.key', 'agents/clerk.json']) writeFileSync(join(home, name), content);
}

/** What a home holds: the same word everywhere, or it is not whole. */
function read(from: string): string[] {
	const rows = ['state.db', 'memory.db'].map((name) => {
		const database = new DatabaseSync(join(from, name), { readOnly: true });
		const { text } = database.prepare('SELECT text FROM line WHERE length(text) < 10').get()!;
		database.close();
		return text as string;
	});
	return [...rows, ...['vault.key', 'agents/clerk.json'].map((name) => readFileSync(join(from, name), 'utf8'))];
}
const all = (word: string) => [word, word, word, word];
const replacedFolders = () => readdirSync(home).filter((name) => name.startsWith('replaced-'));

test('a backup that is killed leaves no archive, or a whole one, and the next one cleans up', async () => {
	fill('old');
	let killed = 0;
	for (const run of [...[1, 2, 3].map((killAt) => ({ killAt })), ...[150, 250, 350, 450, 600].map((killAfterMs) => ({ killAfterMs }))]) {
		rmSync(archive, { force: true });
		if ((await troupe(['backup', archive], run)) === null) killed += 1;
		if (existsSync(archive)) expect([run, await troupe(['verify-backup', archive])]).toEqual([run, 0]);
		expect(read(home)).toEqual(all('old'));
	}
	expect(killed).toBeGreaterThan(2);
	rmSync(archive, { force: true });
	expect(await troupe(['backup', archive])).toBe(0);
	expect(await troupe(['verify-backup', archive])).toBe(0);
	expect(readdirSync(folder).sort()).toEqual(['b', 'b.keys', 'home']);
});

test('a restore that is killed at any name leaves the old state or the new one, never opened half, and the next run completes it', async () => {
	fill('old');
	expect(await troupe(['backup', archive])).toBe(0);
	let killAt = 1;
	for (; ; killAt += 1) {
		rmSync(home, { recursive: true });
		fill('now');
		const code = await troupe(['restore', archive, '--replace'], { killAt });
		if (code === 0) break;
		expect([killAt, code]).toEqual([killAt, null]);
		await expect(openSqliteFile(join(home, 'state.db'))).rejects.toMatchObject({ code: 'STORAGE_LOCKED' });
		expect([killAt, await troupe(['restore', archive, '--replace'])]).toEqual([killAt, 0]);
		expect([killAt, read(home)]).toEqual([killAt, all('old')]);
		const replaced = replacedFolders();
		expect([killAt, replaced.length, read(join(home, replaced[0]!))]).toEqual([killAt, 1, all('now')]);
		expect(existsSync(join(home, '.restoring'))).toBe(false);
	}
	// Four former entries, the turn, four new ones, the folder of the former ones.
	expect(killAt).toBe(11);
});

test('a restore that is killed while it reads brings nothing into the home', async () => {
	fill('old');
	expect(await troupe(['backup', archive])).toBe(0);
	rmSync(home, { recursive: true });
	fill('now');
	for (const killAfterMs of [100, 200, 300, 400, 500]) {
		const code = await troupe(['restore', archive, '--replace'], { killAfterMs });
		if (code === 0) break;
		expect([killAfterMs, read(home)]).toEqual([killAfterMs, all('now')]);
	}
	rmSync(home, { recursive: true });
	expect(await troupe(['restore', archive])).toBe(0);
	expect(read(home)).toEqual(all('old'));
});
