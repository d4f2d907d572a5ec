import { describeRemoved, describeUnwanted, readWords } from '../../../../core/conversations/hand-over/describe-unsent';
import { frame } from '../../../../core/conversations/mailbox/frames';
import { splitText } from '../../../../core/conversations/outbox/split-text';
import { detectLanguage } from '../../../../core/base/text/language';
import type { MessageEvent } from '../../../../core/ports/channels/channel-events';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import type { StateConnection } from '../../../database/state-database';
import type { ConversationRow } from '../conversation-rows';
import type { EventWork } from '../event-work';
import { addSends } from '../send-rows';
import { ofDesk } from './desk-names';
import type { DeskPlace } from './desk-links';
import { addDeskWrites } from './hand-over-rows';

/** Every provider accepts this length. */
const maxTextLength = 4_000;

/** Records that only Troupe connects the desk's conversation with a customer without a phone number. */
export async function addRelay(connection: StateConnection, { tenant, channel, address }: DeskPlace, conversation: string): Promise<void> {
	await connection.run(
		`INSERT INTO desk_relay (tenant, channel, address, conversation) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (tenant, channel, address) DO UPDATE SET conversation = ?4`,
		tenant,
		channel,
		address,
		conversation,
	);
}

/** Records that this thread relayed messages, without the contact. Later writers must learn that nobody receives them. */
export const endRelays = async (connection: StateConnection, tenant: string, conversation: string): Promise<void> =>
	void (await connection.run("UPDATE desk_relay SET conversation = '' WHERE tenant = ? AND conversation = ?", tenant, conversation));

export async function tellRemoved(
	{ connection, now }: Pick<EventWork, 'connection' | 'now'>,
	{ tenant, channel: desk, id }: ConversationRow,
	content: readonly MessageContent[],
): Promise<void> {
	const text = describeRemoved(content, detectLanguage(content.map(readWords).join('\n')));
	await addDeskWrites(connection, { tenant, id, conversation: id, desk }, [{ kind: 'note', text }], now);
}

export const isRelay = async (connection: StateConnection, { tenant, channel, address }: DeskPlace): Promise<boolean> =>
	(await connection.get('SELECT 1 AS one FROM desk_relay WHERE tenant = ? AND channel = ? AND address = ?', tenant, channel, address)) !==
	undefined;

export async function carryToCustomer(
	{ connection, now, hashName }: EventWork,
	{ tenant, channel: desk }: ConversationRow,
	customer: ConversationRow,
	{ id, content }: Pick<MessageEvent, 'id' | 'content'>,
): Promise<void> {
	const parts = content.flatMap<MessageContent>((one) =>
		one.kind === 'text' ? splitText(one.text, maxTextLength).map((text) => ({ kind: 'text', text })) : [one],
	);
	const sends = parts.map((part, index) => ({ key: `${ofDesk}${desk} ${id} ${index}`, content: part, byPerson: true as const }));
	if ((await addSends(connection, customer, sends, { now, hashName })) !== 'opted-out') return;
	const text = describeUnwanted(content, detectLanguage(content.map(readWords).join('\n')));
	await addDeskWrites(connection, { tenant, id: customer.id, conversation: customer.id, desk }, [{ kind: 'note', text }], now);
}

/** Shows customer messages at the desk if nothing else does. @returns true if shown */
export async function showAtDesk(
	connection: StateConnection,
	{ tenant, id, contact, mode }: ConversationRow,
	{ content, edits }: Pick<MessageEvent, 'content' | 'edits'>,
	now: number,
): Promise<boolean> {
	if (mode === 'agent') return false;
	const tied = await connection.get<{ desk: string }>(
		'SELECT channel AS desk FROM desk_relay WHERE tenant = ? AND conversation = ? LIMIT 1',
		tenant,
		id,
	);
	const to = tied ?? (await findFirstNote(connection, { tenant, id, contact }));
	if (to === undefined) return false;
	const words = content.map(readWords).join('\n');
	const text = edits === undefined ? words : `${frame(detectLanguage(words), 'corrected')} ${words}`;
	await addDeskWrites(connection, { tenant, id, conversation: id, desk: to.desk }, [{ kind: 'note', text, isCustomers: true }], now);
	return true;
}

const findFirstNote = (connection: StateConnection, { tenant, id, contact }: Pick<ConversationRow, 'tenant' | 'id' | 'contact'>) =>
	connection.get<{ desk: string }>(
		`SELECT channel AS desk FROM desk_write WHERE tenant = ?1 AND conversation = ?2 AND waits = 1
		AND NOT EXISTS (SELECT 1 FROM desk_link WHERE tenant = ?1 AND conversation = ?2)
		AND NOT EXISTS (SELECT 1 FROM contact_alias WHERE tenant = ?1 AND contact = ?3 AND kind = 'phone' AND proof = 'provider') LIMIT 1`,
		tenant,
		id,
		contact,
	);
