import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { runTroupe } from '../program';
import { testTerminal } from '../terminal/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
let folder: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-state-'));
	folder = join(home, 'copies');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function backup(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const code = await runTroupe(['state', 'backup', folder, ...args], terminal);
	return { code, out: terminal.printed, err: terminal.noted.join('\n') };
}

function database(name: string): DatabaseSync {
	const connection = new DatabaseSync(join(home, name));
	connection.exec('PRAGMA journal_mode = WAL; CREATE TABLE line (text TEXT)');
	connection.exec("INSERT INTO line VALUES ('stored')");
	return connection;
}

it('copies every database, also of a process that writes, and names what it leaves out', async () => {
	database('usage.db').close();
	const open = database('vault.db');
	writeFileSync(join(home, 'vault.key'), 'a key');
	const { code, out, err } = await backup();
	open.close();
	expect([code, out]).toEqual([0, [expect.stringMatching(/^usage\.db {2}0\.0 MB$/), expect.stringMatching(/^vault\.db /)]]);
	expect(err).toContain('not copied: vault.key');
	const copy = new DatabaseSync(join(folder, 'vault.db'), { readOnly: true });
	expect(copy.prepare('SELECT text FROM line').get()).toEqual({ text: 'stored' });
	copy.close();
	expect(readdirSync(folder).filter((name) => name.endsWith('.db'))).toEqual(['usage.db', 'vault.db']);
});

it('never replaces an earlier copy', async () => {
	database('usage.db').close();
	mkdirSync(folder);
	writeFileSync(join(folder, 'usage.db'), 'earlier');
	expect(await backup()).toMatchObject({ code: 2, err: expect.stringMatching(/is not empty\.\nfix: Choose a new folder/) as string });
});

it('says where it looked when there is nothing to copy', async () => {
	expect(await backup()).toMatchObject({ code: 2, err: expect.stringContaining(`There is no database in ${home}.`) as string });
});

it('names a damaged database', async () => {
	writeFileSync(join(home, 'usage.db'), 'no database at all, but long enough to be read as one');
	expect(await backup()).toMatchObject({ code: 1, err: expect.stringContaining('is not a database') as string });
});

slowTest('asks the service for a state that is in use, and says what to do when it does not answer', async () => {
	const engine = database('engine.db');
	engine.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
	const { code, err } = await backup('--url', 'http://127.0.0.1:1');
	engine.close();
	expect(code).toBe(1);
	expect(err).toMatch(/engine\.db is in use, and the service at http:\/\/127\.0\.0\.1:1 gave no copy/);
	expect(err).toContain('--url');
});
