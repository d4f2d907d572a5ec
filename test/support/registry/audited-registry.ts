import { isPostgresAddress } from '../../../providers/database/database-place';
import { type AuditStore, openAuditStore } from '../../../providers/state/audit/audit-store';
import { openRegistry } from '../../../manifests/registry/open-registry';
import type { Registry } from '../../../manifests/registry/registry';
import { openTestAuditKeys } from '../audit-keys';

/** Opens the audit log that belongs to a registry of a test: in the same PostgreSQL, or in a file beside it. */
export const openAuditBeside = (database: string): AuditStore =>
	openAuditStore(isPostgresAddress(database) ? database : `${database}.state`, openTestAuditKeys);

/** Opens a registry with its audit log, which is closed with it. */
export async function openAuditedRegistry({ database, ...options }: Parameters<typeof openRegistry>[0]): Promise<Registry> {
	const audit = openAuditBeside(database);
	const registry = await openRegistry({ database, audit, ...options });
	const close = registry.close.bind(registry);
	registry.close = async () => {
		await close();
		await audit.close();
	};
	return registry;
}
