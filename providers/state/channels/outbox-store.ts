import type { AttemptOutcome, Outbox, Send, SendTiming, UnsentMessage } from '../../../core/ports/channels/outbox';
import type { TakenContent, TakenWork } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { toCondition } from '../../database/to-condition';
import { tellEvents } from '../events/event-database';
import { createWorkQueue } from '../work/work-queue';
import { readOr } from '../work/unreadable-row';
import { tellWork } from '../work/work-watch';
import { cancelWork, finishWork, retryWork } from '../work/work-rows';
import type { ChannelDatabase } from './channel-database';
import { readChannelRules } from './channel-rules';
import { answersRight } from './contacts/apply-right';
import { nothing, refuseWithoutBasis } from './contacts/basis-demands';
import { type HashName, isOptedOut } from './contacts/opted-out-rows';
import { beginNext } from './conversation-queue';
import { enqueue } from './enqueue';
import { giveUpSend } from './give-up-unreadable';
import { type ConversationRow, findConversation, updateConversation } from './conversation-rows';
import { deskQueue } from './people/desk-rows';
import { followUpPrefix } from './people/follow-up-names';
import { followUpWork, planFollowUp } from './people/follow-up-rows';
import { noteHeard } from './people/hand-over-rows';
import { planWait } from './people/wait-works';
import { isPaused } from './paused';
import { addMessageIds, addNextSend, addSends, addSentMessage, endLookUp, sendQueue } from './send-rows';
import { openSend, unreadableContent } from './sealed/message-text';
import { loadKeys } from './sealed/sealed-text';
import { customerWrote, isOutdatedTemplate, nameTemplate, openForPerson } from './silence-templates';
import { hasFailed, isUnsettled } from './unsent-conditions';
import { noteUnsent, settleUnsent } from './unsent-rows';

interface SendRow extends Omit<Send, 'content'> {
	content: string;
}

const selected = `outgoing.tenant, outgoing.id, outgoing.channel, outgoing.conversation, coalesce(reply_address, address) AS address, content, reply_to AS "replyTo", outgoing.run,
	outgoing.state, outgoing.attempts, reason, CASE WHEN ${hasFailed} THEN unsent.code END AS code, created_at AS "createdAt", sent_at AS "sentAt", tried_at AS "triedAt",
	last_contact_at AS "lastContactAt", (SELECT found.state FROM channel_state AS found WHERE found.tenant = outgoing.tenant AND found.channel = outgoing.channel
		AND found.part = 'account') AS "accountState"`;
const joined = `outgoing JOIN conversation ON conversation.tenant = outgoing.tenant AND conversation.id = outgoing.conversation
	LEFT JOIN unsent ON unsent.tenant = outgoing.tenant AND unsent.outgoing = outgoing.id`;

export function createOutbox({ database, change, openNames, now, wakeUps, pollMs }: ChannelDatabase): Outbox {
	const tell = () => tellWork(wakeUps, sendQueue.kind);
	const find = (connection: StateConnection, tenant: string, id: string) =>
		connection.get<SendRow>(`SELECT ${selected} FROM ${joined} WHERE outgoing.tenant = ? AND outgoing.id = ?`, tenant, id);
	return {
		async enqueue(tenant, conversation, sends, { evenIfSilent = false, answers, takesOver } = {}) {
			const enqueued = await change(tenant, (connection, time, hashName, note) =>
				enqueue(connection, { tenant, conversation, sends, evenIfSilent, answers, takesOver }, { now: time, hashName, note }),
			);
			tell();
			return enqueued;
		},
		queue: createWorkQueue({
			database,
			kind: sendQueue.kind,
			now,
			wakeUps,
			pollMs,
			waits: isPaused,
			async begin(connection, work, time) {
				if (await dropWithoutBasis(connection, work, time)) return undefined;
				const row = (await beginNext(connection, sendQueue, work, time)) ? await find(connection, work.tenant, work.key) : undefined;
				return row && toSend(connection, row);
			},
			giveUp: giveUpSend,
		}),
		async isUnwanted(send) {
			const hashName = await openNames();
			return database.read(send.tenant, (connection) => isUnwanted(connection, send, hashName));
		},
		async note(work, outcome, timing = {}) {
			const unsent = await change(work.tenant, async (connection, time, hashName) => {
				const follows = timing.retryAfterMs !== undefined || outcome.kind === 'held';
				const why = follows ? await findObjection(connection, work.content, { outcome, hashName, now: time }) : undefined;
				if (why !== undefined) return withdraw(connection, work, why, time);
				return note(connection, work, { ...timing, ...(await hold(connection, work, outcome)), hashName }, time);
			});
			tell();
			if (outcome.kind === 'sent') tellWork(wakeUps, followUpWork);
			if (unsent) tellWork(wakeUps, deskQueue.kind);
			if (unsent) tellEvents(wakeUps, work.tenant);
			return unsent;
		},
		find: (tenant, id) =>
			database.read(tenant, async (connection) => {
				const row = await find(connection, tenant, id);
				return row && { ...row, content: await readOr(openSend(connection, row, row.content), unreadableContent) };
			}),
		list: (tenant, { channel, conversation, state, isUnsent, before }, limit) =>
			database.read(tenant, async (connection) => {
				const { where, values } = toCondition({
					'outgoing.tenant = ?': tenant,
					'outgoing.channel = ?': channel,
					'outgoing.conversation = ?': conversation,
					'outgoing.state = ?': state,
					'outgoing.id < ?': before,
				});
				const rows = await connection.all<SendRow>(
					`SELECT ${selected} FROM ${joined} WHERE ${where}${isUnsent ? ` AND ${isUnsettled}` : ''} ORDER BY outgoing.id DESC LIMIT ?`,
					...values,
					limit,
				);
				await loadKeys(connection, tenant, rows);
				const sends: Send[] = [];
				for (const row of rows) sends.push({ ...row, content: await readOr(openSend(connection, row, row.content), unreadableContent) });
				return sends;
			}),
		async resend(tenant, id) {
			const changed = await change(tenant, async (connection, time, hashName, note) => {
				const send = await find(connection, tenant, id);
				const to = send && (await findConversation(connection, tenant, send.conversation));
				if (to && (await isOptedOut(connection, to, hashName))) return false;
				const missing = to && (await findRefusal(connection, to, id, time));
				if (missing !== undefined) return { missing };
				await endLookUp(connection, { tenant, id });
				const reset = await connection.get<{ conversation: string }>(
					`UPDATE outgoing SET state = 'queued', waits = 1, attempts = 0, reason = NULL, by_person = 1
					WHERE tenant = ? AND id = ? AND state IN ('refused', 'failed', 'unknown', 'withdrawn') RETURNING conversation`,
					tenant,
					id,
				);
				if (!reset) return false;
				await addNextSend(connection, (await findConversation(connection, tenant, reset.conversation))!, time);
				await note(tenant, { action: 'message.resent', object: { kind: 'message', value: id } });
				return true;
			});
			if (changed === true) tell();
			return changed;
		},
		settle: (tenant, id, by) =>
			change(tenant, async (connection, time, _hash, note) => {
				const settled = await settleUnsent(connection, { tenant, id, by }, time);
				if (settled) await note(tenant, { action: 'message.settled', by, object: { kind: 'message', value: id } });
				return settled;
			}),
	};
}

const optedOut = 'the customer opted out';

const toSend = async (connection: StateConnection, row: SendRow): Promise<Send> => ({
	...row,
	content: await openSend(connection, row, row.content),
});

async function note(
	connection: StateConnection,
	work: TakenContent<Send>,
	{ outcome, retryAfterMs, paceMs = 0, isAway, hashName }: SendTiming & { outcome: AttemptOutcome; hashName: HashName },
	now: number,
): Promise<UnsentMessage | undefined> {
	const { tenant, key: id, lane: channel, content: send } = work;
	if (outcome.kind === 'sent') await addMessageIds(connection, { tenant, channel, id }, outcome.messageIds);
	const isTriedAgain = retryAfterMs !== undefined;
	const dueAt = now + Math.max(retryAfterMs ?? 0, paceMs);
	const isHeld = await (isTriedAgain ? retryWork(connection, work, dueAt) : finishWork(connection, work));
	// A sent message stays sent, whoever looks it up meanwhile.
	if (!isHeld && outcome.kind !== 'sent') return undefined;
	const changed = await connection.run(
		`UPDATE outgoing SET state = ?, waits = ?, reason = ?, sent_at = ?, attempts = attempts - ? WHERE tenant = ? AND id = ?${isHeld ? '' : " AND state = 'unknown'"}`,
		toState(outcome, isTriedAgain),
		Number(isTriedAgain),
		'reason' in outcome ? outcome.reason : null,
		outcome.kind === 'sent' ? now : null,
		Number(isAway ?? false),
		tenant,
		id,
	);
	const row = changed > 0 && (await findConversation(connection, tenant, send.conversation));
	if (!row) return undefined;
	if (!isHeld) await cancelWork(connection, work);
	await updateConversation(connection, row, { nextSendAt: now + paceMs });
	if (outcome.kind === 'held') {
		// Once per closed window.
		await addSends(connection, row, [{ key: nameTemplate(row), content: outcome.template }], { now, hashName });
		await openForPerson(connection, row, id);
	} else await addNextSend(connection, row, now);
	if (isAway) await planWait(connection, row, send.createdAt + (await readChannelRules(connection, row)).agentWaitMs);
	if (outcome.kind === 'sent') {
		await addSentMessage(connection, row, send, { id: outcome.messageIds[0], at: now }, now);
		await noteHeard(connection, row, id, now);
		await planFollowUp(connection, row);
	}
	if (isTriedAgain || !('reason' in outcome)) return undefined;
	const { kind: state, code, reason } = outcome;
	return noteUnsent(connection, send, { state, code, reason }, now);
}

async function findObjection(
	connection: StateConnection,
	send: Send,
	{ outcome, hashName, now }: { outcome: AttemptOutcome; hashName: HashName; now: number },
): Promise<string | undefined> {
	if (await isUnwanted(connection, send, hashName)) return optedOut;
	const row = await findConversation(connection, send.tenant, send.conversation);
	if (row === undefined) return undefined;
	if (await isOutdatedTemplate(connection, row, send.id)) return customerWrote;
	// The template replaces a message, and needs permission of its own if that answers nothing.
	const isNothing = 'SELECT 1 AS one FROM outgoing WHERE tenant = ? AND id = ? AND answers = ?';
	if (outcome.kind !== 'held' || !(await connection.get(isNothing, send.tenant, send.id, nothing))) return undefined;
	return refuseWithoutBasis(connection, row, { key: nameTemplate(row), content: outcome.template }, now);
}

/**
 * Does not hold a message if the customer wrote meanwhile: nothing would release it. Nor after this silence's template failed: nobody would learn of
 * it.
 */
async function hold(
	connection: StateConnection,
	{ tenant, content }: TakenContent<Send>,
	outcome: AttemptOutcome,
): Promise<{ outcome: AttemptOutcome; retryAfterMs?: number }> {
	const row = outcome.kind === 'held' && (await findConversation(connection, tenant, content.conversation));
	if (!row) return { outcome };
	if (row.lastContactAt !== content.lastContactAt) return { outcome: { kind: 'not-sent' }, retryAfterMs: 0 };
	const lost = `SELECT 1 AS one FROM outgoing WHERE tenant = ? AND name = ? AND (${hasFailed} OR state = 'withdrawn')`;
	if (!(await connection.get(lost, tenant, nameTemplate(row)))) return { outcome };
	const reason = "Only a template can be sent until the customer writes, and the channel's did not reach them.";
	return { outcome: { kind: 'refused', retryable: false, code: 'WINDOW_CLOSED', reason } };
}

async function isUnwanted(connection: StateConnection, { tenant, id, conversation }: Send, hashName: HashName): Promise<boolean> {
	const row = await findConversation(connection, tenant, conversation);
	if (row === undefined || !(await isOptedOut(connection, row, hashName))) return false;
	const named = `SELECT name FROM outgoing WHERE tenant = ? AND id = ? AND name LIKE '${answersRight}%'`;
	return (await connection.get(named, tenant, id)) === undefined;
}

interface Named {
	key: string;
	content: string;
	conversation: string;
	writer: string | null;
	answers: number;
	isQueued: number | boolean;
}

const findNamed = (connection: StateConnection, tenant: string, id: string) =>
	connection.get<Named>(
		`SELECT name AS key, content, conversation, writer, answers, waits = 1 AND state = 'queued' AS "isQueued"
		FROM outgoing WHERE tenant = ? AND id = ?`,
		tenant,
		id,
	);

/** Returns the refusal of a stored message without legal basis. */
async function findRefusal(connection: StateConnection, row: ConversationRow, id: string, now: number): Promise<string | undefined> {
	const named = await findNamed(connection, row.tenant, id);
	if (named === undefined) return undefined;
	const content = await openSend(connection, { tenant: row.tenant, conversation: named.conversation, id }, named.content);
	return refuseWithoutBasis(connection, row, { ...named, content, answers: Number(named.answers) }, now);
}

/** Withdraws a message whose legal basis ended. @returns true if withdrawn */
async function dropWithoutBasis(connection: StateConnection, { tenant, key: id }: TakenWork, now: number): Promise<boolean> {
	const named = await findNamed(connection, tenant, id);
	const row = named?.isQueued ? await findConversation(connection, tenant, named.conversation) : undefined;
	if (row === undefined) return false;
	const reason = await findRefusal(connection, row, id, now);
	if (reason === undefined) return false;
	await connection.run(`UPDATE outgoing SET state = 'withdrawn', waits = 0, reason = ? WHERE tenant = ? AND id = ?`, reason, tenant, id);
	await planAfter(connection, row, named!.key);
	await addNextSend(connection, row, now);
	return true;
}

/** Plans the next follow-up even without legal basis, which can be recorded by then. */
async function planAfter(connection: StateConnection, row: ConversationRow, key: string): Promise<void> {
	if (key.startsWith(followUpPrefix)) await planFollowUp(connection, row);
}

async function withdraw(connection: StateConnection, work: TakenContent<Send>, reason: string, now: number): Promise<undefined> {
	const { tenant, key: id, content: send } = work;
	if (!(await finishWork(connection, work))) return;
	await cancelWork(connection, work); // work added meanwhile
	await connection.run(`UPDATE outgoing SET state = 'withdrawn', waits = 0, reason = ? WHERE tenant = ? AND id = ?`, reason, tenant, id);
	const row = (await findConversation(connection, tenant, send.conversation))!;
	if (reason !== optedOut) await planAfter(connection, row, (await findNamed(connection, tenant, id))!.key);
	await addNextSend(connection, row, now);
}

function toState({ kind }: AttemptOutcome, isTriedAgain: boolean): string {
	if (kind === 'sent' || kind === 'unknown' || kind === 'held') return kind;
	return isTriedAgain ? 'queued' : 'refused';
}
