import { TroupeError } from '../../../core/base/errors';
import type { ChannelEvent, ConnectionEvent, ConversationEvent, StatusEvent } from '../../../core/ports/channels/channel-events';
import type { Applied, Conversation, Mailbox, TurnEnd } from '../../../core/ports/channels/mailbox';
import { lacksText } from '../../../core/ports/channels/message-content';
import type { StateConnection } from '../../database/state-database';
import { tellEvents } from '../events/event-database';
import { addEvent } from '../events/event-rows';
import { createWorkQueue } from '../work/work-queue';
import { tellWork } from '../work/work-watch';
import { applyFromAccount } from './apply-from-account';
import { applyFromContact } from './apply-from-contact';
import { audioWork } from './audios/audio-works';
import type { ChannelDatabase } from './channel-database';
import { readChannelRules } from './channel-rules';
import { conversationTurn } from './channel-schema';
import { noteOfAccount, notePartState } from './channel-states';
import { applyBlock } from './contacts/apply-right';
import type { EventWork } from './event-work';
import { isFirst, isRepeatedIn } from './event-work';
import { openConversation } from './open-conversation';
import { findLinked } from './people/desk-links';
import { comeBack } from './people/agent-returns';
import type { Inbox } from './receipts/inbox';
import { awaitedWork, beginAwaited, endAwaited } from './awaited-runs';
import { findConversation, selectConversations, sessionOf, toConversation, updateConversation } from './conversation-rows';
import { selectMessages } from './message-rows';
import { giveUpTurn } from './give-up-unreadable';
import { countHeld, giveUpPublished } from './held-turns';
import { listDeadTurns, replayDeadTurns, replayTurnOf } from './dead-turns';
import { deskQueue } from './people/desk-rows';
import { changeMode } from './people/mode-rows';
import { waitWork } from './people/wait-works';
import { matchOwnWrites, noteOwnWrite } from './own-writes';
import { openSend } from './sealed/message-text';
import { addNextSend, findByMessageId, findUnknown, noteEcho, sendQueue } from './send-rows';
import { isPaused } from './paused';
import { beginTurn, endTurn, isIncomplete, keepTurn, orderTurn } from './turn-rows';
import { turnWork } from './turn-works';
import { noteUnsent } from './unsent-rows';

const minuteMs = 60_000;

/** Applies a change at the provider: our own, which is noted once, or others'. */
async function applyChange(work: EventWork, event: ConversationEvent): Promise<Applied> {
	const { connection, rules, now, arrivedAt } = work;
	const row = await openConversation(work, event);
	const foreign = await matchOwnWrites(connection, row, event, arrivedAt);
	const linked = await findLinked(connection, row, event.contact);
	// Events of a desk's conversation also apply to the customer's.
	const rows = [row, ...(linked ? [linked] : [])];
	const { labels, status } = event.changes;
	if (labels) for (const each of rows) await updateConversation(connection, each, { labels: JSON.stringify(labels) });
	if (foreign.length === 0) return { kind: 'echo', conversation: row.id };
	const isSameMinute = row.changesSince !== null && arrivedAt - row.changesSince < minuteMs;
	const [changes, changesSince] = isSameMinute ? [row.changes + 1, row.changesSince] : [1, arrivedAt];
	if (foreign.includes('status') && (status === 'blocked' || status === 'open')) await applyBlock(work, row, status === 'blocked');
	let isBack = false;
	if (foreign.includes('status') && status === 'resolved')
		for (const each of rows)
			isBack = await comeBack(each === row ? work : { ...work, rules: await readChannelRules(connection, each) }, each);
	await updateConversation(connection, row, { changes, changesSince });
	if (changes <= rules.maxChangesPerMinute || row.modeBy === 'breaker')
		return isBack ? { kind: 'returned', conversation: rows.at(-1)!.id } : { kind: 'changed', conversation: row.id };
	const reason = `${changes} changes by others within a minute`;
	await changeMode(connection, row, { mode: 'off', until: null, by: 'breaker', reason }, now);
	return { kind: 'breaker', conversation: row.id };
}

const ranks = { sent: 1, delivered: 2, read: 3, failed: 4 } as const;

async function applyStatus(
	{ connection, from: { tenant, channel }, now }: EventWork,
	{ id, status, reason, code, mark, at }: StatusEvent,
): Promise<Applied> {
	const known = await findByMessageId(connection, { tenant, channel, messageId: id });
	const outgoing = known ?? (mark && (await findUnknown(connection, { tenant, channel, id: mark })));
	if (!outgoing) return { kind: 'status', conversation: undefined };
	const row = (await connection.get<{ conversation: string; state: string; run: string | null; content: string }>(
		'SELECT conversation, state, run, content FROM outgoing WHERE tenant = ? AND id = ?',
		tenant,
		outgoing,
	))!;
	const rank = ranks[row.state as keyof typeof ranks] ?? 0;
	const conversation = await findConversation(connection, tenant, row.conversation);
	if (known === undefined && conversation) await noteEcho(connection, conversation, { id: outgoing, messageId: id, at }, now);
	// Statuses arrive in any order.
	if (ranks[status] <= rank) return { kind: 'status', conversation: row.conversation };
	await connection.run(
		`UPDATE outgoing SET state = ?, waits = 0, reason = ?, sent_at = coalesce(sent_at, ?) WHERE tenant = ? AND id = ?`,
		status,
		reason ?? null,
		at,
		tenant,
		outgoing,
	);
	if (conversation) await addNextSend(connection, conversation, now);
	if (status !== 'failed') return { kind: 'status', conversation: row.conversation };
	const content = await openSend(connection, { tenant, conversation: row.conversation, id: outgoing }, row.content);
	const message = { tenant, id: outgoing, channel, content, conversation: row.conversation, run: row.run };
	const unsent = await noteUnsent(connection, message, { state: status, code, reason: reason ?? 'The provider does not say why.' }, now);
	return { kind: 'status', conversation: row.conversation, unsent };
}

/** Applies an event once, in one transaction; serialised per tenant. */
async function applyEvent(
	connection: StateConnection,
	event: ChannelEvent,
	source: Omit<EventWork, 'connection' | 'arrivedAt'>,
): Promise<Applied> {
	const work = { connection, ...source, arrivedAt: Math.min(source.from.receivedAt ?? source.now, source.now) };
	const repeated = async (): Promise<Applied> => {
		await replayTurnOf(connection, source.from.tenant, source.from.receipt);
		return { kind: 'repeated' };
	};
	if (!(await isFirst(work, event))) return repeated();
	switch (event.kind) {
		case 'ignored':
			return { kind: 'ignored' };
		case 'connection':
			return applyConnection(work, event);
		case 'status':
			return applyStatus(work, event);
		case 'conversation':
			return applyChange(work, event);
		case 'missed-call':
		case 'message': {
			const row = await openConversation(work, event);
			if (await isRepeatedIn(work, row, event)) return repeated();
			if (event.kind === 'missed-call')
				return applyFromContact(work, row, {
					...event,
					id: event.key,
					content: [{ kind: 'text', text: missedCall, frame: 'missed-call' }],
				});
			return event.author === 'contact' ? applyFromContact(work, row, event) : applyFromAccount(work, row, event);
		}
	}
}

const missedCall = '[missed call]';

async function applyConnection(
	{ connection, from: { tenant, channel }, now, arrivedAt }: EventWork,
	{ state, detail, at }: ConnectionEvent,
): Promise<Applied> {
	// A fast provider clock must not override later reports.
	const checkedAt = Math.min(at, arrivedAt);
	const found = { tenant, channel, part: 'account' as const, state, reason: detail ?? null, checkedAt };
	await noteOfAccount(connection, found, now);
	const before = await notePartState(connection, found);
	return { kind: 'connection', ...(state === 'connected' && before !== undefined && before !== 'connected' && { isBack: true }) };
}

const maxStateLength = 65_536;

export function createMailbox({ database, change, now, wakeUps, pollMs }: ChannelDatabase, inbox: Pick<Inbox, 'oldestReceived'>): Mailbox {
	const order = (...[turn, holder, leaseMs, beginsEffects]: [Parameters<Mailbox['renew']>[0], string, number | undefined, boolean]) =>
		change(turn.conversation.tenant, (connection, time) =>
			orderTurn(connection, turn, { holder, until: time + (leaseMs ?? defaultLeaseMs) }, beginsEffects),
		);
	return {
		async apply(event, from, rules) {
			const { tenant, receipt } = from;
			// After power loss, a stored receipt is applied again.
			const options = { turn: conversationTurn(tenant), synced: receipt === null };
			const applied = await change(
				tenant,
				(connection, now, hashName) => applyEvent(connection, event, { from, rules, now, hashName }),
				options,
			);
			tellWork(wakeUps, turnWork);
			if (applied.kind === 'returned' || applied.kind === 'command' || (applied.kind === 'status' && applied.unsent))
				tellEvents(wakeUps, tenant);
			if (applied.kind === 'message' && applied.tellsDesk) tellWork(wakeUps, deskQueue.kind);
			if ('right' in applied) for (const kind of [sendQueue.kind, deskQueue.kind]) tellWork(wakeUps, kind);
			if ('right' in applied) tellEvents(wakeUps, tenant);
			if (rules.audio && event.kind === 'message' && event.content.some(lacksText)) tellWork(wakeUps, audioWork);
			return applied;
		},
		turns: createWorkQueue({
			database,
			kind: turnWork,
			now,
			wakeUps,
			pollMs,
			begin: beginTurn,
			giveUp: giveUpTurn,
			waits: `${isPaused} OR ${isIncomplete}`,
			// First, so that a request moving meanwhile is among the receipts.
			dueBefore: () => inbox.oldestReceived(),
			turnOf: conversationTurn,
		}),
		awaited: createWorkQueue({ database, kind: awaitedWork, now, wakeUps, pollMs, begin: beginAwaited, turnOf: conversationTurn }),
		endAwaited: async (awaited) => void (await change(awaited.conversation.tenant, (connection) => endAwaited(connection, awaited))),
		async renew(turn, holder, leaseMs) {
			const keep: Parameters<typeof change>[1] = (connection, time) => keepTurn(connection, turn, { holder, until: time + leaseMs });
			// Does not wait for other changes of the tenant: the lease could expire.
			const isKept = await change(turn.conversation.tenant, keep, {});
			return isKept === true ? 'go' : order(turn, holder, leaseMs, false);
		},
		beginEffects: (turn, holder) => order(turn, holder, undefined, true),
		async end(turn, holder, end, tell) {
			assertState(end);
			const { tenant } = turn.conversation;
			await change(tenant, async (connection, time) => {
				if ((await endTurn(connection, turn, holder, end, time)) && tell) await addEvent(connection, tenant, tell, time);
			});
			tellWork(wakeUps, turnWork);
			if (tell) tellEvents(wakeUps, tenant);
		},
		listDead: (tenant, filter, limit) => database.read(tenant, (connection) => listDeadTurns(connection, tenant, filter, limit)),
		async replay(tenant, filter) {
			const replayed = await change(tenant, (connection) => replayDeadTurns(connection, tenant, filter));
			tellWork(wakeUps, turnWork);
			return replayed;
		},
		async giveUpPublished(tenant, conversation, about, tell) {
			const given = await change(tenant, async (connection, time) => {
				const done = await giveUpPublished(connection, { tenant, conversation }, about, time);
				if (tell && done !== 'busy') for (const turn of done.turns) await addEvent(connection, tenant, tell(turn), time);
				return done;
			});
			tellWork(wakeUps, waitWork);
			tellEvents(wakeUps, tenant);
			return given;
		},
		countHeld: (tenant, filter) => database.read(tenant, (connection) => countHeld(connection, tenant, filter)),
		find: (tenant, id) =>
			database.read(tenant, async (connection): Promise<Conversation | undefined> => {
				const row = await findConversation(connection, tenant, id);
				return row && toConversation(row);
			}),
		list: (tenant, { channel, address, contact, mode }, limit) =>
			database.read(tenant, async (connection) => {
				const filters = Object.entries({ channel, address, contact, mode }).filter(
					(filter): filter is [string, string] => filter[1] !== undefined,
				);
				const condition = [
					'tenant = ?',
					...filters.map(([column]) => (column === 'address' ? '? IN (address, reply_address)' : `${column} = ?`)),
				].join(' AND ');
				const rows = await selectConversations(
					connection,
					`${condition} ORDER BY last_at DESC, id LIMIT ?`,
					tenant,
					...filters.map(([, value]) => value),
					limit,
				);
				return rows.map(toConversation);
			}),
		readMessages: (tenant, id, limit, session) =>
			database.read(tenant, async (connection) => {
				const [condition, values] = session === undefined ? ['1 = 1', []] : ['session = ?', [sessionOf(session)[1]]];
				const newest = await selectMessages(
					connection,
					{ tenant, id },
					`${condition} ORDER BY at DESC, number DESC LIMIT ?`,
					...values,
					limit,
				);
				return newest.reverse();
			}),
		async setMode(tenant, id, modeChange) {
			const changed = await change(tenant, async (connection, time, _hash, note) => {
				const row = await findConversation(connection, tenant, id);
				const details = { kind: 'mode', value: modeChange.mode };
				const act = { by: modeChange.by, object: { kind: 'conversation', value: id }, details };
				if (row) await note(tenant, { action: 'conversation.mode_changed', ...act });
				return row && { withdrawn: await changeMode(connection, row, modeChange, time) };
			});
			tellWork(wakeUps, turnWork);
			tellEvents(wakeUps, tenant);
			return changed;
		},
		expectEcho: (tenant, id, field, value, withinMs) =>
			change(tenant, (connection, time) => noteOwnWrite(connection, { tenant, id }, { field, value, until: time + withinMs })),
	};
}

/** After a crash, another process takes the turn within a minute. */
const defaultLeaseMs = 60_000;

function assertState(end: TurnEnd): void {
	if (end.kind !== 'done' || end.state === undefined) return;
	const { length } = JSON.stringify(end.state) ?? '';
	if (length <= maxStateLength) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The state of the conversation has ${length} characters of JSON, at most ${maxStateLength} are allowed.`,
		fix: 'Store long texts elsewhere and keep their ids in the state.',
	});
}
