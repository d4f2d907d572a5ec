import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';

/** Returns contacts created from a desk's copies: all their conversations link to these contacts'. */
export async function listDeskCopies(connection: StateConnection, tenant: string, parts: readonly string[]): Promise<string[]> {
	const among = textsOf(connection);
	const tied = `EXISTS (SELECT 1 FROM desk_link JOIN conversation AS theirs ON theirs.tenant = desk_link.tenant AND theirs.id = desk_link.conversation
		WHERE desk_link.tenant = own.tenant AND desk_link.channel = own.channel AND desk_link.address = own.address AND theirs.contact IN ${among})`;
	const ids = JSON.stringify(parts);
	const told = await connection.all<{ contact: string }>(
		`SELECT DISTINCT own.contact FROM conversation AS theirs
		JOIN desk_link ON desk_link.tenant = theirs.tenant AND desk_link.conversation = theirs.id
		JOIN conversation AS own ON own.tenant = desk_link.tenant AND own.channel = desk_link.channel AND own.address = desk_link.address
		WHERE theirs.tenant = ? AND theirs.contact IN ${among} AND own.contact NOT IN ${among}`,
		tenant,
		ids,
		ids,
	);
	if (told.length === 0) return [];
	const copies = await connection.all<{ contact: string; others: number }>(
		`SELECT contact, sum(CASE WHEN ${tied} THEN 0 ELSE 1 END) AS others FROM conversation AS own
		WHERE tenant = ? AND contact IN ${among} GROUP BY contact`,
		ids,
		tenant,
		JSON.stringify(told.map(({ contact }) => contact)),
	);
	return copies.filter(({ others }) => Number(others) === 0).map(({ contact }) => contact);
}
