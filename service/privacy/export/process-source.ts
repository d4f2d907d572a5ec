import { isTroupeError } from '../../../core/base/errors';
import type { NotReached } from '../../../core/memory/task/memory-task';
import type { ExportedFromProcesses } from '../../../core/ports/processes';
import { mayHaveEngine } from '../forget-processes';
import { enginePlace } from '../forgetting-receipt';
import type { ExportHost } from './export-host';
import type { ExportSource } from './exported-row';
import { purposeOf } from './purposes';
import { maskInState, type StateParts } from './state-sources';

const words = {
	en: { elsewhere: 'of the engine, which another process has: export the person there too', unread: 'cannot be read' },
	pt: { elsewhere: 'do motor, que está em outro processo: exporte a pessoa lá também', unread: 'não podem ser lidos' },
};

const nothing: ExportedFromProcesses = { rows: [], others: 0 };

/** The person's instances of the embedded engine, with variables and history. An unreachable engine is named, and holds up nothing. */
export function processSource(parts: StateParts & { notReached: NotReached[] }, host: ExportHost, signal: AbortSignal): ExportSource {
	const says = words[parts.language];
	const { tenant, person, contacts, conversations, written } = parts.whom;
	const names = [...new Set([...(contacts.length === 0 ? [person] : []), ...contacts, ...conversations, ...written])];
	async function ask(after: string | undefined): Promise<ExportedFromProcesses> {
		const note = (where: string) => (parts.notReached.push({ stores: [enginePlace], where }), nothing);
		if (!host.exportFromProcesses) return mayHaveEngine(host) ? note(says.elsewhere) : nothing;
		try {
			return await host.exportFromProcesses({ tenant, names, ...(after !== undefined && { after }) }, signal);
		} catch (fault) {
			if (!isTroupeError(fault) || signal.aborted) throw fault;
			return note(`${says.unread}: ${fault.message}`);
		}
	}
	return {
		name: 'engine.db',
		purpose: purposeOf('processes'),
		async read(after) {
			const { rows, others, next } = await ask(after && String(after[0]));
			parts.leftOut.parts += others;
			const exported = rows.map(({ table, row }) => ({ purpose: purposeOf('processes'), store: 'engine.db', table, row }));
			return { rows: await maskInState(exported, parts), ...(next !== undefined && { next: [next] }) };
		},
	};
}
