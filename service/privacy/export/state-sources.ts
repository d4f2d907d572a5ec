import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { type StateConnection, type StateDatabase, stateFile, type Value } from '../../../providers/database/state-database';
import { readPersonRows } from '../../../providers/state/read-person-rows';
import { inboxFile } from '../../../providers/state/channels/receipts/file-inbox';
import { registeredTables, type RegisteredTable } from '../register';
import type { ExportedPerson, ExportedRow, ExportSource, LeftOut } from './exported-row';
import { maskOthers } from './other-people';
import { mentionOf } from './own-parts';
import { type OwnRows, toOwnRow } from './own-row';
import { purposeOf } from './purposes';
import type { TellState } from './tell-state';

export interface StateParts {
	state: StateDatabase;
	/** Undefined with state in PostgreSQL. */
	inbox: StateDatabase | undefined;
	keys: VaultKeys;
	whom: ExportedPerson;
	leftOut: LeftOut;
	language: 'en' | 'pt';
	tellState(table: string): Promise<TellState | undefined>;
}

const readElsewhere = ['audit_value', 'audit_key'];

export const isStateTable = ({ store, name, data }: RegisteredTable): boolean =>
	data.whose !== undefined && (store === stateFile || store === inboxFile) && !readElsewhere.includes(name);

export function listStateSources(parts: StateParts): ExportSource[] {
	const isMentioned = mentionOf(parts.whom.written);
	const tables = registeredTables.filter((table) => isStateTable(table) && (table.store === stateFile || parts.inbox !== undefined));
	return tables.map((table) => ({
		name: `${table.store} ${table.name}`,
		purpose: purposeOf(table.subject),
		async read(after, limit) {
			const database = table.store === stateFile ? parts.state : parts.inbox!;
			const tellState = await parts.tellState(table.name);
			const { rows, next } = await database.read(parts.whom.tenant, async (connection) => {
				const read = await readPersonRows(connection, table, parts.whom, { after: after?.map(decodeValue), limit });
				return { ...read, rows: await toOwnRows(table, read.rows, connection, { ...parts, tellState, isMentioned }) };
			});
			const masked = await maskInState(rows, parts);
			return { rows: masked, ...(next && { next: next.map(encodeValue) }) };
		},
	}));
}

async function toOwnRows(
	table: RegisteredTable,
	rows: ReadonlyArray<Record<string, unknown>>,
	connection: StateConnection,
	{ keys, whom: { tenant }, ...parts }: Omit<StateParts, 'tellState'> & Pick<OwnRows, 'tellState' | 'isMentioned'>,
): Promise<ExportedRow[]> {
	const about = { purpose: purposeOf(table.subject), store: table.store, table: table.name };
	const own: ExportedRow[] = [];
	for (const one of rows) {
		const row = await toOwnRow(table, one, { ...parts, opening: { connection, keys, tenant } });
		if (row) own.push({ ...about, row });
	}
	return own;
}

export const maskInState = (rows: readonly ExportedRow[], { state, whom, leftOut, language }: StateParts): Promise<ExportedRow[]> =>
	state.read(whom.tenant, (connection) => maskOthers(rows, { connection, whom, leftOut, language }));

const encodeValue = (value: unknown): unknown =>
	value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : typeof value === 'bigint' ? Number(value) : value;

const decodeValue = (value: unknown): Value =>
	typeof value === 'object' && value !== null ? Buffer.from((value as { bytes: string }).bytes, 'base64') : (value as Value);
