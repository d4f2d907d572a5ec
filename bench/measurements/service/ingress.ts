/**
 * Measures the ingress of channels: `troupe serve` in its own process, called as Z-API calls it, with a new message in each request, against a bare Fastify
 * that writes one synced SQLite row. Autocannon calls both in turns with more and more connections, from one address, without a limit of requests;
 * each counts with its best rate whose p99 over all answers is at most 100 ms. The service applies the messages meanwhile, also those of the rounds
 * before. The value is the share of the bare server's rate that it reaches. Goal: 0.5, and at least 300 a second, or it is an error.
 */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { zApiAccount, zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { compareRates, startServer, stopServer } from '../../compare-servers';

const leastRate = 300;
/** The bare server counts no requests. */
const unlimited = ['--channel-rate', '100000000'];

/** The customers of a busy number. */
const phones = Array.from({ length: 200 }, (_, index) => `55449${10_000_000 + index}`);

export async function run(): Promise<number> {
	mkdirSync('build', { recursive: true });
	const home = mkdtempSync(resolve('build', 'bench-ingress-'));
	const children: ChildProcess[] = [];
	const environment = { TROUPE_HOME: home, TROUPE_API_TOKEN: '', TROUPE_DATABASE_URL: '', TROUPE_TENANT: '', BENCH: 'ingress' };
	const troupe = (args: string[], input = '') =>
		execFileSync(process.execPath, ['bin/troupe', ...args], { env: { ...process.env, ...environment }, input, encoding: 'utf8' });
	try {
		const { token, clientToken, instanceId } = zApiAccount;
		troupe(['credentials', 'add', 'whatsapp', '--type', 'zApi'], JSON.stringify({ token, clientToken }));
		const path = troupe(['channel', 'add', 'loaded', '-p', 'z-api', '-c', 'whatsapp', '--set', `instanceId=${instanceId}`]).trim();
		const service = await startServer(
			['bin/troupe', 'serve', '--no-registry', '--no-engine', '--port', '0', ...unlimited],
			children,
			environment,
		);
		const bare = await startServer(['bench/peers/bare-ingress.mjs', join(home, 'bare.db')], children);
		const bodies = phones.map((phone) =>
			JSON.stringify(zApiWebhooks.text('How long do I have to return it?', { messageId: '[<id>]', phone })),
		);
		return await compareRates(
			{ name: 'troupe serve', url: service, path, bodies, leastRate },
			{ name: 'bare Fastify', url: bare, path: '/ingress', bodies },
		);
	} finally {
		for (const child of children) await stopServer(child);
		rmSync(home, { recursive: true, force: true });
	}
}
