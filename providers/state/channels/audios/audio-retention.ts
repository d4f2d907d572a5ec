import type { AnsweredAudio, MessageContent } from '../../../../core/ports';
import type { StateConnection } from '../../../../database/state-database';
import { ofChannels } from '../of-channels';
import { type AudioHold, type AudioRow, audioFacts, byKey, keyOf, readContent } from './audio-rows';

/** Rows whose turn is not over are looked at again later and later. */
const [minLookMs, maxLookMs] = [1_000, 600_000];
const lookedAt = 20;

/** Takes a message whose turn is over and whose text is not to be kept. */
export async function takeAnswered(connection: StateConnection, { holder, now, until, of }: AudioHold): Promise<AnsweredAudio | undefined> {
	const whose = ofChannels('audio', of);
	const rows = await connection.all<AudioRow>(
		`SELECT ${audioFacts} FROM audio WHERE state = 'transcribed' AND try_at <= ?${whose.condition} ORDER BY try_at LIMIT ${lookedAt}`,
		...[now, ...whose.values],
	);
	for (const row of rows) {
		if (await isAnswered(connection, row)) {
			await connection.run(
				`UPDATE audio SET summary_attempts = summary_attempts + 1, try_at = ?, holder = ? WHERE ${byKey}`,
				...[until, holder, ...keyOf(row)],
			);
			return toAnswered(connection, row);
		}
		const lookMs = Math.min(Math.max((now - row.endedAt!) / 2, minLookMs), maxLookMs);
		await connection.run(`UPDATE audio SET try_at = ? WHERE ${byKey}`, Math.round(now + lookMs), ...keyOf(row));
	}
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
	const { tenant, channel, conversation, number, summaryAttempts } = row;
	const content: MessageContent[] = [];
	for (const at of JSON.parse(row.texts) as number[]) content.push(...(await readContent(connection, { ...row, number: at })));
	const keeps = row.keeps === 'summary' ? 'summary' : 'nothing';
	return { tenant, channel, conversation, number, content, keeps, attempts: summaryAttempts + 1 };
}

/** @returns whether the holder had it */
export async function forgetText(
	connection: StateConnection,
	audio: AnsweredAudio,
	holder: string,
	summaries: ReadonlyMap<number, string>,
): Promise<boolean> {
	const row = await connection.get<AudioRow>(`SELECT ${audioFacts} FROM audio WHERE ${byKey} AND holder = ?`, ...keyOf(audio), holder);
	if (row === undefined) return false;
	let place = 0;
	for (const number of JSON.parse(row.texts) as number[]) {
		const content = await readContent(connection, { ...row, number });
		const rest = content.map((part) => replaceText(part, summaries.get(place++)));
		await connection.run(`UPDATE message SET content = ? WHERE ${byKey}`, JSON.stringify(rest), row.tenant, row.conversation, number);
	}
	const state = summaries.size > 0 ? 'summarized' : 'erased';
	await connection.run(`UPDATE audio SET state = ?, try_at = NULL, holder = NULL WHERE ${byKey}`, state, ...keyOf(row));
	return true;
}

function replaceText(part: MessageContent, summary: string | undefined): MessageContent {
	if (part.kind !== 'audio') return part;
	const { transcript: _transcript, ...rest } = part;
	return summary === undefined ? rest : { ...rest, summary };
}
