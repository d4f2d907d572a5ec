import { findAlikePart } from '../../../../core/base/text/alike-part';
import type { StateConnection } from '../../../database/state-database';
import type { Naming } from './contact-naming';
import { cameWithHeld } from '../retention/came-with-held';

/** Shorter names stand by chance in the requests of others. */
const shortestName = 4;

/** Removes the stored requests that name the contact, also those that became no message or wait to be read. */
export async function forgetRequests(connection: StateConnection, tenant: string, { written }: Naming): Promise<void> {
	const names = written.filter(({ length }) => length >= shortestName);
	if (names.length === 0) return;
	// All forms in one pass: each reads every request.
	const alike = names.map(() => "lower(stored) LIKE ? ESCAPE '!'").join(' OR ');
	const requests = await connection.all<{ id: string; stored: string }>(
		`SELECT id, stored FROM receipt WHERE tenant = ? AND (${alike}) AND NOT ${cameWithHeld}`,
		...[tenant, ...names.map((name) => `%${findAlikePart(name).replace(/[!%_]/g, '!$&')}%`)],
	);
	const forms = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
	const isNamed = new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms})(?![\\p{L}\\p{N}])`, 'u');
	for (const { id, stored } of requests)
		if (isNamed.test(stored.toLowerCase())) await connection.run('DELETE FROM receipt WHERE tenant = ? AND id = ?', tenant, id);
}
