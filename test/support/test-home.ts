import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { runTroupe } from '../../cli/program';
import { testTerminal } from './test-terminal';

/** The folder of a test, the home in it, and the path of an archive beside the home. */
export let folder: string;
export let home: string;
export let archive: string;

/** Makes an empty home before each test of a file. */
export function useTestHome(): void {
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-backup-'));
		home = join(folder, 'home');
		archive = join(folder, 'b.tar.zst');
		mkdirSync(home);
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

export const secret = { TROUPE_BACKUP_PASSPHRASE: 'correct horse' };

export async function troupe(args: string[], environment: NodeJS.ProcessEnv = {}) {
	const terminal = testTerminal({ TROUPE_HOME: home, ...secret, ...environment });
	const code = await runTroupe(args, terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

export function database(name: string, rows = 1): DatabaseSync {
	const connection = new DatabaseSync(join(home, name));
	connection.exec('PRAGMA journal_mode = WAL; CREATE TABLE line (text TEXT)');
	for (let row = 0; row < rows; row += 1) connection.exec(`INSERT INTO line VALUES ('row ${row}')`);
	return connection;
}

export function fill(): void {
	writeFileSync(join(home, 'settings.json'), '{"OPENAI_API_KEY": "the key"}\n');
	database('memory.db', 3).close();
	writeFileSync(join(home, 'vault.key'), 'the key\n');
	mkdirSync(join(home, 'registry', 'roots'), { recursive: true });
	writeFileSync(join(home, 'registry', 'snapshot.pem'), 'a private key');
	mkdirSync(join(home, 'agents'));
	writeFileSync(join(home, 'agents', 'clerk.json'), '{}');
	writeFileSync(join(home, 'budgets.json'), '[]');
	mkdirSync(join(home, 'models'));
	writeFileSync(join(home, 'models', 'large.onnx'), 'downloaded');
}

export const rowsOf = (file: string) => {
	const connection = new DatabaseSync(file, { readOnly: true });
	try {
		return connection
			.prepare('SELECT text FROM line')
			.all()
			.map(({ text }) => text);
	} finally {
		connection.close();
	}
};
/** Settings of another machine, whose home does not exist yet. */
export const elsewhere = () => ({ TROUPE_HOME: join(folder, 'new') });
