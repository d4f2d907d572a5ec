import type { DatabaseSync } from 'node:sqlite';

export interface FileTable {
	name: string;
	columns: string[];
	key: string[];
	rows: number;
}

/** Each table follows those it refers to. Excludes tables of migrations, which belong to their own database. */
export function readTables(file: DatabaseSync): FileTable[] {
	const names = file
		.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`)
		.all()
		.map(({ name }) => name as string)
		.filter((name) => !/_migration(_lock)?$/.test(name));
	const ordered: string[] = [];
	const add = (name: string): void => {
		if (ordered.includes(name)) return;
		for (const { table } of file.prepare(`PRAGMA foreign_key_list(${name})`).all()) if (table !== name) add(table as string);
		ordered.push(name);
	};
	names.forEach(add);
	return ordered.map((name) => readTable(file, name));
}

function readTable(file: DatabaseSync, name: string): FileTable {
	const columns = file.prepare(`PRAGMA table_info(${name})`).all() as unknown as Array<{ name: string; pk: number }>;
	const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
	const { rows } = file.prepare(`SELECT count(*) AS rows FROM ${name}`).get() as { rows: number };
	return { name, columns: columns.map((column) => column.name), key: key.map((column) => column.name), rows };
}
