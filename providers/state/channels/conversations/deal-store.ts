import type { ConversationDeal, ConversationDeals, DealFilter } from '../../../../core/ports/channels/conversation-deals';
import { textsOf } from '../../../database/in-list';
import type { StateConnection, Value } from '../../../database/state-database';
import type { ChannelDatabase } from '../channel-database';
import { findConversation, sessionOf } from '../conversation-rows';

const own = 'tenant = ? AND account = ? AND id = ?';

export function createConversationDeals({ database, change, now }: ChannelDatabase): ConversationDeals {
	return {
		add: (tenant, lead, { account, id }) =>
			change(tenant, async (connection, at) => {
				const row = (await findConversation(connection, tenant, lead)) ?? (await findConversation(connection, tenant, sessionOf(lead)[0]));
				if (row === undefined) return false;
				await connection.run(
					`INSERT INTO conversation_deal (tenant, account, id, conversation, recorded_at, state) VALUES (?, ?, ?, ?, ?, 'open')
					ON CONFLICT (tenant, account, id) DO NOTHING`,
					...[tenant, account, id, row.id, at],
				);
				return true;
			}),
		list: (tenant, filter, limit) => database.read(tenant, (connection) => listDeals(connection, tenant, filter, limit)),
		listToAsk: (tenant, { askedBefore, closedAfter }, limit) =>
			database.read(tenant, (connection) =>
				selectDeals(
					connection,
					`tenant = ?1 AND state <> 'removed' AND (state = 'open' OR closed_at IS NULL OR closed_at > ?2) AND (asked_at IS NULL OR asked_at < ?3)
					ORDER BY asked_at IS NOT NULL, asked_at, account, id LIMIT ?4`,
					...[tenant, closedAfter, askedBefore, limit],
				),
			),
		note: (tenant, { account, id }, { state, isProposed, closedAt }) =>
			database.change(
				tenant,
				async (connection) =>
					void (await connection.run(
						`UPDATE conversation_deal SET state = ?, is_proposed = CASE WHEN is_proposed = 1 THEN 1 ELSE ? END, closed_at = ?, asked_at = ?
						WHERE ${own}`,
						...[state, isProposed === null ? null : Number(isProposed), closedAt, now(connection), tenant, account, id],
					)),
			),
	};
}

function listDeals(
	connection: StateConnection,
	tenant: string,
	{ conversations = [], channel, period }: DealFilter,
	limit: number,
): Promise<ConversationDeal[]> {
	const { from = 0, to = 0 } = period ?? {};
	// Each part has its own index.
	const parts = [
		`conversation IN ${textsOf(connection, '?2')}`,
		'(recorded_at >= ?3 AND recorded_at < ?4)',
		'(closed_at >= ?3 AND closed_at < ?4)',
	].map((condition) => `SELECT account, id FROM conversation_deal WHERE tenant = ?1 AND ${condition}`);
	return selectDeals(
		connection,
		`tenant = ?1 AND (account, id) IN (${parts.join(' UNION ')}) AND (?5 = '' OR EXISTS (SELECT 1 FROM conversation
		WHERE conversation.tenant = ?1 AND conversation.id = conversation_deal.conversation AND conversation.channel = ?5))
		ORDER BY recorded_at DESC, account, id LIMIT ?6`,
		...[tenant, JSON.stringify(conversations), from, to, channel ?? '', limit],
	);
}

type DealRow = Omit<ConversationDeal, 'isProposed'> & { isProposed: number | null };

async function selectDeals(connection: StateConnection, condition: string, ...values: Value[]): Promise<ConversationDeal[]> {
	const rows = await connection.all<DealRow>(
		`SELECT account, id, conversation, recorded_at AS "recordedAt", state, is_proposed AS "isProposed", closed_at AS "closedAt",
		asked_at AS "askedAt" FROM conversation_deal WHERE ${condition}`,
		...values,
	);
	const toTime = (value: number | null) => (value === null ? null : Number(value));
	return rows.map(({ isProposed, ...row }) => ({
		...{ ...row, recordedAt: Number(row.recordedAt), closedAt: toTime(row.closedAt), askedAt: toTime(row.askedAt) },
		isProposed: isProposed === null ? null : Number(isProposed) === 1,
	}));
}
