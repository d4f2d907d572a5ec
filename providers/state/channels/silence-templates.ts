import type { StateConnection } from '../../database/state-database';
import type { ConversationRow } from './conversation-rows';

type Silence = Pick<ConversationRow, 'tenant' | 'id' | 'lastContactAt'>;

/** Names the template that is to end the silence of a customer. Each silence has one. */
export const nameTemplate = ({ id, lastContactAt }: Silence): string => `template ${id} ${lastContactAt}`;

/** The condition of the templates that were to end an earlier silence. */
export const toOutdated = (row: Silence): string => `name LIKE 'template ${row.id} %' AND name <> '${nameTemplate(row)}'`;

/** Why such a template is not sent: the window that it was to open is open. */
export const customerWrote = 'the customer wrote';

export const isOutdatedTemplate = async (connection: StateConnection, row: Silence, id: string): Promise<boolean> =>
	(await connection.get(`SELECT 1 AS one FROM outgoing WHERE tenant = ? AND id = ? AND ${toOutdated(row)}`, row.tenant, id)) !== undefined;
