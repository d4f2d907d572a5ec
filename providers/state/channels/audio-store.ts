import type { AnsweredAudio, AudioRecord, Audios, AudioState, AudioTask, MessageContent } from '../../../core/ports';
import { everyTenant, type StateConnection, type Value } from '../../../database/state-database';
import { type AudioKey, byKey, keyOf, placeResult } from './audio-rows';
import { type ChannelDatabase, conversationTurn } from './channel-database';

interface AudioRow extends AudioKey {
	channel: string;
	keeps: 'transcript' | 'summary' | 'nothing';
	/** The numbers of the messages that have texts of it, as JSON. */
	texts: string;
	attempts: number;
	summaryAttempts: number;
	endedAt: number | null;
}

const facts = 'tenant, conversation, number, channel, keeps, texts, attempts, summary_attempts AS "summaryAttempts", ended_at AS "endedAt"';
/** Rows whose turn is not over are looked at again later and later. */
const [minLookMs, maxLookMs] = [1_000, 600_000];
const lookedAt = 20;

interface Hold {
	holder: string;
	now: number;
	until: number;
}

export function createAudios({ database, change, now, wake, watch }: ChannelDatabase): Audios {
	const ofAll = { turn: 'audios', synced: false };
	/** Channels without audios pay for no transaction. */
	const isDue = (state: AudioState): Promise<boolean> =>
		database.read(everyTenant, async (connection) => {
			const due = 'SELECT 1 AS one FROM audio WHERE state = ? AND try_at <= ? LIMIT 1';
			return (await connection.get(due, state, now(connection))) !== undefined;
		});
	const inConversation = (tenant: string) => ({ turn: conversationTurn(tenant), synced: true });
	return {
		take: async (holder, leaseMs) =>
			(await isDue('waiting'))
				? change(everyTenant, (connection, time) => take(connection, { holder, now: time, until: time + leaseMs }), ofAll)
				: undefined,
		renew: (task, holder, leaseMs) =>
			change(task.tenant, async (connection, time) => (await holdUntil(connection, task, holder, time + leaseMs)) > 0, { synced: false }),
		async note(task, holder, part, result) {
			const { tenant } = task;
			await change(
				tenant,
				async (connection, time) => {
					if (!(await isHolder(connection, task, holder))) return;
					const placed = await placeResult(connection, task, part, result, time);
					if (placed) await noteResult(connection, task, { ...placed, result }, time);
					else await connection.run(`DELETE FROM audio WHERE ${byKey}`, ...keyOf(task));
				},
				inConversation(tenant),
			);
			wake('turns');
		},
		retry: (task, holder, reason, afterMs) =>
			change(
				task.tenant,
				async (connection, time) => {
					await connection.run(
						`UPDATE audio SET reason = ?, try_at = ?, holder = NULL WHERE ${byKey} AND holder = ?`,
						...[reason, time + afterMs, ...keyOf(task), holder],
					);
				},
				{ synced: false },
			),
		takeAnswered: async (holder, leaseMs) =>
			(await isDue('transcribed'))
				? change(everyTenant, (connection, time) => takeAnswered(connection, { holder, now: time, until: time + leaseMs }), ofAll)
				: undefined,
		async forgetText(audio, holder, summaries) {
			const forgotten = await change(
				audio.tenant,
				(connection) => forgetText(connection, audio, holder, summaries),
				inConversation(audio.tenant),
			);
			// Otherwise the log would keep what the file no longer has.
			if (forgotten) await database.emptyLog();
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
		watch: (listener) => watch('audios', listener),
	};
}

async function take(connection: StateConnection, hold: Hold): Promise<AudioTask | undefined> {
	const row = await connection.get<AudioRow>(
		`SELECT ${facts} FROM audio WHERE state = 'waiting' AND try_at <= ? ORDER BY try_at LIMIT 1`,
		hold.now,
	);
	if (row === undefined) return undefined;
	await connection.run(
		`UPDATE audio SET attempts = attempts + 1, try_at = ?, holder = ? WHERE ${byKey}`,
		...[hold.until, hold.holder, ...keyOf(row)],
	);
	const { tenant, channel, conversation, number, attempts } = row;
	return { tenant, channel, conversation, number, content: await readContent(connection, row), attempts: attempts + 1 };
}

async function readContent(connection: StateConnection, key: AudioKey): Promise<MessageContent[]> {
	const message = await connection.get<{ content: string }>(`SELECT content FROM message WHERE ${byKey}`, ...keyOf(key));
	return JSON.parse(message?.content ?? '[]') as MessageContent[];
}

const holdUntil = (connection: StateConnection, key: AudioKey, holder: string, until: number): Promise<number> =>
	connection.run(`UPDATE audio SET try_at = ? WHERE ${byKey} AND holder = ?`, ...[until, ...keyOf(key), holder]);

const isHolder = async (connection: StateConnection, key: AudioKey, holder: string): Promise<boolean> =>
	(await connection.get(`SELECT 1 AS one FROM audio WHERE ${byKey} AND holder = ?`, ...keyOf(key), holder)) !== undefined;

type Placed = NonNullable<Awaited<ReturnType<typeof placeResult>>> & { result: Parameters<Audios['note']>[3] };

/** A message with several audios is transcribed if one of them is. */
async function noteResult(connection: StateConnection, key: AudioKey, { number, isLate, isComplete, result }: Placed, now: number) {
	const row = (await connection.get<AudioRow>(`SELECT ${facts} FROM audio WHERE ${byKey}`, ...keyOf(key)))!;
	const texts = new Set(JSON.parse(row.texts) as number[]);
	if (result.kind === 'text') texts.add(number);
	const hasText = texts.size > 0;
	const durationMs = result.seconds === undefined ? null : Math.round(result.seconds * 1_000);
	await connection.run(
		`UPDATE audio SET texts = ?, is_late = ?, duration_ms = coalesce(?, duration_ms), transcriber = coalesce(?, transcriber), problem = ?, reason = ?
		WHERE ${byKey}`,
		...[JSON.stringify([...texts]), Number(isLate), durationMs, result.kind === 'text' ? result.transcriber : null],
		...(result.kind === 'problem' ? [result.problem, result.reason] : [null, null]),
		...keyOf(key),
	);
	if (!isComplete) return;
	await connection.run(
		`UPDATE audio SET state = ?, try_at = ?, holder = NULL, ended_at = ? WHERE ${byKey}`,
		...[hasText ? 'transcribed' : 'failed', hasText && row.keeps !== 'transcript' ? now : null, now, ...keyOf(key)],
	);
}

async function takeAnswered(connection: StateConnection, { holder, now, until }: Hold): Promise<AnsweredAudio | undefined> {
	const rows = await connection.all<AudioRow>(
		`SELECT ${facts} FROM audio WHERE state = 'transcribed' AND try_at <= ? ORDER BY try_at LIMIT ${lookedAt}`,
		now,
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

async function forgetText(
	connection: StateConnection,
	audio: AnsweredAudio,
	holder: string,
	summaries: ReadonlyMap<number, string>,
): Promise<boolean> {
	const row = await connection.get<AudioRow>(`SELECT ${facts} FROM audio WHERE ${byKey} AND holder = ?`, ...keyOf(audio), holder);
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

async function list(
	connection: StateConnection,
	tenant: string,
	{ channel, state }: Parameters<Audios['list']>[1],
	limit: number,
): Promise<AudioRecord[]> {
	const filters = Object.entries({ channel, state }).filter((filter): filter is [string, string] => filter[1] !== undefined);
	const condition = ['audio.tenant = ?', ...filters.map(([column]) => `audio.${column} = ?`)].join(' AND ');
	const rows = await connection.all<Omit<AudioRecord, 'isLate' | 'seconds'> & { isLate: number; durationMs: number | null }>(
		`SELECT audio.tenant, audio.channel, audio.conversation, audio.number, message.id AS message, audio.state, audio.problem,
			audio.duration_ms AS "durationMs", audio.attempts, audio.transcriber, audio.is_late AS "isLate", audio.reason,
			audio.created_at AS "createdAt", audio.ended_at AS "endedAt"
		FROM audio JOIN message ON message.tenant = audio.tenant AND message.conversation = audio.conversation AND message.number = audio.number
		WHERE ${condition} ORDER BY audio.created_at DESC, audio.number DESC LIMIT ?`,
		...[tenant as Value, ...filters.map(([, value]) => value), limit],
	);
	return rows.map(({ durationMs, isLate, ...row }) => ({
		...row,
		seconds: durationMs === null ? null : durationMs / 1_000,
		isLate: isLate === 1,
	}));
}
