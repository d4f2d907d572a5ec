import type { Host } from '../../../providers/compose/hosts/host';
import type { ExportSource } from './exported-row';
import { purposeOf } from './purposes';
import { maskInState, type StateParts } from './state-sources';

/** Instances of the embedded engine that are the person's, with variables and history. */
export function processSource(
	parts: StateParts,
	{ exportFromProcesses }: Pick<Host, 'exportFromProcesses'>,
	signal: AbortSignal,
): ExportSource {
	const { tenant, person, contacts, conversations, written } = parts.whom;
	const names = [...new Set([...(contacts.length === 0 ? [person] : []), ...contacts, ...conversations, ...written])];
	return {
		name: 'engine.db',
		purpose: purposeOf('processes'),
		async read(after) {
			if (!exportFromProcesses) return { rows: [] };
			const { rows, others, next } = await exportFromProcesses({ tenant, names, ...(after && { after: String(after[0]) }) }, signal);
			parts.leftOut.parts += others;
			const exported = rows.map(({ table, row }) => ({ purpose: purposeOf('processes'), store: 'engine.db', table, row }));
			return { rows: await maskInState(exported, parts), ...(next !== undefined && { next: [next] }) };
		},
	};
}
