import { textsOf } from '../../database/in-list';
import { isOnHold } from '../../database/legal-holds';
import { openStateDatabase } from '../../database/state-database';
import { executionSchema } from './execution-schema';

/** Identifies an n8n execution. */
interface ExecutionName {
	/** The n8n instance id. */
	instance: string;
	workflow: string;
	/** Empty if only the starting turn is known. */
	execution: string;
	/** The channel trigger's turn; empty for other starts. */
	turn: string;
}

export interface SeenExecution extends ExecutionName {
	/** Keyed hashes, or empty. */
	contact: string;
	conversation: string;
	firstAt: number;
	lastAt: number;
	/** Removal by n8n; null without pruning. */
	endsAt: number | null;
}

export type ListedExecution = Omit<SeenExecution, 'contact' | 'conversation'>;

/** Links n8n executions to persons. */
export interface ExecutionIndex {
	/** Records activity. Occasionally removes old ones. */
	note(tenant: string, seen: SeenExecution): Promise<void>;
	/** Newest first. @param pseudonyms keyed hashes of the person, contacts and conversations */
	list(tenant: string, pseudonyms: readonly string[], max: number): Promise<ListedExecution[]>;
	/** Lists executions without node activity since, oldest first; omits people under hold. */
	listOlder(tenant: string, before: number, page: { max: number; offset?: number }): Promise<ListedExecution[]>;
	knowsTurn(tenant: string, name: Pick<ExecutionName, 'workflow' | 'turn'>): Promise<boolean>;
	/** Removes an execution that n8n deleted, for all persons. */
	remove(tenant: string, name: ExecutionName): Promise<void>;
	close(): Promise<void>;
}

const cleanEveryMs = 3_600_000;
/** Waiting executions end later than their node's last activity. */
const spareMs = 30 * 86_400_000;

const isTheirs = (list: string) => `tenant = ? AND (contact IN ${list} OR conversation IN ${list})`;

const selectExecutions = `SELECT instance, workflow, execution, max(turn) AS turn, min(first_at) AS "firstAt", max(last_at) AS "lastAt", max(ends_at) AS "endsAt"
	FROM n8n_execution`;
const byExecution = `GROUP BY instance, workflow, execution, CASE WHEN execution = '' THEN turn ELSE '' END`;

const toListed = (row: ListedExecution): ListedExecution => ({
	...row,
	firstAt: Number(row.firstAt),
	lastAt: Number(row.lastAt),
	endsAt: row.endsAt === null ? null : Number(row.endsAt),
});

export function countExecutions(listed: readonly ExecutionName[]): number {
	const known = listed.filter(({ execution }) => execution !== '');
	const turns = new Set(known.map(({ turn }) => turn));
	return known.length + listed.filter(({ execution, turn }) => execution === '' && !turns.has(turn)).length;
}

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openExecutionIndex(place: string): ExecutionIndex {
	const database = openStateDatabase(place, executionSchema);
	let cleanedAt = 0;
	return {
		note: (tenant, { instance, workflow, execution, turn, contact, conversation, firstAt, lastAt, endsAt }) =>
			database.change(tenant, async (connection) => {
				await connection.run(
					`INSERT INTO n8n_execution (tenant, instance, workflow, execution, turn, contact, conversation, first_at, last_at, ends_at)
					VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
					ON CONFLICT (tenant, instance, workflow, execution, turn, contact, conversation)
					DO UPDATE SET last_at = excluded.last_at, ends_at = excluded.ends_at`,
					tenant,
					instance,
					workflow,
					execution,
					turn,
					contact,
					conversation,
					firstAt,
					lastAt,
					endsAt,
				);
				if (lastAt - cleanedAt < cleanEveryMs) return;
				cleanedAt = lastAt;
				const isHeld = isOnHold('n8n_execution', ['contact', 'conversation']);
				await connection.run(`DELETE FROM n8n_execution WHERE tenant = ? AND ends_at < ? AND NOT ${isHeld}`, tenant, lastAt - spareMs);
			}),
		list: (tenant, pseudonyms, max) =>
			database.read(tenant, async (connection) => {
				const list = JSON.stringify(pseudonyms);
				const sql = `${selectExecutions} WHERE ${isTheirs(textsOf(connection))} ${byExecution} ORDER BY max(last_at) DESC, execution DESC LIMIT ?`;
				return (await connection.all<ListedExecution>(sql, tenant, list, list, max)).map(toListed);
			}),
		listOlder: (tenant, before, { max, offset = 0 }) =>
			database.read(tenant, async (connection) => {
				const isHeld = `max(CASE WHEN ${isOnHold('n8n_execution', ['contact', 'conversation'])} THEN 1 ELSE 0 END)`;
				const sql = `${selectExecutions} WHERE tenant = ? ${byExecution} HAVING max(last_at) < ? AND ${isHeld} = 0 ORDER BY max(last_at), instance, workflow, execution LIMIT ? OFFSET ?`;
				return (await connection.all<ListedExecution>(sql, tenant, before, max, offset)).map(toListed);
			}),
		knowsTurn: (tenant, { workflow, turn }) =>
			database.read(tenant, async (connection) => {
				const sql = `SELECT 1 AS known FROM n8n_execution WHERE tenant = ? AND turn = ? AND turn <> '' AND workflow = ? AND execution <> '' LIMIT 1`;
				return (await connection.get(sql, tenant, turn, workflow)) !== undefined;
			}),
		remove: (tenant, { instance, workflow, execution, turn }) =>
			database.change(tenant, async (connection) => {
				await connection.run(
					`DELETE FROM n8n_execution WHERE tenant = ? AND instance = ? AND workflow = ? AND execution = ? AND (execution <> '' OR turn = ?)`,
					tenant,
					instance,
					workflow,
					execution,
					turn,
				);
			}),
		close: () => database.close(),
	};
}
