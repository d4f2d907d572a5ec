/**
 * Contacts whose data is stored and not used: for them a request of the kind `restriction` is open. Nothing is sent to them, and people get what they
 * write, because they are opted out under its protocol.
 */
import { tellRestriction } from '../../../../core/conversations/rights/restriction-texts';
import type { Language } from '../../../../core/base/text/languages';
import type { RestrictionAct } from '../../../../core/ports/channels/contact-rights';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { selectConversations } from '../conversation-rows';
import { addDeskWrites } from '../people/hand-over-rows';
import { changeMode } from '../people/mode-rows';
import { findDeskOf } from '../unsent-rows';
import { logContact } from './contact-rows';
import { addOptOut, findOptOuts, type HashName } from './opted-out-rows';
import { findOwnRestriction } from './own-restriction';
import { addRequest, endAllTo, settleRequest } from './request-rows';

interface Whom {
	tenant: string;
	contact: string;
}

/** SQL that is true for a contact whose processing is restricted. @param contact a column of the same statement, with its table */
export const restrictedContact = (tenant: string, contact: string): string =>
	`EXISTS (SELECT 1 FROM contact_request AS restriction WHERE restriction.tenant = ${tenant} AND restriction.contact = ${contact}
	AND restriction.kind = 'restriction' AND restriction.settled_at IS NULL)`;

/** Returns the protocol of a restriction in force; also that of a contact who has a name of the restricted one. */
export async function findRestriction(
	connection: StateConnection,
	{ tenant, contact }: Whom,
	hashName: HashName,
): Promise<string | undefined> {
	const open = `SELECT protocol FROM contact_request WHERE tenant = ? AND kind = 'restriction' AND settled_at IS NULL`;
	const own = await findOwnRestriction(connection, { tenant, contact });
	if (own !== undefined || !(await connection.get(`${open} LIMIT 1`, tenant))) return own;
	const protocols = await findOptOuts(connection, { tenant, contact }, hashName);
	const named = await connection.get<{ protocol: string }>(
		`${open} AND protocol IN ${textsOf(connection)} LIMIT 1`,
		...[tenant, JSON.stringify(protocols)],
	);
	return named?.protocol;
}

/** Tells whether the contact themself wants no more messages, whatever else is restricted. */
export async function wantsNoMessages(connection: StateConnection, whom: Whom, hashName: HashName): Promise<boolean> {
	const protocols = await findOptOuts(connection, whom, hashName);
	const row = await connection.get(
		`SELECT protocol FROM contact_request WHERE tenant = ?1 AND kind <> 'restriction' AND
		(protocol IN ${textsOf(connection, '?2')} OR (contact = ?3 AND kind IN ('opt-out', 'wrong-number') AND settled_at IS NULL)) LIMIT 1`,
		...[whom.tenant, JSON.stringify(protocols), whom.contact],
	);
	return row !== undefined;
}

/** @returns the protocol; undefined where it is restricted already */
export async function beginRestriction(
	connection: StateConnection,
	whom: Whom,
	act: RestrictionAct,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<string | undefined> {
	if ((await findRestriction(connection, whom, hashName)) !== undefined) return undefined;
	const request = { ...whom, kind: 'restriction' as const, channel: null, conversation: null, by: act.by };
	const protocol = await addRequest(connection, request, now);
	await logContact(connection, { ...whom, kind: 'restricted', actor: act.by, details: { reason: act.reason, protocol } }, now);
	await endAllTo(connection, whom, { protocol, hashName });
	await tellDesks(connection, whom, { protocol, language: act.language, isLifted: false }, now);
	return protocol;
}

/** @returns the protocol of the restriction that is over; undefined where there was none */
export async function liftRestriction(
	connection: StateConnection,
	whom: Whom,
	act: RestrictionAct,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<string | undefined> {
	const protocol = await findRestriction(connection, whom, hashName);
	if (protocol === undefined) return undefined;
	await removeRestriction(connection, whom, { protocol, by: act.by, outcome: act.reason }, { now, hashName });
	await logContact(connection, { ...whom, kind: 'restriction-lifted', actor: act.by, details: { reason: act.reason, protocol } }, now);
	await tellDesks(connection, whom, { protocol, language: act.language, isLifted: true }, now);
	if (await wantsNoMessages(connection, whom, hashName)) return protocol;
	for (const row of await selectConversations(connection, `tenant = ? AND contact = ? AND mode = 'person'`, whom.tenant, whom.contact))
		if (/^(agent$|process:)/.test(row.modeBy ?? ''))
			await changeMode(connection, row, { mode: 'agent', until: null, by: act.by, reason: act.reason }, now);
	return protocol;
}

/** Ends what a restriction stopped. An opt-out of the contact themself, made before or meanwhile, holds on. */
async function removeRestriction(
	connection: StateConnection,
	whom: Whom,
	{ protocol, by, outcome }: { protocol: string; by: string; outcome: string },
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<void> {
	await settleRequest(connection, { tenant: whom.tenant, protocol, by, outcome }, now);
	await connection.run('DELETE FROM opted_out WHERE tenant = ? AND protocol = ?', whom.tenant, protocol);
	const own = await connection.get<{ protocol: string }>(
		`SELECT protocol FROM contact_request WHERE tenant = ? AND contact = ? AND kind IN ('opt-out', 'wrong-number') AND settled_at IS NULL LIMIT 1`,
		...[whom.tenant, whom.contact],
	);
	if (own) await addOptOut(connection, whom, own.protocol, hashName);
}

/** Ends a restriction with the contact, who is forgotten: there is nothing any more that could be used. */
export async function forgetRestriction(
	connection: StateConnection,
	whom: Whom,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<void> {
	const protocol = await findRestriction(connection, whom, hashName);
	if (protocol === undefined) return;
	await removeRestriction(connection, whom, { protocol, by: 'system', outcome: 'forgotten' }, { now, hashName });
}

async function tellDesks(
	connection: StateConnection,
	{ tenant, contact }: Whom,
	{ protocol, language, isLifted }: { protocol: string; language: Language; isLifted: boolean },
	now: number,
): Promise<void> {
	const text = tellRestriction({ contact, protocol, language, isLifted });
	for (const row of await selectConversations(connection, 'tenant = ? AND contact = ? AND joined_into IS NULL', tenant, contact)) {
		const desk = await findDeskOf(connection, tenant, row.channel);
		const id = `restriction ${protocol} ${isLifted ? 'lifted' : 'begun'} ${row.id}`;
		await addDeskWrites(connection, { tenant, id, conversation: row.id, desk }, [{ kind: 'note', text }], now);
	}
}
