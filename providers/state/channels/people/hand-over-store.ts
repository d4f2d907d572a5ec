import { describeSummary, describeUnanswered } from '../../../../core/conversations/hand-over/describe-summary';
import { planWrites } from '../../../../core/conversations/hand-over/plan-writes';
import type { Language } from '../../../../core/base/text/languages';
import type {
	DeskContent,
	HandedOver,
	HandOver,
	HandOvers,
	HandOverSettings,
	HandOverSummary,
	ModeEntry,
	NewHandOver,
} from '../../../../core/ports/channels/hand-overs';
import type { TakenWork } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import { createWorkQueue } from '../../work/work-queue';
import { tellWork } from '../../work/work-watch';
import { turnWork } from '../turn-works';
import { finishWork } from '../../work/work-rows';
import { endTurnOf } from '../burst-rows';
import type { ChannelDatabase } from '../channel-database';
import { logContact } from '../contacts/contact-rows';
import { type ConversationRow, createConversation, findByAddress, findConversation } from '../conversation-rows';
import { findDeskAddress, linkDesk } from './desk-links';
import { beginDeskWrite, deskQueue, noteDeskWrite, resetDeskWrite, selectWrites } from './desk-rows';
import { addDeskWrites, findByName, type HandOverRow, putHandOver, selectHandOvers, unansweredWork } from './hand-over-rows';
import { changeMode, endPause } from './mode-rows';
import { noteOwnWrite, writtenValue } from '../own-writes';
import { isPaused } from '../paused';
import { addSends, sendQueue } from '../send-rows';

const minuteMs = 60_000;
/** Writes of one desk at the same time: one that does not answer holds up no other. */
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
				// Those of turns that began again.
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
			const begun = await change(tenant, (connection, now) => begin(connection, { tenant, conversation, ...handOver }, now));
			tellWork(wakeUps, turnWork);
			tellWork(wakeUps, sendQueue.kind);
			tellDesks();
			return begun;
		},
		writes: createWorkQueue({ ...queue, kind: deskQueue.kind, perLane: maxOfOneDesk, begin: beginDeskWrite }),
		findAddress: (tenant, desk, conversation) =>
			database.read(tenant, async (connection) => {
				const row = await findConversation(connection, tenant, conversation);
				return row && findDeskAddress(connection, row, desk);
			}),
		link: (tenant, channel, conversation, address) =>
			change(tenant, async (connection) => {
				const row = await findConversation(connection, tenant, conversation);
				await linkDesk(connection, { tenant, channel, address }, row?.id ?? conversation);
			}),
		expectEcho: ({ tenant, desk, conversation }, field, value, withinMs) =>
			change(tenant, async (connection, now) => {
				const row = await openDeskConversation(connection, { tenant, desk, conversation }, now);
				if (row) await noteOwnWrite(connection, row, { field, value: writtenValue(value), until: now + withinMs });
			}),
		async noteWrite(work, outcome, retryAfterMs) {
			await change(work.tenant, (connection, time) => noteDeskWrite(connection, work, outcome, { now: time, retryAfterMs }));
			tellDesks();
		},
		async rewrite(tenant, channel, id) {
			const changed = await change(tenant, (connection, now) => resetDeskWrite(connection, { tenant, channel, id }, now));
			if (changed) tellDesks();
			return changed;
		},
		unanswered: createWorkQueue({ ...queue, kind: unansweredWork, begin: readUnanswered }),
		async endUnanswered(work, settings) {
			const ended = await change(work.tenant, (connection, time) => endUnanswered(connection, work, settings, time));
			tellWork(wakeUps, turnWork);
			tellDesks();
			return ended;
		},
		list: (tenant, { channel, conversation, before }, limit) =>
			database.read(tenant, async (connection) => {
				const { where, values } = toCondition({
					...{ 'tenant = ?': tenant, 'state <> ?': 'draft', 'channel = ?': channel, 'conversation = ?': conversation },
				});
				const rows = await selectHandOvers(
					connection,
					`${where} ${before ? 'AND (at, id) < (?, ?)' : ''} ORDER BY at DESC, id DESC LIMIT ?`,
					...[...values, ...(before ?? []), limit],
				);
				return toHandOvers(connection, rows);
			}),
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

async function toHandOvers(connection: StateConnection, rows: readonly HandOverRow[]): Promise<HandOver[]> {
	const all: HandOver[] = [];
	for (const { summary, ...row } of rows) {
		const writes = await selectWrites(connection, 'tenant = ? AND hand_over = ? ORDER BY number', row.tenant, row.id);
		const state = row.state as HandOver['state'];
		all.push({ ...row, state, language: row.language as Language, summary: JSON.parse(summary) as HandOverSummary, writes });
	}
	return all;
}

async function begin(
	connection: StateConnection,
	handOver: NewHandOver & { tenant: string; conversation: string },
	now: number,
): Promise<HandedOver> {
	const { tenant, key, reason, by, language, lastWords, settings, turn } = handOver;
	const before = await findByName(connection, tenant, key);
	if (before && before.state !== 'draft')
		return { kind: 'repeated', handOver: (await toHandOvers(connection, [before]))[0]!, withdrawn: 0 };
	const row = await findConversation(connection, tenant, handOver.conversation);
	if (row === undefined) return { kind: 'unknown-conversation' };
	await endPause(connection, row, now);
	const { id: conversation, mode } = row;
	// The last words answer what led to the hand-over.
	if (turn !== undefined && row.turn === turn) await endTurnOf(connection, row, true);
	const withdrawn = await changeMode(connection, row, { mode: 'person', until: null, by, reason }, now);
	if (mode === 'agent') await addSends(connection, row, lastWords, now);
	const told = handOver.summary ?? (before ? (JSON.parse(before.summary) as HandOverSummary) : {});
	const summary = { ...(await readKnown(connection, row)), ...told };
	// Who has it already need not be waited for.
	const answerBy = mode === 'person' || settings.unansweredMinutes === null ? null : now + settings.unansweredMinutes * minuteMs;
	const facts = { tenant, name: key, channel: row.channel, conversation, reason, summary, language, by };
	const id = await putHandOver(connection, { ...facts, state: mode === 'person' ? 'answered' : 'open', at: now, answerBy });
	const contents = planWrites(describeSummary(summary, reason, language), settings);
	await addDeskWrites(connection, { tenant, id, conversation, desk: settings.desk }, contents, now);
	const [stored] = await toHandOvers(connection, await selectHandOvers(connection, 'tenant = ? AND id = ?', tenant, id));
	return { kind: 'handed-over', handOver: stored!, withdrawn };
}

/** What the provider says of the customer, where the agent did not ask. */
async function readKnown(connection: StateConnection, { tenant, contact }: ConversationRow): Promise<HandOverSummary> {
	const known = await connection.get<{ name: string | null; phone: string | null }>(
		`SELECT name, (SELECT max(value) FROM contact_alias WHERE tenant = ? AND contact = ? AND kind = 'phone' AND proof = 'provider') AS phone
		FROM contact WHERE tenant = ? AND id = ?`,
		...[tenant, contact, tenant, contact],
	);
	return { ...(known?.name && { name: known.name }), ...(known?.phone && { phone: known.phone }) };
}

/** The conversation in the desk's channel, which may not have brought an event yet. */
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

const isOpen = `tenant = ? AND id = ? AND state = 'open'`;

async function readUnanswered(connection: StateConnection, { tenant, key }: TakenWork): Promise<HandOver | undefined> {
	return (await toHandOvers(connection, await selectHandOvers(connection, isOpen, tenant, key)))[0];
}

async function endUnanswered(connection: StateConnection, work: TakenWork, settings: HandOverSettings, now: number): Promise<boolean> {
	const { tenant, key: id } = work;
	if (!(await finishWork(connection, work))) return false;
	const [row] = await selectHandOvers(connection, isOpen, tenant, id);
	const owner = row && (await findConversation(connection, tenant, row.conversation));
	if (owner === undefined) return false;
	const { conversation, at, language } = row!;
	if (settings.whenUnanswered === 'agent') {
		await changeMode(connection, owner, { mode: 'agent', until: null, by: 'agent', reason: 'no person answered in time' }, now);
		return true;
	}
	await connection.run(`UPDATE hand_over SET state = 'escalated' WHERE tenant = ? AND id = ?`, tenant, id);
	const details = { channel: owner.channel, conversation, reason: 'no person answered in time' };
	await logContact(connection, { tenant, contact: owner.contact, kind: 'escalated', actor: 'agent', details }, now);
	const contents: DeskContent[] = [
		{ kind: 'note', text: describeUnanswered(at, language as Language) },
		{ kind: 'labels', labels: [settings.escalationLabel] },
	];
	await addDeskWrites(connection, { tenant, id, conversation, desk: settings.desk }, contents, now);
	return true;
}

const listedKinds = `('mode', 'command-refused', 'escalated')`;

async function listModes(
	connection: StateConnection,
	{ tenant, channel, limit }: { tenant: string; channel: string; limit: number },
): Promise<ModeEntry[]> {
	const rows = await connection.all<{ at: number; kind: ModeEntry['kind']; actor: string; details: string }>(
		`SELECT at, kind, actor, details FROM contact_log WHERE tenant = ? AND kind IN ${listedKinds} AND details LIKE ?
		ORDER BY at DESC, number DESC LIMIT ?`,
		...[tenant, `{"channel":${JSON.stringify(channel)},%`, limit],
	);
	return rows.map(({ details, ...row }) => {
		const { conversation, from, to, reason } = JSON.parse(details) as Record<string, string>;
		return { ...row, conversation: conversation!, ...(from !== undefined && { from, to }), ...(reason !== undefined && { reason }) };
	});
}
