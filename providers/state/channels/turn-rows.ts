import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { Turn, TurnEnd, TurnOrder } from '../../../core/ports/channels/mailbox';
import type { TakenWork } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { addWork } from '../work/work-rows';
import { awaitRun } from './awaited-runs';
import { noteAgentState } from './channel-states';
import { clearTurn, endTurnOf, findWaiting, scheduleTurn, waitsForTurn } from './burst-rows';
import { logContact } from './contacts/contact-log';
import { findConversation, toConversation, updateConversation } from './conversation-rows';
import { selectMessages } from './message-rows';
import { markDead } from './dead-turns';
import { endPause } from './people/mode-rows';
import { hasUnanswered } from './program-answers';
import { newId } from './new-id';
import { planFollowUp } from './people/follow-up-rows';
import { readFollowUpTurn } from './people/follow-up-turns';
import { cancelWait, planWait } from './people/wait-works';
import { renewSession } from './session-agent';
import { prolongTurn, returnTurn } from './turn-works';

/** Even a contact who writes constantly gets an answer. */
const maxRestarts = 3;
/** Max counted time in which no process took a turn that waits for an unavailable dependency. */
const maxOverdueMs = 60_000;

interface Hold {
	holder: string;
	until: number;
}

/** SQL condition on a turn's row of `work`: a message of its burst is not yet applied. A failed receipt has a reason. */
export const isIncomplete = `EXISTS (SELECT 1 FROM receipt WHERE receipt.tenant = work.tenant AND receipt.channel = work.lane
	AND receipt.try_at IS NOT NULL AND receipt.reason IS NULL AND receipt.received_at <= work.due_at)`;

/** Ends a turn with nothing to answer; a turn of a silenced agent waits. */
export async function beginTurn(connection: StateConnection, work: TakenWork, now: number): Promise<Turn | undefined> {
	const row = await findConversation(connection, work.tenant, work.key);
	if (row?.id !== work.key) return undefined; // joined into another conversation
	await endPause(connection, row, now);
	if (row.mode !== 'agent') {
		const { tenant, kind, key, lane } = work;
		return row.modeUntil === null ? undefined : void (await addWork(connection, { tenant, kind, key, lane, dueAt: row.modeUntil }));
	}
	// Ends obsolete follow-ups.
	const followUp = await readFollowUpTurn(connection, row, now);
	const { since } = await findWaiting(connection, row);
	// Continues a crashed turn, unless nothing was seen of it and more is to answer.
	const isContinued = row.turn !== null && (row.turnEffects === 1 || since === null);
	if (row.turn !== null && !isContinued) await clearTurn(connection, row, false);
	const id = isContinued ? row.turn! : newId(now);
	if (!isContinued) {
		await connection.run(`UPDATE message SET turn = ? WHERE tenant = ? AND conversation = ? AND ${waitsForTurn}`, id, row.tenant, row.id);
	}
	// The agent that caused effects ends the turn.
	if (!isContinued || row.turnEffects === 0) await renewSession(connection, row, id, { now, usual: defaultMailboxRules });
	const messages = await selectMessages(
		connection,
		{ tenant: row.tenant, id: row.id, isStrict: true },
		'turn = ? AND waits = 1 ORDER BY at, number',
		id,
	);
	if (messages.length === 0 && followUp === undefined) return void (await clearTurn(connection, row, true));
	const { attempts } = row;
	// Downtime of processes does not count as waiting.
	const awayMs = row.awayMs === 0 ? 0 : row.awayMs + Math.min(now - work.dueAt, maxOverdueMs);
	const hasEffects = isContinued && row.turnEffects === 1;
	const begun = { turn: id, turnEffects: Number(hasEffects), attempts: attempts + 1, awayMs, heldUntil: null };
	await updateConversation(connection, row, begun);
	return { id, conversation: toConversation(row), messages, ...(followUp && { followUp }), attempts, awayMs, hasEffects };
}

type Held = Pick<Turn, 'id'> & { conversation: { tenant: string; id: string } };

/** Extends a turn's hold without reading state that can change concurrently. @returns false if `orderTurn` must check */
export const keepTurn = (connection: StateConnection, { id, conversation }: Held, { holder, until }: Hold): Promise<boolean> =>
	prolongTurn(connection, conversation, holder, until, {
		sql: `EXISTS (SELECT 1 FROM conversation WHERE conversation.tenant = work.tenant AND conversation.id = work.key AND joined_into IS NULL AND turn = ?
			AND (turn_effects = 1 OR NOT EXISTS (SELECT 1 FROM message WHERE message.tenant = conversation.tenant
			AND message.conversation = conversation.id AND message.waits = 1 AND message.turn IS NULL AND begins_turn = 1)))`,
		values: [id],
	});

export async function orderTurn(connection: StateConnection, turn: Held, hold: Hold, beginsEffects: boolean): Promise<TurnOrder> {
	const row = await findConversation(connection, turn.conversation.tenant, turn.conversation.id);
	if (row === undefined || row.turn !== turn.id || !(await prolongTurn(connection, row, hold.holder, hold.until))) {
		// A takeover ended the turn; another worker has it only if it is held.
		return row !== undefined && row.mode !== 'agent' ? 'stop' : 'lost';
	}
	if (row.turnEffects === 0 && row.restarts < maxRestarts && (await findWaiting(connection, row)).since !== null) {
		await endTurnOf(connection, row, false);
		await updateConversation(connection, row, { restarts: row.restarts + 1, attempts: row.attempts - 1 });
		await scheduleTurn(connection, row);
		return 'restart';
	}
	if (beginsEffects) await updateConversation(connection, row, { turnEffects: 1 });
	return 'go';
}

/** Ends the holder's turn; another's stays unchanged. @returns true if the holder had it */
export async function endTurn(connection: StateConnection, turn: Held, holder: string, end: TurnEnd, now: number): Promise<boolean> {
	const row = await findConversation(connection, turn.conversation.tenant, turn.conversation.id);
	if (row === undefined || row.turn !== turn.id || !(await prolongTurn(connection, row, holder, now))) return false;
	await noteAgentState(connection, row, end, now);
	if (end.kind === 'failed') {
		const attempts = end.isAway || end.isStopped ? row.attempts - 1 : row.attempts;
		const awayMs = end.isAway ? row.awayMs + end.afterMs : 0;
		await returnTurn(connection, row, holder, now + end.afterMs);
		await updateConversation(connection, row, { attempts, awayMs });
		return true;
	}
	if (end.kind === 'dead') await markDead(connection, row);
	const isFollowUp = row.followUp !== null;
	if (end.kind === 'done' && end.awaitsRun) await awaitRun(connection, row, turn.id, now);
	await endTurnOf(connection, row, true);
	await updateConversation(connection, row, { attempts: 0, awayMs: 0, restarts: 0 });
	if (end.kind === 'done' && end.state !== undefined) await updateConversation(connection, row, { state: JSON.stringify(end.state) });
	if (end.kind === 'dead') {
		const { tenant, contact, channel, id } = row;
		const details = { channel, conversation: id, turn: turn.id, reason: end.reason };
		await logContact(connection, { tenant, contact, kind: isFollowUp ? 'no-follow-up' : 'turn-dead', actor: 'agent', details }, now);
		// An announced wait for the agent is now a wait for a person.
		if (!isFollowUp) await planWait(connection, row, now);
	}
	if (isFollowUp) await planFollowUp(connection, row);
	const waits = await scheduleTurn(connection, row);
	if (!waits && end.kind === 'done' && !(await hasUnanswered(connection, row))) await cancelWait(connection, row);
	return true;
}
