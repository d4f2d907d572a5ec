import type { StateConnection } from '../../database/state-database';
import type { ConversationRow } from './conversation-rows';

type Silence = Pick<ConversationRow, 'tenant' | 'id' | 'lastContactAt'>;

export const nameTemplate = ({ id, lastContactAt }: Silence): string => `template ${id} ${lastContactAt}`;

export const toOutdated = (row: Silence): string => `name LIKE 'template ${row.id} %' AND name <> '${nameTemplate(row)}'`;

export const customerWrote = 'the customer wrote';

export const isOutdatedTemplate = async (connection: StateConnection, row: Silence, id: string): Promise<boolean> =>
	(await connection.get(`SELECT 1 AS one FROM outgoing WHERE tenant = ? AND id = ? AND ${toOutdated(row)}`, row.tenant, id)) !== undefined;

/** Always sends the template if a person's message waits for it. @param held the waiting message */
export async function openForPerson(connection: StateConnection, row: Silence, held: string): Promise<void> {
	await connection.run(
		`UPDATE outgoing SET by_person = 1 WHERE tenant = ?1 AND name = ?2
		AND EXISTS (SELECT 1 FROM outgoing AS words WHERE words.tenant = ?1 AND words.id = ?3 AND words.by_person = 1)`,
		row.tenant,
		nameTemplate(row),
		held,
	);
}
