import type { ChannelsOfTenant, Turn, TurnEnd, TurnOrder } from '../../../core/ports';
import type { StateConnection } from '../../../database/state-database';
import { clearTurn, findWaiting, scheduleTurn, waitsForTurn } from './burst-rows';
import { logContact } from './contacts/contact-rows';
import {
	type ConversationRow,
	findConversation,
	selectConversations,
	selectMessages,
	toConversation,
	updateConversation,
} from './conversation-rows';
import { markDead } from './dead-turns';
import { endPause } from './people/mode-rows';
import { newId } from './new-id';
import { ofChannels } from './of-channels';
import { isNotPaused } from './paused';

/** A contact who writes all the time gets an answer nevertheless. */
const maxRestarts = 3;
/** The most that is counted of the time in which no process took a turn that waits for something that is away. */
const maxOverdueMs = 60_000;
/** Further due conversations wait for the next call. */
const lookedAt = 20;

interface Hold {
	holder: string;
	now: number;
	until: number;
}

interface Selection {
	/** Undefined: of all tenants. */
	of?: ChannelsOfTenant;
	/** When the oldest request was received that is not a delivery yet. */
	oldestReceived?: number;
}

/** Conditions on a conversation: no message of its burst is still to be applied. A delivery that failed has a reason. */
const isComplete = `NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.tenant = conversation.tenant AND delivery.channel = conversation.channel
	AND delivery.try_at IS NOT NULL AND delivery.reason IS NULL AND delivery.received_at <= conversation.due_at)`;

export async function takeTurn(connection: StateConnection, hold: Hold, { of, oldestReceived }: Selection): Promise<Turn | undefined> {
	const whose = ofChannels('conversation', of);
	const dueBefore = Math.min(hold.now, oldestReceived === undefined ? Infinity : oldestReceived - 1);
	const condition = `due_at <= ? AND ${isNotPaused('conversation')} AND ${isComplete}${whose.condition}`;
	const due = await selectConversations(connection, `${condition} ORDER BY due_at LIMIT ${lookedAt}`, dueBefore, ...whose.values);
	for (const row of due) {
		const turn = await beginTurn(connection, row, hold);
		if (turn) return turn;
	}
	return undefined;
}

async function beginTurn(connection: StateConnection, row: ConversationRow, { holder, now, until }: Hold): Promise<Turn | undefined> {
	await endPause(connection, row, now);
	if (row.mode !== 'agent') return void (await updateConversation(connection, row, { dueAt: row.modeUntil, holder: null }));
	const { since } = await findWaiting(connection, row);
	// A turn whose worker stopped is continued, unless nothing of it was seen and there is more to answer.
	const isContinued = row.turn !== null && (row.turnEffects === 1 || since === null);
	if (row.turn !== null && !isContinued) await clearTurn(connection, row, false);
	const id = isContinued ? row.turn! : newId(now);
	if (!isContinued) {
		await connection.run(`UPDATE message SET turn = ? WHERE tenant = ? AND conversation = ? AND ${waitsForTurn}`, id, row.tenant, row.id);
	}
	const messages = await selectMessages(connection, row, 'turn = ? AND waits = 1 ORDER BY at, number', id);
	if (messages.length === 0) {
		await clearTurn(connection, row, true);
		return void (await updateConversation(connection, row, { dueAt: null }));
	}
	const { attempts } = row;
	// Turns of processes that were down waited for nobody.
	const awayMs = row.awayMs === 0 ? 0 : row.awayMs + Math.min(now - row.dueAt!, maxOverdueMs);
	const hasEffects = isContinued && row.turnEffects === 1;
	await updateConversation(connection, row, {
		...{ turn: id, turnEffects: Number(hasEffects), holder, dueAt: until, attempts: attempts + 1, awayMs, heldUntil: null },
	});
	return { id, conversation: toConversation(row), messages, attempts, awayMs, hasEffects };
}

type Held = Pick<Turn, 'id'> & { conversation: { tenant: string; id: string } };

/** Keeps a turn that goes on, without a look at anything that other changes could change meanwhile. @returns false if `orderTurn` has to look */
export async function keepTurn(connection: StateConnection, { id, conversation }: Held, { holder, until }: Hold): Promise<boolean> {
	const kept = await connection.run(
		`UPDATE conversation SET due_at = ? WHERE tenant = ? AND id = ? AND joined_into IS NULL AND turn = ? AND holder = ?
		AND (turn_effects = 1 OR NOT EXISTS (SELECT 1 FROM message WHERE message.tenant = conversation.tenant
		AND message.conversation = conversation.id AND ${waitsForTurn} AND begins_turn = 1))`,
		...[until, conversation.tenant, conversation.id, id, holder],
	);
	return kept > 0;
}

/** Says whether a turn goes on. If not, it is over in the store too. */
export async function orderTurn(connection: StateConnection, turn: Held, hold: Hold, beginsEffects: boolean): Promise<TurnOrder> {
	const row = await findConversation(connection, turn.conversation.tenant, turn.conversation.id);
	if (row === undefined || row.turn !== turn.id || row.holder !== hold.holder) {
		// Whoever took over ended the turn; another worker has it only if somebody holds it.
		return row !== undefined && row.mode !== 'agent' ? 'stop' : 'lost';
	}
	if (row.turnEffects === 0 && row.restarts < maxRestarts && (await findWaiting(connection, row)).since !== null) {
		await clearTurn(connection, row, false);
		await updateConversation(connection, row, { restarts: row.restarts + 1, attempts: row.attempts - 1 });
		await scheduleTurn(connection, row);
		return 'restart';
	}
	await updateConversation(connection, row, { dueAt: hold.until, ...(beginsEffects && { turnEffects: 1 }) });
	return 'go';
}

/** Ends a turn that the holder has. What another took in the meantime stays as it is. */
export async function endTurn(connection: StateConnection, turn: Held, holder: string, end: TurnEnd, now: number): Promise<void> {
	const row = await findConversation(connection, turn.conversation.tenant, turn.conversation.id);
	if (row === undefined || row.turn !== turn.id || row.holder !== holder) return;
	if (end.kind === 'failed') {
		const attempts = end.isAway || end.isStopped ? row.attempts - 1 : row.attempts;
		const awayMs = end.isAway ? row.awayMs + end.afterMs : 0;
		return updateConversation(connection, row, { holder: null, dueAt: now + end.afterMs, attempts, awayMs });
	}
	if (end.kind === 'dead') await markDead(connection, row);
	await clearTurn(connection, row, true);
	await updateConversation(connection, row, { attempts: 0, awayMs: 0, restarts: 0 });
	if (end.kind === 'done' && end.state !== undefined) await updateConversation(connection, row, { state: JSON.stringify(end.state) });
	if (end.kind === 'dead') {
		const { tenant, contact, id } = row;
		const details = { conversation: id, turn: turn.id, reason: end.reason };
		await logContact(connection, { tenant, contact, kind: 'turn-dead', actor: 'agent', details }, now);
	}
	await scheduleTurn(connection, row);
}
