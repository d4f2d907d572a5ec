import type { AuditSubject } from '../../../core/audit/audit-leaf';
import type { Act } from '../../state/audit/audited-database';
import type { VaultHost } from '../hosts/state-host';
import { openAuditKeys, openAudit } from './host-audit';

export interface NotedAct extends Act {
	/** Any id. The entry has a keyed hash: a value would return after a forgetting. */
	person?: string;
	/** Set if no person is named; stored as a keyed hash. */
	conversation?: string;
}

/** Notes an act in another store after it. A crash in between leaves no entry. */
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
