import type { AudioRecord, Audios, AudioState, AudioTask, ChannelsOfTenant } from '../../../../core/ports';
import { everyTenant, type StateConnection, type Value } from '../../../../database/state-database';
import { ofChannels } from '../of-channels';
import { forgetText, takeAnswered } from './audio-retention';
import { audioFacts, type AudioHold, type AudioKey, type AudioRow, byKey, keyOf, placeResult, readContent } from './audio-rows';
import type { ChannelDatabase } from '../channel-database';
import { conversationTurn } from '../channel-schema';

export function createAudios({ database, change, now, wake, watch }: ChannelDatabase): Audios {
	const ofAll = { turn: 'audios', synced: false };
	/** Channels without audios pay for no transaction. */
	const isDue = (state: AudioState, of?: ChannelsOfTenant): Promise<boolean> =>
		database.read(everyTenant, async (connection) => {
			const whose = ofChannels('audio', of);
			const due = `SELECT 1 AS one FROM audio WHERE state = ? AND try_at <= ?${whose.condition} LIMIT 1`;
			return (await connection.get(due, state, now(connection), ...whose.values)) !== undefined;
		});
	const inConversation = (tenant: string) => ({ turn: conversationTurn(tenant), synced: true });
	return {
		take: async (holder, leaseMs, of) =>
			(await isDue('waiting', of))
				? change(everyTenant, (connection, time) => take(connection, { holder, now: time, until: time + leaseMs, of }), ofAll)
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
		takeAnswered: async (holder, leaseMs, of) =>
			(await isDue('transcribed', of))
				? change(everyTenant, (connection, time) => takeAnswered(connection, { holder, now: time, until: time + leaseMs, of }), ofAll)
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

async function take(connection: StateConnection, hold: AudioHold): Promise<AudioTask | undefined> {
	const whose = ofChannels('audio', hold.of);
	const row = await connection.get<AudioRow>(
		`SELECT ${audioFacts} FROM audio WHERE state = 'waiting' AND try_at <= ?${whose.condition} ORDER BY try_at LIMIT 1`,
		...[hold.now, ...whose.values],
	);
	if (row === undefined) return undefined;
	await connection.run(
		`UPDATE audio SET attempts = attempts + 1, try_at = ?, holder = ? WHERE ${byKey}`,
		...[hold.until, hold.holder, ...keyOf(row)],
	);
	const { tenant, channel, conversation, number, attempts } = row;
	return { tenant, channel, conversation, number, content: await readContent(connection, row), attempts: attempts + 1 };
}

const holdUntil = (connection: StateConnection, key: AudioKey, holder: string, until: number): Promise<number> =>
	connection.run(`UPDATE audio SET try_at = ? WHERE ${byKey} AND holder = ?`, ...[until, ...keyOf(key), holder]);

const isHolder = async (connection: StateConnection, key: AudioKey, holder: string): Promise<boolean> =>
	(await connection.get(`SELECT 1 AS one FROM audio WHERE ${byKey} AND holder = ?`, ...keyOf(key), holder)) !== undefined;

type Placed = NonNullable<Awaited<ReturnType<typeof placeResult>>> & { result: Parameters<Audios['note']>[3] };

/** A message with several audios is transcribed if one of them is. */
async function noteResult(connection: StateConnection, key: AudioKey, { number, isLate, isComplete, result }: Placed, now: number) {
	const row = (await connection.get<AudioRow>(`SELECT ${audioFacts} FROM audio WHERE ${byKey}`, ...keyOf(key)))!;
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
