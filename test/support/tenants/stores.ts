/**
 * The stores on PostgreSQL, as the bench `tenants` fills and asks them: names and hashes are the same for all tenants, so that only the tenant keeps
 * them apart. Cached vectors are not among them, because their hashes contain the tenant.
 */
import { openStore } from '../../../manifests/registry/store/open-store';
import type { MemorySealing } from '../../../core/ports/memory';
import type { Tool } from '../../../core/ports/tools/tools';
import { openKnowledgePostgres } from '../../../providers/knowledge/database/postgres-database';
import { openPostgresMemoryStore } from '../../../providers/memory/sql-memory-store';
import { openApiKeyStore } from '../../../providers/state/api-key-store';
import { openConversationStates } from '../../../providers/state/conversations/conversation-states';
import { openRunStore } from '../../../providers/state/runs/run-store';
import { openSeenTools } from '../../../providers/state/seen-tools';
import { openSettingStore } from '../../../providers/state/setting-store';
import { openTenantStore } from '../../../providers/state/tenant-store';
import { openUsageStore } from '../../../providers/state/usage/usage-store';
import { openVaultStore } from '../../../providers/state/vault/vault-store';
import { openViolationStore } from '../../../providers/state/violations/violation-store';
import { openTestAuditKeys } from '../audit-keys';

export interface StoreOfTenants {
	name: string;
	put(tenant: string, thing: number): Promise<unknown>;
	ask(tenant: string, thing: number): Promise<unknown>;
	close(): Promise<unknown>;
}

export const secretOf = (tenant: string) => `secret-of-${tenant}`;

const now = Date.now();
const day = 86_400_000;

export async function openTenantStores(address: string): Promise<StoreOfTenants[]> {
	return [
		runs(address),
		conversationStates(address),
		violations(address),
		vault(address),
		settings(address),
		tenantRules(address),
		apiKeys(address),
		usage(address),
		seenTools(address),
		memory(address),
		await registry(address),
		await knowledge(address),
	];
}

/** One store for each tenant, opened once. */
function perTenant<Store extends { close(): Promise<void> }>(open: (tenant: string) => Store) {
	const stores = new Map<string, Store>();
	return {
		of(tenant: string): Store {
			const store = stores.get(tenant) ?? open(tenant);
			stores.set(tenant, store);
			return store;
		},
		close: async () => void (await Promise.all([...stores.values()].map((store) => store.close()))),
	};
}

function runs(address: string): StoreOfTenants {
	const { of, close } = perTenant((tenant) => openRunStore(address, { tenant, pseudonym: (_kind, id) => Promise.resolve(id) }));
	return {
		name: 'runs',
		async put(tenant, thing) {
			const store = of(tenant);
			await store.open(`run-${thing}`, tenant, day, `c-${thing}`);
			await store.append(`run-${thing}`, tenant, [{ kind: 'prepared', text: secretOf(tenant) }], { from: 0, leaseMs: day, synced: false });
			await store.release(`run-${thing}`, tenant);
		},
		ask: (tenant, thing) => of(tenant).first(`run-${thing}`),
		close,
	};
}

function conversationStates(address: string): StoreOfTenants {
	const { of, close } = perTenant((tenant) => openConversationStates(address, { tenant, pseudonym: (id) => Promise.resolve(id) }));
	return {
		name: 'conversations',
		put: (tenant, thing) =>
			of(tenant)
				.of()
				.change(`c-${thing}`, () => ({ note: secretOf(tenant) }) as never),
		ask: (tenant, thing) => of(tenant).of().read(`c-${thing}`),
		close,
	};
}

function violations(address: string): StoreOfTenants {
	const store = openViolationStore(address);
	const place = {
		conversation: null,
		agent: null,
		guardrail: 'g',
		code: 'PRICE',
		stage: 'output',
		action: 'log',
		tool: null,
		argument: null,
		matches: [],
		matchCount: 0,
		...{ person: null, key: null, run: null, agentVersion: null, agentSha256: null, policy: null, policyVersion: null },
	};
	return {
		name: 'violations',
		put: (tenant) => store.append(tenant, [{ ...place, at: now, host: secretOf(tenant) }], { max: 100, since: 0 }),
		ask: (tenant) => store.read(tenant, 0, 100),
		close: () => store.close(),
	};
}

function vault(address: string): StoreOfTenants {
	const store = openVaultStore(address);
	const scope = (tenant: string, thing: number) => ({ tenant, conversation: `c-${thing}`, holder: `c-${thing}` });
	return {
		name: 'vault',
		put: (tenant, thing) =>
			store.openConversation(
				scope(tenant, thing),
				{ nonce: `${tenant}${thing}`, subject: secretOf(tenant), keyId: `${tenant}-${thing}`, wrappedKey: Buffer.from('k') },
				now + day,
				now,
			),
		ask: (tenant, thing) => store.conversation(scope(tenant, thing), now),
		close: () => store.close(),
	};
}

function settings(address: string): StoreOfTenants {
	const store = openSettingStore(address);
	return {
		name: 'settings',
		put: (tenant) => store.write(tenant, 'budgets', { value: secretOf(tenant), author: 'ana', at: now }),
		ask: (tenant) => store.history(tenant, 'budgets'),
		close: () => store.close(),
	};
}

function tenantRules(address: string): StoreOfTenants {
	const store = openTenantStore(address);
	return {
		name: 'tenants',
		async put(tenant, thing) {
			await store.set({ name: tenant, rules: {}, changedAt: now, changedBy: secretOf(tenant) });
			const agent = `${secretOf(tenant)}-${thing}`;
			await store.enter({ tenant, runId: `run-${thing}`, agent, rules: {}, until: now + day, now });
		},
		ask: async (tenant) => [await store.find(tenant), await store.use(tenant, {}, now)],
		close: () => store.close(),
	};
}

function apiKeys(address: string): StoreOfTenants {
	const store = openApiKeyStore(address, openTestAuditKeys);
	return {
		name: 'api keys',
		put: (tenant, thing) =>
			store.add(
				{
					...{ id: `trp_${tenant}${thing}`, tenant, name: secretOf(tenant), role: null, scopes: [], allowFrom: [], rate: null },
					...{
						createdAt: now,
						createdBy: 'ana',
						expiresAt: null,
						lastUsedAt: null,
						replacedBy: null,
						revokedAt: null,
						revokedBy: null,
						isSession: false,
					},
				},
				`hash-${tenant}-${thing}`,
			),
		ask: async (tenant) => [await store.list(tenant), await store.changes(tenant, 100)],
		close: () => store.close(),
	};
}

function seenTools(address: string): StoreOfTenants {
	const { of, close } = perTenant((tenant) => openSeenTools(address, tenant));
	return {
		name: 'tools',
		put: (tenant, thing) =>
			of(tenant).remember(`node-${thing}`, [{ name: 'find', description: secretOf(tenant), effect: 'reads' }] as Tool[]),
		ask: (tenant, thing) => of(tenant).list(`node-${thing}`),
		close,
	};
}

function usage(address: string): StoreOfTenants {
	const store = openUsageStore(address);
	return {
		name: 'usage',
		put: (tenant) =>
			store.reserve(
				{
					scope: { tenant, agent: secretOf(tenant), host: 'bench' },
					...{ provider: 'openai', model: 'm', kind: 'chat', costUsd: null, priceTable: null },
					usage: { inputTokens: 1, outputTokens: 1, estimated: false },
				},
				[],
				now,
			),
		ask: (tenant) => store.totals({ by: ['agent'], tenant }, now),
		close: async () => store.close(),
	};
}

/** Seals nothing: otherwise keys would keep tenants apart even without row-level security. */
const openSealing: MemorySealing = {
	fingerprint: 'bench',
	hash: (_kind, name) => name,
	newSeal: async () => ({ seal: plainSeal, wrapped: Buffer.from('k') }),
	openSeal: async () => plainSeal,
};
const plainSeal = { seal: (text: string) => Buffer.from(text), unseal: (sealed: Uint8Array) => Buffer.from(sealed).toString() };

function memory(address: string): StoreOfTenants {
	const opened = new Map<string, ReturnType<typeof openPostgresMemoryStore>>();
	const of = (tenant: string) => {
		const store = opened.get(tenant) ?? openPostgresMemoryStore(address, { tenant, sealing: openSealing });
		opened.set(tenant, store);
		return store;
	};
	return {
		name: 'memory',
		put: async (tenant, thing) =>
			(await of(tenant)).addTurns(`c-${thing}`, [{ message: secretOf(tenant), reply: 'r', at: now }], `p-${thing}`),
		ask: async (tenant, thing) => [await (await of(tenant)).conversation(`c-${thing}`, 50), await (await of(tenant)).export(`p-${thing}`)],
		close: async () => void (await Promise.all([...opened.values()].map(async (store) => (await store).close()))),
	};
}

async function registry(address: string): Promise<StoreOfTenants> {
	const store = await openStore(address);
	return {
		name: 'registry',
		put: (tenant, thing) =>
			store.change(tenant, (connection) =>
				connection
					.insertInto('file_lists')
					.values({ sha256: `${secretOf(tenant)}-${thing}`, content: '{}' })
					.execute(),
			),
		ask: (tenant) => store.read(tenant, (connection) => connection.selectFrom('file_lists').selectAll().execute()),
		close: () => store.close(),
	};
}

async function knowledge(address: string): Promise<StoreOfTenants> {
	const database = await openKnowledgePostgres(address, { withPgvector: false });
	return {
		name: 'knowledge',
		put: (tenant, thing) =>
			database.change(tenant, (connection) =>
				connection
					.insertInto('knowledge_collections')
					.values({
						generation: thing,
						name: `c-${thing}`,
						role: 'current',
						stamp: secretOf(tenant),
						revision: 1,
						lexicon: 1,
						vectors: 'own',
					} as never)
					.execute(),
			),
		ask: (tenant, thing) =>
			database.read(tenant, (connection) =>
				connection.selectFrom('knowledge_collections').selectAll().where('name', '=', `c-${thing}`).execute(),
			),
		close: () => database.close(),
	};
}
