import type { Audios } from '../../../core/ports/channels/audios';
import type { ChannelRetention } from '../../../core/ports/channels/channel-retention';
import type { ChannelSettings } from '../../../core/ports/channels/channel-settings';
import type { ChannelStates } from '../../../core/ports/channels/channel-states';
import type { ChannelRecords } from '../../../core/ports/channels/channel-records';
import type { ContactRights } from '../../../core/ports/channels/contact-rights';
import type { ConversationDeal, ConversationDeals, DealFilter } from '../../../core/ports/channels/conversation-deals';
import type { Conversations } from '../../../core/ports/channels/conversations';
import type { Contacts } from '../../../core/ports/channels/contacts';
import type { ReceiptStore } from '../../../core/ports/channels/receipts';
import type { AgentSilencer } from '../../../core/ports/channels/agent-silencer';
import type { FollowUps } from '../../../core/ports/channels/follow-ups';
import type { HandOvers } from '../../../core/ports/channels/hand-overs';
import type { Mailbox } from '../../../core/ports/channels/mailbox';
import type { Outbox } from '../../../core/ports/channels/outbox';
import type { SessionStore } from '../../../core/ports/channels/sessions';
import type { Waits } from '../../../core/ports/channels/waits';
import { textsOf } from '../../database/in-list';
import type { StateConnection, Value } from '../../database/state-database';
import { tellEvents } from '../events/event-database';
import { tellWork } from '../work/work-watch';
import { createAudios } from './audios/audio-store';
import { answerAll } from './burst-rows';
import { type ChannelDatabase, type ChannelStoreOptions, openChannelDatabase } from './channel-database';
import { createChannelStates } from './channel-states';
import { createChannelRecords } from './channel-records';
import { logContact } from './contacts/contact-log';
import type { ConversationRow } from './conversation-rows';
import { findConversation, sessionOf } from './conversation-rows';
import { createConversations } from './conversations/conversation-store';
import { leavePublished } from './program-answers';
import { ofAll, sendQueue, withdrawSends } from './send-rows';
import { deskQueue } from './people/desk-rows';
import { noteAnswered } from './people/hand-over-rows';
import { stillWaits } from './people/find-waits';
import { beginWait, tellWait } from './people/wait-rows';
import { waitWork } from './people/wait-works';
import { createChannelSettings } from './settings/settings-store';
import { createAgentSilencer } from './people/agent-silencer';
import { createContactRights } from './contacts/contact-rights-store';
import { createContacts } from './contacts/contact-store';
import { createReceiptStore } from './receipts/receipt-store';
import { openInbox } from './receipts/open-inbox';
import { createHandOvers } from './people/hand-over-store';
import { createFollowUps } from './people/follow-up-store';
import { createChannelRetention } from './retention/channel-retention';
import { createMailbox } from './mailbox-store';
import { createOutbox } from './outbox-store';
import { createWorkQueue } from '../work/work-queue';
import { finishWork, isHeld } from '../work/work-rows';
import { conversationTurn } from './channel-schema';
import { beginSession, forgetSummary, keepSummary, sessionWork, updateSession } from './session-rows';
import { turnWork } from './turn-works';
import { settleUnsentOf } from './unsent-rows';

const own = 'tenant = ? AND account = ? AND id = ?';

function createConversationDeals({ database, change, now }: ChannelDatabase): ConversationDeals {
	return {
		add: (tenant, lead, { account, id }) =>
			change(tenant, async (connection, at) => {
				const row = (await findConversation(connection, tenant, lead)) ?? (await findConversation(connection, tenant, sessionOf(lead)[0]));
				if (row === undefined) return false;
				await connection.run(
					`INSERT INTO conversation_deal (tenant, account, id, conversation, recorded_at, state) VALUES (?, ?, ?, ?, ?, 'open')
					ON CONFLICT (tenant, account, id) DO NOTHING`,
					tenant,
					account,
					id,
					row.id,
					at,
				);
				return true;
			}),
		list: (tenant, filter, limit) => database.read(tenant, (connection) => listDeals(connection, tenant, filter, limit)),
		listToAsk: (tenant, { askedBefore, closedAfter }, limit) =>
			database.read(tenant, (connection) =>
				selectDeals(
					connection,
					`tenant = ?1 AND state <> 'removed' AND (state = 'open' OR closed_at IS NULL OR closed_at > ?2) AND (asked_at IS NULL OR asked_at < ?3)
					ORDER BY asked_at IS NOT NULL, asked_at, account, id LIMIT ?4`,
					tenant,
					closedAfter,
					askedBefore,
					limit,
				),
			),
		note: (tenant, { account, id }, { state, isProposed, closedAt }) =>
			database.change(
				tenant,
				async (connection) =>
					void (await connection.run(
						`UPDATE conversation_deal SET state = ?, is_proposed = CASE WHEN is_proposed = 1 THEN 1 ELSE ? END, closed_at = ?, asked_at = ?
						WHERE ${own}`,
						state,
						isProposed === null ? null : Number(isProposed),
						closedAt,
						now(connection),
						tenant,
						account,
						id,
					)),
			),
	};
}

function listDeals(
	connection: StateConnection,
	tenant: string,
	{ conversations = [], channel, period }: DealFilter,
	limit: number,
): Promise<ConversationDeal[]> {
	const { from = 0, to = 0 } = period ?? {};
	// Each part has its own index.
	const parts = [
		`conversation IN ${textsOf(connection, '?2')}`,
		'(recorded_at >= ?3 AND recorded_at < ?4)',
		'(closed_at >= ?3 AND closed_at < ?4)',
	].map((condition) => `SELECT account, id FROM conversation_deal WHERE tenant = ?1 AND ${condition}`);
	return selectDeals(
		connection,
		`tenant = ?1 AND (account, id) IN (${parts.join(' UNION ')}) AND (?5 = '' OR EXISTS (SELECT 1 FROM conversation
		WHERE conversation.tenant = ?1 AND conversation.id = conversation_deal.conversation AND conversation.channel = ?5))
		ORDER BY recorded_at DESC, account, id LIMIT ?6`,
		tenant,
		JSON.stringify(conversations),
		from,
		to,
		channel ?? '',
		limit,
	);
}

type DealRow = Omit<ConversationDeal, 'isProposed'> & { isProposed: number | null };

async function selectDeals(connection: StateConnection, condition: string, ...values: Value[]): Promise<ConversationDeal[]> {
	const rows = await connection.all<DealRow>(
		`SELECT account, id, conversation, recorded_at AS "recordedAt", state, is_proposed AS "isProposed", closed_at AS "closedAt",
		asked_at AS "askedAt" FROM conversation_deal WHERE ${condition}`,
		...values,
	);
	const toTime = (value: number | null) => (value === null ? null : Number(value));
	return rows.map(({ isProposed, ...row }) => ({
		...row,
		recordedAt: Number(row.recordedAt),
		closedAt: toTime(row.closedAt),
		askedAt: toTime(row.askedAt),
		isProposed: isProposed === null ? null : Number(isProposed) === 1,
	}));
}

export interface ChannelStores {
	channels: ChannelRecords;
	states: ChannelStates;
	receipts: ReceiptStore;
	contacts: Contacts;
	rights: ContactRights;
	mailbox: Mailbox;
	audios: Audios;
	outbox: Outbox;
	sessions: SessionStore;
	silencer: AgentSilencer;
	conversations: Conversations;
	deals: ConversationDeals;
	settings: ChannelSettings;
	handOvers: HandOvers;
	waits: Waits;
	followUps: FollowUps;
	retention: ChannelRetention;
	close(): Promise<void>;
}

/**
 * Opens the channels' state in a shared database, on first use. @param place `postgres://…`, or the path of a file @throws TroupeError on use:
 * STORAGE_…
 */
export function openChannelStores(place: string, options: ChannelStoreOptions = {}): ChannelStores {
	const shared = openChannelDatabase(place, options);
	const inbox = openInbox(place, shared, options);
	return {
		channels: createChannelRecords(shared, inbox),
		states: createChannelStates(shared),
		receipts: createReceiptStore(shared, inbox),
		contacts: createContacts(shared, inbox),
		rights: createContactRights(shared),
		mailbox: createMailbox(shared, inbox),
		audios: createAudios(shared),
		outbox: createOutbox(shared),
		sessions: createSessionStore(shared),
		silencer: createAgentSilencer(shared),
		conversations: createConversations(shared),
		deals: createConversationDeals(shared),
		settings: createChannelSettings(shared),
		handOvers: createHandOvers(shared),
		waits: createWaits(shared),
		followUps: createFollowUps(shared),
		retention: createChannelRetention(shared, inbox),
		close: async () => void (await Promise.all([inbox.close(), shared.database.close()])),
	};
}

function createSessionStore({ database, change, now, wakeUps, pollMs }: ChannelDatabase): SessionStore {
	return {
		ended: createWorkQueue({
			database,
			kind: sessionWork,
			now,
			turnOf: conversationTurn,
			wakeUps,
			pollMs,
			begin: beginSession,
			giveUp: async (connection, work) => void (await forgetSummary(connection, work)),
		}),
		noteSummary: (work, summary) =>
			change(work.tenant, async (connection) => (await isHeld(connection, work)) && (await keepSummary(connection, work, summary)) > 0),
		end: (work) =>
			change(work.tenant, async (connection) => {
				if (await finishWork(connection, work)) return (await forgetSummary(connection, work)) > 0;
				return (await updateSession(connection, work, 'is_over = is_over')) > 0;
			}),
	};
}

function createWaits({ database, change, now, wakeUps, pollMs }: ChannelDatabase): Waits {
	return {
		late: createWorkQueue({ database, kind: waitWork, now, wakeUps, pollMs, begin: beginWait }),
		async tell(work, settings, people = {}) {
			const told = await change(work.tenant, (connection, now, hashName) =>
				tellWait(connection, work, settings, { now, hashName, people }),
			);
			tellWork(wakeUps, turnWork);
			tellWork(wakeUps, sendQueue.kind);
			tellWork(wakeUps, deskQueue.kind);
			if (told) tellEvents(wakeUps, work.tenant);
			return told;
		},
		count: (tenant) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ channel: string; count: number }>(
					`SELECT channel, count(*) AS count FROM late_conversation WHERE tenant = ? AND ${stillWaits} GROUP BY channel`,
					tenant,
				);
				return new Map(rows.map(({ channel, count }) => [channel, Number(count)]));
			}),
		leave: (tenant, conversation, how) =>
			change(tenant, async (connection, time, _hash, note) => {
				const row = await findConversation(connection, tenant, conversation);
				const isLeft = row !== undefined && (await leave(connection, row, how, time));
				const object = { kind: 'conversation', value: conversation };
				if (isLeft) await note(tenant, { action: 'conversation.settled', by: how.by, object });
				return isLeft;
			}),
		needNoAnswer: (tenant, conversation, { by, reason, ...about }) =>
			change(tenant, async (connection, time) => {
				const row = await findConversation(connection, tenant, conversation);
				if (row === undefined || (await leavePublished(connection, row, about)) === 0) return false;
				const details = { channel: row.channel, conversation: row.id, reason };
				await logContact(connection, { tenant, contact: row.contact, kind: 'left', actor: by, details }, time);
				return true;
			}),
	};
}

async function leave(
	connection: StateConnection,
	row: ConversationRow,
	{ by, reason }: { by: string; reason: string },
	now: number,
): Promise<boolean> {
	const messages = await answerAll(connection, row, 'left');
	const handOvers = await noteAnswered(connection, row);
	const unsent = await settleUnsentOf(connection, row, by, now);
	const withdrawn = await withdrawSends(connection, row, reason, ofAll);
	if (messages + handOvers + unsent + withdrawn === 0) return false;
	const details = { channel: row.channel, conversation: row.id, reason };
	await logContact(connection, { tenant: row.tenant, contact: row.contact, kind: 'left', actor: by, details }, now);
	return true;
}
