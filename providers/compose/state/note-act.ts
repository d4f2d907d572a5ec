import type { Act } from '../../state/audit/audited-database';
import type { VaultHost } from '../hosts/state-host';
import { openAuditKeys, openAudit } from './host-audit';

/** An act whose store is not that of the audit log. */
export interface NotedAct extends Act {
	/** Whom it is about, by any id. The entry has a keyed hash of it: a value would come back after a forgetting. */
	person?: string;
}

/** Notes what was done in another store than that of the audit log, after it. A process that is killed between both leaves no entry. */
export async function noteAct(host: VaultHost & { stateFolder: string; tenant: string }, { person, ...act }: NotedAct): Promise<void> {
	const { toEntry } = await import('../../state/audit/audited-database');
	const { store } = (await openAudit(host))!;
	const hash = person === undefined ? undefined : (await openAuditKeys(host)).pseudonym(host.tenant, { kind: 'subject', id: person });
	await store.append([toEntry(host.tenant, { ...act, ...(hash !== undefined && { object: { kind: 'person', hash } }) })]);
}
