import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeVault } from '../../providers/compose/guardrails/vault';
import { openKnowledge } from '../../providers/compose/knowledge/knowledge';
import { openMemory } from '../../providers/compose/memory/memory';
import { cleanTenant } from '../../providers/compose/state/clean-tenant';
import { composeConversationStates } from '../../providers/compose/state/host-conversation-states';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openRuns } from '../../providers/compose/state/host-runs';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { openStateDatabase } from '../../providers/database/state-database';
import { channelSchema } from '../../providers/state/channels/channel-schema';
import { runSchema } from '../../providers/state/runs/run-schema';
import { isPostgresAddress } from '../../providers/database/database-place';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { endReceipts, takeReceipts } from '../support/channels/take-receipts';
import { type Databases, onBoth } from '../support/servers/databases';

const dayMs = 86_400_000;
/** Times of rows of channels. */
const dated = { contact: ['created_at'], conversation: ['last_at'], message: ['arrived_at'], receipt: ['received_at', 'ended_at'] };

onBoth('what a tenant keeps', (openDatabases) => {
	let databases: Databases;
	let home: string;
	let database: string;
	let now: number;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		home = mkdtempSync(join(tmpdir(), 'troupe-retention-'));
		const place = await databases.create();
		database = isPostgresAddress(place) ? place : '';
		now = Date.now();
	});
	afterEach(() => rmSync(home, { recursive: true, force: true }));

	const open = (tenant: string) => ({
		...{ gate: { admit: () => Promise.reject(new Error('no gate')) }, agentFolders: [], providers: {} },
		...{ stateFolder: home, database, tenant, clock: { now: () => now } },
	});
	const setRules = async (tenant: string, rules: object) =>
		(await openTenants(open(tenant)))!.set({ name: tenant, rules, changedAt: now, changedBy: 'ana' });

	async function fill(tenant: string): Promise<{ masked: string }> {
		const host = open(tenant);
		const memory = await openMemory(host);
		await memory.addTurns('c', [{ message: 'Hi', reply: 'Hello', at: now }], 'ana');
		await (await composeConversationStates(host))!.change('c', () => ({ replies: 1, questionsInARow: 1 }));
		const runs = await openRuns(host, home);
		await runs.open(`run of ${tenant}`, 'worker', 1_000, 'c', 'ana');
		await runs.append(`run of ${tenant}`, 'worker', [{ kind: 'prepared' }], { from: 0, leaseMs: 1_000, synced: false });
		return { masked: (await composeVault(host, { conversationId: 'c' }).mask('ana@example.com')).text };
	}

	async function read(tenant: string, masked: string) {
		const host = open(tenant);
		return {
			turns: (await (await openMemory(host)).conversation('c', 5))?.turns.length ?? 0,
			questions: (await (await composeConversationStates(host))!.read('c'))?.questionsInARow ?? 0,
			isRestored: (await composeVault(host, { conversationId: 'c' }).restore(masked)) === 'ana@example.com',
			run: (await (await openRuns(host, home)).first(`run of ${tenant}`)) !== undefined,
		};
	}

	/** PostgreSQL's own clock dates runs: they are made older there. */
	async function ageRuns(days: number): Promise<void> {
		const runs = openStateDatabase(database || join(home, 'state.db'), runSchema);
		if (database) await runs.change('*', (connection) => connection.run('UPDATE run SET touched_at = touched_at - ?', days * dayMs));
		await runs.close();
	}

	it('is removed after its retention, and what others keep stays', async () => {
		await setRules('acme', { retentionDays: 2 });
		const [acme, globex] = [await fill('acme'), await fill('globex')];
		const all = { turns: 1, questions: 1, isRestored: true, run: true };
		expect([await read('acme', acme.masked), await read('globex', globex.masked)]).toEqual([all, all]);
		now += dayMs;
		await ageRuns(1);
		expect(await cleanTenant(open('acme'))).toEqual({
			...{ memories: 0, conversations: 0, turns: 0, tokens: 0, runs: 0, operations: 0 },
			...{ contacts: 0, messages: 0, requests: 0, executions: 0 },
		});
		now += dayMs + 60_000;
		await ageRuns(2);
		expect(await cleanTenant(open('globex'))).toMatchObject({ conversations: 0, turns: 0, runs: 0 });
		expect(await cleanTenant(open('acme'))).toMatchObject({ conversations: 1, turns: 1, runs: 1 });
		expect(await read('acme', acme.masked)).toEqual({ turns: 0, questions: 0, isRestored: false, run: false });
		expect(await read('globex', globex.masked)).toEqual(all);
	});

	const phoneOf = { acme: '5511988887777', globex: '5511966665555' };
	/** A customer of 800 days ago: what they wrote, with the request that it came with, and one that nobody has read since. */
	async function write(tenant: keyof typeof phoneOf): Promise<void> {
		const { mailbox, receipts } = await openChannels(open(tenant));
		const phone = phoneOf[tenant];
		const accept = (key: string) =>
			receipts.accept({ tenant, channel: 'sales', key, stored: JSON.stringify({ phone, text: `${key} of ${phone}` }), receivedAt: now });
		await accept('read');
		const work = (await takeReceipts(receipts))!;
		const content = [{ kind: 'text' as const, text: `text of ${phone}` }];
		await mailbox.apply(
			{
				...{ kind: 'message', key: phone, id: phone, address: phone, at: now, author: 'contact', content, name: `Name ${phone}` },
				contact: [{ kind: 'phone', value: phone, proof: 'provider' }],
			},
			{ tenant, channel: 'sales', receipt: work.content[0]!.id },
			defaultMailboxRules,
		);
		await endReceipts(receipts, work);
		await accept('not read');
	}

	it('of channels is in no byte of the home any more, and what others keep is', async () => {
		await setRules('acme', { retentionDays: 30 });
		for (const tenant of ['acme', 'globex'] as const) await write(tenant);
		// PostgreSQL's own clock dates what arrives.
		const ageMs = 800 * dayMs;
		now += ageMs;
		if (database) {
			const channels = openStateDatabase(database, channelSchema);
			for (const [table, columns] of Object.entries(dated))
				await channels.change('*', (connection) =>
					connection.run(`UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} - ${ageMs}`).join(', ')}`),
				);
			await channels.close();
		}
		expect(await cleanTenant(open('globex'))).toMatchObject({ contacts: 0, messages: 0, requests: 0 });
		expect(await cleanTenant(open('acme'))).toMatchObject({ contacts: 1, messages: 1, requests: 2 });
		const { contacts, receipts } = await openChannels(open('acme'));
		expect([await contacts.list('acme', 9), await receipts.list('acme', {}, 9)]).toEqual([[], []]);
		expect([(await contacts.list('globex', 9)).length, (await receipts.list('globex', {}, 9)).length]).toEqual([1, 2]);
		if (database) return;
		const bytes = readdirSync(home).map((name) => readFileSync(join(home, name), 'latin1'));
		expect(bytes.join()).not.toContain(phoneOf.acme);
		expect(bytes.join()).toContain(phoneOf.globex);
	});

	it('of runs has a time of its own, also a longer one (lmnr-ai/lmnr#752, Arize-ai/phoenix#8097)', async () => {
		await setRules('acme', { retentionDays: 2, runDays: 90 });
		await setRules('globex', { runDays: 1 });
		for (const tenant of ['acme', 'globex', 'hooli']) await fill(tenant);
		now += 40 * dayMs;
		await ageRuns(40);
		for (const tenant of ['acme', 'globex']) await cleanTenant(open(tenant));
		const runs = await openRuns(open('hooli'), home);
		await runs.clean(now - 30 * dayMs);
		const kept = async (tenant: string) => (await (await openRuns(open(tenant), home)).list(10)).length;
		expect([await kept('acme'), await kept('globex'), await kept('hooli')]).toEqual([1, 0, 0]);
		now += 60 * dayMs;
		await ageRuns(60);
		expect(await cleanTenant(open('acme'))).toMatchObject({ runs: 1 });
	});

	it('refuses documents above the characters that it may store, and says what is stored; others go on', async () => {
		const ingest = async (tenant: string, id: string, text: string) =>
			(await openKnowledge({ ...open(tenant), knowledgeStore: { kind: 'sqlite' } })).ingest(
				'handbook',
				[{ id, load: async () => ({ kind: 'text' as const, text, format: 'plain' as const }) }],
				{},
				new AbortController().signal,
			);
		await setRules('initech', { storedCharacters: 40 });
		await ingest('initech', 'one', 'Refunds take five working days.');
		await ingest('initech', 'two', 'Returns are free.');
		await expect(ingest('initech', 'three', 'Shipping costs ten dollars.')).rejects.toMatchObject({
			code: 'TENANT_LIMIT_REACHED',
			message: expect.stringMatching(/may have 40 characters in its collections and has (\d+): handbook \1\. Nothing was done\./) as string,
			details: { limit: 'storedCharacters', max: 40, collections: [{ name: 'handbook', characters: expect.any(Number) as number }] },
		});
		await ingest('hooli', 'one', 'Shipping costs ten dollars, and much more than that if it is far away.');
	});
});
