import { mapTexts } from '../../../core/base/text/map-texts';
import { normalizePhone } from '../../../core/conversations/contacts/normalize-alias';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { type StateConnection, type StateDatabase, stateFile, type Value } from '../../../providers/database/state-database';
import { findOthers } from '../../../providers/state/names-in-state';
import { readPersonRows } from '../../../providers/state/read-person-rows';
import { inboxFile } from '../../../providers/state/channels/receipts/file-inbox';
import type { NamedPerson } from '../../../providers/state/whose-rows';
import { registeredTables, type RegisteredTable } from '../register';
import type { ExportedPerson, ExportedRow, ExportSource, LeftOut } from './exported-row';
import { mentionOf } from './own-parts';
import { type OwnRows, toOwnRow } from './own-row';
import { purposeOf } from './purposes';
import type { TellState } from './tell-state';

/* Masks other persons in what is given to one. */

const colleague = /^(?:user|writer|key|token|login):\S.*$/s;
/** Finds possible contact names: our ids, e-mail addresses, numbers. Each begins at a word, so that time grows only with the text. */
const candidates = new RegExp(
	[
		String.raw`(?<![\da-z])(?:[\da-z]{25}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?![\da-z])`,
		String.raw`(?<![^\s@<>"'(),;:])[^\s@<>"'(),;:]{1,64}@[\w.-]{1,190}`,
		String.raw`(?<!\d)\+?\d(?:[\s().-]{0,2}\d){5,16}(?!\d)`,
	].join('|'),
	'gi',
);

const masks = { en: { colleague: '[colleague]', other: '[another person]' }, pt: { colleague: '[atendente]', other: '[outra pessoa]' } };

async function maskOthers(
	rows: readonly ExportedRow[],
	{ connection, whom, language, leftOut }: { connection: StateConnection; whom: NamedPerson; language: 'en' | 'pt'; leftOut: LeftOut },
): Promise<ExportedRow[]> {
	const says = masks[language];
	const written = new Set<string>();
	for (const { row } of rows) for (const name of listNames(JSON.stringify(row))) written.add(name);
	const others = await findOthers([...written], connection, whom);
	const mask = async (text: string): Promise<string> => {
		if (colleague.test(text)) {
			leftOut.colleagues += 1;
			return says.colleague;
		}
		return text.replace(candidates, (found) => {
			if (!formsOf(found).some((form) => others.has(form))) return found;
			leftOut.others += 1;
			return says.other;
		});
	};
	const masked: ExportedRow[] = [];
	for (const one of rows) masked.push({ ...one, row: await mapTexts(one.row, mask) });
	return masked;
}

const listNames = (text: string): string[] => (text.match(candidates) ?? []).flatMap(formsOf);

function formsOf(found: string): string[] {
	if (/[@a-z]/i.test(found)) return [found, found.toLowerCase()];
	const digits = found.replace(/\D/g, '');
	const phones = [digits, `55${digits}`].flatMap((number) => normalizePhone(number) ?? []);
	return [...new Set([found, digits, ...phones])];
}

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
