import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as sqlite from 'node:sqlite';
import { messageOf, TroupeError } from '../../core/errors';
import type { ConversationMemory, RememberedTurn } from '../../core/ports';

/** Turns kept of each conversation; older ones are forgotten as new ones come. */
const keptTurns = 200;

const schema = `
	CREATE TABLE IF NOT EXISTS turn (
		id INTEGER PRIMARY KEY,
		tenant TEXT NOT NULL,
		conversation TEXT NOT NULL,
		message TEXT NOT NULL,
		reply TEXT NOT NULL,
		at INTEGER NOT NULL
	) STRICT;
	CREATE INDEX IF NOT EXISTS turn_by_conversation ON turn (tenant, conversation, id);
`;

/**
 * Remembers conversations in a SQLite file that several processes may share; it is opened, and its folder created for this user alone, on first use.
 * A tenant sees its own conversations only.
 * @param patienceMs how long another process may keep the file to itself
 * @throws TroupeError INTERNAL, retryable while another process keeps the file to itself
 */
export function openConversationMemory(file: string, tenant: string, patienceMs = 5000): ConversationMemory & { close(): void } {
	let opened: Promise<sqlite.DatabaseSync> | undefined;
	const database = () =>
		(opened ??= open(file, patienceMs).catch((error: unknown) => {
			opened = undefined;
			throw error;
		}));
	const use = async <Result>(work: (database: sqlite.DatabaseSync) => Result): Promise<Result> => {
		const connection = await database();
		try {
			return work(connection);
		} catch (cause) {
			throw fault(file, 'used', cause);
		}
	};
	return {
		recall: (conversationId, limit) => use((connection) => recall(connection, tenant, hidden(conversationId), limit)),
		remember: (conversationId, turn) => use((connection) => remember(connection, tenant, hidden(conversationId), turn)),
		close: () => {
			// The next use opens it again.
			void opened?.then((open) => open.close());
			opened = undefined;
		},
	};
}

async function open(file: string, patienceMs: number): Promise<sqlite.DatabaseSync> {
	const { DatabaseSync } = await importSqlite();
	let database: sqlite.DatabaseSync | undefined;
	try {
		await mkdir(dirname(file), { recursive: true, mode: 0o700 });
		database = new DatabaseSync(file, { timeout: patienceMs });
		await chmod(file, 0o600);
		database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
		return database;
	} catch (cause) {
		database?.close();
		throw fault(file, 'opened', cause);
	}
}

/** Busy and locked, https://sqlite.org/rescode.html: another process is at work, and will be done. */
const passing = [5, 6];

function fault(file: string, what: 'opened' | 'used', cause: unknown): TroupeError {
	const { errcode = 0 } = cause as { errcode?: number };
	return new TroupeError({
		code: 'INTERNAL',
		message: `The conversations in ${file} cannot be ${what}: ${messageOf(cause)}.`,
		fix: 'Check that the folder can be written to and that the file is no other program’s; delete the file to start anew.',
		retryable: passing.includes(errcode & 0xff),
		cause,
	});
}

async function importSqlite(): Promise<typeof sqlite> {
	return import('node:sqlite').catch((cause: unknown) => {
		throw new TroupeError({
			code: 'DEPENDENCY_MISSING',
			message: `Node ${process.versions.node} brings no SQLite.`,
			fix: 'Run it with Node 24, or set the memory of the agent to 0 turns.',
			cause,
		});
	});
}

/** Who writes from a phone is often known by its number: a conversation is found by its id, and tells nobody whose it is at a glance. */
function hidden(conversationId: string): string {
	return createHash('sha256').update(conversationId).digest('base64url');
}

function recall(database: sqlite.DatabaseSync, tenant: string, conversation: string, limit: number): RememberedTurn[] {
	const newest = database.prepare('SELECT message, reply, at FROM turn WHERE tenant = ? AND conversation = ? ORDER BY id DESC LIMIT ?');
	return (newest.all(tenant, conversation, Math.max(0, limit)) as unknown as RememberedTurn[]).reverse();
}

function remember(database: sqlite.DatabaseSync, tenant: string, conversation: string, { message, reply, at }: RememberedTurn): void {
	// Takes the write lock at once: a read that turns into a write does not wait for another process.
	database.exec('BEGIN IMMEDIATE');
	try {
		database
			.prepare('INSERT INTO turn (tenant, conversation, message, reply, at) VALUES (?, ?, ?, ?, ?)')
			.run(tenant, conversation, message, reply, at);
		database
			.prepare(
				`DELETE FROM turn WHERE tenant = ?1 AND conversation = ?2 AND id <= (
					SELECT id FROM turn WHERE tenant = ?1 AND conversation = ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)`,
			)
			.run(tenant, conversation, keptTurns);
		database.exec('COMMIT');
	} catch (error) {
		// A full disk has rolled it back already.
		if (database.isTransaction) database.exec('ROLLBACK');
		throw error;
	}
}
