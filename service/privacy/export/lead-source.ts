import type { NotReached } from '../../../core/memory/task/memory-task';
import type { Contact } from '../../../core/ports/channels/contacts';
import { listNames } from '../../../providers/compose/channels/forget-outside';
import { readLeads } from '../../operations/contacts/export-contact';
import type { ExportSource } from './exported-row';
import type { ExportHost } from './export-host';
import { maskInState, type StateParts } from './state-sources';

/** Leads in the stores of the machine's agents. An unreachable one is named, and holds up nothing. */
export function leadSource(
	parts: StateParts & { notReached: NotReached[] },
	contact: Contact | undefined,
	host: ExportHost,
	signal: AbortSignal,
): ExportSource {
	return {
		name: 'leads',
		purpose: 'conversations',
		async read() {
			if (!contact) return { rows: [] };
			const { leads, notReached } = await readLeads((await listNames(contact, host)).leads, host, signal);
			parts.notReached.push(...notReached);
			const rows = leads.map(({ store, lead }) => ({ purpose: 'conversations', store, table: 'lead', row: { ...lead } }));
			return { rows: await maskInState(rows, parts) };
		},
	};
}
