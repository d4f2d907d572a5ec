/**
 * Tamper-evident rows of a tenant: numbered without gaps, each with a mark over number and content. A mark over first and last number reveals
 * removals at the ends.
 */
import { type CheckedRecords, checkNumbered, type Mark, type MarkedRow, maxFaults } from '../../../core/base/sealed-rows';
import { everyTenant, type StateConnection, type StateDatabase } from '../../database/state-database';

interface Bounds {
	tenant: string;
	id: number;
	first: number;
	mark: string;
}

export interface ListTables {
	name: string;
	last: string;
	rows: string;
	number: string;
}

const pageSize = 1_000;

/** `first` and `id` are the numbers of the first and last row. */
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

	/** Opens the key before a transaction: in the same database it would wait for a connection that others hold. */
	async openKey(): Promise<void> {
		await this.mark('');
	}

	/** Takes numbers; the last-number row stays locked until commit. @returns the last one, and the list's first */
	async take(connection: StateConnection, tenant: string, count: number): Promise<{ id: number; first: number }> {
		const numbers = await this.#add(connection, tenant, count);
		const isWhole = await this.#isWhole(connection, { ...numbers, tenant, id: numbers.id - count });
		// A new seal would hide tampering; a skipped number keeps revealing it.
		return isWhole ? numbers : this.#add(connection, tenant, 1);
	}

	async #add(connection: StateConnection, tenant: string, count: number): Promise<Omit<Bounds, 'tenant'>> {
		const { last } = this.tables;
		return (await connection.get<Omit<Bounds, 'tenant'>>(
			`INSERT INTO ${last} (tenant, id) VALUES (?1, ?2) ON CONFLICT (tenant) DO UPDATE SET id = ${last}.id + ?2 RETURNING id, first, mark`,
			tenant,
			count,
		))!;
	}

	/** Verifies the ends' seal; a new list covers nothing. Machines without the key cannot tell. */
	async #isWhole(connection: StateConnection, bounds: Bounds): Promise<boolean> {
		const { rows, number } = this.tables;
		if (bounds.id === 0 && bounds.mark === '')
			return (
				(await connection.get(`SELECT 1 FROM ${rows} WHERE tenant = ? AND ${number} IS NOT NULL LIMIT 1`, bounds.tenant)) === undefined
			);
		const mark = await this.mark(this.#textOf(bounds));
		return mark === '' || mark === bounds.mark;
	}

	async seal(connection: StateConnection, tenant: string, { id, first }: { id: number; first: number }): Promise<void> {
		const mark = await this.mark(this.#textOf({ tenant, first, id }));
		await connection.run(`UPDATE ${this.tables.last} SET first = ?, mark = ? WHERE tenant = ?`, first, mark, tenant);
	}

	/**
	 * Checks that all rows are the product's and none is missing. @param whose tenant, or `everyTenant` @param read returns a tenant's rows after a
	 * number, in order
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
			// Old rows were removed meanwhile.
			const [later] = await database.read(whose, (connection) => this.#readBounds(connection, tenant));
			found.faults.push(...faults.filter((fault) => fault.id >= (later?.first ?? bounds.first)));
		}
		return { ...found, faults: found.faults.slice(0, maxFaults) };
	}

	#textOf({ tenant, first, id }: Omit<Bounds, 'mark'>): string {
		return JSON.stringify([this.tables.name, tenant, first, id]);
	}

	/** Rows without numbers count as unmarked: the product removes neither alone. */
	#readBounds(connection: StateConnection, tenant: string): Promise<Bounds[]> {
		const { last, rows, number } = this.tables;
		return connection.all<Bounds>(
			`SELECT tenant, id, first, mark FROM ${last} WHERE tenant = ?1 OR ?1 = ?2
			UNION ALL SELECT tenant, max(${number}), min(${number}), '' FROM ${rows} WHERE (tenant = ?1 OR ?1 = ?2) AND ${number} IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM ${last} WHERE ${last}.tenant = ${rows}.tenant) GROUP BY tenant ORDER BY 1`,
			tenant,
			everyTenant,
		);
	}
}
