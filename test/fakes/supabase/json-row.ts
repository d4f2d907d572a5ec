export const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The list of columns is what a role needs to be allowed to read. */
export const jsonRow = (table: string, columns: string[], more: string[] = []) =>
	`json_build_object(${[...columns.map((name) => `'${name}', ${quote(table)}.${quote(name)}`), ...more].join(', ')})`;
