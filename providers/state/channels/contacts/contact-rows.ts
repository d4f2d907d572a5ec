import { type NormalAlias, normalizeAlias } from '../../../../core/conversations/contacts/normalize-alias';
import { type KnownContact, resolveContact } from '../../../../core/conversations/contacts/resolve-contact';
import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import type { StateConnection } from '../../../database/state-database';
import { endTurnOf, scheduleTurn } from '../burst-rows';
import { selectConversations } from '../conversation-rows';
import { newId } from '../new-id';
import { ofAll, withdrawSends } from '../send-rows';
import { inheritApart, listApart } from './contact-apart';
import { logContact } from './contact-log';
import { type AdoptedCorrections, adoptCorrections, setToldName, withoutRemoved } from './correction-rows';
import { extendOptOut, type HashName, isOptedOut } from './opted-out-rows';
import { mergeOrigins } from './origin-rows';

/** More names than a provider sends for one person. */
const maxClaims = 12;

interface Claimed {
	tenant: string;
	claims: readonly AliasClaim[];
	name: string | undefined;
	/** Source of the proof, for the log: `z-api message 3EB0…`. */
	source: string;
}

/**
 * Finds or creates the contact with these names, and records what the event proves. Undefined without names. `tie` marks names that providers tied
 * together, not those added by a person.
 */
export async function claimContact(
	connection: StateConnection,
	claimed: Claimed,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<{ contact: string; tie: string; isNew: boolean } | undefined> {
	const { tenant, name } = claimed;
	const claims = normalizeClaims(claimed.claims);
	if (claims.length === 0) return undefined;
	const known = await findKnown(connection, tenant, claims);
	const resolution = resolveContact(claims, known);
	const contact = resolution.contact ?? (await createContact(connection, tenant, name, now));
	const log = (kind: string, details: object) => logContact(connection, { tenant, contact, kind, actor: claimed.source, details }, now);
	for (const merged of resolution.merge)
		await log('merged', await mergeContacts(connection, tenant, { from: merged, into: contact }, hashName));
	const [tie = contact, ...ties] = findTies(
		claims,
		known.filter(({ id }) => id === contact || resolution.merge.includes(id)),
	);
	for (const other of ties)
		await connection.run('UPDATE contact_alias SET tie = ? WHERE tenant = ? AND contact = ? AND tie = ?', tie, tenant, contact, other);
	for (const alias of await withoutRemoved(connection, { tenant, contact }, resolution.attach, hashName)) {
		const before = await moveAlias(connection, tenant, alias, { contact, tie: alias.proof === 'provider' ? tie : '' }, now);
		await log(before === undefined ? 'alias' : 'alias-moved', { kind: alias.kind, proof: alias.proof, ...(before && { from: before }) });
	}
	for (const { kind, value } of claims.filter(({ proof }) => proof === 'provider')) {
		await connection.run(
			`UPDATE contact_alias SET proof = 'provider', tie = ? WHERE tenant = ? AND kind = ? AND value = ? AND contact = ? AND proof <> 'provider'`,
			tie,
			tenant,
			kind,
			value,
			contact,
		);
	}
	// A missing name does not remove the known one.
	if (name?.trim()) await setToldName(connection, { tenant, contact }, name);
	const isNew = resolution.contact === undefined;
	if (!isNew && resolution.attach.length + resolution.merge.length > 0) await extendOptOut(connection, { tenant, contact }, hashName);
	return { contact, tie, isNew };
}

interface TiedContact extends KnownContact {
	aliases: Array<NormalAlias & { tie: string }>;
}

const findTies = (claims: readonly NormalAlias[], owners: readonly TiedContact[]): string[] => [
	...new Set(
		owners.flatMap(({ aliases }) =>
			aliases
				.filter(({ kind, value, proof }) => proof === 'provider' && claims.some((claim) => isSame(claim, { kind, value })))
				.map(({ tie }) => tie),
		),
	),
];

const isSame = (claim: NormalAlias, alias: Pick<NormalAlias, 'kind' | 'value'>) =>
	claim.proof === 'provider' && claim.kind === alias.kind && claim.value === alias.value;

export function normalizeClaims(claims: readonly AliasClaim[]): NormalAlias[] {
	const normal = new Map<string, NormalAlias>();
	for (const claim of claims.slice(0, maxClaims)) {
		const alias = normalizeAlias(claim);
		if (alias === undefined) continue;
		const key = `${alias.kind} ${alias.value}`;
		if (normal.get(key)?.proof !== 'provider') normal.set(key, alias);
	}
	return [...normal.values()];
}

async function findKnown(connection: StateConnection, tenant: string, claims: readonly NormalAlias[]): Promise<TiedContact[]> {
	const known = new Map<string, TiedContact>();
	for (const { kind, value } of claims) {
		const row = await connection.get<{ id: string; createdAt: number }>(
			`SELECT contact.id, created_at AS "createdAt" FROM contact_alias JOIN contact ON contact.tenant = contact_alias.tenant AND contact.id = contact
			WHERE contact_alias.tenant = ? AND kind = ? AND value = ?`,
			tenant,
			kind,
			value,
		);
		if (row === undefined || known.has(row.id)) continue;
		const aliases = await connection.all<NormalAlias & { tie: string }>(
			'SELECT kind, value, proof, tie FROM contact_alias WHERE tenant = ? AND contact = ?',
			tenant,
			row.id,
		);
		known.set(row.id, { ...row, aliases, apart: await listApart(connection, tenant, row.id) });
	}
	return [...known.values()];
}

export async function createContact(connection: StateConnection, tenant: string, name: string | undefined, now: number): Promise<string> {
	const id = newId(now);
	await connection.run('INSERT INTO contact (tenant, id, name, created_at) VALUES (?, ?, ?, ?)', tenant, id, name ?? null, now);
	return id;
}

export async function moveAlias(
	connection: StateConnection,
	tenant: string,
	{ kind, value, proof }: NormalAlias,
	{ contact, tie }: { contact: string; tie: string },
	now: number,
): Promise<string | undefined> {
	const before = await connection.get<{ contact: string }>(
		'SELECT contact FROM contact_alias WHERE tenant = ? AND kind = ? AND value = ?',
		tenant,
		kind,
		value,
	);
	await connection.run(
		`INSERT INTO contact_alias (tenant, kind, value, contact, proof, since, tie) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (tenant, kind, value) DO UPDATE SET contact = ?4, proof = ?5, since = ?6, tie = ?7`,
		tenant,
		kind,
		value,
		contact,
		proof,
		now,
		tie,
	);
	return before?.contact;
}

export interface Merged {
	from: string;
	into: string;
	aliases: Array<{ kind: string; value: string }>;
	conversations: string[];
	/** Separations that the merge added. Absent in older merges. */
	apart?: string[];
	requests?: string[];
	/** Absent in older merges. */
	corrected?: AdoptedCorrections;
}

export async function mergeContacts(
	connection: StateConnection,
	tenant: string,
	{ from, into }: { from: string; into: string },
	hashName: HashName,
): Promise<Merged> {
	await endUnderWay(connection, tenant, [from, into], hashName);
	const aliases = await connection.all<{ kind: string; value: string }>(
		'SELECT kind, value FROM contact_alias WHERE tenant = ? AND contact = ?',
		tenant,
		from,
	);
	const conversations = await connection.all<{ id: string }>('SELECT id FROM conversation WHERE tenant = ? AND contact = ?', tenant, from);
	const requests = await connection.all<{ protocol: string }>(
		'SELECT protocol FROM contact_request WHERE tenant = ? AND contact = ?',
		tenant,
		from,
	);
	await connection.run('UPDATE contact_alias SET contact = ? WHERE tenant = ? AND contact = ?', into, tenant, from);
	await connection.run('UPDATE conversation SET contact = ? WHERE tenant = ? AND contact = ?', into, tenant, from);
	await connection.run('UPDATE contact_request SET contact = ? WHERE tenant = ? AND contact = ?', into, tenant, from);
	await connection.run('UPDATE contact SET merged_into = ? WHERE tenant = ? AND id = ?', into, tenant, from);
	await mergeOrigins(connection, tenant, { from, into });
	const apart = await inheritApart(connection, tenant, { from, into });
	const corrected = await adoptCorrections(connection, tenant, { from, into });
	return {
		from,
		into,
		aliases,
		apart,
		...(corrected.corrections.length > 0 && { corrected }),
		conversations: conversations.map(({ id }) => id),
		requests: requests.map(({ protocol }) => protocol),
	};
}

/** An opt-out holds for both. The other's open questions wait for people. */
async function endUnderWay(connection: StateConnection, tenant: string, contacts: readonly string[], hashName: HashName): Promise<void> {
	const others: string[] = [];
	for (const contact of contacts) if (!(await isOptedOut(connection, { tenant, contact }, hashName))) others.push(contact);
	if (others.length === contacts.length) return;
	for (const contact of others)
		for (const row of await selectConversations(connection, 'tenant = ? AND contact = ?', tenant, contact)) {
			await withdrawSends(connection, row, 'the customer opted out', ofAll);
			await endTurnOf(connection, row, false);
			await scheduleTurn(connection, row);
		}
}
