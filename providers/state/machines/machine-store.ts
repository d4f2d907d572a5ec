import { dayMs } from '../../../core/base/privacy/kept-classes';
import { everyTenant, openStateDatabase, type StateConnection, type StateSchema } from '../../database/state-database';

/** Processes report what they run: one row each, replaced by every report. `report` is JSON without personal data. */
export const machineSchema: StateSchema = {
	name: 'machines',
	what: 'The processes of machines',
	version: 1,
	isCache: true,
	usesServerTime: true,
	tables: {
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

const keptMs = 7 * dayMs;
const maxListed = 2_000;

/** Times are milliseconds since the epoch, by the database's clock if it has one. */
export interface MachineProcess {
	id: string;
	/** The name of the machine in rollouts. */
	machine: string;
	program: string;
	/** JSON. */
	report: string;
	startedAt: number;
	lastSeenAt: number;
	/** Announced stop; undefined while running, or after a kill. */
	stoppedAt?: number;
}

export interface MachineStore {
	report(
		process: Pick<MachineProcess, 'id' | 'machine' | 'program' | 'report'> & { uptimeMs: number; isStopping?: boolean },
	): Promise<void>;
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
					id,
					machine,
					program,
					report,
					at - uptimeMs,
					at,
					isStopping ? at : null,
					at + keptMs,
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
	id,
	machine,
	program,
	report,
	startedAt: Number(row.started_at),
	lastSeenAt: Number(row.seen_at),
	...(row.stopped_at !== null && { stoppedAt: Number(row.stopped_at) }),
});
