import { normalizeAlias } from '../../../../core/conversations/contacts/normalize-alias';
import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import type { StateConnection } from '../../../database/state-database';
import { type ConversationRow, findConversation, selectConversations } from '../conversation-rows';
import { digestSend } from '../sealed/message-text';

export interface DeskPlace {
	tenant: string;
	channel: string;
	address: string;
}

export async function linkDesk(connection: StateConnection, { tenant, channel, address }: DeskPlace, conversation: string): Promise<void> {
	await connection.run(
		`INSERT INTO desk_link (tenant, channel, address, conversation) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (tenant, channel, address) DO UPDATE SET conversation = ?4`,
		tenant,
		channel,
		address,
		conversation,
	);
	// A removed customer may have had it before.
	await connection.run(
		"DELETE FROM desk_relay WHERE tenant = ? AND channel = ? AND address = ? AND conversation = ''",
		tenant,
		channel,
		address,
	);
}

export const isTied = async (connection: StateConnection, { tenant, id }: ConversationRow): Promise<boolean> =>
	(await connection.get('SELECT 1 AS found FROM desk_link WHERE tenant = ? AND conversation = ? LIMIT 1', tenant, id)) !== undefined;

export const isAtDesk = async (connection: StateConnection, { tenant, channel, address }: ConversationRow): Promise<boolean> =>
	(await connection.get('SELECT 1 AS found FROM desk_link WHERE tenant = ? AND channel = ? AND address = ?', tenant, channel, address)) !==
	undefined;

export async function findDeskAddress(
	connection: StateConnection,
	{ tenant, channel, id, address }: ConversationRow,
	desk: string,
): Promise<string | undefined> {
	if (channel === desk) return address;
	const link = await connection.get<{ address: string }>(
		'SELECT address FROM desk_link WHERE tenant = ? AND conversation = ? AND channel = ?',
		tenant,
		id,
		desk,
	);
	return link?.address;
}

/**
 * Returns the customer's conversation that the desk answers. Without a link, it matches the shown phone number: this proves no identity, but a
 * wrongly silenced agent does no harm as long as both channels share this desk.
 */
export async function findLinked(
	connection: StateConnection,
	place: DeskPlace,
	claims: readonly AliasClaim[],
): Promise<ConversationRow | undefined> {
	const { tenant, channel, address } = place;
	const link = await connection.get<{ conversation: string }>(
		'SELECT conversation FROM desk_link WHERE tenant = ? AND channel = ? AND address = ?',
		tenant,
		channel,
		address,
	);
	if (link) return findConversation(connection, tenant, link.conversation);
	const found = await findByPhone(connection, place, claims);
	if (found) await linkDesk(connection, place, found.id);
	return found;
}

async function findByPhone(
	connection: StateConnection,
	{ tenant, channel }: DeskPlace,
	claims: readonly AliasClaim[],
): Promise<ConversationRow | undefined> {
	const phones = claims.filter(({ kind }) => kind === 'phone').flatMap((claim) => normalizeAlias(claim) ?? []);
	for (const { kind, value } of phones) {
		const [row] = await selectConversations(
			connection,
			`tenant = ?1 AND contact IN (SELECT contact FROM contact_alias WHERE tenant = ?1 AND kind = ?2 AND value = ?3 AND proof = 'provider')
			AND channel IN (SELECT name FROM channel WHERE tenant = ?1 AND hand_over LIKE ?4) AND channel <> ?5 ORDER BY last_at DESC LIMIT 1`,
			tenant,
			kind,
			value,
			`%"desk":${JSON.stringify(channel)}%`,
			channel,
		);
		if (row) return row;
	}
	return undefined;
}

/** Recognizes the agent's messages in an inbox that shares the customer's account, each once, so that they do not pass for a person's words. */
export async function isMirrored(
	connection: StateConnection,
	{ tenant, id }: ConversationRow,
	content: readonly MessageContent[],
	since: number,
): Promise<boolean> {
	const mirrored = await connection.run(
		`UPDATE outgoing SET mirrored = 1 WHERE tenant = ?1 AND id = (SELECT id FROM outgoing WHERE tenant = ?1 AND conversation = ?2 AND digest = ?3
		AND mirrored = 0 AND created_at > ?4 AND state IN ('sending', 'unknown', 'sent', 'delivered', 'read') ORDER BY number LIMIT 1)`,
		tenant,
		id,
		await digestSend(connection, { tenant, id }, content),
		since,
	);
	return mirrored > 0;
}
