import type { AuditSubject } from '../../../core/audit/audit-leaf';
import type { Act } from '../../state/audit/audited-database';
import type { VaultHost } from '../hosts/state-host';
import { openAuditKeys, openAudit } from './host-audit';

/** An act whose store is not that of the audit log. */
export interface NotedAct extends Act {
	/** Whom it is about, by any id. The entry has a keyed hash of it: a value would come back after a forgetting. */
	person?: string;
	/** The conversation that it is about where it names no person. The entry has a keyed hash of it, too. */
	conversation?: string;
}

/** Notes what was done in another store than that of the audit log, after it. A process that is killed between both leaves no entry. */
export async function noteAct(
	host: VaultHost & { stateFolder: string; tenant: string },
	{ person, conversation, ...act }: NotedAct,
): Promise<void> {
	const { toEntry } = await import('../../state/audit/audited-database');
	const { store } = (await openAudit(host))!;
	const hash = async (kind: AuditSubject['kind'], id: string) => (await openAuditKeys(host)).pseudonym(host.tenant, { kind, id });
	const object =
		person !== undefined
			? { kind: 'person', hash: await hash('subject', person) }
			: conversation !== undefined && { kind: 'conversation', hash: await hash('conversation', conversation) };
	await store.append([toEntry(host.tenant, { ...act, ...(object && { object }) })]);
}
