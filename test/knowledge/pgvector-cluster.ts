import pg from 'pg';
import {
	createCluster,
	mayRunPostgres,
	portableAt,
	type PortablePostgres,
	type PostgresCluster,
} from '../support/servers/postgres-cluster';

const installed = process.env.TROUPE_TEST_PGVECTOR;
const missing = mayRunPostgres()
	? (process.env.TROUPE_TEST_PGVECTOR_MISSING ?? 'it was not installed')
	: 'as root, and the machine has no user "postgres" that could run it';

export const hasPgvector = () => installed !== undefined && mayRunPostgres();

/** A suite on a PostgreSQL with pgvector; where none can be had, its title says why. */
export const onPgvector = (what: string, suite: () => void): void =>
	hasPgvector() ? describe(what, suite) : describe.skip(`${what} (skipped: ${missing})`, suite);

export interface PgvectorCluster extends PostgresCluster {
	query<Row extends object>(address: string, text: string): Promise<Row[]>;
	/** A database without pgvector. */
	createBareDatabase(): Promise<string>;
}

/** The PostgreSQL with pgvector that was installed for these tests. */
export const portablePgvector = (): PortablePostgres => portableAt(installed!);

/** The superuser installs pgvector into its databases, as the operator of a server does. */
export async function createPgvectorCluster(): Promise<PgvectorCluster> {
	const cluster = await createCluster(portablePgvector());
	const query = async <Row extends object>(address: string, text: string): Promise<Row[]> => {
		const client = new pg.Client({ connectionString: address });
		await client.connect();
		try {
			return (await client.query<Row>(text)).rows;
		} finally {
			await client.end();
		}
	};
	const createBareDatabase = () => cluster.createDatabase();
	return {
		...cluster,
		query,
		createBareDatabase,
		async createDatabase() {
			const address = await createBareDatabase();
			await query(cluster.asSuperuser(address), 'create extension vector');
			return address;
		},
	};
}
