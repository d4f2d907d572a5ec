import type { Language } from '../../../../core/base/text/languages';
import { originPrefix } from '../../../../core/conversations/find-facts';
import { describeSummary } from '../../../../core/conversations/hand-over/describe-summary';
import { planWrites } from '../../../../core/conversations/hand-over/plan-writes';
import type { HandedOver, HandOvers, HandOverSummary, ModeEntry, NewHandOver } from '../../../../core/ports/channels/hand-overs';
import type { StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import { createWorkQueue } from '../../work/work-queue';
import { tellWork } from '../../work/work-watch';
import { endTurnOf } from '../burst-rows';
import { readChannelRules } from '../channel-rules';
import type { HashName } from '../contacts/opted-out-rows';
import { isOptedOut } from '../contacts/opted-out-rows';
import { noteAnswer } from '../program-answers';
import { turnWork } from '../turn-works';
import type { ChannelDatabase } from '../channel-database';
import { createConversation, findByAddress, findConversation, readOrigin, type ConversationRow } from '../conversation-rows';
import { findDeskAddress, linkDesk } from './desk-links';
import { beginDeskWrite, deskQueue, noteDeskWrite, resetDeskWrite, selectLostNotes } from './desk-rows';
import { changeMode, endPause, isSwitchedOff } from './mode-rows';
import { addRelay } from './relay-rows';
import { addDeskWrites, findByName, isAsked, putHandOver, selectHandOvers, toHandOvers } from './hand-over-rows';
import { noteOwnWrite, writtenValue } from '../own-writes';
import { giveUpWrite } from '../give-up-unreadable';
import { isPaused } from '../paused';
import { addSends, maxHoldMs, sendQueue } from '../send-rows';
import { planWait } from './wait-works';

const minuteMs = 60_000;

async function beginHandOver(
	connection: StateConnection,
	handOver: NewHandOver & { tenant: string; conversation: string },
	now: number,
	hashName: HashName,
): Promise<HandedOver> {
	const { tenant, key, reason, by, language, lastWords, settings, pauseMs, turn } = handOver;
	const before = await findByName(connection, tenant, key);
	if (before && before.state !== 'draft')
		return { kind: 'repeated', handOver: (await toHandOvers(connection, [before]))[0]!, withdrawn: 0 };
	const row = await findConversation(connection, tenant, handOver.conversation);
	if (row === undefined) return { kind: 'unknown-conversation' };
	await endPause(connection, row, now);
	const { id: conversation, mode } = row;
	// Only last words answer the trigger; otherwise it waits for a person or the agent's return.
	if (turn !== undefined && row.turn === turn) await endTurnOf(connection, row, lastWords.length > 0);
	// Nobody needs to wait for a person who already has it.
	const isOut = await isOptedOut(connection, row, hashName);
	// A returning agent does not answer opted-out contacts.
	const isUntimed = settings.unansweredMinutes === null || (isOut && settings.whenUnanswered === 'agent');
	const answerBy = mode === 'person' || isUntimed ? null : now + settings.unansweredMinutes! * minuteMs;
	const until = pauseMs === null || isOut ? null : (answerBy ?? now) + pauseMs;
	const withdrawn = isSwitchedOff(row) ? 0 : await changeMode(connection, row, { mode: 'person', until, by, reason }, now);
	const promise = settings.desk === null || mode !== 'agent' ? undefined : handOver.promise;
	const dueAt = promise === undefined ? now : now + maxHoldMs;
	const said = lastWords.filter(({ byPerson }) => mode === 'agent' || byPerson);
	const sends = await addSends(connection, row, said, { now, hashName, dueAt });
	const told = handOver.summary ?? (before ? (JSON.parse(before.summary) as HandOverSummary) : {});
	const summary = { ...(await readKnown(connection, row)), ...told };
	const facts = { tenant, name: key, channel: row.channel, conversation, reason, summary, language, by };
	const id = await putHandOver(connection, { ...facts, state: mode === 'person' ? 'answered' : 'open', at: now, answerBy });
	// Last words of a process or workflow answer its messages like an agent's, so it gets them no more.
	if (turn === undefined && Array.isArray(sends) && sends.length > 0) await noteAnswer(connection, row, sends, {});
	if (mode !== 'person') await planWait(connection, row, answerBy ?? now + (await readChannelRules(connection, row)).personWaitMs);
	const origin = readOrigin(row)?.last;
	const note = {
		text: describeSummary(summary, reason, language, origin),
		...(promise !== undefined && { promise: { key: lastWords[0]!.key, text: promise } }),
	};
	const from = origin ? [`${originPrefix}${origin.name}`] : [];
	const contents = planWrites(note, { ...settings, labels: [...settings.labels, ...from] });
	await addDeskWrites(connection, { tenant, id, conversation, desk: settings.desk }, contents, now);
	const [stored] = await toHandOvers(connection, await selectHandOvers(connection, 'tenant = ? AND id = ?', tenant, id));
	return { kind: 'handed-over', handOver: stored!, withdrawn };
}

async function readKnown(connection: StateConnection, { tenant, contact }: ConversationRow): Promise<HandOverSummary> {
	const known = await connection.get<{ name: string | null; phone: string | null }>(
		`SELECT name, (SELECT max(value) FROM contact_alias WHERE tenant = ? AND contact = ? AND kind = 'phone' AND proof = 'provider') AS phone
		FROM contact WHERE tenant = ? AND id = ?`,
		tenant,
		contact,
		tenant,
		contact,
	);
	return { ...(known?.name && { name: known.name }), ...(known?.phone && { phone: known.phone }) };
}

/** Concurrent writes per desk, so that a silent desk delays no other. */
const maxOfOneDesk = 8;

export function createHandOvers({ database, change, now, wakeUps, pollMs }: ChannelDatabase): HandOvers {
	const queue = { database, now, wakeUps, pollMs, waits: isPaused };
	const tellDesks = () => tellWork(wakeUps, deskQueue.kind);
	return {
		draft: (tenant, conversation, name, { reason, summary, language }) =>
			change(tenant, async (connection, at) => {
				const row = await findConversation(connection, tenant, conversation);
				const before = await findByName(connection, tenant, name);
				if (row === undefined || (before && before.state !== 'draft')) return;
				// Drafts of restarted turns.
				await connection.run(`DELETE FROM hand_over WHERE tenant = ? AND conversation = ? AND state = 'draft'`, tenant, row.id);
				const facts = { tenant, name, channel: row.channel, conversation: row.id, reason, summary, language, by: 'agent' };
				await putHandOver(connection, { ...facts, state: 'draft', at, answerBy: null });
			}),
		findDraft: (tenant, name) =>
			database.read(tenant, async (connection) => {
				const row = await findByName(connection, tenant, name);
				return row?.state === 'draft' ? { reason: row.reason, language: row.language as Language } : undefined;
			}),
		async begin(tenant, conversation, handOver) {
			const begun = await change(tenant, async (connection, now, hashName, note) => {
				const done = await beginHandOver(connection, { tenant, conversation, ...handOver }, now, hashName);
				const object = { kind: 'conversation', value: conversation };
				if (done.kind === 'handed-over') await note(tenant, { action: 'conversation.handed_over', by: handOver.by, object });
				return done;
			});
			tellWork(wakeUps, turnWork);
			tellWork(wakeUps, sendQueue.kind);
			tellDesks();
			return begun;
		},
		writes: createWorkQueue({ ...queue, kind: deskQueue.kind, perLane: maxOfOneDesk, begin: beginDeskWrite, giveUp: giveUpWrite }),
		findAddress: (tenant, desk, conversation) =>
			database.read(tenant, async (connection) => {
				const row = await findConversation(connection, tenant, conversation);
				return row && findDeskAddress(connection, row, desk);
			}),
		link: (tenant, channel, conversation, address, { relays = false } = {}) =>
			change(tenant, async (connection) => {
				const row = await findConversation(connection, tenant, conversation);
				await linkDesk(connection, { tenant, channel, address }, row?.id ?? conversation);
				if (relays) await addRelay(connection, { tenant, channel, address }, row?.id ?? conversation);
			}),
		expectEcho: ({ tenant, desk, conversation }, field, value, withinMs) =>
			change(tenant, async (connection, now) => {
				const row = await openDeskConversation(connection, { tenant, desk, conversation }, now);
				if (row) await noteOwnWrite(connection, row, { field, value: writtenValue(value), until: now + withinMs });
			}),
		async noteWrite(work, outcome, retryAfterMs) {
			await change(work.tenant, (connection, time) => noteDeskWrite(connection, work, outcome, { now: time, retryAfterMs }));
			tellWork(wakeUps, sendQueue.kind);
			tellDesks();
		},
		async rewrite(tenant, channel, id) {
			const changed = await change(tenant, (connection, now) => resetDeskWrite(connection, { tenant, channel, id }, now));
			if (changed) tellDesks();
			return changed;
		},
		list: (tenant, { channel, conversation, isAsked: isOpen, before }, limit) =>
			database.read(tenant, async (connection) => {
				const { where, values } = toCondition({
					'tenant = ?': tenant,
					'state <> ?': 'draft',
					'channel = ?': channel,
					'conversation = ?': conversation,
				});
				const rows = await selectHandOvers(
					connection,
					`${where} ${isOpen ? `AND ${isAsked}` : ''} ${before ? 'AND (at, id) < (?, ?)' : ''} ORDER BY at DESC, id DESC LIMIT ?`,
					...values,
					...(before ?? []),
					limit,
				);
				return toHandOvers(connection, rows);
			}),
		listLostNotes: (tenant, channel, limit) => database.read(tenant, (connection) => selectLostNotes(connection, tenant, channel, limit)),
		listModes: (tenant, channel, limit) => database.read(tenant, (connection) => listModes(connection, { tenant, channel, limit })),
		countStopped: (tenant) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ channel: string; stopped: number }>(
					`SELECT channel, count(*) AS stopped FROM conversation WHERE tenant = ? AND mode = 'off' AND mode_by = 'breaker' GROUP BY channel`,
					tenant,
				);
				return new Map(rows.map(({ channel, stopped }) => [channel, Number(stopped)]));
			}),
	};
}

async function openDeskConversation(
	connection: StateConnection,
	{ tenant, desk, conversation }: { tenant: string; desk: string; conversation: string },
	now: number,
): Promise<ConversationRow | undefined> {
	const row = await findConversation(connection, tenant, conversation);
	if (row === undefined || row.channel === desk) return row;
	const address = await findDeskAddress(connection, row, desk);
	if (address === undefined) return undefined;
	const known = await findByAddress(connection, { tenant, channel: desk, address });
	return known ?? createConversation(connection, { tenant, channel: desk, address, contact: row.contact }, now);
}

const listedKinds = `('mode', 'command-refused', 'escalated', 'left', 'no-follow-up', 'no-basis')`;

async function listModes(
	connection: StateConnection,
	{ tenant, channel, limit }: { tenant: string; channel: string; limit: number },
): Promise<ModeEntry[]> {
	const rows = await connection.all<{ at: number; kind: ModeEntry['kind']; actor: string; details: string }>(
		`SELECT at, kind, actor, details FROM contact_log WHERE tenant = ? AND kind IN ${listedKinds} AND details LIKE ?
		ORDER BY at DESC, number DESC LIMIT ?`,
		tenant,
		`{"channel":${JSON.stringify(channel)},%`,
		limit,
	);
	return rows.map(({ details, ...row }) => {
		const { conversation, from, to, reason } = JSON.parse(details) as Record<string, string>;
		return { ...row, conversation: conversation!, ...(from !== undefined && { from, to }), ...(reason !== undefined && { reason }) };
	});
}
