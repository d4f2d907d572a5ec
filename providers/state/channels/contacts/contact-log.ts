import { TroupeError } from '../../../../core/base/errors';
import type { StateConnection } from '../../../database/state-database';

interface LoggedChange {
	tenant: string;
	contact: string;
	kind: string;
	actor: string;
	/** Without name values, unless undo needs them. */
	details: object;
}

/** More than the concurrent writers of one log. */
const maxTries = 100;

/** Adds a log entry. Two PostgreSQL transactions can choose one number: the second waits, and takes the next. @throws TroupeError STORAGE_LOCKED */
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
			tenant,
			contact,
			now,
			kind,
			actor,
			JSON.stringify(details),
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
