import { originPrefix } from '../../../../core/conversations/find-facts';
import { describeSummary } from '../../../../core/conversations/hand-over/describe-summary';
import { planWrites } from '../../../../core/conversations/hand-over/plan-writes';
import type { HandedOver, HandOverSummary, NewHandOver } from '../../../../core/ports/channels/hand-overs';
import type { StateConnection } from '../../../database/state-database';
import { endTurnOf } from '../burst-rows';
import { readChannelRules } from '../channel-rules';
import { type HashName, isOptedOut } from '../contacts/opted-out-rows';
import { type ConversationRow, findConversation, readOrigin } from '../conversation-rows';
import { noteAnswer } from '../program-answers';
import { addDeskWrites, findByName, toHandOvers, putHandOver, selectHandOvers } from './hand-over-rows';
import { changeMode, endPause, isSwitchedOff } from './mode-rows';
import { addSends, maxHoldMs } from '../send-rows';
import { planWait } from './wait-works';

const minuteMs = 60_000;

export async function beginHandOver(
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
		...[tenant, contact, tenant, contact],
	);
	return { ...(known?.name && { name: known.name }), ...(known?.phone && { phone: known.phone }) };
}
