import type { DatabaseSchema } from '../../database/back-up';
import type { StateSchema } from '../../database/state-database';
import { schemaVersion } from '../../engine-adapter/embedded/state/schema';
import { accessSchema } from '../../providers/state/api-key-store';
import { conversationStateSchema } from '../../providers/state/conversations/conversation-states';
import { credentialSchema } from '../../providers/state/credentials/credential-schema';
import { flagSchema } from '../../providers/state/flags/flag-store';
import { eventSchema } from '../../providers/state/events/event-schema';
import { nodeCallSchema } from '../../providers/state/calls/node-calls';
import { offerSchema } from '../../providers/state/offers/offer-store';
import { qualitySchema } from '../../providers/state/quality/quality-schema';
import { runSchema } from '../../providers/state/runs/run-schema';
import { sandboxRunSchema } from '../../providers/state/sandbox/sandbox-run-schema';
import { seenToolsSchema } from '../../providers/state/seen-tools';
import { settingSchema } from '../../providers/state/setting-store';
import { tenantSchema } from '../../providers/state/tenant-store';
import { usageSchema } from '../../providers/state/usage/usage-schema';
import { vaultSchema } from '../../providers/state/vault/vault-schema';
import { vectorCacheSchema } from '../../providers/state/vector-cache';
import { channelSchema } from '../../providers/state/channels/channel-schema';
import { inboxSchema } from '../../providers/state/channels/deliveries/inbox-schema';
import { crmCallSchema } from '../../providers/state/calls/crm-calls';
import { toolRequestSchema } from '../../providers/state/requests/tool-request-store';
import { workflowCallSchema } from '../../providers/state/calls/workflow-calls';
import { violationSchema } from '../../providers/state/violation-store';

/** The stores on `openStateDatabase`, by the file that each has in the home. */
export const stateSchemas: Record<string, StateSchema> = {
	'access.db': accessSchema,
	'conversation-states.db': conversationStateSchema,
	'credentials.db': credentialSchema,
	'events.db': eventSchema,
	'n8n-tools.db': seenToolsSchema,
	'node-calls.db': nodeCallSchema,
	'offers.db': offerSchema,
	'quality.db': qualitySchema,
	'runs.db': runSchema,
	'sandbox-runs.db': sandboxRunSchema,
	'settings.db': settingSchema,
	'tenants.db': tenantSchema,
	'usage.db': usageSchema,
	'vault.db': vaultSchema,
	'vectors.db': vectorCacheSchema,
	'violations.db': violationSchema,
	'crm-calls.db': crmCallSchema,
	'workflow-calls.db': workflowCallSchema,
	'channels.db': channelSchema,
	'channels-inbox.db': inboxSchema,
	'flags.db': flagSchema,
	'tool-requests.db': toolRequestSchema,
};

/** The databases that Troupe opens in its home, with the schema of this version. A test compares it with what the stores create. */
export const knownSchemas: Record<string, DatabaseSchema> = {
	...Object.fromEntries(Object.entries(stateSchemas).map(([file, { version }]) => [file, { version, migrations: [] }])),
	'conversations.db': { version: 1, migrations: [] },
	'engine.db': { version: schemaVersion, migrations: [] },
	'knowledge.db': { version: 2, migrations: ['0001-catalogue', '0002-vectors-elsewhere'] },
	'memory.db': { version: 1, migrations: ['0001-memory'] },
	'registry.db': {
		version: 5,
		migrations: ['0001-registry', '0002-webhooks', '0003-several-manifests', '0004-access-tokens', '0005-evidence'],
	},
};
