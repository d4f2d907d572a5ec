import { settlePause } from '../../../core/conversations/mailbox/settle-pause';
import { defaultMailboxRules, type MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { StateConnection } from '../../database/state-database';

export async function readChannelRules(
	connection: StateConnection,
	{ tenant, channel }: { tenant: string; channel: string },
): Promise<MailboxRules> {
	const row = await connection.get<{ rules: string }>('SELECT rules FROM channel WHERE tenant = ? AND name = ?', tenant, channel);
	return settlePause({ ...defaultMailboxRules, ...(row && (JSON.parse(row.rules) as Partial<MailboxRules>)) }, true);
}
