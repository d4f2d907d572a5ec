import { type Clock, systemClock } from '../../../core/ports/host';
import { openStateDatabase, type StateConnection, type StateDatabaseOptions, type StateSchema } from '../../database/state-database';

/** Times are milliseconds since the epoch. `owner` is a hash of the caller. */
export const taskDocumentSchema: StateSchema = {
	name: 'task_documents',
	what: 'What programs of others asked the service to keep',
	version: 1,
	usesServerTime: true,
	tables: {
		task_document: {
			kept: 'brief',
			stays: 'program',
			pseudonym: 'owner',
			reference: 'task id',
			encrypted: 'sealed',
			underMasterKey: 'sealed',
			nothing: 'kind expires_at',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS task_document (
			tenant TEXT NOT NULL,
			kind TEXT NOT NULL,
			owner TEXT NOT NULL,
			task TEXT NOT NULL,
			id TEXT NOT NULL,
			expires_at INTEGER NOT NULL,
			sealed BLOB NOT NULL,
			PRIMARY KEY (tenant, kind, owner, task, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS task_document_by_expiry ON task_document (expires_at);
	`,
};

export interface TaskDocumentPlace {
	tenant: string;
	kind: 'a2a-push' | 'mcp-task' | 'run-answer' | 'run-decision';
	owner: string;
	task: string;
}

export interface SealedTaskDocument {
	id: string;
	expiresAt: number;
	sealed: Uint8Array;
}

interface TaskDocumentLimits {
	perTask: number;
	perOwner: number;
	onlyNew?: boolean;
}

export interface TaskDocumentStore {
	/** Stores or replaces a document. @returns false if the caller has too many, or may not replace it */
	put(place: TaskDocumentPlace, document: SealedTaskDocument, limits: TaskDocumentLimits): Promise<boolean>;
	list(place: TaskDocumentPlace): Promise<SealedTaskDocument[]>;
	remove(place: TaskDocumentPlace, id?: string): Promise<void>;
	close(): Promise<void>;
}

const removedAtOnce = 500;

/** @param place `postgres://…`, or the path of a file; opened on first use */
export function openTaskDocumentStore(
	place: string,
	{ clock = systemClock, ...options }: StateDatabaseOptions & { clock?: Clock } = {},
): TaskDocumentStore {
	const database = openStateDatabase(place, taskDocumentSchema, options);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	const synced = { synced: true };
	return {
		put: ({ tenant, kind, owner, task }, { id, expiresAt, sealed }, { perTask, perOwner, onlyNew }) =>
			database.change(
				tenant,
				async (connection) => {
					await removeExpired(connection, tenant, now(connection));
					const count = async (where: string, ...values: string[]) =>
						Number(
							(await connection.get<{ count: number }>(
								`SELECT count(*) AS count FROM task_document WHERE tenant = ? AND kind = ? AND owner = ? ${where}`,
								tenant,
								kind,
								owner,
								...values,
							))!.count,
						);
					const ofTask = await count('AND task = ? AND id <> ?', task, id);
					// A replaced document does not count.
					const others = await count('AND NOT (task = ? AND id = ?)', task, id);
					if (ofTask >= perTask || others >= perOwner) return false;
					const inserted = await connection.run(
						`INSERT INTO task_document (tenant, kind, owner, task, id, expires_at, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
						ON CONFLICT (tenant, kind, owner, task, id) DO ${onlyNew ? 'NOTHING' : 'UPDATE SET expires_at = ?6, sealed = ?7'}`,
						tenant,
						kind,
						owner,
						task,
						id,
						expiresAt,
						sealed,
					);
					return inserted > 0;
				},
				synced,
			),
		list: ({ tenant, kind, owner, task }) =>
			database.read(tenant, (connection) =>
				connection.all<SealedTaskDocument>(
					`SELECT id, expires_at AS "expiresAt", sealed FROM task_document
					WHERE tenant = ? AND kind = ? AND owner = ? AND task = ? AND expires_at > ? ORDER BY id`,
					tenant,
					kind,
					owner,
					task,
					now(connection),
				),
			),
		async remove({ tenant, kind, owner, task }, id) {
			const [condition, values] = id === undefined ? ['', []] : ['AND id = ?', [id]];
			await database.change(
				tenant,
				(connection) =>
					connection.run(
						`DELETE FROM task_document WHERE tenant = ? AND kind = ? AND owner = ? AND task = ? ${condition}`,
						tenant,
						kind,
						owner,
						task,
						...values,
					),
				synced,
			);
		},
		close: () => database.close(),
	};
}

async function removeExpired(connection: StateConnection, tenant: string, now: number): Promise<void> {
	await connection.run(
		`DELETE FROM task_document WHERE tenant = ?1 AND expires_at <= ?2 AND (kind, owner, task, id) IN
			(SELECT kind, owner, task, id FROM task_document WHERE tenant = ?1 AND expires_at <= ?2 LIMIT ?3)`,
		tenant,
		now,
		removedAtOnce,
	);
}
