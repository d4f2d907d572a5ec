import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { exportColumns, exportTables } from '../../../core/privacy/export-words';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate } from '../../../test/fakes/permissive-gate';
import { exportWhole } from '../../../test/support/privacy/export-whole';
import { openEveryStore } from '../../../test/support/privacy/open-every-store';
import { type RegisteredTable, registeredTables } from '../register';
import { jsonColumns } from '../../../providers/state/channels/sealed/sealed-text';
import { findWithheld, isOpened } from './own-row';
import { isStateTable } from './state-sources';

const ofPersons = registeredTables.filter(({ data }) => data.whose !== undefined);
const [ana, phone] = ['11111111-1111-4111-8111-111111111111', '5544988880001'];

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-every-field-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

it('opens every column of a person that is sealed or encrypted, or says why it is not given', () => {
	const closed = ofPersons.flatMap((table) =>
		table.fields
			.filter(
				({ column, kind }) => ['sealed', 'encrypted'].includes(kind) && !findWithheld(table, column, kind) && !isOpened(table.name, column),
			)
			.map(({ column }) => `${table.name}.${column}`),
	);
	expect(closed).toEqual([]);
});

it('has words in both languages for every table of a person, and for every column of the page', () => {
	expect(ofPersons.filter(({ name }) => !Object.hasOwn(exportTables, name)).map(({ name }) => name)).toEqual([]);
	const columns = Object.values(exportTables).flatMap((table) => table.columns?.split(' ') ?? []);
	expect(columns.filter((name) => !Object.hasOwn(exportColumns, name) && !/^(?:at|since)$|_at$/.test(name))).toEqual([]);
});

it('gives every declared field of every table of the state, except those that it names (2witstudios/PageSpace#901)', async () => {
	await openEveryStore(home);
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant: 'default' };
	const keys = await openVaultKeys(host, home);
	const pseudonym = keys.pseudonym('subject', 'default', ana);
	const tables = ofPersons.filter(isStateTable);
	for (const table of sortByWhose(tables)) fill(table, pseudonym);

	const { rows, page } = await exportWhole(ana, host);
	const missing = tables.flatMap((table) => {
		const row = rows.find((one) => one.table === table.name && one.store === table.store)?.row;
		if (!row) return [`${table.name} has no row`];
		return table.fields
			.filter(({ column, kind }) => findWithheld(table, column, kind) === undefined && !(column in row && row[column] !== undefined))
			.map(({ column }) => `${table.name}.${column}`);
	});
	expect(missing).toEqual([]);
	expect(page).toContain('what message.content holds');
});

/** Rows that belong to one of another table come after it. */
const sortByWhose = (tables: readonly RegisteredTable[]): RegisteredTable[] => {
	const depth = ({ data }: RegisteredTable): number =>
		Math.max(
			0,
			...Object.keys(data.whose!).map((by) => {
				const other = tables.find(({ name }) => name === by && by !== 'contact' && by !== 'conversation');
				return other ? depth(other) + 1 : 0;
			}),
		);
	return tables.toSorted((one, other) => depth(one) - depth(other));
};

/** Adds a row whose texts say where they are, and which belongs to the person as the register says. */
function fill({ store, name, data, fields }: RegisteredTable, pseudonym: string): void {
	const by = new Map(Object.entries(data.whose!).flatMap(([key, columns]) => columns!.split(' ').map((column) => [column, key] as const)));
	const file = new DatabaseSync(join(home, store));
	try {
		file.exec('PRAGMA foreign_keys = OFF');
		const types = new Map(
			(file.prepare('SELECT name, type FROM pragma_table_info(?)').all(name) as Array<{ name: string; type: string }>).map((one) => [
				one.name,
				one.type,
			]),
		);
		const idOf = (other: string) => (file.prepare(`SELECT id FROM ${other} LIMIT 1`).get() as { id: string | number }).id;
		const valueOf = (column: string) => {
			const whose = by.get(column);
			if (column === 'tenant') return 'default';
			if (whose === 'contact' || (whose === undefined && name === 'contact' && column === 'id')) return ana;
			if (whose === 'conversation' || (name === 'conversation' && column === 'id')) return 'her-conversation';
			if (whose === 'pseudonym') return pseudonym;
			if (whose === 'text') return JSON.stringify({ from: phone });
			if (whose !== undefined) return idOf(whose);
			if (column === 'merged_into' || column === 'joined_into') return null;
			if (name === 'contact_alias' && column === 'kind') return 'phone';
			if (name === 'contact_alias' && column === 'value') return `+${phone}`;
			if (types.get(column) === 'INTEGER') return 1;
			if (name === 'conversation' && column === 'labels') return '["what conversation.labels holds"]';
			if (name === 'conversation' && column === 'state') return '"what conversation.state holds"';
			if (jsonColumns.has(`${name}.${column}`)) return JSON.stringify(`what ${name}.${column} holds`);
			return types.get(column) === 'BLOB' ? Buffer.from('x') : `what ${name}.${column} holds`;
		};
		const columns = [...new Set(['tenant', ...fields.map(({ column }) => column)])].filter((column) => types.has(column));
		file.prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...columns.map(valueOf));
	} finally {
		file.close();
	}
}
