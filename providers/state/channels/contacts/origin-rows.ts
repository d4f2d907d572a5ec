import { nameOrigin } from '../../../../core/conversations/choose-origin';
import type { KeptOrigin, MessageContent } from '../../../../core/ports/channels/message-content';
import type { StateConnection } from '../../../database/state-database';
import { type ConversationRow, readOrigin } from '../conversation-rows';
import type { EventWork } from '../event-work';

const isOutdone = { first: 'excluded.at < contact_origin.at', last: 'excluded.at >= contact_origin.at' } as const;
const places = ['first', 'last'] as const;

/** Keeps the first and last origin, however late a message is applied. */
export async function keepOrigin(
	{ connection, rules, arrivedAt }: EventWork,
	row: ConversationRow,
	{ content, at }: { content: readonly MessageContent[]; at: number },
): Promise<void> {
	const origin = content.flatMap((part) => (part.kind === 'text' && part.origin ? [part.origin] : []))[0];
	if (origin === undefined) return;
	const kept: KeptOrigin = { ...origin, name: nameOrigin(rules, origin), channel: row.channel, at: Math.min(at, arrivedAt) };
	for (const place of places) {
		await connection.run(
			`INSERT INTO contact_origin (tenant, contact, place, at, origin) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (tenant, contact, place) DO UPDATE SET at = excluded.at, origin = excluded.origin WHERE ${isOutdone[place]}`,
			row.tenant,
			row.contact,
			place,
			kept.at,
			JSON.stringify(kept),
		);
	}
	const before = readOrigin(row);
	if (before !== undefined && before.last.at > kept.at) return;
	row.lastOrigin = JSON.stringify(kept);
	row.firstOrigin ??= row.lastOrigin;
}

export async function mergeOrigins(
	connection: StateConnection,
	tenant: string,
	{ from, into }: { from: string; into: string },
): Promise<void> {
	for (const place of places) {
		await connection.run(
			`INSERT INTO contact_origin (tenant, contact, place, at, origin)
			SELECT tenant, ?, place, at, origin FROM contact_origin WHERE tenant = ? AND contact = ? AND place = ?
			ON CONFLICT (tenant, contact, place) DO UPDATE SET at = excluded.at, origin = excluded.origin WHERE ${isOutdone[place]}`,
			into,
			tenant,
			from,
			place,
		);
	}
}
