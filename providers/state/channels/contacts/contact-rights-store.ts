import { tellRestriction } from '../../../../core/conversations/rights/restriction-texts';
import type { Language } from '../../../../core/base/text/languages';
import type { ContactRequest, ContactRights, RestrictionAct, WaitingRequest } from '../../../../core/ports/channels/contact-rights';
import type { StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import { everyTenant } from '../../../database/state-database';
import type { Act } from '../../audit/audited-database';
import { tellEvents } from '../../events/event-database';
import type { ChannelDatabase } from '../channel-database';
import { selectConversations } from '../conversation-rows';
import { addDeskWrites } from '../people/hand-over-rows';
import { changeMode } from '../people/mode-rows';
import { findDeskOf } from '../unsent-rows';
import { createContactConsents } from './consent-store';
import { logContact } from './contact-log';
import { isOptedOut } from './opted-out-rows';
import type { HashName } from './opted-out-rows';
import { findRestriction, keepNames, removeRestriction, wantsNoMessages } from './restricted-rows';
import { addRequest, endAllTo, endOptOut, findOpenRequest, isAnswered, moveRequestBack, settleRequest } from './request-rows';

const selected = `protocol, kind, contact, channel, conversation, at, requested_by AS "by", settled_at AS "settledAt", settled_by AS "settledBy", outcome,
	extended_at AS "extendedAt", extension_reason AS "extensionReason", due_at AS "dueAt", is_refused AS "isRefused"`;

/** The mark is stored as a number. */
const read = <Row extends ContactRequest>({ isRefused, ...row }: Row): Row => ({ ...row, isRefused: Number(isRefused) === 1 }) as Row;

const maxWaiting = 1_000;

export function createContactRights(channels: ChannelDatabase): ContactRights {
	const { database, change, openNames, wakeUps } = channels;
	return {
		...createContactConsents(channels),
		async isOptedOut(tenant, contact) {
			const hashName = await openNames();
			return database.read(tenant, (connection) => isOptedOut(connection, { tenant, contact }, hashName));
		},
		async optOut(tenant, contact, by) {
			const protocol = await change(tenant, async (connection, now, hashName, note) => {
				const whom = { tenant, contact };
				const known = await connection.get('SELECT id FROM contact WHERE tenant = ? AND id = ?', tenant, contact);
				if (!known || (await wantsNoMessages(connection, whom, hashName))) return undefined;
				const added = await addRequest(connection, { ...whom, kind: 'opt-out', channel: null, conversation: null, by }, now);
				await endAllTo(connection, whom, { protocol: added, hashName });
				await note(tenant, { action: 'contact.opted_out', by, object: { kind: 'contact', value: contact } });
				return added;
			});
			tellEvents(wakeUps, tenant);
			return protocol;
		},
		async optIn(tenant, contact, act) {
			const isBack = await change(tenant, async (connection, now, hashName, note) => {
				// Lifting the restriction clears the opt-out itself.
				if ((await findRestriction(connection, { tenant, contact }, hashName)) !== undefined) return false;
				const isEnded = await endOptOut(connection, { tenant, contact, ...act }, { now, hashName });
				if (isEnded) await note(tenant, { action: 'contact.opted_in', by: act.by, object: { kind: 'contact', value: contact } });
				return isEnded;
			});
			tellEvents(wakeUps, tenant);
			return isBack;
		},
		async findRestriction(tenant, contact) {
			const hashName = await openNames();
			return database.read(tenant, (connection) => findRestriction(connection, { tenant, contact }, hashName));
		},
		async restrict(tenant, contact, act) {
			const protocol = await change(tenant, async (connection, now, hashName, note) => {
				const known = await connection.get('SELECT id FROM contact WHERE tenant = ? AND id = ?', tenant, contact);
				const begun = known && (await beginRestriction(connection, { tenant, contact }, act, { now, hashName }));
				if (begun) await note(tenant, { action: 'contact.restricted', by: act.by, object: { kind: 'contact', value: contact } });
				return begun;
			});
			tellEvents(wakeUps, tenant);
			return protocol;
		},
		liftRestriction: (tenant, contact, act) =>
			change(tenant, async (connection, now, hashName, note) => {
				const ended = await liftRestriction(connection, { tenant, contact }, act, { now, hashName });
				if (ended) await note(tenant, { action: 'contact.restriction_lifted', by: act.by, object: { kind: 'contact', value: contact } });
				return ended;
			}),
		listRestrictions: (tenant) =>
			database.read(tenant ?? everyTenant, (connection) => {
				const { where, values } = toCondition({ 'kind = ?': 'restriction', 'tenant = ?': tenant });
				return connection.all(`SELECT tenant, contact, protocol FROM contact_request WHERE ${where} AND settled_at IS NULL`, ...values);
			}),
		keepNames: (tenant, protocol, names) => change(tenant, (connection) => keepNames(connection, { tenant, protocol, names })),
		list: (tenant, { kinds, contact, isOpen, before }, limit) =>
			database.read(tenant, async (connection) => {
				const { where, values } = toCondition({ 'tenant = ?': tenant, 'contact = ?': contact });
				const further = [
					...(kinds ? [`kind IN (${kinds.map(() => '?').join(', ')})`] : []),
					...(isOpen ? ['settled_at IS NULL'] : []),
					...(before ? ['(at, protocol) < (?, ?)'] : []),
				];
				const rows = await connection.all<ContactRequest>(
					`SELECT ${selected} FROM contact_request WHERE ${[where, ...further].join(' AND ')} ORDER BY at DESC, protocol DESC LIMIT ?`,
					...values,
					...(kinds ?? []),
					...(before ?? []),
					limit,
				);
				return rows.map(read);
			}),
		find: (tenant, protocol) =>
			database.read(tenant, async (connection) => {
				const ofProtocol = `SELECT ${selected} FROM contact_request WHERE tenant = ? AND protocol = ?`;
				const row = await connection.get<ContactRequest>(ofProtocol, tenant, protocol);
				return row && read(row);
			}),
		listWaiting: (tenant, after) =>
			database.read(tenant ?? everyTenant, async (connection) => {
				const { where, values } = toCondition({ 'tenant = ?': tenant });
				const further = `${where && `AND ${where}`} ${after ? 'AND (at, tenant, protocol) > (?, ?, ?)' : ''}`;
				const rows = await connection.all<WaitingRequest>(
					`SELECT tenant, ${selected} FROM contact_request WHERE ${isAnswered} AND settled_at IS NULL ${further}
					ORDER BY at, tenant, protocol LIMIT ?`,
					...values,
					...(after ? [after.at, after.tenant, after.protocol] : []),
					maxWaiting,
				);
				return rows.map(read);
			}),
		async request(tenant, contact, { kind, by, at }) {
			const noted = await change(tenant, async (connection, now, _hash, note) => {
				const known = await connection.get('SELECT id FROM contact WHERE tenant = ? AND id = ?', tenant, contact);
				if (!known) return undefined;
				const open = await findOpenRequest(connection, { tenant, contact, kind });
				if (open !== undefined) {
					if (await moveRequestBack(connection, { tenant, protocol: open, at })) await note(tenant, requestAct('noted', open, by));
					return { protocol: open, isNew: false };
				}
				const protocol = await addRequest(connection, { tenant, contact, kind, channel: null, conversation: null, by, at }, now);
				await note(tenant, requestAct('noted', protocol, by));
				return { protocol, isNew: true };
			});
			tellEvents(wakeUps, tenant);
			return noted;
		},
		extend: (tenant, protocol, { by, reason, dueAt }) =>
			change(tenant, async (connection, now, _hash, note) => {
				const extended = await connection.run(
					`UPDATE contact_request SET extended_at = ?, extension_reason = ?, due_at = ?
					WHERE tenant = ? AND protocol = ? AND ${isAnswered} AND settled_at IS NULL AND extended_at IS NULL`,
					now,
					reason,
					dueAt,
					tenant,
					protocol,
				);
				if (extended > 0) await note(tenant, requestAct('extended', protocol, by));
				return extended > 0;
			}),
		settle: (tenant, protocol, { isRefused = false, dueAt = null, ...act }) =>
			change(tenant, async (connection, now, _hash, note) => {
				const settled = await settleRequest(connection, { tenant, protocol, ...act }, now, `AND ${isAnswered}`);
				if (!settled) return false;
				await connection.run(
					'UPDATE contact_request SET is_refused = ?, due_at = coalesce(due_at, ?) WHERE tenant = ? AND protocol = ?',
					isRefused ? 1 : 0,
					dueAt,
					tenant,
					protocol,
				);
				await note(tenant, requestAct(isRefused ? 'refused' : 'settled', protocol, act.by));
				return true;
			}),
	};
}

const requestAct = (done: string, protocol: string, by: string): Act => ({
	action: `data_request.${done}`,
	by,
	object: { kind: 'data_request', value: protocol },
});

/*
 * Contacts with an open `restriction` request: data is stored but unused. Its protocol opts them out, so nothing is sent and people get their
 * messages.
 */

interface Whom {
	tenant: string;
	contact: string;
}

/** @returns the protocol; undefined if already restricted */
async function beginRestriction(
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

/** @returns the ended protocol; undefined if there was none */
async function liftRestriction(
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
