import type { ContactRequest, ContactRights, WaitingRequest } from '../../../../core/ports/channels/contact-rights';
import { toCondition } from '../../../database/to-condition';
import { everyTenant } from '../../../database/state-database';
import type { Act } from '../../audit/audited-database';
import { tellEvents } from '../../events/event-database';
import type { ChannelDatabase } from '../channel-database';
import { createContactConsents } from './consent-store';
import { isOptedOut } from './opted-out-rows';
import { findRestriction, keepNames, wantsNoMessages } from './restricted-rows';
import { beginRestriction, liftRestriction } from './restriction-rows';
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
					...[...values, ...(kinds ?? []), ...(before ?? []), limit],
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
					...[...values, ...(after ? [after.at, after.tenant, after.protocol] : []), maxWaiting],
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
					...[now, reason, dueAt, tenant, protocol],
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
					...[isRefused ? 1 : 0, dueAt, tenant, protocol],
				);
				await note(tenant, requestAct(isRefused ? 'refused' : 'settled', protocol, act.by));
				return true;
			}),
	};
}

const requestAct = (done: string, protocol: string, by: string): Act => ({
	...{ action: `data_request.${done}`, by, object: { kind: 'data_request', value: protocol } },
});
