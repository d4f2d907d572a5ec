import { findOriginAgent } from '../../../core/conversations/choose-origin';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { StateConnection } from '../../database/state-database';
import { type ConversationRow, readOrigin, updateConversation } from './conversation-rows';
import { expectEnd } from './session-rows';

interface ChannelAgent {
	/** Empty if processes and workflows answer. */
	agent: string;
	rules: Pick<MailboxRules, 'origins' | 'sessionMs' | 'remember'>;
}

/** Uses the stored channel rules. @param usual rules of an unstored channel */
async function findChannelAgent(connection: StateConnection, row: ConversationRow, usual: ChannelAgent['rules']): Promise<ChannelAgent> {
	const stored = await connection.get<{ agent: string | null; rules: string }>(
		'SELECT agent, rules FROM channel WHERE tenant = ? AND name = ?',
		row.tenant,
		row.channel,
	);
	const rules = { ...usual, ...(stored && (JSON.parse(stored.rules) as Partial<MailboxRules>)) };
	return { agent: findOriginAgent(rules, readOrigin(row)) ?? stored?.agent ?? '', rules };
}

/** Ignores versions. */
const isOther = (before: string | null, agent: string): boolean => before !== null && toId(before) !== toId(agent);
const toId = (agent: string) => agent.split('@', 1)[0];

/** Begins a session after silence, or for another agent, as each has its own memory. */
export async function openSession(
	connection: StateConnection,
	row: ConversationRow,
	{ at, rules: usual }: { at: number; rules: MailboxRules },
): Promise<void> {
	const { agent } = await findChannelAgent(connection, row, usual);
	if (row.messages > 0 && (at - row.lastAt >= usual.sessionMs || isOther(row.agent, agent)))
		await beginSession(connection, row, { agent, at });
	else if (row.agent !== agent) await updateConversation(connection, row, { agent });
}

const beginSession = (connection: StateConnection, row: ConversationRow, { agent, at }: { agent: string; at: number }): Promise<void> =>
	updateConversation(connection, row, { session: row.session + 1, sessionStartedAt: at, state: null, agent });

/** Begins a new session if the channel's agent changed since the turn's messages arrived. @param turn that of these messages */
export async function renewSession(
	connection: StateConnection,
	row: ConversationRow,
	turn: string,
	{ now, usual }: { now: number; usual: MailboxRules },
): Promise<void> {
	const { agent, rules } = await findChannelAgent(connection, row, usual);
	if (!isOther(row.agent, agent)) {
		if (row.agent !== agent) await updateConversation(connection, row, { agent });
		return;
	}
	await beginSession(connection, row, { agent, at: now });
	await connection.run(
		'UPDATE message SET session = ? WHERE tenant = ? AND conversation = ? AND turn = ? AND waits = 1',
		row.session,
		row.tenant,
		row.id,
		turn,
	);
	if (rules.remember) await expectEnd(connection, row, { sessionMs: rules.sessionMs }, now);
}
