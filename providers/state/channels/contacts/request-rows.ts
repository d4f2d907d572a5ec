import { randomInt } from 'node:crypto';
import { answeredKinds, type ContactRequest, dataRequestKinds } from '../../../../core/ports/channels/contact-rights';
import type { NewEvent } from '../../../../core/ports/events/events';
import type { StateConnection } from '../../../database/state-database';
import { addEvent } from '../../events/event-rows';
import { answerAll } from '../burst-rows';
import { selectConversations } from '../conversation-rows';
import { noteAnswered } from '../people/hand-over-rows';
import { changeMode } from '../people/mode-rows';
import { ofAll, withdrawSends } from '../send-rows';
import { logContact } from './contact-log';
import { addOptOut, type HashName, removeOptOuts } from './opted-out-rows';

/** Characters that sound distinct when read aloud. */
const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Draws a number to say and copy: `2026-11-28-7F3K`. @param now in milliseconds since the epoch */
const drawProtocol = (now: number): string =>
	`${new Date(now).toISOString().slice(0, 10)}-${Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')}`;

type NewRequest = Pick<ContactRequest, 'kind' | 'channel' | 'conversation' | 'by'> & {
	tenant: string;
	contact: string;
	at?: number;
};

/** SQL condition: the request needs an answer within the legal time. */
export const isAnswered = `kind IN (${answeredKinds.map((kind) => `'${kind}'`).join(', ')})`;

/** Records a demand, logs it and emits an event. @returns its protocol */
export async function addRequest(connection: StateConnection, request: NewRequest, now: number): Promise<string> {
	const { tenant, contact, kind, channel, conversation, by, at = now } = request;
	const protocol = await chooseProtocol(connection, tenant, now);
	await connection.run(
		`INSERT INTO contact_request (tenant, protocol, kind, contact, channel, conversation, at, requested_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		tenant,
		protocol,
		kind,
		contact,
		channel,
		conversation,
		at,
		by,
	);
	await logContact(connection, { tenant, contact, kind: toLogged(kind), actor: by, details: { kind, protocol } }, now);
	await addEvent(connection, tenant, toEvent(request, protocol), now);
	return protocol;
}

export async function findOpenRequest(
	connection: StateConnection,
	{ tenant, contact, kind }: { tenant: string; contact: string; kind: string },
): Promise<string | undefined> {
	const row = await connection.get<{ protocol: string }>(
		`SELECT protocol FROM contact_request WHERE tenant = ? AND contact = ? AND kind = ? AND ${isAnswered} AND settled_at IS NULL LIMIT 1`,
		tenant,
		contact,
		kind,
	);
	return row?.protocol;
}

/** Moves an open request to an earlier day. An extended one keeps its last day. @returns true if it was later before */
export const moveRequestBack = async (
	connection: StateConnection,
	{ tenant, protocol, at }: { tenant: string; protocol: string; at: number },
): Promise<boolean> =>
	(await connection.run(
		`UPDATE contact_request SET at = ? WHERE tenant = ? AND protocol = ? AND at > ? AND extended_at IS NULL`,
		at,
		tenant,
		protocol,
		at,
	)) > 0;

type DataKind = (typeof dataRequestKinds)[number];
const isAboutData = (kind: ContactRequest['kind']): kind is DataKind => (dataRequestKinds as readonly string[]).includes(kind);
const toLogged = (kind: ContactRequest['kind']) => (isAboutData(kind) ? 'data-request' : 'opted-out');

function toEvent({ kind, contact, channel, conversation, by }: NewRequest, protocol: string): NewEvent {
	const data = { contact, protocol, by: toKind(by), ...(channel !== null && { channel }), ...(conversation !== null && { conversation }) };
	const key = `request ${protocol}`;
	if (isAboutData(kind)) return { type: 'contact.data-requested', data: { ...data, kind }, key };
	return { type: 'contact.opted-out', data: { ...data, kind }, key };
}

/** Without the person: `user` for `user:ana`. */
export const toKind = (by: string): string => by.split(':', 1)[0]!;

async function chooseProtocol(connection: StateConnection, tenant: string, now: number): Promise<string> {
	for (;;) {
		const protocol = drawProtocol(now);
		if (!(await connection.get('SELECT protocol FROM contact_request WHERE tenant = ? AND protocol = ?', tenant, protocol)))
			return protocol;
	}
}

/** Ends everything under way to a contact, also work waiting for people, and prevents more. */
export async function endAllTo(
	connection: StateConnection,
	whom: { tenant: string; contact: string },
	{ protocol, hashName }: { protocol: string; hashName: HashName },
): Promise<void> {
	const { tenant, contact } = whom;
	for (const row of await selectConversations(connection, 'tenant = ? AND contact = ? AND joined_into IS NULL', tenant, contact)) {
		await withdrawSends(connection, row, 'the customer opted out', ofAll);
		await answerAll(connection, row, 'left');
		await noteAnswered(connection, row);
	}
	await addOptOut(connection, whom, protocol, hashName);
}

/** Allows messages again, by the agent unless a person has taken over. @returns true if it was opted out */
export async function endOptOut(
	connection: StateConnection,
	{ tenant, contact, by, reason }: { tenant: string; contact: string; by: string; reason: string },
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<boolean> {
	const { protocols, over } = await removeOptOuts(connection, { tenant, contact }, hashName);
	if (protocols.length === 0) return false;
	for (const protocol of over) await settleRequest(connection, { tenant, protocol, by, outcome: reason }, now);
	const details = { reason, protocol: protocols.join(' ') };
	await logContact(connection, { tenant, contact, kind: 'opted-in', actor: by, details }, now);
	const data = { contact, protocol: protocols[0]!, by: toKind(by) };
	await addEvent(connection, tenant, { type: 'contact.opted-in', data, key: `opt-in ${contact} ${protocols[0]}` }, now);
	for (const row of await selectConversations(connection, `tenant = ? AND contact = ? AND mode = 'person'`, tenant, contact))
		if (/^(agent$|process:)/.test(row.modeBy ?? '')) await changeMode(connection, row, { mode: 'agent', until: null, by, reason }, now);
	return true;
}

/** Records a request's outcome. @param which a further condition @returns true if one was open */
export const settleRequest = async (
	connection: StateConnection,
	{ tenant, protocol, by, outcome }: { tenant: string; protocol: string; by: string; outcome: string },
	now: number,
	which = '',
): Promise<boolean> =>
	(await connection.run(
		`UPDATE contact_request SET settled_at = ?, settled_by = ?, outcome = ? WHERE tenant = ? AND protocol = ? AND settled_at IS NULL ${which}`,
		now,
		by,
		outcome,
		tenant,
		protocol,
	)) > 0;
