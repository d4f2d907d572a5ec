import { textsOf } from '../../database/in-list';
import { isOnHold } from '../../database/legal-holds';
import { openStateDatabase } from '../../database/state-database';
import { executionSchema } from './execution-schema';

/** An execution of n8n, as it is told from others. */
export interface ExecutionName {
	/** The id of the n8n. */
	instance: string;
	workflow: string;
	/** Empty where only the turn that started it is known. */
	execution: string;
	/** The turn of the channel trigger; empty for any other start. */
	turn: string;
}

export interface SeenExecution extends ExecutionName {
	/** Keyed hashes, or empty. */
	contact: string;
	conversation: string;
	firstAt: number;
	lastAt: number;
	/** When n8n removes it; null where its pruning is off. */
	endsAt: number | null;
}

export type ListedExecution = Omit<SeenExecution, 'contact' | 'conversation'>;

/** Remembers which executions of n8n are about whom. */
export interface ExecutionIndex {
	/** Notes one, or that it is at work again. Removes old ones now and then. */
	note(tenant: string, seen: SeenExecution): Promise<void>;
	/** Lists executions of a person, the newest first. @param pseudonyms keyed hashes of the person, contacts and conversations */
	list(tenant: string, pseudonyms: readonly string[], max: number): Promise<ListedExecution[]>;
	/** Lists executions in which no node worked since, the oldest first; none of somebody who is held. */
	listOlder(tenant: string, before: number, page: { max: number; offset?: number }): Promise<ListedExecution[]>;
	/** Tells whether a node noted the execution that a turn started. */
	knowsTurn(tenant: string, name: Pick<ExecutionName, 'workflow' | 'turn'>): Promise<boolean>;
	/** Removes one that n8n does not have any more, for all persons. */
	remove(tenant: string, name: ExecutionName): Promise<void>;
	close(): Promise<void>;
}

const cleanEveryMs = 3_600_000;
/** An execution that waits ends later than its node worked. */
const spareMs = 30 * 86_400_000;

const isTheirs = (list: string) => `tenant = ? AND (contact IN ${list} OR conversation IN ${list})`;

const selectExecutions = `SELECT instance, workflow, execution, max(turn) AS turn, min(first_at) AS "firstAt", max(last_at) AS "lastAt", max(ends_at) AS "endsAt"
	FROM n8n_execution`;
const byExecution = `GROUP BY instance, workflow, execution, CASE WHEN execution = '' THEN turn ELSE '' END`;

const toListed = (row: ListedExecution): ListedExecution => ({
	...row,
	...{ firstAt: Number(row.firstAt), lastAt: Number(row.lastAt), endsAt: row.endsAt === null ? null : Number(row.endsAt) },
});

/** Counts executions; one that both the channel trigger and a node of it noted counts once. */
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
					...[tenant, instance, workflow, execution, turn, contact, conversation, firstAt, lastAt, endsAt],
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
					...[tenant, instance, workflow, execution, turn],
				);
			}),
		close: () => database.close(),
	};
}
