import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { waitUntil, within } from '../wait-until';

/** The folders of a server, and who runs it. */
export interface ServerPlace {
	/** Where `postgres` is. */
	programs: string;
	/** For its socket. */
	folder: string;
	data: string;
	port: number;
	user?: { uid: number; gid: number };
}

export type Ending = 'fast' | 'immediate' | 'killed';
const signals: Record<Ending, NodeJS.Signals> = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' };

export const serverEnvironment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/** A PostgreSQL that runs in one data folder. */
export class PostgresServer {
	#process: ChildProcess | undefined;

	constructor(readonly place: ServerPlace) {}

	address(role: string, database: string): string {
		return `postgres://${role}@127.0.0.1:${this.place.port}/${database}`;
	}

	/** As the superuser, outside the databases of the tests. @returns the rows of the last statement */
	async query<Row extends object>(...statements: string[]): Promise<Row[]> {
		const client = new pg.Client({ connectionString: this.address('troupe_super', 'postgres') });
		client.on('error', () => undefined); // what the query meets is thrown
		await client.connect();
		try {
			let rows: Row[] = [];
			for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
			return rows;
		} finally {
			await client.end();
		}
	}

	async start(more: Record<string, string> = {}): Promise<void> {
		const { programs, folder, data, port, user } = this.place;
		const settings = {
			port,
			listen_addresses: '127.0.0.1',
			unix_socket_directories: folder,
			fsync: 'off',
			max_connections: 100,
			lc_messages: 'C',
			...more,
		};
		const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		const server = spawn(join(programs, 'postgres'), ['-D', data, ...args], {
			...user,
			env: serverEnvironment,
			cwd: folder,
			stdio: 'ignore',
		});
		this.#process = server;
		let complaint: unknown;
		const answers = async () => {
			try {
				await this.query('select 1');
				return true;
			} catch (error) {
				if (server.exitCode !== null) throw new Error(`PostgreSQL exited with code ${server.exitCode}`, { cause: error });
				complaint = error;
				return false;
			}
		};
		await waitUntil('PostgreSQL to answer', answers, { seen: () => complaint, everyMs: 50 });
	}

	/** `immediate` stops like a crash. `killed` leaves its other processes to notice it. */
	async stop(how: Ending = 'fast'): Promise<void> {
		const server = this.#process;
		if (!server || server.exitCode !== null || server.signalCode !== null) return;
		const ended = once(server, 'exit');
		server.kill(signals[how]);
		await within(`PostgreSQL to end (${how})`, ended);
	}
}
