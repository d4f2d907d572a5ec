import { endReceipts, takeReceipts } from '../support/channels/take-receipts';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../support/test-terminal';
import { openStore } from '../../manifests/registry/store/open-store';
import type { Reservation } from '../../core/ports/usage';
import { composeCredentials } from '../../providers/compose/credentials/credentials';
import { closeOpened } from '../../providers/compose/open-once';
import { composeVault } from '../../providers/compose/guardrails/vault';
import { composeUsageStore } from '../../providers/compose/models/usage';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { openMemory } from '../../providers/compose/memory/memory';
import { openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { closeKnowledge } from '../../providers/compose/knowledge/knowledge';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { openSqliteKnowledgeStore, openPostgresKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { prepare, withVectors } from '../support/prepared-documents';
import { createPgvectorCluster, onPgvector, type PgvectorCluster } from '../knowledge/pgvector-cluster';

const vaultKey = 'ab'.repeat(32);
const turn = (at: number) => ({ message: `Olá ${at}`, reply: 'Hello', at });

onPgvector('the state of a home, moved to PostgreSQL', () => {
	let cluster: PgvectorCluster;
	let home: string;
	let address: string;
	beforeAll(async () => {
		cluster = await createPgvectorCluster();
	});
	beforeEach(async () => {
		home = mkdtempSync(join(tmpdir(), 'troupe-move-'));
		address = await cluster.createDatabase();
	});
	afterEach(() => rmSync(home, { recursive: true, force: true }));
	afterAll(() => cluster.remove());

	const host = (tenant: string, database = '') => ({ stateFolder: home, tenant, vaultKey, database, providers: {} });
	const ask = (task: object, of: ReturnType<typeof host>) => runKnowledgeTask(task, of, new AbortController().signal);
	const move = async (more: NodeJS.ProcessEnv = {}) => {
		const terminal = testTerminal({ TROUPE_HOME: home, ...more });
		const code = await runTroupe(['state', 'move', '--to', address, '--json'], terminal);
		return { code, noted: terminal.noted.join('\n'), printed: terminal.printed.join('\n') };
	};
	const record = {
		...{ at: Date.now(), conversationId: 'c', agent: null, host: 'h', guardrail: 'g', code: 'PRICE', stage: 'output', action: 'log' },
	};

	const tokens: Record<string, string> = {};
	const callOf = (tenant: string): Reservation => ({
		scope: { tenant, agent: 'support', host: 'test' },
		...{ provider: 'openai', model: 'm', kind: 'chat', costUsd: 0.01, priceTable: 't' },
		usage: { inputTokens: 10, outputTokens: 5, estimated: false },
	});

	/** Some of everything, of two tenants. */
	const fill = async () => {
		for (const tenant of ['acme', 'globex']) {
			const memory = await openMemory(host(tenant));
			for (let at = 1; at <= 30; at += 1) await memory.addTurns(`c${at % 4}`, [turn(at)], 'ana');
			const store = (await openTenants(host(tenant)))!;
			await store.set({ name: tenant, rules: { agents: 3 }, changedAt: 7, changedBy: 'ana' });
			const documents = Array.from({ length: 40 }, (_, n) => ({
				id: `d${n}`,
				title: `Title ${n}`,
				text: `The term ${tenant} runs ${n} years.`,
			}));
			await ask({ operation: 'ingest', collection: 'contracts', documents }, host(tenant));
			await closeKnowledge(host(tenant));
		}
		for (const tenant of ['acme', 'globex']) {
			tokens[tenant] = (await composeVault(host(tenant), { conversationId: 'c' }).mask(`ana@${tenant}.example`)).text;
			await (await composeUsageStore(host(tenant))).reserve(callOf(tenant), [], Date.now());
			const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_VAULT_KEY: vaultKey }, [
				Buffer.from(JSON.stringify({ token: `of ${tenant}` })),
			]);
			expect(await runTroupe(['credentials', 'add', 'shop', '--tenant', tenant, '--type', 'httpBearerAuth'], terminal)).toBe(0);
		}
		const registry = await openStore(join(home, 'registry.db'));
		await registry.close();
	};

	it('is all there, of each tenant, and the files are used no more', async () => {
		await fill();
		const log = await composeViolationLog(host('acme'));
		await log.record([{ ...record, matches: [] } as never], { conversationId: 'c', host: 'h' });
		expect(await move()).toMatchObject({ code: 0, noted: expect.stringContaining('Set TROUPE_DATABASE_URL') as string });
		for (const tenant of ['acme', 'globex']) {
			const theirs = host(tenant, address);
			expect((await (await openMemory(theirs)).conversation('c1', 50))!.turns).toHaveLength(8);
			expect(await (await openTenants(theirs))!.find(tenant)).toMatchObject({ rules: { agents: 3 } });
			const found = await ask({ operation: 'search', collection: 'contracts', question: 'term of 7 years' }, theirs);
			expect(JSON.stringify(found)).toContain(`The term ${tenant} runs 7 years.`);
			expect(JSON.stringify(found)).not.toContain(tenant === 'acme' ? 'globex' : 'acme');
			await closeKnowledge(theirs);
			const vault = composeVault(theirs, { conversationId: 'c' });
			expect(await vault.restore(tokens[tenant]!)).toBe(`ana@${tenant}.example`);
			// New rows get numbers above those that were moved.
			expect(await vault.restore((await vault.mask('bob@example.com')).text)).toBe('bob@example.com');
			expect((await composeCredentials(theirs).resolve('shop', tenant)).data).toEqual({ token: `of ${tenant}` });
			const usage = await composeUsageStore(theirs);
			expect(await usage.totals({ by: ['agent'], tenant }, Date.now())).toMatchObject([{ group: { agent: 'support' }, calls: 1 }]);
			expect((await usage.reserve(callOf(tenant), [], Date.now())).id).toBeGreaterThan(2);
		}
		expect(await (await composeViolationLog(host('acme', address))).read({ after: 0, limit: 5 })).toHaveLength(1);
		expect(existsSync(join(home, 'memory.db'))).toBe(true);
		const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_VAULT_KEY: vaultKey });
		expect(await runTroupe(['memory', 'export', '-p', 'ana'], terminal)).not.toBe(0);
		expect(terminal.noted.join('\n')).toMatch(/was moved to .*TROUPE_DATABASE_URL is not set/);
	});

	it('has the audit log, which goes on and verifies against a checkpoint that was kept, with all that can be read of it', async () => {
		await fill();
		const audit = async (database: string, ...args: string[]) => {
			const environment = { TROUPE_HOME: home, TROUPE_VAULT_KEY: vaultKey, ...(database && { TROUPE_DATABASE_URL: database }) };
			const terminal = testTerminal(environment);
			return { code: await runTroupe(['audit', ...args, '--tenant', 'acme'], terminal), printed: terminal.printed.join('\n') };
		};
		const kept = join(home, 'kept.note');
		writeFileSync(kept, `${(await audit('', 'checkpoint')).printed}\n`);
		const entries = (await audit('', 'export')).printed;
		expect(entries).toContain('credential.created');
		await closeOpened();
		expect(await move()).toMatchObject({ code: 0 });
		expect((await audit(address, 'export')).printed).toBe(entries);
		expect(await audit(address, 'verify', '--against', kept)).toMatchObject({ code: 0, printed: expect.stringMatching(/^[1-9]\d* entr/) });
		await closeOpened();
	});

	it('brings along what channels received and nobody processed, once', async () => {
		const stores = openChannelStores(join(home, 'state.db'));
		const request = (tenant: string, key: string) => ({ tenant, channel: 'sales', key, stored: `{"id":"${key}"}`, receivedAt: 7 });
		const keys = Array.from({ length: 600 }, (_, index) => `${index}`);
		await stores.receipts.accept(request('globex', 'theirs'));
		await endReceipts(stores.receipts, (await takeReceipts(stores.receipts))!);
		await Promise.all(keys.map((key) => stores.receipts.accept(request('acme', key))));
		await stores.close();
		for (let attempt = 0; attempt < 2; attempt += 1) {
			const { code, printed } = await move();
			expect(code).toBe(0);
			expect(JSON.parse(printed)).toMatchObject({ moved: expect.arrayContaining([{ file: 'state-inbox.db', rows: 600 }]) as unknown });
		}
		const theirs = openChannelStores(address);
		const waiting = await theirs.receipts.list('acme', {}, 1_000);
		expect(waiting.map(({ stored }) => stored).reverse()).toEqual(keys.map((key) => `{"id":"${key}"}`));
		expect(await theirs.receipts.list('globex', {}, 10)).toMatchObject([{ state: 'processed', receivedAt: 7 }]);
		await theirs.close();
	});

	it('can be moved again after it was stopped, and never overwrites other rows', async () => {
		await fill();
		const first = await move();
		expect(first.code).toBe(0);
		const again = await move();
		expect(again.code).toBe(0);
		expect(JSON.parse(again.printed)).toEqual(JSON.parse(first.printed));
		await cluster.query(cluster.asSuperuser(address), `update troupe.tenant_rules set rules = '{}' where tenant = 'acme'`);
		expect(await move()).toMatchObject({ code: 1, noted: expect.stringContaining('column rules differs') as string });
	});

	it('keeps vectors as they are, to the last bit', async () => {
		const file = await openSqliteKnowledgeStore(join(home, 'knowledge.db'), { tenant: 'acme' });
		const collection = await file.open('v', withVectors);
		const vector = Float32Array.from([0.6, -0.64, 0.48, 0, 0, 0, 0, 1e-7]);
		const document = prepare('x', 'text', { vectors: [vector] });
		await collection.put([document]);
		await file.close();
		expect((await move()).code).toBe(0);
		const moved = await openPostgresKnowledgeStore(address, { tenant: 'acme' });
		expect(await (await moved.find('v'))!.vectors(document.chunks.map(({ id }) => id))).toEqual([vector]);
		await moved.close();
	});

	it.each([
		[['--to', 'mysql://u:p@h/d'], 'PostgreSQL only'],
		[['--to', 'postgres://u:hunter2@127.0.0.1:1/d'], 'cannot be opened'],
	])('refuses %j', async (args, words) => {
		await (await openTenants(host('acme')))!.set({ name: 'acme', rules: {}, changedAt: 1, changedBy: 'ana' });
		const terminal = testTerminal({ TROUPE_HOME: home });
		expect(await runTroupe(['state', 'move', ...args], terminal)).not.toBe(0);
		expect(terminal.noted.join('\n')).toContain(words);
		expect(terminal.noted.join('\n')).not.toContain('hunter2');
	});
});
