import { TroupeError } from '../../../core/base/errors';
import type { Conversation, Mailbox, TurnEnd } from '../../../core/ports/channels/mailbox';
import { lacksText } from '../../../core/ports/channels/message-content';
import { tellEvents } from '../events/event-database';
import { addEvent } from '../events/event-rows';
import { createWorkQueue } from '../work/work-queue';
import { tellWork } from '../work/work-watch';
import { applyEvent } from './apply-event';
import { audioWork } from './audios/audio-works';
import type { ChannelDatabase } from './channel-database';
import { conversationTurn } from './channel-schema';
import type { Inbox } from './receipts/inbox';
import { awaitedWork, beginAwaited, endAwaited } from './awaited-runs';
import { findConversation, selectConversations, sessionOf, toConversation } from './conversation-rows';
import { selectMessages } from './message-rows';
import { giveUpTurn } from './give-up-unreadable';
import { countHeld, giveUpPublished } from './held-turns';
import { listDeadTurns, replayDeadTurns } from './dead-turns';
import { deskQueue } from './people/desk-rows';
import { changeMode } from './people/mode-rows';
import { waitWork } from './people/wait-works';
import { noteOwnWrite } from './own-writes';
import { sendQueue } from './send-rows';
import { isPaused } from './paused';
import { beginTurn, endTurn, isIncomplete, keepTurn, orderTurn } from './turn-rows';
import { turnWork } from './turn-works';

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
			...{ database, kind: turnWork, now, wakeUps, pollMs, begin: beginTurn, giveUp: giveUpTurn },
			waits: `${isPaused} OR ${isIncomplete}`,
			// First, so that a request moving meanwhile is among the receipts.
			dueBefore: () => inbox.oldestReceived(),
			turnOf: conversationTurn,
		}),
		awaited: createWorkQueue({ ...{ database, kind: awaitedWork, now, wakeUps, pollMs, begin: beginAwaited }, turnOf: conversationTurn }),
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
					...[tenant, ...filters.map(([, value]) => value), limit],
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
