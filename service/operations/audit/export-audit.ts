import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed } from '../../../core/base/shape';
import { exported, type ExportFormat, exportRows, format, nameExport } from '../export/export-rows';
import { operation, type OperationContext } from '../operation';
import { readMoment } from '../conversations/read-day';
import { auditColumns } from './audit-csv';
import { type AuditFilter, auditFilters, type DescribedEntry, searchEntries, sequenceEntries } from './list-audit';

type Input = Omit<AuditFilter, 'before' | 'limit'> & { format?: ExportFormat };

const maxRows = 100_000;
const atOnce = 1_000;
const { before: _before, limit: _limit, ...which } = auditFilters;

export const exportAuditEntries = operation({
	summary: 'Export entries of the audit log, the last ones first, as CSV (RFC 4180) or JSON',
	tag: 'audit',
	method: 'GET',
	path: 'audit/export',
	scope: 'audit:read',
	inBackground: 'repeatable',
	maxAtOnce: 2,
	mediaType: 'by-format',
	input: { query: closed({ ...which, format: Type.Optional(format) }) },
	refusals: { 413: `There are more than ${maxRows} entries, or more than 24 MiB` },
	output: exported,
	about: (input: Input) => nameExport('audit', input),
	async check({ from, to }: Input, host) {
		if (from !== undefined) await readMoment('from', from, host);
		if (to !== undefined) await readMoment('to', to, host);
	},
	/** @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE, STORAGE_DAMAGED: waiting entries would be missing unnoticed */
	perform: ({ format: wanted, ...input }: Input, context: OperationContext) =>
		exportRows(readAll(input, context), { columns: auditColumns, format: wanted, unit: 'entry', maxRows }, context),
});

/** Reads from the log's present end; later entries are left out. */
async function* readAll(input: AuditFilter, { host, signal }: OperationContext): AsyncGenerator<DescribedEntry> {
	const damage = await sequenceEntries(host);
	if (damage !== undefined) throw damaged(damage);
	for (let next: number | undefined, isFirst = true; isFirst || next !== undefined; isFirst = false) {
		signal.throwIfAborted();
		const { items, before } = await searchEntries({ ...input, before: next, limit: atOnce }, host);
		yield* items;
		next = before;
	}
}

const damaged = (damage: string) =>
	new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: damage,
		fix: 'Run `troupe audit verify`, which names the first bad index. `troupe audit export` writes what is stored.',
	});
