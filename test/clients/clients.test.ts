import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { serviceToken, startTestService } from '../support/offering-service';

const run = promisify(execFile);
const packed = readdirSync('build/clients').map((name) => resolve('build/clients', name));
const find = (end: string) => packed.find((file) => file.endsWith(end))!;
const asksPerson = {
	finish: 'tool-calls' as const,
	toolCalls: [{ id: 'q1', name: 'ask_person', arguments: JSON.stringify({ question: 'Which order?' }) }],
};

interface Client {
	/** How a program in its language is started, with the client installed. */
	start: (file: string, env: Record<string, string>, ...args: string[]) => Promise<string>;
	example: RegExp;
	extension: string;
}

let folder: string;
const afterDecision = '"reply":"Order 7 is here."';
/** What a proxy, or another service, answers in place of the service. */
const page = createHttpServer(({ url }, response) => {
	const isOther = url?.startsWith('/other');
	response.setHeader('content-type', isOther ? 'application/json' : 'text/html').end(isOther ? '{"ok":true}' : '<h1>Login</h1>');
});
let pageUrl: string;
const clients: Record<'typescript' | 'python', Client> = {
	typescript: {
		start: (file, env, ...args) => launch(process.execPath, [file, ...args], env),
		example: /```ts\n(.*?)```/s,
		extension: 'mts',
	},
	python: {
		start: (file, env, ...args) => launch(join(folder, 'venv/bin/python'), [file, ...args], env),
		example: /```python\n(.*?)```/s,
		extension: 'py',
	},
};
const names = ['typescript', 'python'] as const;

beforeAll(async () => {
	pageUrl = await listen(page);
	folder = mkdtempSync(join(tmpdir(), 'troupe-clients-'));
	writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
	await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', find('.tgz')], { cwd: folder });
	await run('python3', ['-m', 'venv', join(folder, 'venv')]);
	await run(join(folder, 'venv/bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', find('.whl')]);
});
afterAll(() => {
	page.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Nothing of this process's settings reaches it. */
async function launch(command: string, args: string[], env: Record<string, string>): Promise<string> {
	const { stdout } = await run(command, args, { cwd: folder, env: { PATH: process.env.PATH!, ...env } });
	return stdout;
}

const badGateway = 'HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/** A connection to a service that is cut once before each of these texts arrives; before a reply to a decision, a proxy says so. */
async function cutBefore(url: string, ...texts: string[]): Promise<{ url: string; left: () => number; close: () => void }> {
	const { port, hostname } = new URL(url);
	const server: Server = createServer((socket) => {
		const upstream = connect(Number(port), hostname);
		socket.pipe(upstream);
		upstream.on('data', (data) => {
			const found = texts.findIndex((text) => data.includes(text));
			if (found < 0) return void socket.write(data);
			texts.splice(found, 1);
			if (data.includes(afterDecision)) return void socket.end(badGateway);
			socket.destroy();
		});
		for (const [one, other] of [
			[socket, upstream],
			[upstream, socket],
		] as const)
			one.on('close', () => other.destroy()).on('error', () => other.destroy());
	});
	const address = await listen(server);
	return { url: address, left: () => texts.length, close: () => server.close() };
}

async function listen(server: Server): Promise<string> {
	await new Promise<void>((resolved) => server.listen(0, '127.0.0.1', resolved));
	return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

test('both do the same, also over a connection that loses answers and a stream (PrefectHQ/prefect#6571, anthropics/anthropic-sdk-java#370, langchain-ai/langgraphjs#2812, AltimateAI/altimate-code#1119, fingerprintjs/node-sdk#204)', async () => {
	const printed: Record<string, unknown[]> = {};
	for (const name of names) {
		const service = await startTestService(['First.', 'Second.', asksPerson, 'Order 7 is here.', 'Fourth.', new Error('down')], {
			environment: { TROUPE_SANDBOX_LEVEL: 'L0' },
		});
		const cut = await cutBefore(service.url, '"scopes":', '"reply":"First."', 'event: model-started', afterDecision);
		const file = join(folder, `scenario.${clients[name].extension}`);
		cpSync(join(__dirname, `scenario.${clients[name].extension}`), file);
		try {
			const output = await clients[name].start(file, {
				TROUPE_URL: cut.url,
				PAGE_URL: pageUrl,
				TROUPE_KEY: await service.createKey('app', ['agent:run', 'run:read', 'usage:read', 'sandbox:run']),
			});
			printed[name] = output
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line) as unknown);
			expect(cut.left()).toBe(0);
		} finally {
			cut.close();
			await service.close();
		}
	}
	expect(printed.python).toEqual(printed.typescript);
	expect(printed.typescript).toEqual([
		['me', ['agent:run', 'run:read', 'sandbox:run', 'usage:read']],
		['agents', ['clerk']],
		['run', ['completed', 'First.']],
		['stream', ['Second.', 'Second.', 'mine', [true, true]]],
		['asked', ['waiting', ['q1']]],
		['resumed', 'Order 7 is here.'],
		['read', 'completed'],
		['once', true],
		['other request', ['STATE_CONFLICT', 409, 'string', 'string']],
		['no agent', ['AGENT_NOT_FOUND', 404, 'string', 'undefined']],
		['operation', ['AGENT_NOT_FOUND', 404, 'string', 'undefined']],
		['failed run', ['INTERNAL', 500, 'string', 'string']],
		['ended', ['STATE_CONFLICT', 409, 'string', 'string']],
		['no operation', ['RESOURCE_NOT_FOUND', 404, 'string', 'undefined']],
		['a page', ['UNKNOWN', 200, 'string', 'undefined']],
		['a page for an operation', ['UNKNOWN', expect.anything(), 'string', 'undefined']],
		['another service', ['UNKNOWN', 200, 'string', 'undefined']],
		['nobody there', ['UNREACHABLE', null, 'string', 'undefined']],
		['no address', ['INPUT_INVALID', null, 'string', 'undefined']],
		['no key', ['INPUT_INVALID', null, 'string', 'undefined']],
		['a strange key', ['INPUT_INVALID', null, 'string', 'undefined']],
		['runs', [['failed', 'rest']]],
		['export', 'agent'],
		['export in the background', 'agent'],
		['script', '7\n'],
	]);
});

test.each(names)('the example of the page of %s runs as it is written', async (name) => {
	const service = await startTestService(['On its way.', 'Tomorrow.']);
	try {
		const [, example] = clients[name].example.exec(readFileSync(`clients/${name}/README.md`, 'utf8'))!;
		const file = join(folder, `example.${clients[name].extension}`);
		writeFileSync(file, example!.replaceAll('http://127.0.0.1:8600', service.url).replaceAll('support', 'clerk'));
		const output = await clients[name].start(file, { TROUPE_KEY: serviceToken });
		expect(output).toMatch(/^On its way\. .*\n(?:.*\n)*?Tomorrow\.\s?0\n$/s);
	} finally {
		await service.close();
	}
});

test('operations are typed: what the documents show compiles, and a wrong input does not', async () => {
	const [, example] = clients.typescript.example.exec(readFileSync('clients/typescript/README.md', 'utf8'))!;
	const written = [
		['page', example!],
		['application', readFileSync('examples/application/main.mts', 'utf8')],
		['acts', readFileSync(join(__dirname, 'scenario.mts'), 'utf8')],
		['wrong', readFileSync(join(__dirname, 'wrong-input.mts'), 'utf8')],
	] as const;
	const files = written.map(([name]) => join(folder, `typed-${name}.mts`));
	written.forEach(([, text], index) => writeFileSync(files[index]!, text));
	const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
	const tsc = [resolve('node_modules/typescript/bin/tsc'), ...options, '--typeRoots', resolve('node_modules/@types'), ...files];
	expect(await run(process.execPath, tsc, { cwd: folder }).catch(({ stdout }: { stdout: string }) => ({ stdout }))).toMatchObject({
		stdout: '',
	});
});

test('an application uploads a handbook, streams an agent, has a call approved and reads the cost, in both languages', async () => {
	const printed: string[] = [];
	const handbook = join(folder, 'handbook.md');
	writeFileSync(handbook, '# Payments\n\nOrder 7 is paid by invoice within fourteen days.\n');
	for (const name of names) {
		const pays = {
			text: 'I pay it.',
			finish: 'tool-calls' as const,
			toolCalls: [{ id: 'pay-1', name: 'pay', arguments: '{"to":"order 7"}' }],
		};
		const service = await startTestService([pays, 'Order 7 is paid.']);
		const file = join(folder, `main.${clients[name].extension}`);
		cpSync(`examples/application/main.${clients[name].extension}`, file);
		try {
			const env = {
				TROUPE_URL: service.url,
				TROUPE_KEY: await service.createKey('app', ['agent:run', 'knowledge:read', 'knowledge:manage']),
				TROUPE_DESK_KEY: await service.createKey('desk', ['agent:decide', 'run:read', 'usage:read']),
			};
			printed.push(await clients[name].start(file, env, handbook, 'clerk', 'How is order 7 paid?'));
			expect(service.pay.calls).toEqual([{ to: 'order 7' }]);
		} finally {
			await service.close();
		}
	}
	expect(printed[1]).toBe(printed[0]);
	expect(printed[0]!.split('\n')).toEqual([
		'handbook.md: added',
		'1 passage found',
		...[
			expect.anything(),
			'approved: pay',
			'Order 7 is paid.',
			expect.stringMatching(/^reply; all agents together: \d calls of models$/),
			'',
		],
	]);
});
