import { existsSync } from 'node:fs';
import { storableText } from '../../core/base/text/storable-text';
import { type ForgottenPerson, openStateDatabase, type StateConnection } from '../database/state-database';
import { openChannelDatabase } from './channels/channel-database';
import { auditSchema } from './audit/audit-schema';
import { channelSchema } from './channels/channel-schema';
import { findRequestsOf } from './channels/contacts/forget-requests';
import { type OpenKeySeal, withOpenKeys } from './channels/sealed/conversation-keys';
import { inboxPlace } from './channels/receipts/file-inbox';
import { openInbox } from './channels/receipts/open-inbox';
import { stateSubjects } from './subjects';
import { workSchema } from './work/work-schema';

/** PostgreSQL fails on other texts as if it were unreachable. */
const storable = new RegExp(storableText);

/**
 * Removes a person from all subjects, each in its own transaction, so that an interrupted removal can be repeated. @param place `postgres://…`, or
 * the path of a file @param openKeySeal opens provider requests, to find those that name the person @returns what each subject removed, by its name
 * @throws TroupeError STORAGE_…; STORAGE_LOCKED, retryable, while another process still reads the person in SQLite's log
 */
export async function forgetInState(place: string, named: ForgottenPerson, openKeySeal?: OpenKeySeal): Promise<Record<string, number>> {
	const whom = named.persons ? { ...named, persons: named.persons.filter((person) => storable.test(person)) } : named;
	const seal = await openKeySeal?.();
	const equip = (connection: StateConnection) => (seal ? withOpenKeys(connection, seal) : connection);
	await takeInRequests(place);
	const removed: Record<string, number> = {};
	for (const subject of stateSubjects) {
		const { name, forgetting } = subject;
		if (!forgetting) continue;
		// Includes the person's due work, such as notices. Turns are named after the first subject: audited stores list the audit log first.
		const database = openStateDatabase(place, subject === channelSchema ? [auditSchema, subject, workSchema] : [subject, workSchema]);
		try {
			const requests =
				subject === channelSchema && whom.persons
					? await findRequestsOf((work) => database.read(whom.tenant, (own) => work(equip(own))), whom.tenant, whom.persons, whom.now)
					: undefined;
			removed[name] = await database.change(
				whom.tenant,
				(connection) =>
					forgetting.remove(equip(connection), { ...whom, now: connection.serverTime ?? whom.now, ...(requests && { requests }) }),
				{ turn: forgetting.turn?.(whom.tenant), synced: true },
			);
			// Otherwise the log would keep removed data.
			await database.emptyLog();
		} finally {
			await database.close();
		}
	}
	return removed;
}

/** Turns inbox requests into receipts: half-moved ones would come back. */
async function takeInRequests(place: string): Promise<void> {
	if (!existsSync(inboxPlace(place))) return;
	const channels = openChannelDatabase(place);
	const inbox = openInbox(place, channels, {});
	try {
		await inbox.empty();
		await inbox.emptyLog();
	} finally {
		await Promise.all([inbox.close(), channels.database.close()]);
	}
}
