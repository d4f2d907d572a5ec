import { isDeepStrictEqual } from 'node:util';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import type { Answered, Enqueued, EnqueueOptions, NewSend, SendState } from '../../../core/ports/channels/outbox';
import type { StateConnection } from '../../database/state-database';
import type { NoteAct } from '../audit/audited-database';
import { readOr } from '../work/unreadable-row';
import type { HashName } from './contacts/opted-out-rows';
import { type ConversationRow, findConversation } from './conversation-rows';
import { giveUpPublished } from './held-turns';
import { withdrawPassed } from './passed-texts';
import { endPause } from './people/mode-rows';
import { takeOver } from './people/take-over';
import { findLast, noteAnswer } from './program-answers';
import { openSend, unreadableContent } from './sealed/message-text';
import { addSends } from './send-rows';

interface Enqueuing {
	tenant: string;
	conversation: string;
	sends: readonly NewSend[];
	evenIfSilent: boolean;
	answers: Answered | undefined;
	takesOver: EnqueueOptions['takesOver'];
}

interface EnqueueWork {
	now: number;
	hashName: HashName;
	note: NoteAct;
}

/** Adds nothing if a person has the conversation, or the contact must not be contacted. */
export async function enqueue(
	connection: StateConnection,
	{ tenant, conversation, sends, evenIfSilent, answers, takesOver }: Enqueuing,
	{ now, hashName, note }: EnqueueWork,
): Promise<Enqueued> {
	const row = await findConversation(connection, tenant, conversation);
	if (row === undefined) return { kind: 'unknown-conversation' };
	await endPause(connection, row, now);
	if (takesOver) return enqueueByPerson(connection, row, sends, takesOver, { now, hashName, note });
	if (row.mode !== 'agent' && !evenIfSilent) {
		// The process believes it has answered, and does not return. People keep theirs.
		const reason = 'The agent was switched off when the process answered: nothing was sent.';
		if (answers) await giveUpPublished(connection, { tenant, conversation }, { ...answers, reason, isAnswered: true }, now);
		return { kind: 'silent', mode: row.mode };
	}
	if (answers) await withdrawPassed(connection, row, now);
	const ids = await addSends(connection, row, sends, { now, hashName, answers: answers && (await findLast(connection, row, answers)) });
	if (!Array.isArray(ids)) {
		const reason = 'What the process answered was not sent: no legal basis for it is recorded.';
		if (answers && ids === 'no-basis')
			await giveUpPublished(connection, { tenant, conversation }, { ...answers, reason, isAnswered: true }, now);
		return { kind: ids };
	}
	if (answers) await noteAnswer(connection, row, ids, answers);
	return { kind: 'queued', ids };
}

/** Takes the conversation over and adds the person's message atomically. A repeated message takes nothing over. */
async function enqueueByPerson(
	connection: StateConnection,
	row: ConversationRow,
	sends: readonly NewSend[],
	{ by, pauseMs, nextKey }: NonNullable<EnqueueOptions['takesOver']>,
	{ now, hashName, note }: EnqueueWork,
): Promise<Enqueued> {
	const isRepeated = await isStored(connection, row, sends, nextKey);
	const ids = await addSends(connection, row, sends, { now, hashName });
	if (!Array.isArray(ids)) return { kind: ids };
	if (isRepeated) return { kind: 'queued', ids };
	const wasAgents = row.mode === 'agent';
	const { withdrawn } = await takeOver({ connection, rules: { pauseMs }, now, arrivedAt: now }, row, by);
	await note(row.tenant, { action: 'conversation.answered', by, object: { kind: 'conversation', value: row.id } });
	return { kind: 'queued', ids, takeOver: { wasAgents, withdrawn } };
}

/** Detects a repeated message. @throws TroupeError STATE_CONFLICT if the parts differ in content or number */
async function isStored(connection: StateConnection, row: ConversationRow, sends: readonly NewSend[], nextKey: string): Promise<boolean> {
	const stored: Array<Awaited<ReturnType<typeof findStored>>> = [];
	for (const key of [...sends.map((send) => send.key), nextKey]) stored.push(await findStored(connection, row, key));
	const first = stored.find((one) => one !== undefined);
	if (first === undefined) return false;
	const wanted = [...sends.map(({ content }) => content), undefined];
	if (stored.every((one, index) => isDeepStrictEqual(one?.content, wanted[index]))) return true;
	const at = toIso(first.createdAt);
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The key of this message names another one: ${first.id}, of ${at}, which is ${first.state}. Nothing was stored.`,
		fix: `Read what the customer gets with \`troupe conversation show ${row.id}\`. If they are to get this text too, send it with a new key.`,
		details: { conversation: row.id, send: first.id, state: first.state, createdAt: at },
	});
}

async function findStored(connection: StateConnection, { tenant, id: conversation }: ConversationRow, key: string) {
	const row = await connection.get<{ id: string; content: string; state: SendState; createdAt: number }>(
		'SELECT id, content, state, created_at AS "createdAt" FROM outgoing WHERE tenant = ? AND name = ?',
		tenant,
		key,
	);
	return (
		row && { ...row, content: await readOr(openSend(connection, { tenant, conversation, id: row.id }, row.content), unreadableContent) }
	);
}
