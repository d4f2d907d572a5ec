import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../../../scripts/lib/free-port.mjs';
import { createTestMachine, type TestMachine } from '../../../../test/support/test-machine';
import { clockCheck } from './clock';
import { encryptionCheck } from './encryption';
import { namesCheck } from './names';
import { listServers } from './servers';
import { serviceCheck } from './service';
import { zeebeCheck } from './zeebe';

let machine: TestMachine;
beforeEach(() => (machine = createTestMachine()));
afterEach(() => machine.remove());

describe('service', () => {
	let server: Server;
	let answer: unknown;
	beforeEach(async () => {
		server = createServer((_request, response) => response.end(typeof answer === 'string' ? answer : JSON.stringify(answer)));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		mkdirSync(machine.home);
		writeFileSync(machine.at('service-address'), `http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
	});
	afterEach(() => server.close());

	it('warns of what the service that runs warns of (openclaw/openclaw#99842)', async () => {
		answer = { status: 'ready', checks: { engine: 'open' }, warnings: ['Jobs that no worker takes: 2.'] };
		expect(await machine.look(serviceCheck)).toEqual([
			expect.stringMatching(/^ok The service at http:\S+ is ready\.$/),
			'warn Jobs that no worker takes: 2.',
		]);
	});

	it('that is not ready fails, with its codes', async () => {
		answer = { status: 'not-ready', checks: { engine: 'STORAGE_DAMAGED' } };
		expect(await machine.look(serviceCheck)).toEqual([expect.stringMatching(/^fail .* is not-ready: engine STORAGE_DAMAGED\.$/)]);
	});

	it.each(['<html>It works!</html>', '', 'null', '[]', '{"status":"ok"}'])('says that another program answers there: %s', async (text) => {
		answer = text;
		expect(await machine.look(serviceCheck)).toEqual([expect.stringMatching(/^warn Another program answers at http:\S+, where/)]);
	});

	it('that was killed is reported; a home without one is skipped', async () => {
		server.close();
		expect(await machine.look(serviceCheck)).toEqual([expect.stringMatching(/^warn .* does not answer \(ECONNREFUSED\)\.$/)]);
		rmSync(machine.at('service-address'));
		expect(await machine.look(serviceCheck)).toEqual([expect.stringMatching(/^skipped/)]);
	});
});

describe('names', () => {
	it('lists every server that the settings name', () => {
		const environment = {
			...{
				OPENAI_API_KEY: 'k',
				ANTHROPIC_API_KEY: 'k',
				ANTHROPIC_BASE_URL: 'https://gateway.example/a',
				GEMINI_API_KEY: 'k',
				COHERE_API_KEY: 'k',
			},
			...{ OLLAMA_HOST: 'ollama.example', TROUPE_REGISTRY_URL: 'https://registry.example', ZEEBE_ADDRESS: 'zeebe.example:26500' },
			...{
				TROUPE_DATABASE_URL: 'postgres://u:p@db.example/troupe',
				TROUPE_KNOWLEDGE_STORE: '/knowledge.db',
				TROUPE_CHROMA_URL: 'http://[::1]:8000',
			},
		};
		expect(listServers(environment).map(({ host }) => host)).toEqual([
			...['api.openai.com', 'gateway.example', 'generativelanguage.googleapis.com', 'ollama.example', 'api.cohere.com'],
			...['registry.example', '::1', 'db.example', 'zeebe.example'],
		]);
	});

	it('that cannot be resolved fail, and no key is printed', async () => {
		expect(await machine.look(namesCheck)).toEqual([expect.stringMatching(/^skipped/)]);
		Object.assign(machine.environment, {
			OPENAI_API_KEY: 'my-secret',
			OPENAI_BASE_URL: 'https://models.invalid/v1',
			OLLAMA_HOST: '127.0.0.1',
		});
		expect(await machine.look(namesCheck)).toEqual([
			expect.stringMatching(/^fail The name models\.invalid of the models of openai cannot be resolved \(E\w+\)\.$/),
		]);
		Object.assign(machine.environment, { HTTPS_PROXY: 'http://user:my-secret@proxy.invalid:3128', NO_PROXY: '10.0.0.0/8' });
		expect(await machine.look(namesCheck)).toEqual([
			'ok Requests go through the proxy proxy.invalid:3128, except to 10.0.0.0/8, localhost, 127.0.0.1, ::1, [::1].',
			'warn NO_PROXY names networks, which apply only to gRPC: 10.0.0.0/8.',
			expect.stringMatching(/^fail The name proxy\.invalid of the proxy cannot be resolved/),
		]);
		// The proxy resolves the names of the servers.
		machine.environment.HTTPS_PROXY = 'http://127.0.0.1:3128';
		expect((await machine.look(namesCheck)).at(-1)).toBe('ok Names that can be resolved: 127.0.0.1');
		machine.environment.NO_PROXY = '.invalid';
		expect((await machine.look(namesCheck)).at(-1)).toMatch(/^fail The name models\.invalid/);
		delete machine.environment.NO_PROXY;
		delete machine.environment.HTTPS_PROXY;
		delete machine.environment.OPENAI_BASE_URL;
		delete machine.environment.OPENAI_API_KEY;
		expect(await machine.look(namesCheck)).toEqual(['ok Names that can be resolved: 127.0.0.1']);
	});
});

it('zeebe: a gateway that accepts connections is well, another fails', async () => {
	expect(await machine.look(zeebeCheck)).toEqual([expect.stringMatching(/^skipped/)]);
	const server = await listen();
	machine.environment.ZEEBE_ADDRESS = `127.0.0.1:${server.port}`;
	expect(await machine.look(zeebeCheck)).toEqual([`ok 127.0.0.1:${server.port} accepts connections.`]);
	server.close();
	machine.environment.ZEEBE_ADDRESS = `127.0.0.1:${await freePort()}`;
	expect(await machine.look(zeebeCheck)).toEqual([expect.stringMatching(/^fail .* cannot be reached \(ECONNREFUSED\)\.$/)]);
	machine.environment.ZEEBE_ADDRESS = 'zeebe';
	await expect(machine.look(zeebeCheck)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it.each([
	[0, /^ok This machine's clock is [01] s/],
	[3 * 60, /^warn This machine's clock is (179|180|181) s ahead of that of Zeebe\.$/],
	[-10 * 60, /^fail This machine's clock is (599|600|601) s behind that of Zeebe\.$/],
])('clock: %i s ahead of a server', async (seconds, expected) => {
	const server = await listen(() => new Date(Date.now() - seconds * 1000));
	machine.environment.ZEEBE_REST_ADDRESS = `http://127.0.0.1:${server.port}`;
	expect(await machine.look(clockCheck)).toEqual([expect.stringMatching(expected)]);
	server.close();
});

it('clock: a server that does not answer is left to its own check', async () => {
	expect(await machine.look(clockCheck)).toEqual([expect.stringMatching(/^skipped There is no other clock/)]);
	machine.environment.ZEEBE_REST_ADDRESS = `http://127.0.0.1:${await freePort()}`;
	expect(await machine.look(clockCheck)).toEqual([expect.stringMatching(/^skipped The clock of Zeebe cannot be read: /)]);
});

/** A server with a clock of its own. */
async function listen(now = () => new Date()): Promise<{ port: number; close: () => Server }> {
	const server = createServer((_request, response) => response.setHeader('date', now().toUTCString()).end());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

it('encryption: keys that would go over http to another machine are refused, and listed servers are named', async () => {
	expect(await machine.look(encryptionCheck)).toEqual(['ok Keys and webhooks of the settings go over encrypted connections.']);
	Object.assign(machine.environment, {
		OPENAI_API_KEY: 'my-secret',
		OPENAI_BASE_URL: 'http://models.lan:8000/v1',
		OLLAMA_HOST: 'ollama',
		TROUPE_AGENT_WEBHOOK_URL: 'http://hooks.example/runs',
	});
	expect(await machine.find(encryptionCheck)).toEqual([
		{
			state: 'fail',
			text: 'The key of openai would go to models.lan:8000 without encryption, and is refused.',
			fix: 'Use https://. If the network in between is your own, add http://models.lan:8000 to TROUPE_UNENCRYPTED_SERVERS.',
		},
		expect.objectContaining({ text: expect.stringContaining('hooks.example') as string }),
	]);
	machine.environment.TROUPE_UNENCRYPTED_SERVERS = 'http://models.lan:8000, http://hooks.example, hooks.example';
	expect(await machine.look(encryptionCheck)).toEqual([
		expect.stringMatching(/^fail TROUPE_UNENCRYPTED_SERVERS has "hooks\.example"/),
		expect.stringMatching(/^warn Keys and texts may go .*: http:\/\/models\.lan:8000, http:\/\/hooks\.example/),
	]);
});
