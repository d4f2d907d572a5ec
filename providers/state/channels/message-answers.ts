import type { MessageAnswer } from '../../../core/ports/channels/mailbox';
import type { ReceiptAnswer } from '../../../core/ports/channels/receipts';
import type { StateConnection } from '../../database/state-database';

/** Values of `waits`. 0: needs no answer, such as an own or withdrawn message. */
export const answers = {
	waiting: 1,
	'given-up': 2,
	agent: 3,
	person: 4,
	program: 5,
	left: 6,
	published: 7,
	awaited: 8,
} as const satisfies Record<MessageAnswer, number>;

const names = new Map(Object.entries(answers).map(([name, code]) => [code as number, name as MessageAnswer]));

/** SQL condition on `message`: unanswered, as are later ones, and not dismissed by a person. */
export const isUnanswered = `message.begins_turn = 1 AND message.waits IN (1, 2, 7) AND (message.waits = 1 OR NOT EXISTS (SELECT 1 FROM message AS later
	WHERE later.tenant = message.tenant AND later.conversation = message.conversation AND later.number > message.number AND later.waits IN (3, 4, 5)))`;

/** SQL condition on `message`: its run waits for a person, who has not answered directly. */
export const isAwaited = `message.begins_turn = 1 AND message.waits = ${answers.awaited}`;

/** SQL condition on `message`: not yet settled. The index has the same. */
export const isOpen = 'waits IN (1, 2, 7, 8)';

export const hasOpen = async (connection: StateConnection, { tenant, id }: { tenant: string; id: string }): Promise<boolean> =>
	(await connection.get(`SELECT 1 AS one FROM message WHERE tenant = ? AND conversation = ? AND ${isOpen} LIMIT 1`, tenant, id)) !==
	undefined;

export const isSettled = (waits: number): boolean => waits !== answers.waiting && waits !== answers['given-up'];

/** SQL value for a finished turn: answered by the channel's agent; otherwise a process or workflow has it or has answered. */
export const byAgentOrPublished = `CASE WHEN EXISTS (SELECT 1 FROM channel WHERE channel.tenant = ? AND channel.name = ? AND channel.agent IS NULL)
	THEN CASE WHEN EXISTS (SELECT 1 FROM outgoing WHERE outgoing.tenant = message.tenant AND outgoing.conversation = message.conversation
	AND outgoing.answers >= message.number AND outgoing.state <> 'withdrawn') THEN ${answers.program} ELSE ${answers.published} END ELSE ${answers.agent} END`;

export async function selectAnswers(connection: StateConnection, tenant: string, receipts: readonly string[]): Promise<ReceiptAnswer[]> {
	if (receipts.length === 0) return [];
	const rows = await connection.all<{ receipt: string; conversation: string; waits: number }>(
		`SELECT receipt, conversation, waits FROM message WHERE tenant = ? AND receipt IN (${receipts.map(() => '?').join(', ')}) AND waits > 0
		ORDER BY conversation, number`,
		tenant,
		...receipts,
	);
	return rows.flatMap(({ waits, ...row }) => {
		const answer = names.get(waits);
		return answer === undefined ? [] : [{ ...row, answer }];
	});
}
