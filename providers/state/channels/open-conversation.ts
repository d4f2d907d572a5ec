import { isAddressOf } from '../../../core/conversations/contacts/normalize-alias';
import type { AliasClaim } from '../../../core/ports/channels/channel-events';
import type { StateConnection } from '../../database/state-database';
import { claimContact, createContact, normalizeClaims } from './contacts/contact-rows';
import { inheritOptOut } from './contacts/opted-out-rows';
import {
	type ConversationRow,
	createConversation,
	findByAddress,
	findConversation,
	selectConversations,
	updateConversation,
} from './conversation-rows';
import type { EventWork } from './event-work';
import { joinConversations } from './join-conversations';
import { findLinked } from './people/desk-links';

interface EventPlace {
	address: string;
	contact: readonly AliasClaim[];
	name?: string;
	key: string;
}

export async function openConversation(
	{ connection, from: { tenant, channel }, now, hashName }: Pick<EventWork, 'connection' | 'from' | 'now' | 'hashName'>,
	{ address, contact: told, name, key }: EventPlace,
): Promise<ConversationRow> {
	const source = `${channel} ${key}`.slice(0, 200);
	const own = await findByAddress(connection, { tenant, channel, address });
	const claims = [...told, ...(own ? await findFormerPlace(connection, own, told) : [])];
	const claimed = await claimContact(connection, { tenant, claims, name, source }, { now, hashName });
	const contact = claimed?.contact ?? own?.contact ?? (await createContact(connection, tenant, name, now));
	// Another contact's conversation means the line changed hands.
	const isOwn = own?.contact === contact;
	const others = claimed === undefined ? [] : await findOfPerson(connection, { tenant, channel, address, ...claimed }, isOwn ? own.id : '');
	const [first, ...more] = [...(isOwn ? [own] : []), ...others];
	if (first !== undefined) return more.length === 0 ? first : joinConversations(connection, [first, ...more], now);
	const row = own ?? (await createConversation(connection, { tenant, channel, address, contact }, now));
	if (own !== undefined) await updateConversation(connection, own, { contact });
	// A desk shows copies: customers opt out and in on their own channel.
	if (claimed?.isNew && (await findLinked(connection, row, told)) === undefined)
		await inheritOptOut(connection, { tenant, contact }, normalizeClaims(told), hashName);
	return own === undefined ? row : (await findConversation(connection, tenant, own.id))!;
}

/**
 * Returns the contact's name at the webhook's previous host. Senders to a webhook choose the addresses, and stay the same if answers go elsewhere.
 */
async function findFormerPlace(
	connection: StateConnection,
	{ tenant, contact }: ConversationRow,
	told: readonly AliasClaim[],
): Promise<AliasClaim[]> {
	const claim = told.find(({ kind, proof }) => kind.startsWith('custom:') && proof === 'provider');
	if (claim === undefined) return [];
	const isKnown = 'SELECT 1 AS one FROM contact_alias WHERE tenant = ? AND kind = ? AND value = ?';
	if (await connection.get(isKnown, tenant, claim.kind, claim.value.trim())) return [];
	const former = await connection.all<Pick<AliasClaim, 'kind' | 'value'>>(
		`SELECT kind, value FROM contact_alias WHERE tenant = ? AND contact = ? AND value = ? AND proof = 'provider' AND kind LIKE 'custom:%'
		ORDER BY since DESC, kind LIMIT 1`,
		tenant,
		contact,
		claim.value.trim(),
	);
	return former.map((alias) => ({ ...alias, proof: 'provider' }));
}

interface Person {
	tenant: string;
	channel: string;
	address: string;
	contact: string;
	tie: string;
}

async function findOfPerson(
	connection: StateConnection,
	{ tenant, channel, address, contact, tie }: Person,
	except: string,
): Promise<ConversationRow[]> {
	// Without the subquery, SQLite would scan all conversations of the tenant.
	const ofContact = 'id IN (SELECT id FROM conversation WHERE tenant = ?1 AND contact = ?2)';
	const rows = await selectConversations(
		connection,
		`tenant = ?1 AND ${ofContact} AND channel = ?3 AND id <> ?4 ORDER BY last_at DESC LIMIT 50`,
		tenant,
		contact,
		channel,
		except,
	);
	if (rows.length === 0) return [];
	const names = await connection.all<{ kind: string; value: string }>(
		`SELECT kind, value FROM contact_alias WHERE tenant = ? AND contact = ? AND tie = ? AND proof = 'provider'`,
		tenant,
		contact,
		tie,
	);
	const isName = (place: string) => names.some((alias) => isAddressOf(place, alias));
	return isName(address) ? rows.filter((row) => isName(row.address)) : [];
}
