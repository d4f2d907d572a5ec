import { toCondition } from '../../database/to-condition';
import type { Dialect } from '../../database/tenant-database';
import { isOnHold } from '../../database/legal-holds';
import { everyTenant, openStateDatabase, type StateSchema, type Value } from '../../database/state-database';

export const logSchema: StateSchema = {
	name: 'log',
	what: 'The log',
	version: 1,
	isCache: true,
	tables: {
		log_line: { kept: 'log', stays: 'expires', reference: 'run trace', masked: 'line', nothing: 'id at level source' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS log_line (
			id INTEGER PRIMARY KEY AUTOINCREMENT,
			tenant TEXT NOT NULL,
			at INTEGER NOT NULL,
			level TEXT NOT NULL,
			run TEXT,
			trace TEXT,
			source TEXT NOT NULL,
			line TEXT NOT NULL
		) STRICT;
		CREATE INDEX IF NOT EXISTS log_line_by_tenant ON log_line (tenant, id);
		CREATE INDEX IF NOT EXISTS log_line_by_run ON log_line (tenant, run, id) WHERE run IS NOT NULL;
		CREATE INDEX IF NOT EXISTS log_line_by_trace ON log_line (tenant, trace, id) WHERE trace IS NOT NULL;
		CREATE INDEX IF NOT EXISTS log_line_by_age ON log_line (at);
	`,
};

export interface KeptLine {
	tenant: string;
	/** Milliseconds since the epoch. */
	at: number;
	level: string;
	run: string | null;
	trace: string | null;
	/** The writing process: `serve host:4711`. */
	source: string;
	/** JSON. */
	line: string;
}

export interface LogFilter {
	run?: string;
	trace?: string;
	levels?: readonly string[];
	after?: number;
}

export interface LogBounds {
	ofTenant: number;
	ofAll: number;
}

export interface LogStore {
	append(lines: readonly KeptLine[]): Promise<void>;
	clean(before: number, max: LogBounds): Promise<void>;
	/** Oldest first. @param tenant or `everyTenant` */
	read(tenant: string, filter: LogFilter, limit: number): Promise<Array<KeptLine & { id: number }>>;
	/** 0 without lines. */
	last(tenant: string): Promise<number>;
	/** Returns the highest line id ever used by any tenant; 0 without any. */
	findHighest(): Promise<number>;
	close(): Promise<void>;
}

const columns = ['tenant', 'at', 'level', 'run', 'trace', 'source', 'line'] as const;
const rowsAtOnce = 100;
const highest: Record<Dialect, string> = {
	sqlite: `SELECT seq AS id FROM sqlite_sequence WHERE name = 'log_line'`,
	postgres: `SELECT pg_sequence_last_value(pg_get_serial_sequence('log_line', 'id')::regclass) AS id`,
};

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openLogStore(place: string): LogStore {
	const database = openStateDatabase(place, logSchema);
	return {
		append: (lines) =>
			database.change(
				everyTenant,
				async (connection) => {
					for (let from = 0; from < lines.length; from += rowsAtOnce) {
						const some = lines.slice(from, from + rowsAtOnce);
						const row = `(${columns.map(() => '?').join(', ')})`;
						await connection.run(
							`INSERT INTO log_line (${columns.join(', ')}) VALUES ${some.map(() => row).join(', ')}`,
							...some.flatMap((line) => columns.map((column) => toStorable(line[column]))),
						);
					}
				},
				{ turn: 'log' },
			),
		clean: (before, max) =>
			database.change(everyTenant, async (connection) => {
				await connection.run(`DELETE FROM log_line WHERE at < ? AND NOT ${isOnHold('log_line')}`, before);
				const sizes = await connection.all<{ tenant: string; size: number }>(
					'SELECT tenant, COUNT(*) AS size FROM log_line GROUP BY tenant',
				);
				const share = findShare(
					sizes.map(({ size }) => Number(size)),
					max,
				);
				for (const { tenant, size } of sizes)
					if (Number(size) > share)
						await connection.run(
							`DELETE FROM log_line WHERE tenant = ? AND NOT ${isOnHold('log_line')} AND id <= (
								SELECT id FROM log_line WHERE tenant = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
							tenant,
							tenant,
							share,
						);
			}),
		read: (tenant, { run, trace, levels, after }, limit) =>
			database.read(tenant, async (connection) => {
				const { where, values } = toCondition({
					'id > ?': after ?? 0,
					'tenant = ?': oneTenant(tenant),
					'run = ?': run,
					'trace = ?': trace,
					'level IN (?)': levels,
				});
				const rows = await connection.all<KeptLine & { id: number }>(
					`SELECT id, ${columns.join(', ')} FROM log_line WHERE ${where} ORDER BY id ${after === undefined ? 'DESC' : 'ASC'} LIMIT ?`,
					...values,
					limit,
				);
				return after === undefined ? rows.reverse() : rows;
			}),
		last: (tenant) =>
			database.read(tenant, async (connection) => {
				const { where, values } = toCondition({ 'id > ?': 0, 'tenant = ?': oneTenant(tenant) });
				const row = await connection.get<{ last: number | null }>(`SELECT MAX(id) AS last FROM log_line WHERE ${where}`, ...values);
				return Number(row?.last ?? 0);
			}),
		findHighest: () =>
			database.read(everyTenant, async (connection) => {
				const row = await connection.get<{ id: number | null }>(highest[connection.dialect]);
				return Number(row?.id ?? 0);
			}),
		close: () => database.close(),
	};
}

const oneTenant = (tenant: string): string | undefined => (tenant === everyTenant ? undefined : tenant);

/** Ids come from outside; one bad text makes PostgreSQL refuse the batch. */
const toStorable = (value: Value): Value => (typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value);

/** Returns the per-tenant share that fits the total, so that only the largest lose lines. */
function findShare(sizes: readonly number[], { ofTenant, ofAll }: LogBounds): number {
	let left = ofAll;
	let tenants = sizes.length;
	for (const size of sizes.toSorted((one, other) => one - other)) {
		if (size * tenants > left) return Math.min(ofTenant, Math.floor(left / tenants));
		left -= size;
		tenants -= 1;
	}
	return ofTenant;
}
