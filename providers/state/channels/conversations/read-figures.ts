import type { DayFigures, DayHandOver, DayOfConversations } from '../../../../core/ports/channels/day-figures';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { openReason } from '../sealed/desk-text';
import { loadKeys } from '../sealed/sealed-text';
import { openMessage } from '../sealed/message-text';
import { readOr } from '../../work/unreadable-row';

const maxRows = 10_000;

export async function readFigures(
	connection: StateConnection,
	tenant: string,
	{ conversations, begun, from, to }: DayOfConversations,
): Promise<DayFigures> {
	const day = [tenant, JSON.stringify(conversations), from, to, maxRows];
	const among = textsOf(connection, '?2');
	// The words with which a person handed it over do not count as an answer to it.
	const handOvers = await connection.all<DayHandOver & { name: string; answeredAt: number | null }>(
		`SELECT conversation, name, at, reason, state, handed_by AS "by", (SELECT min(arrived_at) FROM message WHERE message.tenant = ?1
		AND message.conversation = hand_over.conversation AND author = 'person' AND arrived_at >= hand_over.at
		AND NOT EXISTS (SELECT 1 FROM outgoing_id AS own WHERE own.tenant = ?1 AND own.channel = hand_over.channel AND own.id = message.id)) AS "answeredAt"
		FROM hand_over WHERE tenant = ?1 AND conversation IN ${among} AND state <> 'draft' AND at >= ?3 AND at < ?4 ORDER BY at DESC, id DESC LIMIT ?5`,
		...day,
	);
	const first = await connection.all<{ asked: number; answered: number | null }>(
		`SELECT asked.arrived_at AS asked, (SELECT min(own.arrived_at) FROM message AS own WHERE own.tenant = ?1
		AND own.conversation = asked.conversation AND own.number > asked.number AND own.author <> 'contact') AS answered
		FROM message AS asked WHERE asked.tenant = ?1 AND (asked.conversation, asked.number) IN (SELECT conversation, min(number) FROM message
		WHERE tenant = ?1 AND conversation IN ${among} AND author = 'contact' AND begins_turn = 1 GROUP BY conversation)`,
		...[tenant, JSON.stringify(begun)],
	);
	const reactions = await connection.all<Reaction>(
		`SELECT conversation, number, content FROM message WHERE tenant = ?1 AND conversation IN ${among} AND author = 'contact' AND arrived_at >= ?3 AND arrived_at < ?4
		AND begins_turn = 0 LIMIT ?5`,
		...day,
	);
	await loadKeys(connection, tenant, [...handOvers, ...reactions]);
	const told: DayHandOver[] = [];
	for (const { answeredAt: _answeredAt, name, at, reason, ...one } of handOvers)
		told.push({ ...one, at: Number(at), reason: await openReason(connection, { tenant, conversation: one.conversation, name }, reason) });
	return {
		handOvers: told,
		firstAnswerMs: first.flatMap(({ asked, answered }) => (answered === null ? [] : Math.max(0, Number(answered) - Number(asked)))),
		personAnswerMs: handOvers.flatMap(({ at, answeredAt }) => (answeredAt === null ? [] : Number(answeredAt) - Number(at))),
		reactions: await countEmojis(connection, tenant, reactions),
	};
}

interface Reaction {
	conversation: string;
	number: number;
	content: string;
}

async function countEmojis(connection: StateConnection, tenant: string, rows: readonly Reaction[]): Promise<Record<string, number>> {
	const emojis: string[] = [];
	for (const { content, ...key } of rows)
		for (const part of await readOr(openMessage(connection, { tenant, ...key }, content), []))
			if (part.kind === 'reaction' && part.emoji !== '') emojis.push(part.emoji);
	return Object.fromEntries([...Map.groupBy(emojis, (emoji) => emoji)].map(([emoji, all]) => [emoji, all.length]));
}
