import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { cameWithHeld } from '../retention/came-with-held';
import { readNaming } from './contact-naming';
import { listParts } from './contact-parts';
import { findRequests, type ReadPortion } from './find-requests';
import { listDeskCopies } from './desk-copies';

/** Found before the removing transaction, which blocks all writers. */
export interface FoundRequests {
	ids: readonly string[];
	/** Requests received later were not read, in milliseconds since the epoch. */
	until: number;
}

/** A request is stored within seconds or refused; clocks differ by less. */
const lateMs = 600_000;

/** @param now milliseconds since the epoch */
export async function findRequestsOf(read: ReadPortion, tenant: string, contacts: readonly string[], now: number): Promise<FoundRequests> {
	const written = await read(async (connection) => {
		const names: string[] = [];
		for (const contact of contacts) {
			const parts = await listParts(connection, tenant, contact);
			for (const id of [...(await listDeskCopies(connection, tenant, parts)), ...parts])
				names.push(...(await readNaming(connection, tenant, id)).written);
		}
		return names;
	});
	return { ids: await findRequests(read, { tenant, written: [...new Set(written)] }), until: now - lateMs };
}

export async function forgetRequests(
	connection: StateConnection,
	tenant: string,
	written: readonly string[],
	found?: FoundRequests,
): Promise<void> {
	const later = await findRequests((work) => work(connection), { tenant, written, ...(found && { since: found.until }) });
	const ids = JSON.stringify([...(found?.ids ?? []), ...later]);
	await connection.run(`DELETE FROM receipt WHERE tenant = ? AND id IN ${textsOf(connection)} AND NOT ${cameWithHeld}`, tenant, ids);
}
