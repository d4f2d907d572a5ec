/** A Chroma server for one test: that of the Python package, with a temporary folder, on its own port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../../../scripts/lib/free-port.mjs';
import { waitUntil } from '../wait-until';

export interface ChromaTestServer {
	readonly url: string;
	start(): Promise<void>;
	/** Kills it like a crash. Acknowledged data stays. */
	stop(): Promise<void>;
	remove(): Promise<void>;
	/** The number of records of all collections. */
	countRecords(): Promise<number>;
	countCollections(): Promise<number>;
}

const startTimeoutMs = 60_000;

/**
 * @param python the Python of the environment with the package `chromadb`
 * @param persistentFolder a folder that stays, with what is in it
 */
export async function startChroma(python: string, persistentFolder?: string): Promise<ChromaTestServer> {
	const folder = persistentFolder ?? mkdtempSync(join(tmpdir(), 'troupe-chroma-'));
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const collections = `${url}/api/v2/tenants/default_tenant/databases/default_database/collections`;
	const all = async () => (await (await fetch(`${collections}?limit=1000`)).json()) as Array<{ id: string }>;
	let server: ChildProcess | undefined;
	const chroma: ChromaTestServer = {
		url,
		async start() {
			const args = ['run', '--path', join(folder, 'data'), '--host', '127.0.0.1', '--port', String(port)];
			const env = { PATH: process.env.PATH, HOME: folder, ANONYMIZED_TELEMETRY: 'False' };
			server = spawn(join(dirname(python), 'chroma'), args, { cwd: folder, env, stdio: 'ignore' });
			const isReady = () => {
				if (server!.exitCode !== null) throw new Error(`Chroma exited with code ${server!.exitCode}`);
				return answers(url);
			};
			await waitUntil('Chroma to answer', isReady, { forMs: startTimeoutMs, everyMs: 50 });
		},
		async stop() {
			if (!server || server.exitCode !== null || server.signalCode !== null) return;
			const ended = once(server, 'exit');
			server.kill('SIGKILL');
			await ended;
		},
		async countRecords() {
			let records = 0;
			for (const { id } of await all()) records += Number(await (await fetch(`${collections}/${id}/count`)).text());
			return records;
		},
		countCollections: async () => (await all()).length,
		async remove() {
			await chroma.stop();
			if (persistentFolder === undefined) rmSync(folder, { recursive: true, force: true });
		},
	};
	await chroma.start();
	return chroma;
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/api/v2/heartbeat`)).ok;
	} catch {
		return false; // not yet
	}
}
