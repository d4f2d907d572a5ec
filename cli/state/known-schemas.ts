import type { DatabaseSchema } from '../../database/back-up';
import type { StateSchema } from '../../database/state-database';
import { schemaVersion } from '../../engine-adapter/embedded/state/schema';
import { accessSchema } from '../../providers/state/api-key-store';
import { conversationStateSchema } from '../../providers/state/conversation-states';
import { runSchema } from '../../providers/state/runs/run-schema';
import { seenToolsSchema } from '../../providers/state/seen-tools';
import { settingSchema } from '../../providers/state/setting-store';
import { tenantSchema } from '../../providers/state/tenant-store';
import { usageSchema } from '../../providers/state/usage/usage-schema';
import { vaultSchema } from '../../providers/state/vault-schema';
import { vectorCacheSchema } from '../../providers/state/vector-cache';
import { violationSchema } from '../../providers/state/violation-store';

const ofState = ({ version }: StateSchema): DatabaseSchema => ({ version, migrations: [] });

/** The databases that Troupe opens in its home, with the schema of this version. A test compares it with what the stores create. */
export const knownSchemas: Record<string, DatabaseSchema> = {
	'access.db': ofState(accessSchema),
	'conversation-states.db': ofState(conversationStateSchema),
	'conversations.db': { version: 1, migrations: [] },
	'engine.db': { version: schemaVersion, migrations: [] },
	'knowledge.db': { version: 2, migrations: ['0001-catalogue', '0002-vectors-elsewhere'] },
	'memory.db': { version: 1, migrations: ['0001-memory'] },
	'n8n-tools.db': ofState(seenToolsSchema),
	'registry.db': { version: 0, migrations: ['0001-registry', '0002-webhooks', '0003-several-manifests', '0004-access-tokens'] },
	'runs.db': ofState(runSchema),
	'settings.db': ofState(settingSchema),
	'tenants.db': ofState(tenantSchema),
	'usage.db': ofState(usageSchema),
	'vault.db': ofState(vaultSchema),
	'vectors.db': ofState(vectorCacheSchema),
	'violations.db': ofState(violationSchema),
};
