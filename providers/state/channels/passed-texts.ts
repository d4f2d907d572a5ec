import { closedPrefix, waitPrefix } from '../../../core/conversations/outbox/own-texts';
import type { StateConnection } from '../../database/state-database';
import type { ConversationRow } from './conversation-rows';
import { followUpPrefix } from './people/follow-up-names';
import { withdrawSends } from './send-rows';

/** What says that the customer waits. */
export const waitTexts = `name LIKE '${waitPrefix}%'`;

/**
 * Withdraws texts of the channel whose moment has passed, as the customer is answered: that they wait, that they said nothing, and that the channel is
 * closed which is open by now. A greeting stays: the answer follows it.
 */
export async function withdrawPassed(connection: StateConnection, row: ConversationRow, now: number): Promise<void> {
	const closed = `${closedPrefix}${row.id} `;
	const opensAt = `CAST(substr(name, ${closed.length + 1}) AS BIGINT)`;
	const isOpen = `CASE WHEN substr(name, 1, ${closed.length}) = '${closed}' THEN ${opensAt} <= ${Math.floor(now)} ELSE FALSE END`;
	await withdrawSends(
		connection,
		row,
		'the customer was answered first',
		`AND (${waitTexts} OR name LIKE '${followUpPrefix}%' OR ${isOpen})`,
	);
}
