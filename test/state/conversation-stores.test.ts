import pg from 'pg';
import { openVault } from '../../core/guardrails/vault/open-vault';
import { testVault } from '../../core/guardrails/vault/open-vault.contract';
import { destroySubject } from '../../core/guardrails/vault/vault-subjects.contract';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { testViolationLog } from '../../core/guardrails/violations/violation-log.contract';
import { openAbuseStandings } from '../../providers/state/conversations/abuse-standings';
import { testAbuseStandings } from '../../providers/state/conversations/abuse-standings.contract';
import { testConversationStates } from '../../providers/state/conversations/conversation-states.contract';
import { openConversationStates } from '../../providers/state/conversations/conversation-states';
import { openQualityStore } from '../../providers/state/quality/quality-store';
import { testQualityStore } from '../../providers/state/quality/quality-store.contract';
import { openWantedTools } from '../../providers/state/wanted-tools/wanted-tool-store';
import { openLogStore } from '../../providers/state/log/log-store';
import { testLogStore } from '../../providers/state/log/log-store.contract';
import { testWantedTools } from '../../providers/state/wanted-tools/wanted-tools.contract';
import { openOperationStore } from '../../providers/state/operations/operation-store';
import { openMachineStore } from '../../providers/state/machines/machine-store';
import { testMachineStore } from '../../providers/state/machines/machine-store.contract';
import { testOperations } from '../../providers/state/operations/operation-store.contract';
import { openSeenTools } from '../../providers/state/seen-tools';
import { testSeenTools } from '../../providers/state/seen-tools.contract';
import { testVectorCache } from '../../providers/state/vector-cache.contract';
import { openVectorCache } from '../../providers/state/vector-cache';
import { openVaultStore } from '../../providers/state/vault/vault-store';
import { openViolationStore } from '../../providers/state/violations/violation-store';
import { onPostgres, postgresDatabases } from '../support/servers/databases';
import { waitUntil } from '../support/wait-until';

const keys = createVaultKeys(Buffer.alloc(32, 7));

onPostgres('what is kept of conversations', () => {
	let databases: Awaited<ReturnType<typeof postgresDatabases>>;
	let place: string;
	const opened: Array<{ close(): Promise<void> }> = [];
	const track = <Store extends { close(): Promise<void> }>(store: Store): Store => {
		opened.push(store);
		return store;
	};
	beforeAll(async () => {
		databases = await postgresDatabases();
	});
	beforeEach(async () => {
		place = await databases.create();
	});
	afterEach(async () => {
		for (const store of opened.splice(0)) await store.close();
	});
	afterAll(() => databases.remove());

	describe('the standings of contacts', () => {
		const pseudonym = async (id: string) => Buffer.from(id).toString('hex');
		testAbuseStandings((options) => track(openAbuseStandings(place, { tenant: 'ours', pseudonym, ...options })));
	});

	describe('the quality of agents', () => {
		const clock = { time: Date.UTC(2026, 0, 31) };
		testQualityStore(() => track(openQualityStore(place, { now: () => clock.time })), clock);
	});

	describe('operations in the background', () => {
		testOperations((bounds) => track(openOperationStore(place, bounds)));
	});

	describe('the requests for tools', () => {
		testWantedTools(() => track(openWantedTools(place)));
	});

	describe('the lines of the log', () => {
		testLogStore(() => track(openLogStore(place)));
	});

	describe('the token vault', () => {
		testVault(() => track(openVaultStore(place)), 8);

		test('removes what has expired, of all tenants', async () => {
			const store = track(openVaultStore(place));
			const at = (now: number, tenant: string, conversationId: string) =>
				openVault({ conversationId, tenant, store, keys, ttlMs: 100, clock: { now: () => now } });
			const { text } = await at(0, 'gone', 'old').mask('ana@example.com');
			await at(200, 'here', 'new').mask(Array.from({ length: 100 }, (_, index) => `u${index}@example.com`).join(' '));
			expect(await at(50, 'gone', 'old').restore(text)).toBe(text);
			expect(await store.clean(1_000)).toBe(100);
		});

		test('gives a person of several machines one key, and no conversation a key that is destroyed meanwhile', async () => {
			const stores = Array.from({ length: 4 }, () => track(openVaultStore(place)));
			const ana = { subjectId: 'ana' };
			for (let round = 0; round < 10; round += 1) {
				const vaults = stores.map((store, index) => openVault({ conversationId: `${round} ${index % 2}`, ...ana, store, keys }));
				const masked = vaults.map((vault) => vault.mask('ana@example.com'));
				const destroyed = round % 2 === 1 ? destroySubject(ana, { store: stores[0]!, keys }) : undefined;
				const texts = (await Promise.all(masked)).map(({ text }) => text);
				expect(await destroyed?.then((count) => count <= 1)).not.toBe(false);
				if (destroyed === undefined) expect(new Set(texts).size).toBe(2);
				for (const vault of vaults) expect(await vault.restore((await vault.mask('ana@example.com')).text)).toBe('ana@example.com');
			}
			expect(await destroySubject(ana, { store: stores[0]!, keys })).toBe(1);
		});

		test('masks with a new key if the old one is being destroyed while numbers are taken', async () => {
			const store = track(openVaultStore(place));
			const ana = { conversationId: 'one', subjectId: 'ana', store, keys };
			await openVault(ana).mask('+55 11 98765-4321');
			const destroyer = new pg.Client({ connectionString: databases.cluster.asSuperuser(place) });
			await destroyer.connect();
			try {
				await destroyer.query('set search_path = troupe; begin; delete from subject_key');
				const masked = openVault(ana).mask('ana@example.com');
				const waiters = 'select pid from pg_locks where not granted';
				await waitUntil('a wait for the conversation', async () => (await destroyer.query(waiters)).rowCount !== 0);
				await destroyer.query('commit');
				expect(await openVault(ana).restore((await masked).text)).toBe('ana@example.com');
			} finally {
				await destroyer.end();
			}
		});

		test('claims one key for all machines that ask at once', async () => {
			const claimed = await Promise.all(Array.from({ length: 8 }, (_, index) => track(openVaultStore(place)).claim(`key ${index}`)));
			expect(new Set(claimed).size).toBe(1);
		});
	});

	describe('the states of conversations', () => {
		testConversationStates(
			(changes) =>
				track(openConversationStates(place, { tenant: 'ours', pseudonym: async (id) => Buffer.from(id).toString('hex'), ...changes })),
			() => place,
		);
	});

	describe('the log of violations', () => {
		testViolationLog(() => track(openViolationStore(place)));
	});

	describe('the tools of nodes', () => {
		testSeenTools((tenant = 'default') => track(openSeenTools(place, tenant)));
	});

	describe('processes that report themselves', () => {
		testMachineStore(() => track(openMachineStore(place)));
	});

	describe('vectors that were made before', () => {
		let now = 0;
		testVectorCache(
			(tenant = 'acme', maxBytes?: number) => track(openVectorCache(place, { tenant, clock: { now: () => now }, maxBytes })),
			{
				pass: (milliseconds) => (now += milliseconds),
			},
		);
	});
});
