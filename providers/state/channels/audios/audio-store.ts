import { audioLeaseMs, type AudioRecord, type Audios, type AudioState, type AudioTask } from '../../../../core/ports/channels/audios';
import type { AnsweredAudio } from '../../../../core/ports/channels/audios';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import type { PeopleFacts } from '../../../../core/ports/channels/people-facts';
import type { TakenWork } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import { createWorkQueue } from '../../work/work-queue';
import { tellWork } from '../../work/work-watch';
import { hearSpoken } from '../contacts/apply-right';
import type { HashName } from '../contacts/opted-out-rows';
import { deskQueue } from '../people/desk-rows';
import { sealMessage } from '../sealed/message-text';
import { sendQueue } from '../send-rows';
import { tellEvents } from '../../events/event-database';
import { turnWork } from '../turn-works';
import { finishWork, renewWork, retryWork } from '../../work/work-rows';
import type { ChannelDatabase } from '../channel-database';
import { byKey, findAudio, keyOf, placeResult, readContent, type AudioRow } from './audio-rows';
import { addTranscriptWork, audioWork, transcriptWork } from './audio-works';

/** Polls of unfinished turns back off. */
const minLookMs = 1_000;
const maxLookMs = 600_000;

async function beginForgetting(connection: StateConnection, work: TakenWork, now: number): Promise<AnsweredAudio | undefined> {
	const row = await findAudio(connection, work);
	if (row?.state !== 'transcribed') return undefined;
	if (await isAnswered(connection, row)) return toAnswered(connection, row);
	const lookMs = Math.min(Math.max((now - row.endedAt!) / 2, minLookMs), maxLookMs);
	await finishWork(connection, work);
	await addTranscriptWork(connection, work, Math.round(now + lookMs));
	return undefined;
}

async function isAnswered(connection: StateConnection, { tenant, conversation, texts }: AudioRow): Promise<boolean> {
	for (const number of JSON.parse(texts) as number[]) {
		const waiting = await connection.get(`SELECT 1 AS one FROM message WHERE ${byKey} AND waits = 1`, tenant, conversation, number);
		if (waiting !== undefined) return false;
	}
	return true;
}

async function toAnswered(connection: StateConnection, row: AudioRow): Promise<AnsweredAudio> {
	const { tenant, channel, conversation, number } = row;
	const content: MessageContent[] = [];
	for (const at of JSON.parse(row.texts) as number[]) content.push(...(await readContent(connection, { ...row, number: at })));
	return { tenant, channel, conversation, number, content, keeps: row.keeps === 'summary' ? 'summary' : 'nothing' };
}

async function forgetText(connection: StateConnection, work: TakenWork, summaries: ReadonlyMap<number, string>): Promise<boolean> {
	const row = (await finishWork(connection, work)) ? await findAudio(connection, work) : undefined;
	if (row === undefined) return false;
	let place = 0;
	for (const number of JSON.parse(row.texts) as number[]) {
		const key = { ...row, number };
		const content = await readContent(connection, key);
		const rest = content.map((part) => replaceText(part, summaries.get(place++)));
		await connection.run(`UPDATE message SET content = ? WHERE ${byKey}`, await sealMessage(connection, key, rest), ...keyOf(key));
	}
	const state = summaries.size > 0 ? 'summarized' : 'erased';
	await connection.run('UPDATE audio SET state = ? WHERE tenant = ? AND id = ?', state, row.tenant, row.id);
	return true;
}

function replaceText(part: MessageContent, summary: string | undefined): MessageContent {
	if (part.kind !== 'audio') return part;
	const { transcript: _transcript, ...rest } = part;
	return summary === undefined ? rest : { ...rest, summary };
}

const byId = 'tenant = ? AND id = ?';

export function createAudios({ database, change, now, wakeUps, pollMs }: ChannelDatabase): Audios {
	const queue = { database, now, wakeUps, pollMs };
	return {
		toTranscribe: createWorkQueue({ ...queue, kind: audioWork, begin, giveUp }),
		toForget: createWorkQueue({ ...queue, kind: transcriptWork, begin: beginForgetting }),
		async note(work, part, result, people) {
			const isDemand = await change(work.tenant, (connection, time, hashName) =>
				note(connection, work, { part, result, hashName, people }, time),
			);
			tellWork(wakeUps, turnWork);
			if (!isDemand) return;
			for (const kind of [sendQueue.kind, deskQueue.kind]) tellWork(wakeUps, kind);
			tellEvents(wakeUps, work.tenant);
		},
		retry: (work, reason, afterMs) =>
			change(
				work.tenant,
				async (connection, time) => {
					if (await retryWork(connection, work, time + afterMs))
						await connection.run(`UPDATE audio SET reason = ? WHERE ${byId}`, reason, work.tenant, work.key);
				},
				{ synced: false },
			),
		async forgetText(work, summaries) {
			// Otherwise the log would keep the removed text.
			if (await change(work.tenant, (connection) => forgetText(connection, work, summaries))) await database.emptyLog();
		},
		list: (tenant, filter, limit) => database.read(tenant, (connection) => list(connection, tenant, filter, limit)),
		count: (tenant) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ channel: string; state: AudioState; count: number }>(
					'SELECT channel, state, count(*) AS count FROM audio WHERE tenant = ? GROUP BY channel, state ORDER BY channel, state',
					tenant,
				);
				return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }));
			}),
	};
}

async function begin(connection: StateConnection, work: TakenWork): Promise<AudioTask | undefined> {
	await connection.run(`UPDATE audio SET attempts = ? WHERE ${byId}`, work.attempts, work.tenant, work.key);
	const row = await findAudio(connection, work);
	if (row === undefined) return undefined;
	const { tenant, channel, conversation, number } = row;
	return { tenant, channel, conversation, number, content: await readContent(connection, row) };
}

async function giveUp(connection: StateConnection, { tenant, key }: TakenWork, reason: string, now: number): Promise<void> {
	await connection.run(`UPDATE audio SET state = 'failed', reason = ?, ended_at = ? WHERE ${byId}`, reason, now, tenant, key);
}

interface PartResult {
	part: number;
	result: Parameters<Audios['note']>[2];
	hashName: HashName;
	people: PeopleFacts | undefined;
}

/** @returns true if the audio contains a demand, as in a text */
async function note(
	connection: StateConnection,
	work: TakenWork,
	{ part, result, hashName, people }: PartResult,
	now: number,
): Promise<boolean> {
	if (!(await renewWork(connection, work, now + audioLeaseMs))) return false;
	const row = await findAudio(connection, work);
	const placed = row && (await placeResult(connection, row, part, result, now));
	if (placed) await noteResult(connection, row, { ...placed, result }, now);
	else await connection.run(`DELETE FROM audio WHERE ${byId}`, work.tenant, work.key);
	if (!placed || placed.isComplete) await finishWork(connection, work);
	if (!placed?.isComplete || result.kind !== 'text') return false;
	return hearSpoken({ connection, now, hashName, from: { people } }, { ...row!, number: placed.number });
}

type Placed = NonNullable<Awaited<ReturnType<typeof placeResult>>> & Pick<PartResult, 'result'>;

async function noteResult(connection: StateConnection, row: AudioRow, { number, isLate, isComplete, result }: Placed, now: number) {
	const texts = new Set(JSON.parse(row.texts) as number[]);
	if (result.kind === 'text') texts.add(number);
	const state = !isComplete ? 'waiting' : texts.size > 0 ? 'transcribed' : 'failed';
	const durationMs = result.seconds === undefined ? null : Math.round(result.seconds * 1_000);
	await connection.run(
		`UPDATE audio SET texts = ?, is_late = ?, duration_ms = coalesce(?, duration_ms), transcriber = coalesce(?, transcriber), problem = ?, reason = ?,
			state = ?, ended_at = ? WHERE ${byId}`,
		JSON.stringify([...texts]),
		Number(isLate),
		durationMs,
		result.kind === 'text' ? result.transcriber : null,
		...(result.kind === 'problem' ? [result.problem, result.reason] : [null, null]),
		state,
		isComplete ? now : null,
		row.tenant,
		row.id,
	);
	const { tenant, id: key, channel: lane } = row;
	if (state === 'transcribed' && row.keeps !== 'transcript') await addTranscriptWork(connection, { tenant, key, lane }, now);
}

async function list(
	connection: StateConnection,
	tenant: string,
	{ channel, state, before }: Parameters<Audios['list']>[1],
	limit: number,
): Promise<AudioRecord[]> {
	const { where, values } = toCondition({ 'audio.tenant = ?': tenant, 'audio.channel = ?': channel, 'audio.state = ?': state });
	const isAfter = before ? 'AND (audio.created_at, audio.number, audio.conversation) < (?, ?, ?)' : '';
	const rows = await connection.all<Omit<AudioRecord, 'isLate' | 'seconds'> & { isLate: number; durationMs: number | null }>(
		`SELECT audio.tenant, audio.channel, audio.conversation, audio.number, message.id AS message, audio.state, audio.problem,
			audio.duration_ms AS "durationMs", audio.attempts, audio.transcriber, audio.is_late AS "isLate", audio.reason,
			audio.created_at AS "createdAt", audio.ended_at AS "endedAt"
		FROM audio JOIN message ON message.tenant = audio.tenant AND message.conversation = audio.conversation AND message.number = audio.number
		WHERE ${where} ${isAfter} ORDER BY audio.created_at DESC, audio.number DESC, audio.conversation DESC LIMIT ?`,
		...values,
		...(before ?? []),
		limit,
	);
	return rows.map(({ durationMs, isLate, ...row }) => ({
		...row,
		seconds: durationMs === null ? null : durationMs / 1_000,
		isLate: isLate === 1,
	}));
}
