/** Bounded CSV or JSON files, written a few rows at a time. */
import * as Type from 'typebox/type';
import { LoopYielder } from '../../../core/base/async/loop-yielder';
import { TroupeError } from '../../../core/base/errors';
import { type CsvColumn, csvHead, csvLine } from '../../../core/base/text/csv-lines';
import type { OperationContext } from '../operation';

const formats = ['csv', 'json'] as const;
export type ExportFormat = (typeof formats)[number];
export const format = Type.Enum([...formats], { description: 'Default: csv' });
export const exported = Type.String({ description: 'CSV (RFC 4180), of which no cell is a formula, or a list as JSON' });

const mebibyte = 1024 * 1024;
/** Below the bound of a background answer, which is quoted. */
const maxCharacters = 24 * mebibyte;

interface ExportParts<Row> {
	columns: Array<CsvColumn<Row>>;
	format?: ExportFormat;
	/** In the singular: `run`. */
	unit: string;
	maxRows: number;
}

/** @throws TroupeError INPUT_INVALID for too many rows */
export async function exportRows<Row>(
	rows: AsyncIterable<Row> | Iterable<Row>,
	{ columns, format: wanted = 'csv', unit, maxRows }: ExportParts<Row>,
	{ signal, report }: Pick<OperationContext, 'signal' | 'report'>,
): Promise<string> {
	const isCsv = wanted === 'csv';
	const lines: string[] = [];
	const pace = new LoopYielder();
	let characters = 0;
	for await (const row of rows) {
		signal.throwIfAborted();
		if (lines.length >= maxRows) throw tooMany(`more than ${maxRows} rows`);
		const line = isCsv ? csvLine(columns, row) : JSON.stringify(row);
		characters += line.length + 2;
		if (characters > maxCharacters) throw tooMany(`more than ${maxCharacters / mebibyte} MiB`);
		lines.push(line);
		if (!pace.isDue()) continue;
		report?.({ done: lines.length, unit });
		await pace.rest();
	}
	report?.({ done: lines.length, total: lines.length, unit });
	return isCsv ? [csvHead(columns), ...lines].map((line) => `${line}\n`).join('') : `[\n${lines.join(',\n')}\n]\n`;
}

const tooMany = (size: string) =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The export has ${size}.`,
		fix: 'Export a shorter period (`from`, `to`), one after the other.',
	});

interface Period {
	from?: string;
	to?: string;
	format?: ExportFormat;
}

export const nameExport = (what: string, { from, to, format: wanted = 'csv' }: Period): string =>
	`${[what, ...(from === undefined ? [] : ['from', from]), ...(to === undefined ? [] : ['before', to])].join('-').replaceAll(/[^\w-]+/g, '')}.${wanted}`;
