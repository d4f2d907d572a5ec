import type { ConsentCount, ContactConsents, LegalBasis } from '../../../../core/ports/channels/contact-consents';
import type { NewEvent } from '../../../../core/ports/events/events';
import type { StateConnection } from '../../../database/state-database';
import type { Act } from '../../audit/audited-database';
import { tellEvents } from '../../events/event-database';
import { addEvent } from '../../events/event-rows';
import type { ChannelDatabase } from '../channel-database';
import { newId } from '../new-id';
import { addConsent, findBasis, listConsents } from './consent-rows';
import { toKind } from './request-rows';

export function createContactConsents({ database, change, now: timeOf, wakeUps }: ChannelDatabase): ContactConsents {
	return {
		async grantConsent(tenant, contact, { purpose, basis, at: given, by, way, reference, textVersion, textHash, until }) {
			const granted = await change(tenant, async (connection, now, _hash, note) => {
				const whom = { tenant, contact };
				if (!(await isKnown(connection, whom))) return undefined;
				const id = newId(now);
				const at = toPast(given, now);
				await addConsent(connection, whom, {
					id,
					purpose,
					act: 'granted',
					basis,
					at,
					recordedAt: now,
					by,
					way,
					reference: reference ?? null,
					textVersion: textVersion ?? null,
					textHash: textHash ?? null,
					until: until ?? null,
					reason: null,
				});
				await note(tenant, toAct('granted', contact, { by, purpose, basis }));
				await addEvent(connection, tenant, toEvent('contact.consent-granted', { id, contact, purpose, basis, by }), now);
				return { id, isInForce: (await findBasis(connection, whom, purpose, now))?.id === id };
			});
			tellEvents(wakeUps, tenant);
			return granted;
		},
		async withdrawConsent(tenant, contact, { purpose, at: given, by, way, reference, reason }) {
			const withdrawn = await change(tenant, async (connection, now, _hash, note) => {
				const whom = { tenant, contact };
				if (!(await isKnown(connection, whom))) return undefined;
				const wasInForce = (await findBasis(connection, whom, purpose, now)) !== undefined;
				const id = newId(now);
				const at = toPast(given, now);
				await addConsent(connection, whom, {
					id,
					purpose,
					act: 'withdrawn',
					basis: null,
					at,
					recordedAt: now,
					by,
					way,
					reference: reference ?? null,
					textVersion: null,
					textHash: null,
					until: null,
					reason,
				});
				await note(tenant, toAct('withdrawn', contact, { by, purpose }));
				await addEvent(connection, tenant, toEvent('contact.consent-withdrawn', { id, contact, purpose, by }), now);
				return { id, wasInForce, isInForce: (await findBasis(connection, whom, purpose, now)) !== undefined };
			});
			tellEvents(wakeUps, tenant);
			return withdrawn;
		},
		listConsents: (tenant, contact, limit, before) =>
			database.read(tenant, (connection) => listConsents(connection, { tenant, contact }, { limit, before, now: timeOf(connection) })),
		listPurposes: (tenant) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ purpose: string }>(
					'SELECT purpose FROM contact_consent WHERE tenant = ? GROUP BY purpose ORDER BY count(DISTINCT contact) DESC, purpose LIMIT ?',
					tenant,
					maxPurposes,
				);
				return rows.map(({ purpose }) => purpose);
			}),
		countConsents: (tenant) => database.read(tenant, (connection) => countConsents(connection, tenant, timeOf(connection))),
	};
}

const maxPurposes = 1_000;

/** Uses the clock that dates opt-outs: a future consent would outlast the next one. */
const toPast = (given: number | undefined, now: number): number => Math.min(given ?? now, now);

const isKnown = async (connection: StateConnection, { tenant, contact }: { tenant: string; contact: string }): Promise<boolean> =>
	(await connection.get('SELECT id FROM contact WHERE tenant = ? AND id = ? AND merged_into IS NULL', tenant, contact)) !== undefined;

interface Done {
	by: string;
	purpose: string;
	basis?: LegalBasis;
}

const toAct = (done: string, contact: string, { by, ...value }: Done): Act => ({
	action: `consent.${done}`,
	by,
	object: { kind: 'contact', value: contact },
	details: { kind: 'consent', value },
});

const toEvent = (
	type: 'contact.consent-granted' | 'contact.consent-withdrawn',
	{ id, by, ...data }: Done & { id: string; contact: string },
): NewEvent => ({ type, data: { ...data, by: toKind(by) }, key: `consent ${id}` }) as NewEvent;

async function countConsents(connection: StateConnection, tenant: string, now: number): Promise<ConsentCount[]> {
	const later = `later.tenant = own.tenant AND later.contact = own.contact AND later.purpose = own.purpose
		AND (later.at, later.act, later.id) > (own.at, own.act, own.id)`;
	const optOut = `ended.tenant = own.tenant AND ended.contact = own.contact AND ended.kind IN ('opt-out', 'wrong-number')
		AND ended.requested_by <> 'provider' AND ended.at >= own.at AND own.basis IN ('consent', 'legitimate-interest')`;
	const rows = await connection.all<ConsentCount>(
		`SELECT purpose, basis, count(*) AS contacts FROM contact_consent AS own
		WHERE tenant = ? AND act = 'granted' AND (until IS NULL OR until > ?)
		AND NOT EXISTS (SELECT 1 FROM contact_consent AS later WHERE ${later})
		AND NOT EXISTS (SELECT 1 FROM contact_request AS ended WHERE ${optOut})
		GROUP BY purpose, basis ORDER BY purpose, basis`,
		tenant,
		now,
	);
	return rows.map((row) => ({ ...row, contacts: Number(row.contacts) }));
}
