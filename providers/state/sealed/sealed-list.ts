/**
 * Rows of a tenant that nobody can change, add or remove in the database without the key of the installation and stay unnoticed: each is numbered,
 * without gaps, and has a mark over its number and content. A mark over the first and the last number shows what was removed at the ends.
 */
import { everyTenant, type StateConnection, type StateDatabase } from '../../../database/state-database';

/** Returns a keyed hash, which proves that the text was written with the key of the installation. */
export type Mark = (text: string) => Promise<string>;

/** Marks nothing: for tests, and for a store of this process alone. */
export const noMark: Mark = async () => '';

/** A row that somebody changed, added or removed who wrote the database without the key of the installation. */
export interface RecordFault {
	tenant: string;
	/** Its number, or what else tells it apart. */
	id: number | string;
	problem: 'changed' | 'added' | 'removed';
}

/** The result of a check of all rows. */
export interface CheckedRecords {
	records: number;
	/** At most a hundred. */
	faults: RecordFault[];
}

/** The numbers of a tenant's rows, and the mark that covers them. */
interface Bounds {
	tenant: string;
	id: number;
	first: number;
	mark: string;
}

/** A row as a check reads it. */
export interface MarkedRow {
	id: number;
	mark: string;
	/** The text that its mark covers. */
	text: string;
}

export interface ListTables {
	/** Names the list within the marks. */
	name: string;
	/** The table of `lastTable`. */
	last: string;
	/** The table of the rows. */
	rows: string;
	/** Its column with the number. */
	number: string;
}

export const maxFaults = 100;
const pageSize = 1_000;

/** Returns the definition of a table with the numbers of a list: `first` and `id` are those of the first and the last row. */
export const lastTable = (name: string): string => `
	CREATE TABLE IF NOT EXISTS ${name} (
		tenant TEXT NOT NULL PRIMARY KEY,
		id INTEGER NOT NULL,
		first INTEGER NOT NULL DEFAULT 1,
		mark TEXT NOT NULL DEFAULT ''
	) STRICT, WITHOUT ROWID;`;

export class SealedList {
	constructor(
		private readonly tables: ListTables,
		private readonly mark: Mark,
	) {}

	/** Opens the key. It can be in the same database: opened within a transaction, it would wait for a connection that all the others hold. */
	async openKey(): Promise<void> {
		await this.mark('');
	}

	/** Takes the next numbers. The row of the last one stays locked until the end of the transaction. @returns the last of them, and the first of the list */
	async take(connection: StateConnection, tenant: string, count: number): Promise<{ id: number; first: number }> {
		const { last } = this.tables;
		return (await connection.get<{ id: number; first: number }>(
			`INSERT INTO ${last} (tenant, id) VALUES (?1, ?2) ON CONFLICT (tenant) DO UPDATE SET id = ${last}.id + ?2 RETURNING id, first`,
			...[tenant, count],
		))!;
	}

	/** Seals the ends of the list, once its rows are written, and those before the first removed. */
	async seal(connection: StateConnection, tenant: string, { id, first }: { id: number; first: number }): Promise<void> {
		const mark = await this.mark(this.#textOf({ tenant, first, id }));
		await connection.run(`UPDATE ${this.tables.last} SET first = ?, mark = ? WHERE tenant = ?`, first, mark, tenant);
	}

	/**
	 * Checks that the rows are those that the product wrote, all of those it has not removed.
	 * @param whose tenant, or `everyTenant` @param read returns the rows of a tenant after a number, in their order
	 */
	async check(
		database: StateDatabase,
		whose: string,
		read: (connection: StateConnection, tenant: string, after: number, limit: number) => Promise<MarkedRow[]>,
	): Promise<CheckedRecords> {
		const found: CheckedRecords = { records: 0, faults: [] };
		for (const bounds of await database.read(whose, (connection) => this.#readBounds(connection, whose))) {
			const { tenant, id } = bounds;
			if (bounds.mark !== (await this.mark(this.#textOf(bounds)))) found.faults.push({ tenant, id, problem: 'changed' });
			const readPage = (after: number) => database.read(tenant, (connection) => read(connection, tenant, after, pageSize));
			const faults = await this.#checkTenant(bounds, readPage, found);
			// Those that were old enough were removed meanwhile.
			const [later] = await database.read(whose, (connection) => this.#readBounds(connection, tenant));
			found.faults.push(...faults.filter((fault) => fault.id >= (later?.first ?? bounds.first)));
		}
		return { ...found, faults: found.faults.slice(0, maxFaults) };
	}

	/** Their numbers have no gaps, so that one that is missing was removed. */
	async #checkTenant(
		{ tenant, first, id: last }: Bounds,
		read: (after: number) => Promise<MarkedRow[]>,
		found: CheckedRecords,
	): Promise<Array<RecordFault & { id: number }>> {
		const faults: Array<RecordFault & { id: number }> = [];
		let next = first;
		for (let after = 0; faults.length < maxFaults;) {
			const rows = await read(after);
			if (rows.length === 0) break;
			for (const { id, mark, text } of rows) {
				after = id;
				// Added by the product meanwhile, or by somebody else: the next check tells.
				const isSealed = mark === (await this.mark(text));
				if (id > last && isSealed) continue;
				found.records += 1;
				if (id > last || id < first) faults.push({ tenant, id, problem: 'added' });
				else if (next < id) faults.push({ tenant, id: next, problem: 'removed' });
				if (id >= first && id <= last && !isSealed) faults.push({ tenant, id, problem: 'changed' });
				next = Math.max(next, id + 1);
			}
		}
		if (next <= last && faults.length < maxFaults) faults.push({ tenant, id: next, problem: 'removed' });
		return faults;
	}

	#textOf({ tenant, first, id }: Omit<Bounds, 'mark'>): string {
		return JSON.stringify([this.tables.name, tenant, first, id]);
	}

	/** A tenant with rows and without numbers has those without a mark: the product removes neither alone. */
	#readBounds(connection: StateConnection, tenant: string): Promise<Bounds[]> {
		const { last, rows, number } = this.tables;
		return connection.all<Bounds>(
			`SELECT tenant, id, first, mark FROM ${last} WHERE tenant = ?1 OR ?1 = ?2
			UNION ALL SELECT tenant, max(${number}), min(${number}), '' FROM ${rows} WHERE (tenant = ?1 OR ?1 = ?2) AND ${number} IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM ${last} WHERE ${last}.tenant = ${rows}.tenant) GROUP BY tenant ORDER BY 1`,
			...[tenant, everyTenant],
		);
	}
}
