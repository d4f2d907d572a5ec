import { randomBytes } from 'node:crypto';
import { createMemorySealing } from '../../core/memory/create-memory-sealing';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { describeMemoryStore } from '../../providers/memory/memory-store.contract';
import { sendStatement } from '../../providers/database/send-statement';
import { openMemoryPostgres } from '../../providers/memory/postgres-memory';
import { openPostgresMemoryStore } from '../../providers/memory/sql-memory-store';
import { type Connection, memoryTables } from '../../providers/memory/memory-tables';
import { createPgvectorCluster, onPgvector, type PgvectorCluster } from './pgvector-cluster';

const sealing = createMemorySealing(createVaultKeys(randomBytes(32)), 'default');
const turn = { message: 'Hi', reply: 'Hello', at: 1 };

onPgvector('memory on PostgreSQL', () => {
	let cluster: PgvectorCluster;
	let address: string;
	beforeAll(async () => {
		cluster = await createPgvectorCluster();
	});
	afterAll(() => cluster.remove());

	const ask = async (text: string) => cluster.query<Record<string, string>>(cluster.asSuperuser(address), text);

	describe.each<[string, (address: string) => string]>([
		['as the owner of its database', (own) => own],
		['as the superuser, who bypasses policies', (own) => cluster.asSuperuser(own)],
	])('%s', (_who, as) => {
		describeMemoryStore('PostgreSQL', async () => {
			address = await cluster.createBareDatabase();
			return {
				open: (options) => openPostgresMemoryStore(as(address), options),
				async countRows() {
					const counts = memoryTables.own.map((table) => `(select count(*) from ${table})`);
					return Number((await ask(`select ${counts.join(' + ')} as rows`))[0]!.rows);
				},
				async written() {
					const tables = await Promise.all(memoryTables.own.map((table) => ask(`select * from ${table}`)));
					return JSON.stringify(tables, (_, value: unknown) =>
						(value as { type?: string } | null)?.type === 'Buffer'
							? Buffer.from((value as { data: number[] }).data).toString('latin1')
							: value,
					);
				},
			};
		});
	});

	describe('the database itself', () => {
		it.each([
			['before', true],
			['after', false],
		])('works for a superuser with the name of the schema of the state, which was made %s the memory', async (_when, isFirst) => {
			address = await cluster.createBareDatabase();
			await ask(
				`do $$ begin if not exists (select from pg_roles where rolname = 'troupe') then create role troupe superuser login; end if; end $$`,
			);
			const own = new URL(cluster.asSuperuser(address));
			own.username = 'troupe';
			if (isFirst) await ask('create schema troupe');
			const store = await openPostgresMemoryStore(own.href, { sealing });
			await store.addTurns('c', [turn], 'ana');
			await store.close();
			if (!isFirst) await ask('create schema troupe');
			const again = await openPostgresMemoryStore(own.href, { sealing });
			expect((await again.conversation('c', 5))?.turns).toHaveLength(1);
			await again.close();
		});

		it('counts its age by the clock of the server: a machine that is 40 days ahead removes nothing of what was just used (Tr3kkR/Yuzu#2543)', async () => {
			address = await cluster.createBareDatabase();
			const kept = 30 * 86_400_000;
			const store = await openPostgresMemoryStore(address, { sealing, kept });
			await store.addTurns('c', [turn], 'ana');
			const real = Date.now;
			const ahead = jest.spyOn(Date, 'now').mockImplementation(() => real() + 40 * 86_400_000);
			const other = await openPostgresMemoryStore(address, { sealing, kept });
			expect(await other.clean()).toMatchObject({ conversations: 0 });
			ahead.mockRestore();
			await Promise.all([store.close(), other.close()]);
		});

		it('shows a transaction the rows of the tenant that it names, and without one none', async () => {
			address = await cluster.createBareDatabase();
			const store = await openPostgresMemoryStore(address, { sealing });
			await store.addTurns('c', [turn], 'ana');
			const rows = async (tenant: string) => {
				const counts = memoryTables.own.map((table) => `(select count(*) from ${table})`);
				const text = `select set_config('troupe.tenant', '${tenant}', false), ${counts.join(' + ')} as rows`;
				return Number((await cluster.query<{ rows: string }>(address, text))[0]!.rows);
			};
			expect([await rows('globex'), await rows(''), await rows('default')]).toEqual([0, 0, 4]);
			await store.close();
		});

		it.each([
			['the next statement', true],
			['the commit', false],
		])('refuses a statement that was only sent: %s throws its fault, and nothing is stored', async (_what, isReadAfterwards) => {
			address = await cluster.createBareDatabase();
			const memory = await openMemoryPostgres(address);
			const add = (connection: Connection, fingerprint: string) =>
				sendStatement(connection, connection.insertInto('memory_keys').values({ fingerprint }).compile());
			const change = memory.change('default', 'keys', async (connection) => {
				await add(connection, 'one');
				await add(connection, 'another');
				if (isReadAfterwards) await connection.selectFrom('memory_keys').selectAll().execute();
			});
			await expect(change).rejects.toMatchObject({ cause: { code: '23505' } });
			const read = () => memory.read('default', (connection) => connection.selectFrom('memory_keys').select('fingerprint').execute());
			expect(await read()).toEqual([]);
			await memory.change('default', 'keys', (connection) => add(connection, 'later'));
			expect(await read()).toEqual([{ fingerprint: 'later' }]);
			await memory.close();
		});

		it('that does not answer is named without its password', async () => {
			const wrong = new URL(address);
			wrong.password = 'hunter2';
			wrong.port = '1';
			const refused = openPostgresMemoryStore(wrong.href, { sealing });
			await expect(refused).rejects.toMatchObject({ code: 'MEMORY_STORE_UNREACHABLE', retryable: true });
			await expect(refused).rejects.not.toThrow(/hunter2/);
		});

		it('that goes away and comes back loses nothing that was answered for', async () => {
			address = await cluster.createBareDatabase();
			const store = await openPostgresMemoryStore(address, { sealing });
			await store.addTurns('c', [turn]);
			await cluster.stop('immediate');
			await expect(store.addTurns('c', [{ ...turn, at: 2 }])).rejects.toMatchObject({ code: 'MEMORY_STORE_UNREACHABLE' });
			await expect(store.conversation('c', 5)).rejects.toMatchObject({ code: 'MEMORY_STORE_UNREACHABLE' });
			await cluster.start();
			await store.addTurns('c', [{ ...turn, at: 3 }]);
			expect((await store.conversation('c', 5))!.turns.map(({ at }) => at)).toEqual([1, 3]);
			await store.close();
		});

		it('does not let two that forget persons of the same conversations wait for each other for ever', async () => {
			address = await cluster.createBareDatabase();
			const [one, other] = [await openPostgresMemoryStore(address, { sealing }), await openPostgresMemoryStore(address, { sealing })];
			for (let round = 0; round < 5; round += 1) {
				for (const conversation of ['c', 'd', 'e'])
					for (const person of ['ana', 'bob']) await one.addTurns(conversation, [{ ...turn, at: round }], person);
				await Promise.all([one.forgetPerson('ana'), other.forgetPerson('bob'), other.addTurns('e', [{ ...turn, at: -round }], 'bob')]);
			}
			await one.forgetPerson('bob');
			expect(await one.export('bob')).toEqual({ memories: [], conversations: [] });
			await one.close();
			await other.close();
		});
	});
});
