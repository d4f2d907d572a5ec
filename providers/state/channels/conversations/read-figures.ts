import type { DayFigures, DayHandOver, DayOfConversations } from '../../../../core/ports/channels/day-figures';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';

/** More reactions, and hand-overs, of a day than anybody reads. */
const maxRows = 10_000;

export async function readFigures(
	connection: StateConnection,
	tenant: string,
	{ conversations, begun, from, to }: DayOfConversations,
): Promise<DayFigures> {
	const day = [tenant, JSON.stringify(conversations), from, to, maxRows];
	const among = textsOf(connection, '?2');
	// The words with which a person handed it over do not count as an answer to it.
	const handOvers = await connection.all<DayHandOver & { answeredAt: number | null }>(
		`SELECT conversation, at, reason, state, handed_by AS "by", (SELECT min(arrived_at) FROM message WHERE message.tenant = ?1
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
	const reactions = await connection.all<{ content: string }>(
		`SELECT content FROM message WHERE tenant = ?1 AND conversation IN ${among} AND author = 'contact' AND arrived_at >= ?3 AND arrived_at < ?4
		AND content LIKE '[{"kind":"reaction"%' LIMIT ?5`,
		...day,
	);
	return {
		handOvers: handOvers.map(({ answeredAt: _answeredAt, at, ...one }) => ({ ...one, at: Number(at) })),
		firstAnswerMs: first.flatMap(({ asked, answered }) => (answered === null ? [] : Math.max(0, Number(answered) - Number(asked)))),
		personAnswerMs: handOvers.flatMap(({ at, answeredAt }) => (answeredAt === null ? [] : Number(answeredAt) - Number(at))),
		reactions: countEmojis(reactions),
	};
}

function countEmojis(rows: ReadonlyArray<{ content: string }>): Record<string, number> {
	const emojis = rows.flatMap(({ content }) =>
		(JSON.parse(content) as MessageContent[]).flatMap((part) => (part.kind === 'reaction' && part.emoji !== '' ? [part.emoji] : [])),
	);
	return Object.fromEntries([...Map.groupBy(emojis, (emoji) => emoji)].map(([emoji, all]) => [emoji, all.length]));
}
