import { nameOf } from '../../../core/audit/audit-query';
import { openAudit } from '../../../providers/compose/state/host-audit';
import { type DescribedEntry, describeEntry } from '../../operations/audit/list-audit';
import type { OperationHost } from '../../operations/operation';
import type { ExportedRow, ExportSource } from './exported-row';
import { purposeOf } from './purposes';
import { maskInState, type StateParts } from './state-sources';

const [maxPages, perPage] = [20, 1_000];

/** Audit log entries about the person, with company people masked. */
export function auditSource(parts: StateParts, host: OperationHost): ExportSource {
	const { whom } = parts;
	const names = new Set([whom.person, ...whom.contacts, ...whom.conversations, ...whom.written]);
	const hashes = new Set(whom.pseudonyms);
	const isAbout = ({ object, details, who }: DescribedEntry): boolean =>
		[object, details, who].some((part) => {
			if (part === undefined) return false;
			const { hash, value } = part as { hash?: string; value?: unknown };
			return (hash !== undefined && hashes.has(hash)) || names.has(nameOf(value) ?? '');
		});
	return {
		name: 'state.db audit_value',
		purpose: purposeOf('audit'),
		async read(after) {
			const { store } = (await openAudit(host))!;
			if (after === undefined) await store.sequence(whom.tenant);
			let before = after?.[0] as number | undefined;
			const rows: ExportedRow[] = [];
			for (let page = 0; page < maxPages && rows.length < perPage; page++) {
				const { entries, next } = await store.search(whom.tenant, { limit: perPage, ...(before !== undefined && { before }) });
				rows.push(...(entries.map(describeEntry) as DescribedEntry[]).filter(isAbout).map(toRow));
				before = next;
				if (next === undefined) break;
			}
			return { rows: await maskInState(rows, parts), ...(before !== undefined && { next: [before] }) };
		},
	};
}

const toRow = ({ index, at, action, outcome, who, object, details }: DescribedEntry): ExportedRow => ({
	...{ purpose: purposeOf('audit'), store: 'state.db', table: 'audit_value' },
	row: {
		...{ index, at, action, outcome, who: who.value ?? who.kind },
		...(object?.value !== undefined && { object: object.value }),
		...(details?.value !== undefined && { details: details.value }),
	},
});
