import { nameOf } from '../../../core/audit/audit-query';
import { type CsvColumn, csvHead, csvLine } from '../../../core/base/text/csv-lines';
import type { DescribedEntry, DescribedPart } from './list-audit';

type Column = CsvColumn<DescribedEntry>;

const actorField = (name: 'address' | 'userAgent'): Column => ({
	name,
	value: ({ who }) => (who.value as { [Field in typeof name]?: string } | undefined)?.[name] ?? null,
});

export const auditColumns: Column[] = [
	{ name: 'index', value: ({ index }) => index },
	{ name: 'id', value: ({ id }) => id },
	{ name: 'at', value: ({ at }) => at },
	{ name: 'action', value: ({ action }) => action },
	{ name: 'outcome', value: ({ outcome }) => outcome },
	{ name: 'whoKind', value: ({ who }) => who.kind },
	{ name: 'who', value: ({ who }) => textOf(who) },
	actorField('address'),
	actorField('userAgent'),
	{ name: 'objectKind', value: ({ object }) => object?.kind ?? null },
	{ name: 'object', value: ({ object }) => textOf(object) },
	{ name: 'details', value: ({ details }) => (details?.value === undefined ? null : JSON.stringify(details.value)) },
];

/** CSV (RFC 4180). No cell is a formula in a spreadsheet. */
export const auditCsv = { head: csvHead(auditColumns), line: (entry: DescribedEntry): string => csvLine(auditColumns, entry) };

function textOf(part: DescribedPart | undefined): string | null {
	if (part?.value === undefined) return part?.isForgotten ? '(forgotten)' : null;
	return nameOf(part.value) ?? JSON.stringify(part.value);
}
