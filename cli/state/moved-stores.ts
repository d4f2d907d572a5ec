import type { DatabaseSync } from 'node:sqlite';
import { isPostgresAddress } from '../../database/database-place';
import { openStateDatabase, type StateSchema } from '../../database/state-database';
import type { MoveTarget } from '../../database/move/move-tables';

/** A store whose file can be moved. */
export interface MovedStore {
	file: string;
	/** Without a schema, that of the connection. */
	target: Omit<MoveTarget, 'schema'> & Partial<MoveTarget>;
	/** Creates or upgrades the tables, first in the file and then in PostgreSQL. */
	prepare(place: string): Promise<void>;
	/** For rows that go to other tables: carries those of the file to the address. @returns how many */
	carry?(file: DatabaseSync, address: string): Promise<number>;
}

/** Everything in Troupe's home that PostgreSQL can keep, in the order in which it is moved. */
export async function listMovedStores(): Promise<MovedStore[]> {
	const { settingSchema } = await import('../../providers/state/setting-store');
	const { tenantSchema } = await import('../../providers/state/tenant-store');
	const { violationSchema } = await import('../../providers/state/violation-store');
	const { usageSchema } = await import('../../providers/state/usage/usage-schema');
	const { accessSchema } = await import('../../providers/state/api-key-store');
	const { vaultSchema } = await import('../../providers/state/vault/vault-schema');
	const { credentialSchema } = await import('../../providers/state/credentials/credential-schema');
	const { nodeCallSchema } = await import('../../providers/state/calls/node-calls');
	const { offerSchema } = await import('../../providers/state/offers/offer-store');
	const { channelSchema } = await import('../../providers/state/channels/channel-schema');
	const { inboxSchema } = await import('../../providers/state/channels/deliveries/inbox-schema');
	const { carryReceipts } = await import('../../providers/state/channels/deliveries/carry-receipts');
	const { crmCallSchema } = await import('../../providers/state/calls/crm-calls');
	const { flagSchema } = await import('../../providers/state/flags/flag-store');
	const { toolRequestSchema } = await import('../../providers/state/requests/tool-request-store');
	const { eventSchema } = await import('../../providers/state/events/event-schema');
	const { workflowCallSchema } = await import('../../providers/state/calls/workflow-calls');
	const { conversationStateSchema } = await import('../../providers/state/conversations/conversation-states');
	const { qualitySchema } = await import('../../providers/state/quality/quality-schema');
	const { sandboxRunSchema } = await import('../../providers/state/sandbox/sandbox-run-schema');
	const { runSchema } = await import('../../providers/state/runs/run-schema');
	return [
		ofState('settings.db', settingSchema),
		ofState('tenants.db', tenantSchema),
		ofState('access.db', accessSchema),
		ofState('vault.db', vaultSchema),
		ofState('credentials.db', credentialSchema),
		ofState('conversation-states.db', conversationStateSchema),
		ofState('runs.db', runSchema),
		ofState('node-calls.db', nodeCallSchema),
		ofState('crm-calls.db', crmCallSchema),
		ofState('workflow-calls.db', workflowCallSchema),
		ofState('offers.db', offerSchema),
		ofState('sandbox-runs.db', sandboxRunSchema),
		ofState('channels.db', channelSchema),
		inFileOnly('channels-inbox.db', inboxSchema, carryReceipts),
		ofState('flags.db', flagSchema),
		ofState('tool-requests.db', toolRequestSchema),
		ofState('quality.db', qualitySchema),
		ofState('events.db', eventSchema),
		ofState('usage.db', usageSchema),
		ofState('violations.db', violationSchema),
		{ file: 'memory.db', target: {}, prepare: prepareMemory },
		{ file: 'knowledge.db', target: {}, prepare: prepareKnowledge },
		{ file: 'registry.db', target: { owners: { webhook_owners: 'name' } }, prepare: prepareRegistry },
	];
}

function ofState(file: string, schema: StateSchema): MovedStore {
	return {
		file,
		target: { schema: `troupe_${schema.name}` },
		async prepare(place) {
			const database = openStateDatabase(place, schema);
			await database.read('', () => Promise.resolve()).finally(() => database.close());
		},
	};
}

/** A store that PostgreSQL does not have. */
function inFileOnly(file: string, schema: StateSchema, carry: NonNullable<MovedStore['carry']>): MovedStore {
	const store = ofState(file, schema);
	return { ...store, prepare: async (place) => (isPostgresAddress(place) ? undefined : store.prepare(place)), carry };
}

async function prepareMemory(place: string): Promise<void> {
	const [{ openMemoryFile }, { openMemoryPostgres }, { isPostgresAddress }] = await Promise.all([
		import('../../providers/memory/memory-database'),
		import('../../providers/memory/postgres-memory'),
		import('../../database/database-place'),
	]);
	await (await (isPostgresAddress(place) ? openMemoryPostgres(place) : openMemoryFile(place))).close();
}

async function prepareKnowledge(place: string): Promise<void> {
	const [{ openKnowledgeFile }, { openKnowledgePostgres }, { isPostgresAddress }] = await Promise.all([
		import('../../providers/knowledge/database/knowledge-database'),
		import('../../providers/knowledge/database/postgres-database'),
		import('../../database/database-place'),
	]);
	await (await (isPostgresAddress(place) ? openKnowledgePostgres(place) : openKnowledgeFile(place))).close();
}

async function prepareRegistry(place: string): Promise<void> {
	const { openStore } = await import('../../manifests/registry/store/open-store');
	await (await openStore(place)).close();
}
