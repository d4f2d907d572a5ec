import type { StateConnection } from '../../../database/state-database';

export interface LoggedChange {
	tenant: string;
	contact: string;
	kind: string;
	actor: string;
	/** Without the values of names where they are not needed to undo the change. */
	details: object;
}

/** Adds an entry to the log of a contact. */
export async function logContact(
	connection: StateConnection,
	{ tenant, contact, kind, actor, details }: LoggedChange,
	now: number,
): Promise<void> {
	await connection.run(
		`INSERT INTO contact_log (tenant, contact, number, at, kind, actor, details)
		VALUES (?1, ?2, (SELECT coalesce(max(number), 0) + 1 FROM contact_log WHERE tenant = ?1 AND contact = ?2), ?3, ?4, ?5, ?6)`,
		...[tenant, contact, now, kind, actor, JSON.stringify(details)],
	);
}
