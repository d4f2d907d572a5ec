import { TroupeError } from '../../../../core/base/errors';
import type { StateConnection } from '../../../database/state-database';

export interface LoggedChange {
	tenant: string;
	contact: string;
	kind: string;
	actor: string;
	/** Without the values of names where they are not needed to undo the change. */
	details: object;
}

/** More than write to the log of one contact at once. */
const maxTries = 100;

/**
 * Adds an entry to the log of a contact. Two transactions of PostgreSQL can choose the same number: the second one waits for the first, and takes the next.
 * @throws TroupeError STORAGE_LOCKED
 */
export async function logContact(
	connection: StateConnection,
	{ tenant, contact, kind, actor, details }: LoggedChange,
	now: number,
): Promise<void> {
	for (let tries = 0; tries < maxTries; tries += 1) {
		const added = await connection.run(
			`INSERT INTO contact_log (tenant, contact, number, at, kind, actor, details)
			VALUES (?1, ?2, (SELECT coalesce(max(number), 0) + 1 FROM contact_log WHERE tenant = ?1 AND contact = ?2), ?3, ?4, ?5, ?6)
			ON CONFLICT (tenant, contact, number) DO NOTHING`,
			...[tenant, contact, now, kind, actor, JSON.stringify(details)],
		);
		if (added > 0) return;
	}
	throw new TroupeError({
		code: 'STORAGE_LOCKED',
		message: `The log of the contact ${contact} has got other entries ${maxTries} times while one was added.`,
		fix: 'Try it again in a moment.',
		retryable: true,
	});
}
