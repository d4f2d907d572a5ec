import { detectLanguage } from '../../../../core/base/text/language';
import type { Language } from '../../../../core/base/text/languages';
import { describeMissed, describeWait } from '../../../../core/conversations/hand-over/describe-wait';
import { readWords } from '../../../../core/conversations/hand-over/describe-unsent';
import { nameWaitText } from '../../../../core/conversations/outbox/own-texts';
import type { DeskContent, HandOverSettings } from '../../../../core/ports/channels/hand-overs';
import type { PeopleFacts } from '../../../../core/ports/channels/people-facts';
import type { UntoldConversation } from '../../../../core/ports/channels/waits';
import type { TakenWork } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { addEvent } from '../../events/event-rows';
import { readOr } from '../../work/unreadable-row';
import { addWork, finishWork } from '../../work/work-rows';
import { logContact } from '../contacts/contact-log';
import type { HashName } from '../contacts/opted-out-rows';
import { type ConversationRow, findConversation } from '../conversation-rows';
import { openMessage } from '../sealed/message-text';
import { addSends } from '../send-rows';
import { findWaits, type Wait } from './find-waits';
import { addDeskWrites, type HandOverRow, toHandOvers } from './hand-over-rows';
import { changeMode, isSwitchedOff } from './mode-rows';
import { planWait } from './wait-works';

async function findWait(connection: StateConnection, row: ConversationRow): Promise<Wait | undefined> {
	const wait = (await findWaits(connection, row.tenant, [row])).get(row.id);
	if (wait === undefined) return undefined;
	const told = await connection.get(
		'SELECT 1 AS one FROM late_conversation WHERE tenant = ? AND conversation = ? AND waits_for = ? AND since = ?',
		row.tenant,
		row.id,
		wait.waitsFor,
		wait.since,
	);
	return told ? undefined : wait;
}

export async function beginWait(connection: StateConnection, work: TakenWork, now: number): Promise<UntoldConversation | undefined> {
	const { tenant, kind, key, lane } = work;
	const row = await findConversation(connection, tenant, key);
	if (row?.id !== key) return undefined; // joined into another conversation
	const wait = await findWait(connection, row);
	if (wait === undefined) return undefined;
	const dueAt = wait.isUnheard ? Math.max(wait.dueAt, now + lookMs) : wait.dueAt;
	if (dueAt > now) return void (await addWork(connection, { tenant, kind, key, lane, dueAt }));
	const { waitsFor, since, hasAnswer, handOver, run } = wait;
	const [open] = handOver?.state === 'open' ? await toHandOvers(connection, [handOver]) : [];
	const { channel, mode } = row;
	const labels = JSON.parse(row.labels) as string[];
	return {
		tenant,
		channel,
		conversation: key,
		waitsFor,
		since,
		mode,
		labels,
		...(hasAnswer && { hasAnswer }),
		...(run !== undefined && { run }),
		...(open && { handOver: open }),
	};
}

const lookMs = 60_000;

/** Reports a wait, or returns the agent. @returns false if answered meanwhile */
export async function tellWait(
	connection: StateConnection,
	work: TakenWork,
	settings: HandOverSettings,
	{ now, hashName, people }: { now: number; hashName: HashName; people: PeopleFacts },
): Promise<boolean> {
	if (!(await finishWork(connection, work))) return false;
	const row = await findConversation(connection, work.tenant, work.key);
	const wait = row?.id === work.key ? await findWait(connection, row) : undefined;
	if (row === undefined || wait === undefined) return false;
	if (wait.dueAt > now || wait.isUnheard) return planWait(connection, row, Math.max(wait.dueAt, now + lookMs)).then(() => false);
	const { handOver, isUnheard: _, ...late } = wait;
	const isTimed = handOver?.state === 'open' && handOver.answerBy !== null;
	if (isTimed && settings.whenUnanswered === 'agent' && !isSwitchedOff(row)) {
		await returnAgent(connection, row, handOver, { now, hashName });
		return true;
	}
	await noteTold(connection, row, late, now);
	const escalates = isTimed && settings.whenUnanswered === 'escalate';
	if (escalates) await escalate(connection, row, handOver, now);
	const language = handOver ? (handOver.language as Language) : await readLanguage(connection, row, people.language);
	const note = { kind: 'note' as const, text: describeWait({ ...late, conversation: row.id }, language, people.timeZone) };
	const contents: DeskContent[] = escalates ? [note, { kind: 'labels', labels: [settings.escalationLabel] }] : [note];
	const about = { tenant: row.tenant, id: handOver?.id ?? row.id, conversation: row.id, desk: settings.desk };
	await addDeskWrites(connection, about, contents, now);
	return true;
}

/** Lets the agent answer. If nothing is left to answer, the customer learns once the time for people is over that no person did. */
async function returnAgent(
	connection: StateConnection,
	row: ConversationRow,
	handOver: HandOverRow,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<void> {
	await changeMode(connection, row, { mode: 'agent', until: null, by: 'agent', reason: 'no person answered in time' }, now);
	const wait = await findWait(connection, row);
	if (wait?.handOver === undefined) return;
	const key = nameWaitText({ conversation: row.id, waitsFor: 'missed', since: wait.since });
	const text = describeMissed(handOver.language as Language);
	await addSends(connection, row, [{ key, content: { kind: 'text', text } }], { now, hashName });
	await planWait(connection, row, Math.max(wait.dueAt, now));
}

async function noteTold(
	connection: StateConnection,
	{ tenant, channel, id: conversation }: ConversationRow,
	{ waitsFor, since }: Pick<Wait, 'waitsFor' | 'since'>,
	now: number,
): Promise<void> {
	await connection.run(
		`INSERT INTO late_conversation (tenant, conversation, channel, waits_for, since, told_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (tenant, conversation) DO UPDATE SET waits_for = ?4, since = ?5, told_at = ?6`,
		tenant,
		conversation,
		channel,
		waitsFor,
		since,
		now,
	);
	const data = { channel, conversation, waitsFor, minutes: Math.floor((now - since) / 60_000) };
	await addEvent(connection, tenant, { type: 'conversation.waiting', data, key: `wait ${conversation} ${waitsFor} ${since}` }, now);
}

async function escalate(connection: StateConnection, row: ConversationRow, { id }: HandOverRow, now: number): Promise<void> {
	await connection.run(`UPDATE hand_over SET state = 'escalated' WHERE tenant = ? AND id = ?`, row.tenant, id);
	const details = { channel: row.channel, conversation: row.id, reason: 'no person answered in time' };
	await logContact(connection, { tenant: row.tenant, contact: row.contact, kind: 'escalated', actor: 'agent', details }, now);
}

async function readLanguage(connection: StateConnection, { tenant, id }: ConversationRow, usual: Language | undefined): Promise<Language> {
	const last = await connection.get<{ number: number; content: string }>(
		`SELECT number, content FROM message WHERE tenant = ? AND conversation = ? AND author = 'contact' ORDER BY number DESC LIMIT 1`,
		tenant,
		id,
	);
	const content =
		last === undefined ? [] : await readOr(openMessage(connection, { tenant, conversation: id, number: last.number }, last.content), []);
	return detectLanguage(content.map(readWords).join(' '), usual);
}
