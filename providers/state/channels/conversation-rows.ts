import type { Conversation, ConversationMode } from '../../../core/ports/channels/mailbox';
import type { ContactOrigin, KeptOrigin } from '../../../core/ports/channels/message-content';
import type { StateConnection, Value } from '../../database/state-database';
import { newId } from './new-id';

export interface ConversationRow {
	tenant: string;
	id: string;
	channel: string;
	/** The provider's name of the place, which identifies the conversation. */
	address: string;
	replyAddress: string | null;
	joinedInto: string | null;
	contact: string;
	mode: ConversationMode;
	modeUntil: number | null;
	modeBy: string | null;
	session: number;
	sessionStartedAt: number;
	/** The session's agent with its range; empty if a process or workflow answers, null before the first message. */
	agent: string | null;
	messages: number;
	lastAt: number;
	lastContactAt: number | null;
	labels: string;
	state: string | null;
	changesSince: number | null;
	changes: number;
	quietMs: number;
	maxQuietMs: number;
	heldUntil: number | null;
	/** Flood protection: no turn before this time. */
	floodUntil: number | null;
	turn: string | null;
	turnEffects: number;
	attempts: number;
	awayMs: number;
	/** Follow-up of the turn, from 0. */
	followUp: number | null;
	restarts: number;
	nextSendAt: number;
	sends: number;
	firstOrigin: string | null;
	lastOrigin: string | null;
}

type Column = Exclude<keyof ConversationRow, 'firstOrigin' | 'lastOrigin'>;

const columns: Record<Column, string> = {
	tenant: 'tenant',
	id: 'id',
	channel: 'channel',
	contact: 'contact',
	address: 'address',
	replyAddress: 'reply_address',
	joinedInto: 'joined_into',
	mode: 'mode',
	modeUntil: 'mode_until',
	modeBy: 'mode_by',
	session: 'session',
	sessionStartedAt: 'session_started_at',
	agent: 'agent',
	messages: 'messages',
	lastAt: 'last_at',
	lastContactAt: 'last_contact_at',
	labels: 'labels',
	state: 'state',
	changesSince: 'changes_since',
	changes: 'changes',
	quietMs: 'quiet_ms',
	maxQuietMs: 'max_quiet_ms',
	heldUntil: 'held_until',
	floodUntil: 'flood_until',
	restarts: 'restarts',
	turn: 'turn',
	turnEffects: 'turn_effects',
	followUp: 'follow_up',
	attempts: 'attempts',
	awayMs: 'away_ms',
	nextSendAt: 'next_send_at',
	sends: 'sends',
};
const originOf = (place: 'first' | 'last') => `(SELECT origin FROM contact_origin WHERE contact_origin.tenant = conversation.tenant
	AND contact_origin.contact = conversation.contact AND place = '${place}') AS "${place}Origin"`;
const selected = [
	...Object.entries(columns).map(([name, column]) => (name === column ? column : `${column} AS "${name}"`)),
	originOf('first'),
	originOf('last'),
].join(', ');

/** Excludes joined conversations. @param condition may end with order and limit */
export function selectConversations(connection: StateConnection, condition: string, ...values: Value[]): Promise<ConversationRow[]> {
	return connection.all<ConversationRow>(`SELECT ${selected} FROM conversation WHERE joined_into IS NULL AND ${condition}`, ...values);
}

/** Follows joins: jobs and workflows keep old ids. */
export async function findConversation(connection: StateConnection, tenant: string, id: string): Promise<ConversationRow | undefined> {
	const whole = 'id = coalesce((SELECT joined_into FROM conversation WHERE tenant = ?1 AND id = ?2), ?2)';
	return (await selectConversations(connection, `tenant = ?1 AND ${whole}`, tenant, id))[0];
}

export async function findByAddress(
	connection: StateConnection,
	{ tenant, channel, address }: Pick<ConversationRow, 'tenant' | 'channel' | 'address'>,
): Promise<ConversationRow | undefined> {
	const whole = 'id = (SELECT coalesce(joined_into, id) FROM conversation WHERE tenant = ?1 AND channel = ?2 AND address = ?3)';
	return (await selectConversations(connection, `tenant = ?1 AND ${whole}`, tenant, channel, address))[0];
}

export async function updateConversation(
	connection: StateConnection,
	row: ConversationRow,
	changes: Partial<Pick<ConversationRow, Column>>,
): Promise<void> {
	const names = Object.keys(changes) as Column[];
	if (names.length === 0) return;
	await connection.run(
		`UPDATE conversation SET ${names.map((name) => `${columns[name]} = ?`).join(', ')} WHERE tenant = ? AND id = ?`,
		...names.map((name) => changes[name] as Value),
		row.tenant,
		row.id,
	);
	Object.assign(row, changes);
}

export async function createConversation(
	connection: StateConnection,
	place: { tenant: string; channel: string; address: string; contact: string },
	now: number,
): Promise<ConversationRow> {
	const row: ConversationRow = {
		...place,
		replyAddress: null,
		joinedInto: null,
		id: newId(now),
		mode: 'agent',
		modeUntil: null,
		modeBy: null,
		session: 1,
		sessionStartedAt: now,
		agent: null,
		messages: 0,
		lastAt: now,
		lastContactAt: null,
		labels: '[]',
		state: null,
		changesSince: null,
		changes: 0,
		quietMs: 0,
		maxQuietMs: 0,
		heldUntil: null,
		floodUntil: null,
		turn: null,
		turnEffects: 0,
		followUp: null,
		attempts: 0,
		awayMs: 0,
		restarts: 0,
		nextSendAt: 0,
		sends: 0,
		firstOrigin: null,
		lastOrigin: null,
	};
	const names = Object.keys(columns) as Column[];
	await connection.run(
		`INSERT INTO conversation (${names.map((name) => columns[name]).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
		...names.map((name) => row[name] as Value),
	);
	return row;
}

export const sessionName = ({ id, session }: Pick<ConversationRow, 'id' | 'session'>): string => `${id}-${session}`;

export function sessionOf(name: string): [id: string, session: number] {
	const end = name.lastIndexOf('-');
	return [name.slice(0, end), Number(name.slice(end + 1))];
}

/** Newest first. @param newest name of the newest */
export function listSessions(newest: string): string[] {
	const [id, session] = sessionOf(newest);
	return Array.from({ length: session }, (_, back) => sessionName({ id, session: session - back }));
}

export const readOrigin = ({ firstOrigin, lastOrigin }: Pick<ConversationRow, 'firstOrigin' | 'lastOrigin'>): ContactOrigin | undefined =>
	firstOrigin === null || lastOrigin === null
		? undefined
		: { first: JSON.parse(firstOrigin) as KeptOrigin, last: JSON.parse(lastOrigin) as KeptOrigin };

export const toConversation = (row: ConversationRow): Conversation => ({
	tenant: row.tenant,
	id: row.id,
	channel: row.channel,
	address: row.replyAddress ?? row.address,
	contact: row.contact,
	mode: row.mode,
	modeUntil: row.modeUntil,
	modeBy: row.modeBy,
	session: sessionName(row),
	sessionStartedAt: row.sessionStartedAt,
	lastMessageAt: row.lastAt,
	lastContactAt: row.lastContactAt,
	...(row.agent && { agent: row.agent }),
	state: row.state === null ? undefined : (JSON.parse(row.state) as unknown),
	labels: JSON.parse(row.labels) as string[],
	...(row.lastOrigin !== null && { origin: readOrigin(row)! }),
});
