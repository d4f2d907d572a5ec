import { dayMs } from '../../../core/base/privacy/kept-classes';
import { everyTenant, openStateDatabase, type StateConnection, type StateSchema } from '../../database/state-database';

/** Processes that report what they are and what they run: one row each, which every report replaces. `report` is JSON without anything of persons. */
export const machineSchema: StateSchema = {
	name: 'machines',
	what: 'The processes of machines',
	version: 1,
	isCache: true,
	usesServerTime: true,
	tables: {
		// A process works for all tenants.
		machine_process: { isCommon: true, kept: 'brief', nothing: 'id machine program report started_at seen_at stopped_at ends_at' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS machine_process (
			id TEXT NOT NULL PRIMARY KEY,
			machine TEXT NOT NULL,
			program TEXT NOT NULL,
			report TEXT NOT NULL,
			started_at INTEGER NOT NULL,
			seen_at INTEGER NOT NULL,
			stopped_at INTEGER,
			ends_at INTEGER NOT NULL
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS machine_process_by_end ON machine_process (ends_at);
	`,
};

/** Forgotten for so long after its last report. */
const keptMs = 7 * dayMs;
/** The newest; a loop of processes that end at once fills no list. */
const maxListed = 2_000;

/** Times are milliseconds since the epoch, by the clock of the database where there is one. */
export interface MachineProcess {
	id: string;
	/** The name of the machine in rollouts. */
	machine: string;
	/** `serve`, `worker` or `n8n`. */
	program: string;
	/** JSON. */
	report: string;
	startedAt: number;
	lastSeenAt: number;
	/** It said that it stops; undefined while it works, and for one that was killed. */
	stoppedAt?: number;
}

export interface MachineStore {
	/** Replaces what the process said before. */
	report(
		process: Pick<MachineProcess, 'id' | 'machine' | 'program' | 'report'> & { uptimeMs: number; isStopping?: boolean },
	): Promise<void>;
	/** Lists the processes of the last seven days, and the time by which they are judged. */
	list(): Promise<{ processes: MachineProcess[]; now: number }>;
	close(): Promise<void>;
}

interface Row {
	id: string;
	machine: string;
	program: string;
	report: string;
	started_at: number;
	seen_at: number;
	stopped_at: number | null;
}

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openMachineStore(place: string, clock = Date.now): MachineStore {
	const database = openStateDatabase(place, machineSchema);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock();
	return {
		report: ({ id, machine, program, report, uptimeMs, isStopping = false }) =>
			database.change(everyTenant, async (connection) => {
				const at = now(connection);
				await connection.run('DELETE FROM machine_process WHERE ends_at < ?', at);
				await connection.run(
					`INSERT INTO machine_process (id, machine, program, report, started_at, seen_at, stopped_at, ends_at)
					VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
					ON CONFLICT (id) DO UPDATE SET report = ?4, seen_at = ?6, stopped_at = ?7, ends_at = ?8`,
					...[id, machine, program, report, at - uptimeMs, at, isStopping ? at : null, at + keptMs],
				);
			}),
		list: () =>
			database.read(everyTenant, async (connection) => {
				const rows = await connection.all<Row>(`SELECT * FROM machine_process ORDER BY seen_at DESC, id LIMIT ${maxListed}`);
				return { processes: rows.map(toProcess), now: now(connection) };
			}),
		close: () => database.close(),
	};
}

const toProcess = ({ id, machine, program, report, ...row }: Row): MachineProcess => ({
	...{ id, machine, program, report, startedAt: Number(row.started_at), lastSeenAt: Number(row.seen_at) },
	...(row.stopped_at !== null && { stoppedAt: Number(row.stopped_at) }),
});
