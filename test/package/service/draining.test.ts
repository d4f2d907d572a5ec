/** SIGTERM to `troupe serve` and `troupe worker` while a model works on a job: it is finished within the grace, and returned after it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { waitUntil, within } from '../../support/wait-until';
import { agentProcess } from './test-service';

/** How long the model thinks. */
let thinkingMs: number;
let home: string;
let model: FakeServer;
const running = new Set<ChildProcess>();
beforeEach(async () => {
	thinkingMs = 3_000;
	home = mkdtempSync(join(tmpdir(), 'troupe-draining-'));
	model = await startOpenAiServer({ respond: () => ({ text: 'Within 30 days. [1]', delayMs: thinkingMs }) });
});
afterEach(async () => {
	for (const child of running) child.kill('SIGKILL');
	running.clear();
	await model.close();
	rmSync(home, { recursive: true, force: true });
});

interface Started {
	child: ChildProcess;
	match: RegExpExecArray;
	ended: Promise<unknown[]>;
	output: () => string;
}

async function troupe(args: string[], ready: RegExp, changes: NodeJS.ProcessEnv = {}): Promise<Started> {
	const models = { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` };
	const env = { ...process.env, TROUPE_HOME: home, TROUPE_API_TOKEN: '', TROUPE_GRACE: '', ...models, ...changes };
	const child = spawn(process.execPath, ['bin/troupe', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
	running.add(child);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const match = await waitUntil(args[0]!, () => ready.exec(output), { seen: () => output });
	return { child, match, ended: once(child, 'exit'), output: () => output };
}

const serve = async (args: string[] = [], changes?: NodeJS.ProcessEnv) => {
	const service = await troupe(['serve', '--port', '0', ...args], /ready at (\S+)/, changes);
	const [url, headers] = [service.match[1]!, { authorization: `Bearer ${readFileSync(join(home, 'api-token'), 'utf8').trim()}` }];
	const post = (path: string, body: object) =>
		fetch(`${url}/v2/${path}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) });
	const deploy = async () => {
		const body = new FormData();
		body.append('resources', new Blob([agentProcess.content]), agentProcess.name);
		expect((await fetch(`${url}/v2/deployments`, { method: 'POST', headers, body })).status).toBe(200);
	};
	const ask = async () => {
		const variables = { message: 'How long do I have to return a coffee machine?' };
		const answer = await post('process-instances', {
			processDefinitionId: 'asked',
			variables,
			awaitCompletion: true,
			requestTimeout: 60_000,
		});
		return { status: answer.status, body: (await answer.json()) as { variables?: object } };
	};
	const instances = async () => ((await (await post('process-instances/search', {})).json()) as { items: Array<{ state: string }> }).items;
	return { ...service, url, deploy, ask, instances };
};

const modelWorks = () => waitUntil('the call of the model', () => model.calls.length > 0);

it('serve finishes the request and the job that run, and refuses new ones', async () => {
	const service = await serve();
	await service.deploy();
	const answer = service.ask();
	await modelWorks();
	service.child.kill('SIGTERM');
	expect(await answer).toMatchObject({ status: 200, body: { variables: { outcome: 'reply' } } });
	expect(await within('the end', service.ended)).toEqual([0, null]);
	await expect(fetch(`${service.url}/readyz`)).rejects.toThrow();
});

it.each<[string, string[], NodeJS.ProcessEnv]>([
	['--grace', ['--grace', '0'], { TROUPE_GRACE: '60s' }],
	['TROUPE_GRACE', [], { TROUPE_GRACE: '0' }],
])('serve stops when the grace of %s is over; the next one does the job', async (_, args, changes) => {
	// Longer than the test: only the grace can end the service.
	thinkingMs = 3_600_000;
	const service = await serve(args, changes);
	await service.deploy();
	const cut = service.ask().catch((error: unknown) => error);
	await modelWorks();
	service.child.kill('SIGTERM');
	expect(await within('the end', service.ended)).toEqual([0, null]);
	await cut;
	thinkingMs = 0;
	const next = await serve();
	await waitUntil('the end of the instance', async () => (await next.instances())[0]?.state === 'COMPLETED');
});

it('a worker finishes its job and takes no other one', async () => {
	const service = await serve(['--no-worker']);
	const worker = await troupe(['worker', '--engine', service.url, '--jobs', '1'], /worker open/);
	await service.deploy();
	const answer = service.ask();
	await modelWorks();
	worker.child.kill('SIGTERM');
	await waitUntil('the drain', () => worker.output().includes('worker draining'));
	const late = service.ask().catch((error: unknown) => error);
	expect(await answer).toMatchObject({ status: 200, body: { variables: { outcome: 'reply' } } });
	expect(await within('the end', worker.ended)).toEqual([0, null]);
	expect((await service.instances()).map(({ state }) => state).sort()).toEqual(['ACTIVE', 'COMPLETED']);
	service.child.kill('SIGKILL');
	await late;
});

it('refuses a grace that is not a duration', async () => {
	const { match, ended } = await troupe(['serve', '--port', '0'], /error: (.*)\nfix: (.*)/, { TROUPE_GRACE: '10' });
	expect(match[1]).toBe('TROUPE_GRACE is "10", not a duration of at most 24h.');
	expect(await ended).toEqual([2, null]);
});
