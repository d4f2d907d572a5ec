import { describeInsistence } from '../../../../core/conversations/hand-over/describe-summary';
import type { Language } from '../../../../core/base/text/languages';
import type { StateConnection } from '../../../database/state-database';
import type { ConversationRow } from '../conversation-rows';
import { addDeskWrites, selectHandOvers } from './hand-over-rows';

const tellAgainMs = 10 * 60_000;

/** Tells the desk about another message without an answer. @returns true if told */
export async function tellAgain(
	connection: StateConnection,
	{ tenant, id: conversation }: ConversationRow,
	now: number,
	timeZone: string | undefined,
): Promise<boolean> {
	const unanswered = `tenant = ? AND conversation = ? AND state IN ('open', 'escalated') ORDER BY at DESC LIMIT 1`;
	const [row] = await selectHandOvers(connection, unanswered, tenant, conversation);
	if (row === undefined) return false;
	const { id, at, language } = row;
	const last = await connection.get<{ desk: string; at: number }>(
		'SELECT channel AS desk, created_at AS at FROM desk_write WHERE tenant = ? AND hand_over = ? ORDER BY number DESC LIMIT 1',
		...[tenant, id],
	);
	if (last === undefined || now - last.at < tellAgainMs) return false;
	const text = describeInsistence(at, language as Language, timeZone);
	await addDeskWrites(connection, { tenant, id, conversation, desk: last.desk }, [{ kind: 'note', text }], now);
	return true;
}
