import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type pg from 'pg';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { isPostgresAddress, withoutPassword } from '../../providers/database/database-place';
import { moveTables } from '../../providers/database/move/move-tables';
import { openSqliteFile } from '../../providers/database/sqlite/open-sqlite';
import { connectApart } from '../../providers/database/postgres/postgres-pool';
import { serverFault, storageFault } from '../../providers/database/storage-fault';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { listMovedStores, type MovedStore } from './moved-stores';
import { replaceFile } from '../terminal/replace-file';
import { markName, type MovedState } from '../../providers/compose/state/moved-state';

const maxCharacters = 4_000;

/** Returns the address, or the first line of standard input for `-`: a password in an argument can be seen by other users of the machine. */
async function readAddress(given: string, terminal: Terminal): Promise<string> {
	if (given !== '-') return given.trim();
	let text = '';
	for await (const piece of terminal.input()) {
		text += Buffer.from(piece).toString('utf8');
		if (text.includes('\n') || text.length > maxCharacters) break;
	}
	const line = text.split('\n')[0]!.trim();
	if (line !== '' && line.length <= maxCharacters) return line;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Standard input does not hold the address of a database.',
		fix: 'Write it to standard input on one line: `troupe state move --to - < address-file`.',
	});
}

export interface MoveOptions {
	to: string;
	json?: boolean;
}

/** Parts that stay in the home: keys, files that people edit, the engine, caches. */
const staying = ['vault.key', 'api-token', 'budgets.json', 'policies', 'agents', 'trust', 'registry', 'engine.db'];
const queryTimeoutMs = 120_000;

/**
 * Moves a home's state. Writers wait or are refused, so no row is missing. Files stay, and the home no longer opens them. @throws TroupeError
 * INPUT_INVALID, STATE_CONFLICT, STORAGE_*
 */
export async function runStateMove({ to, json }: MoveOptions, terminal: Terminal): Promise<ExitCode> {
	const address = await readAddress(to, terminal);
	if (!isPostgresAddress(address)) throw noPostgres();
	const home = resolve(troupeHome(terminal.environment));
	const stores = (await listMovedStores()).filter(({ file }) => existsSync(join(home, file)));
	if (stores.length === 0) throw nothingToMove(home);
	const held: DatabaseSync[] = [];
	const client = await connect(address);
	const moved: Array<{ file: string; rows: number }> = [];
	try {
		for (const store of stores) await store.prepare(join(home, store.file));
		for (const { file } of stores) held.push(await hold(join(home, file)));
		for (const [index, store] of stores.entries()) {
			const rows = await move(store, held[index]!, client, address, terminal);
			moved.push({ file: store.file, rows });
			if (!json) terminal.print(`${store.file}  ${countNouns(rows, 'row')}, equal in PostgreSQL`);
		}
		const mark: MovedState = { to: withoutPassword(address), files: stores.map(({ file }) => file), at: new Date().toISOString() };
		replaceFile(join(home, markName), `${JSON.stringify(mark, null, '\t')}\n`, 0o600);
	} finally {
		for (const file of held) file.close();
		await client.end();
	}
	const left = staying.filter((name) => existsSync(join(home, name)));
	if (json) terminal.print(JSON.stringify({ home, to: withoutPassword(address), moved, notMoved: left }));
	terminal.note(`Set TROUPE_DATABASE_URL to this address for every process and machine, and give all of them the same TROUPE_VAULT_KEY.`);
	if (left.length > 0) terminal.note(`not moved: ${left.join(', ')} of ${home}. The files that were moved are still there.`);
	return 0;
}

/** Takes the write lock, so that what is read stays all there is. */
async function hold(file: string): Promise<DatabaseSync> {
	const subject = { file, what: 'The state' };
	let database: DatabaseSync | undefined;
	try {
		database = await openSqliteFile(file);
		database.exec('BEGIN IMMEDIATE');
		return database;
	} catch (cause) {
		database?.close();
		throw isTroupeError(cause) ? cause : storageFault(subject, 'opened', cause);
	}
}

async function connect(address: string): Promise<pg.Client> {
	return connectApart(address, 'troupe state move', queryTimeoutMs).catch((cause: unknown) => {
		throw isTroupeError(cause) ? cause : serverFault({ where: withoutPassword(address), what: 'The state' }, 'opened', cause);
	});
}

async function move(store: MovedStore, file: DatabaseSync, client: pg.Client, address: string, terminal: Terminal): Promise<number> {
	await store.prepare(address);
	try {
		if (store.carry) return await store.carry(file, address);
		const schema = store.target?.schema ?? (await readCurrentSchema(client));
		return await moveTables(
			file,
			client,
			{ ...store.target, schema },
			{
				signal: terminal.stop,
				onProgress: (done, all) => terminal.showProgress?.(`${store.file}: ${done} of ${all} rows`),
			},
		);
	} catch (cause) {
		if (isTroupeError(cause) || terminal.stop.aborted) throw cause;
		throw serverFault({ where: withoutPassword(address), what: `The state of ${store.file}` }, 'used', cause);
	} finally {
		terminal.showProgress?.('');
	}
}

async function readCurrentSchema(client: pg.Client): Promise<string> {
	const { rows } = await client.query<{ name: string }>('select current_schema() as name');
	return rows[0]!.name;
}

function noPostgres(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'State can be moved to PostgreSQL only.',
		fix: 'Write --to postgres://user:password@host:5432/database.',
	});
}

function nothingToMove(home: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no state to move in ${home}.`,
		fix: 'Set TROUPE_HOME to the folder whose state you want to move. Without one, set TROUPE_DATABASE_URL: the tables are created when they are first used.',
	});
}
