import type { ChannelsOfTenant, Enqueued, MessageContent, NewSend, Outbox, Send, SendOutcome } from '../../../core/ports';
import { everyTenant, type StateConnection } from '../../../database/state-database';
import type { ChannelDatabase } from './channel-database';
import { findConversation, updateConversation } from './conversation-rows';
import { endPause } from './people/mode-rows';
import { ofChannels } from './of-channels';
import { isNotPaused } from './paused';
import { addMessageIds, addSends, addSentMessage, withdrawSends } from './send-rows';

interface SendRow extends Omit<Send, 'content'> {
	content: string;
}

const selected = `outgoing.tenant, outgoing.id, outgoing.channel, outgoing.conversation, coalesce(reply_address, address) AS address, content, reply_to AS "replyTo",
	outgoing.state, outgoing.attempts, reason, created_at AS "createdAt", sent_at AS "sentAt", tried_at AS "triedAt",
	last_contact_at AS "lastContactAt"`;
const joined = 'outgoing JOIN conversation ON conversation.tenant = outgoing.tenant AND conversation.id = outgoing.conversation';

export function createOutbox({ database, change, now, wake, watch }: ChannelDatabase): Outbox {
	const find = (connection: StateConnection, tenant: string, id: string) =>
		connection.get<SendRow>(`SELECT ${selected} FROM ${joined} WHERE outgoing.tenant = ? AND outgoing.id = ?`, tenant, id);
	return {
		async enqueue(tenant, conversation, sends, { evenIfSilent = false } = {}) {
			const enqueued = await change(tenant, (connection, time) => enqueue(connection, { tenant, conversation, sends, evenIfSilent }, time));
			wake('sends');
			return enqueued;
		},
		take: (holder, max, leaseMs, of) =>
			change(of?.tenant ?? everyTenant, (connection, time) => take(connection, { holder, max, now: time, until: time + leaseMs, of }), {
				turn: 'sends',
				synced: true,
			}),
		async note(send, holder, outcome, timing = {}) {
			await change(send.tenant, (connection, time) => note(connection, { send, holder, outcome, ...timing }, time));
			wake('sends');
		},
		withdraw: (tenant, id, reason) =>
			change(tenant, async (connection) =>
				withdrawSends(connection, (await findConversation(connection, tenant, id)) ?? { tenant, id }, reason),
			),
		find: (tenant, id) =>
			database.read(tenant, async (connection) => {
				const row = await find(connection, tenant, id);
				return row && toSend(row);
			}),
		list: (tenant, filter, limit) =>
			database.read(tenant, async (connection) => {
				const filters = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
				const rows = await connection.all<SendRow>(
					`SELECT ${selected} FROM ${joined} WHERE outgoing.tenant = ?${filters.map(([column]) => ` AND outgoing.${column} = ?`).join('')}
					ORDER BY outgoing.id DESC LIMIT ?`,
					...[tenant, ...filters.map(([, value]) => value), limit],
				);
				return rows.map(toSend);
			}),
		async resend(tenant, id) {
			const changed = await change(tenant, (connection, time) =>
				connection.run(
					`UPDATE outgoing SET state = 'queued', waits = 1, attempts = 0, try_at = ?, holder = NULL, reason = NULL
					WHERE tenant = ? AND id = ? AND state IN ('refused', 'failed', 'unknown', 'withdrawn')`,
					...[time, tenant, id],
				),
			);
			if (changed > 0) wake('sends');
			return changed > 0;
		},
		nextDue: () =>
			database.read(everyTenant, async (connection) => {
				const next = await connection.get<{ due: number | null }>('SELECT min(try_at) AS due FROM outgoing WHERE try_at IS NOT NULL');
				return next?.due === null || next === undefined ? undefined : Number(next.due) - (now(connection) - Date.now());
			}),
		watch: (listener) => watch('sends', listener),
	};
}

const toSend = (row: SendRow): Send => ({ ...row, content: JSON.parse(row.content) as MessageContent });

interface Enqueuing {
	tenant: string;
	conversation: string;
	sends: readonly NewSend[];
	evenIfSilent: boolean;
}

async function enqueue(
	connection: StateConnection,
	{ tenant, conversation, sends, evenIfSilent }: Enqueuing,
	now: number,
): Promise<Enqueued> {
	const row = await findConversation(connection, tenant, conversation);
	if (row === undefined) return { kind: 'unknown-conversation' };
	await endPause(connection, row, now);
	if (row.mode !== 'agent' && !evenIfSilent) return { kind: 'silent', mode: row.mode };
	return { kind: 'queued', ids: await addSends(connection, row, sends, now) };
}

interface Hold {
	holder: string;
	max: number;
	now: number;
	until: number;
	of: ChannelsOfTenant | undefined;
}

/** The first message of each conversation that waits, if its time has come. */
async function take(connection: StateConnection, { holder, max, now, until, of }: Hold): Promise<Send[]> {
	const whose = ofChannels('outgoing', of);
	const due = await connection.all<SendRow>(
		`SELECT ${selected} FROM ${joined} WHERE outgoing.try_at <= ? AND conversation.next_send_at <= ?${whose.condition} AND NOT EXISTS (
			SELECT 1 FROM outgoing AS earlier WHERE earlier.tenant = outgoing.tenant AND earlier.conversation = outgoing.conversation
			AND earlier.waits = 1 AND earlier.number < outgoing.number
		) AND ${isNotPaused('outgoing')} ORDER BY outgoing.try_at, outgoing.id LIMIT ?`,
		...[now, now, ...whose.values, max],
	);
	for (const send of due) {
		// A message in `sending` whose lease has ended: nobody knows whether the provider has it.
		send.state = send.state === 'queued' ? 'sending' : 'unknown';
		send.attempts += 1;
		if (send.state === 'sending') send.triedAt = now;
		await connection.run(
			'UPDATE outgoing SET state = ?, attempts = ?, try_at = ?, holder = ?, tried_at = ? WHERE tenant = ? AND id = ?',
			...[send.state, send.attempts, until, holder, send.triedAt, send.tenant, send.id],
		);
	}
	return due.map(toSend);
}

interface Noted {
	send: Send;
	holder: string;
	outcome: SendOutcome | { kind: 'not-sent' };
	retryAfterMs?: number;
	paceMs?: number;
}

async function note(connection: StateConnection, { send, holder, outcome, retryAfterMs, paceMs = 0 }: Noted, now: number): Promise<void> {
	const { tenant, id, channel } = send;
	if (outcome.kind === 'sent') await addMessageIds(connection, { tenant, channel, id }, outcome.messageIds);
	const tryAt = retryAfterMs === undefined ? null : now + retryAfterMs;
	const state = toState(outcome, tryAt !== null);
	const changed = await connection.run(
		`UPDATE outgoing SET state = ?, waits = ?, try_at = ?, holder = NULL, reason = ?, sent_at = ?
		WHERE tenant = ? AND id = ? AND ${outcome.kind === 'sent' ? "(holder = ? OR state = 'unknown')" : 'holder = ?'}`,
		...[state, Number(tryAt !== null), tryAt, 'reason' in outcome ? outcome.reason : null, outcome.kind === 'sent' ? now : null],
		...[tenant, id, holder],
	);
	const row = changed > 0 && (await findConversation(connection, tenant, send.conversation));
	if (!row) return;
	await updateConversation(connection, row, { nextSendAt: now + paceMs });
	if (outcome.kind === 'sent') await addSentMessage(connection, row, send, { id: outcome.messageIds[0], at: now }, now);
}

function toState({ kind }: Noted['outcome'], isTriedAgain: boolean): string {
	if (kind === 'sent') return 'sent';
	if (kind === 'unknown') return 'unknown';
	return isTriedAgain ? 'queued' : 'refused';
}
