import type { AnsweredAudio } from '../../../../core/ports/channels/audios';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import type { TakenWork } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { finishWork } from '../../work/work-rows';
import { type AudioRow, byKey, findAudio, keyOf, readContent } from './audio-rows';
import { addTranscriptWork } from './audio-works';
import { sealMessage } from '../sealed/message-text';

/** Polls of unfinished turns back off. */
const [minLookMs, maxLookMs] = [1_000, 600_000];

export async function beginForgetting(connection: StateConnection, work: TakenWork, now: number): Promise<AnsweredAudio | undefined> {
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

export async function forgetText(connection: StateConnection, work: TakenWork, summaries: ReadonlyMap<number, string>): Promise<boolean> {
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
