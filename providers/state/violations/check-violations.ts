import { everyTenant, type StateConnection, type StateDatabase } from '../../../database/state-database';
import { readRows, textOf } from './violation-rows';

/** Returns a keyed hash, which proves that the text was written with the key of the installation. */
export type Mark = (text: string) => Promise<string>;

/** A violation that somebody changed, added or removed who wrote the database without the key of the installation. */
export interface ViolationFault {
	tenant: string;
	id: number;
	problem: 'changed' | 'added' | 'removed';
}

/** What a check of all violations found. */
export interface CheckedViolations {
	violations: number;
	/** At most a hundred. */
	faults: ViolationFault[];
}

/** The numbers of a tenant's violations, without gaps, and the mark that covers them. */
export interface Bounds {
	tenant: string;
	id: number;
	first: number;
	mark: string;
}

/** Returns the text of the bounds that their mark covers. */
export const boundsText = ({ tenant, first, id }: Omit<Bounds, 'mark'>): string => JSON.stringify(['violations', tenant, first, id]);

const pageSize = 1_000;
const maxFaults = 100;

/** Checks that the violations are those that the product recorded, all of those it has not removed. @param whose tenant, or `everyTenant` */
export async function checkViolations(database: StateDatabase, whose: string, mark: Mark): Promise<CheckedViolations> {
	const found: CheckedViolations = { violations: 0, faults: [] };
	for (const bounds of await database.read(whose, (connection) => readBounds(connection, whose))) {
		if (bounds.mark !== (await mark(boundsText(bounds)))) found.faults.push({ tenant: bounds.tenant, id: bounds.id, problem: 'changed' });
		const faults = await checkTenant(database, bounds, mark, found);
		// Those that were old enough were removed meanwhile.
		const [later] = await database.read(whose, (connection) => readBounds(connection, bounds.tenant));
		found.faults.push(...faults.filter(({ id }) => id >= (later?.first ?? bounds.first)));
	}
	return { ...found, faults: found.faults.slice(0, maxFaults) };
}

/** Their numbers have no gaps, so that one that is missing was removed. */
async function checkTenant(database: StateDatabase, bounds: Bounds, mark: Mark, found: CheckedViolations): Promise<ViolationFault[]> {
	const { tenant, first, id: last } = bounds;
	const faults: ViolationFault[] = [];
	let next = first;
	for (let after = 0; faults.length < maxFaults;) {
		const rows = await database.read(tenant, (connection) => readRows(connection, tenant, after, pageSize));
		if (rows.length === 0) break;
		for (const row of rows) {
			const { id } = row;
			after = id;
			// Added by the product meanwhile, or by somebody else: the next check tells.
			const isSealed = row.mark === (await mark(textOf(tenant, id, row)));
			if (id > last && isSealed) continue;
			found.violations += 1;
			if (id > last || id < first) faults.push({ tenant, id, problem: 'added' });
			else if (next < id) faults.push({ tenant, id: next, problem: 'removed' });
			if (id >= first && id <= last && !isSealed) faults.push({ tenant, id, problem: 'changed' });
			next = Math.max(next, id + 1);
		}
	}
	if (next <= last && faults.length < maxFaults) faults.push({ tenant, id: next, problem: 'removed' });
	return faults;
}

/** A tenant with violations and without bounds has those without a mark: the product removes neither alone. */
function readBounds(connection: StateConnection, tenant: string): Promise<Bounds[]> {
	return connection.all<Bounds>(
		`SELECT tenant, id, first, mark FROM last_violation WHERE tenant = ?1 OR ?1 = ?2
		UNION ALL SELECT tenant, max(id), min(id), '' FROM violation WHERE (tenant = ?1 OR ?1 = ?2)
		AND NOT EXISTS (SELECT 1 FROM last_violation WHERE last_violation.tenant = violation.tenant) GROUP BY tenant ORDER BY 1`,
		...[tenant, everyTenant],
	);
}
