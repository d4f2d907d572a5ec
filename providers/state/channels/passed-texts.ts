import { closedPrefix, waitPrefix } from '../../../core/conversations/outbox/own-texts';
import type { StateConnection } from '../../database/state-database';
import type { ConversationRow } from './conversation-rows';
import { followUpPrefix } from './people/follow-up-names';
import { withdrawSends } from './send-rows';

export const waitTexts = `name LIKE '${waitPrefix}%'`;

/**
 * Withdraws outdated channel texts once the customer is answered: about waiting, silence, or closing while it is open again. A greeting stays, before
 * the answer.
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
