/** Reads and seals what was said of incidents. */
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { incidentRecipients, type IncidentRisk } from '../../../core/base/privacy/incident-kinds';
import { countPeople, foldFacts, type IncidentFacts, listMissing } from '../../../core/privacy/incidents';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import { openHostIncidents } from '../../../providers/compose/privacy/host-incidents';
import type { StoredIncident } from '../../../providers/state/privacy/incidents';
import { openTenantIncidents } from '../../privacy/incident-calendar';
import { find } from '../contacts/contacts';
import { readMoment } from '../conversations/read-day';
import type { OperationContext } from '../operation';

export type Host = OperationContext['host'];

/** An entry as it is sealed. */
export interface Said {
	text: string | null;
	/** Judged with it. */
	risk?: IncidentRisk;
	/** When they were told, in milliseconds since the epoch. */
	toldAt?: number;
	facts: IncidentFacts;
}

export interface SaidFields extends Omit<IncidentFacts, 'contacts'> {
	persons?: readonly string[];
	allContacts?: true;
}

export const toId = (written: string): string => written.trim().toUpperCase();
const bind = (tenant: string, id: string) => `${tenant} ${id}`;

export async function sealSaid(said: Said, id: string, host: Host): Promise<Uint8Array> {
	const { seal } = await openHostIncidents(host);
	return seal(JSON.stringify(said), bind(host.tenant, id));
}

/**
 * Reads what a caller says: contacts become keyed hashes, and a period or all of them a number.
 * @throws TroupeError RESOURCE_NOT_FOUND for a contact, INPUT_INVALID for a period
 */
export async function readSaid(
	{ persons = [], allContacts, from, to, ...facts }: SaidFields,
	host: Host,
	now: number,
): Promise<{ facts: IncidentFacts; people: string[] }> {
	refuseBlank({ ...facts, from, to });
	const { contacts } = await openChannels(host);
	const keys = await openVaultKeys(host, host.stateFolder);
	const people = [];
	for (const person of persons) people.push(keys.pseudonym('subject', host.tenant, (await find(contacts, host.tenant, person)).id));
	const { store } = await openHostIncidents(host);
	if (from === undefined && to !== undefined) throw invalid('A period has an end, and no beginning.', 'Say since when, too: from.');
	if (from !== undefined && allContacts)
		throw invalid('A period is not for all contacts.', 'Leave out the period, or that all are touched.');
	if (from === undefined) return { facts: { ...facts, ...(allContacts && { contacts: await store.countContacts(host.tenant) }) }, people };
	const period = { from: await readMoment('from', from, host), to: to === undefined ? now : await readMoment('to', to, host) };
	if (period.from >= period.to) throw invalid('The period ends before it begins.', 'Write its beginning first.');
	const counted = { contacts: await store.countContacts(host.tenant, period), from: toIso(period.from), to: toIso(period.to) };
	return { facts: { ...facts, ...counted }, people };
}

/** Describes an incident with all that was said of it. @throws TroupeError RESOURCE_NOT_FOUND */
export async function readIncident(id: string, host: Host) {
	const { store, unseal } = await openHostIncidents(host);
	const found = await store.find(host.tenant, id);
	if (!found) throw isUnknown(id);
	const entries = await Promise.all(
		found.entries.map(async ({ at, by, step, content }) => {
			const { text, risk = null, toldAt = null, facts } = JSON.parse(await unseal(content, bind(host.tenant, id))) as Said;
			return { at: toIso(at), by, step, text, risk, toldAt: toIso(toldAt), facts };
		}),
	);
	const described = await (await openTenantIncidents(host)).describe(found.incident);
	const facts = foldFacts(entries);
	const late = incidentRecipients.filter((to) => described[to].isLate);
	return {
		...{ ...described, facts, touched: countPeople(facts, found.named) ?? null },
		...{ missing: described.risk === 'unlikely' ? [] : listMissing(facts, found.named, late), entries },
	};
}

/** @throws TroupeError RESOURCE_NOT_FOUND, and STATE_CONFLICT for one that is closed */
export async function findOpen(id: string, host: Host): Promise<StoredIncident> {
	const { store } = await openHostIncidents(host);
	const found = await store.find(host.tenant, id);
	if (!found) throw isUnknown(id);
	if (found.incident.closedAt === null) return found.incident;
	throw isClosed(id);
}

export const isClosed = (id: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The incident ${id} is closed.`,
		fix: 'Add another incident, and name this one in it: troupe privacy incidents add.',
	});

const isUnknown = (id: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `The tenant has no incident ${JSON.stringify(id.slice(0, 40))}.`,
		fix: 'List them: troupe privacy incidents --all.',
	});

export const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

/** Refuses a text of spaces: it would count as said. @throws TroupeError INPUT_INVALID, which names the field */
export function refuseBlank(said: Readonly<Record<string, unknown>>): void {
	for (const [field, value] of Object.entries(said))
		if ([value].flat().some((text) => typeof text === 'string' && text.trim() === ''))
			throw invalid(`The field ${field} of the incident is blank.`, `Write something into ${field}, or leave it out.`);
}
