/**
 * Rows of a tenant that nobody can change, add or remove in the database without the key of the installation and stay unnoticed: each is numbered,
 * without gaps, and has a mark over its number and content. A mark over the first and the last number shows what was removed at the ends.
 */
import { type CheckedRecords, checkNumbered, type Mark, type MarkedRow, maxFaults } from '../../../core/base/sealed-rows';
import { everyTenant, type StateConnection, type StateDatabase } from '../../database/state-database';

/** The numbers of a tenant's rows, and the mark that covers them. */
interface Bounds {
	tenant: string;
	id: number;
	first: number;
	mark: string;
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
		const numbers = await this.#add(connection, tenant, count);
		const isWhole = await this.#isWhole(connection, { ...numbers, tenant, id: numbers.id - count });
		// The next seal would cover what somebody changed: a number that nothing has keeps telling of it.
		return isWhole ? numbers : this.#add(connection, tenant, 1);
	}

	async #add(connection: StateConnection, tenant: string, count: number): Promise<Omit<Bounds, 'tenant'>> {
		const { last } = this.tables;
		return (await connection.get<Omit<Bounds, 'tenant'>>(
			`INSERT INTO ${last} (tenant, id) VALUES (?1, ?2) ON CONFLICT (tenant) DO UPDATE SET id = ${last}.id + ?2 RETURNING id, first, mark`,
			...[tenant, count],
		))!;
	}

	/** Tells whether the ends are as they were sealed: those of a new list cover nothing. A machine without the key cannot tell. */
	async #isWhole(connection: StateConnection, bounds: Bounds): Promise<boolean> {
		const { rows, number } = this.tables;
		if (bounds.id === 0 && bounds.mark === '')
			return (
				(await connection.get(`SELECT 1 FROM ${rows} WHERE tenant = ? AND ${number} IS NOT NULL LIMIT 1`, bounds.tenant)) === undefined
			);
		const mark = await this.mark(this.#textOf(bounds));
		return mark === '' || mark === bounds.mark;
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
			const { records, faults } = await checkNumbered({ ...bounds, last: id }, readPage, this.mark);
			found.records += records;
			// Those that were old enough were removed meanwhile.
			const [later] = await database.read(whose, (connection) => this.#readBounds(connection, tenant));
			found.faults.push(...faults.filter((fault) => fault.id >= (later?.first ?? bounds.first)));
		}
		return { ...found, faults: found.faults.slice(0, maxFaults) };
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
