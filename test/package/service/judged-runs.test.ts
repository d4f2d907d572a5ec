/** Continuous judging as an operator lives it: jobs of an agent with `evaluate` in `troupe serve`, its metrics and events, and what of a person leaves the machine. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endEvent, flow, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { type EventReceiver, startEventReceiver } from '../../fakes/event-receiver';
import { judgedAgent, type JudgingModel, plantedData, plantedMessage, startJudgingModel } from '../../support/judging-model';
import { waitUntil, within } from '../../support/wait-until';

jest.setTimeout(120_000);

const token = 'a-token-of-the-tests';
let home: string;
let model: JudgingModel;
let receiver: EventReceiver;
let service: ChildProcess;
let url: string;
let log = '';

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-judged-'));
	mkdirSync(join(home, 'agents'));
	writeFileSync(join(home, 'agents/clerk.json'), JSON.stringify(judgedAgent()));
	[model, receiver] = await Promise.all([startJudgingModel(), startEventReceiver()]);
	const { secret } = JSON.parse(await troupe('events', 'subscribe', `${receiver.url}/events`, '--json')) as { secret: string };
	receiver.trust(secret);
	await serve();
	await deploy();
});
afterAll(async () => {
	await stop();
	await Promise.all([model?.close(), receiver?.close()]);
	rmSync(home, { recursive: true, force: true });
});

const environment = (): NodeJS.ProcessEnv => ({
	...process.env,
	...{ TROUPE_HOME: home, TROUPE_API_TOKEN: token, TROUPE_WEBHOOK_PRIVATE: 'allow', TROUPE_UNLISTED_AGENTS: 'allow' },
	...{ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` },
});

async function serve(): Promise<void> {
	service = spawn(process.execPath, ['bin/troupe', 'serve', '--port', '0'], { env: environment() });
	for (const stream of [service.stdout!, service.stderr!]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
	const before = log.length;
	url = (await waitUntil('troupe serve', () => /ready at (\S+)/.exec(log.slice(before)), { seen: () => log }))[1]!;
}

async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
	if (!service || service.exitCode !== null || service.signalCode !== null) return;
	const ended = once(service, 'exit');
	service.kill(signal);
	await within('the end of the service', ended, { seen: () => log });
}

async function troupe(...args: string[]): Promise<string> {
	const child = spawn(process.execPath, ['bin/troupe', ...args], { env: environment() });
	let printed = '';
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	child.stdin.end();
	await within(args.join(' '), once(child, 'close'));
	return printed;
}

async function post(path: string, body: FormData | object): Promise<void> {
	const headers = { authorization: `Bearer ${token}`, ...(!(body instanceof FormData) && { 'content-type': 'application/json' }) };
	const answer = await fetch(`${url}/v2${path}`, { method: 'POST', headers, body: body instanceof FormData ? body : JSON.stringify(body) });
	expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
}

async function deploy(): Promise<void> {
	const { name, content } = processModel('asked', [
		startEvent(),
		serviceTask('answer', { type: 'troupe:agent', headers: { agent: 'clerk' } }),
		endEvent(),
		flow('a', 'start', 'answer'),
		flow('b', 'answer', 'end'),
	]);
	const form = new FormData();
	form.append('resources', new Blob([content]), name);
	await post('/deployments', form);
}

let conversations = 0;
async function ask(times: number): Promise<void> {
	for (let index = 0; index < times; index += 1)
		await post('/process-instances', {
			processDefinitionId: 'asked',
			variables: { message: plantedMessage, conversationId: `c-${(conversations += 1)}` },
		});
}

/** A gauge of the agent, as a monitor reads it. */
async function readGauge(name: string): Promise<number | undefined> {
	const text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
	const value = new RegExp(`^${name}\\{agent="clerk",version="1\\.0\\.0"\\} (\\S+)$`, 'm').exec(text)?.[1];
	return value === undefined ? undefined : Number(value);
}
const isJudged = (count: number) =>
	waitUntil(`${count} judged runs`, async () => (await readGauge('troupe_agent_judged_runs')) === count, {
		seen: () => log,
		forMs: 60_000,
	});

it('judges jobs in the background, and shows the quality as a metric and in the history', async () => {
	await ask(10);
	await isJudged(10);
	expect([await readGauge('troupe_agent_quality_ratio'), await readGauge('troupe_agent_success_ratio')]).toEqual([1, 1]);
	expect(JSON.parse(await troupe('eval', 'history', 'clerk', '--json'))).toMatchObject({
		versions: [{ version: '1.0.0', runs: 10, judged: 10, quality: 1 }],
		waiting: 0,
	});
	expect(await troupe('usage', '--by', 'agent')).toContain('clerk/evaluation');
});

it('tells of a drop once, with what a command left for the service', async () => {
	model.finds('bad');
	await ask(9);
	await isJudged(19);
	await stop('SIGKILL');
	await troupe('agent', 'run', join(home, 'agents/clerk.json'), '--message', plantedMessage);
	expect(JSON.parse(await troupe('eval', 'history', 'clerk', '--json'))).toMatchObject({ waiting: 1 });
	await serve();
	await isJudged(20);
	const drops = () => receiver.taken.filter(({ type }) => type === 'agent.quality.dropped');
	await waitUntil('the event', () => drops().length > 0, { seen: () => log });
	expect(drops()).toMatchObject([{ data: { agent: { id: 'clerk', version: '1.0.0' }, window: 10, now: { passed: 0, failed: 10 } } }]);
	expect(await readGauge('troupe_agent_quality_ratio')).toBe(0.5);
});

it('sends no personal data and no secret to the judge, and writes none to a log, an event or the store of quality', async () => {
	expect(model.judged().length).toBeGreaterThanOrEqual(20);
	for (const request of model.judged()) {
		expect(request).not.toMatch(plantedData);
		expect(request).toMatch(/You said: I am \[PESSOA_\w+\]: \[EMAIL_\w+\]/);
	}
	// It was there to be found: the model of the agent got it.
	expect(JSON.stringify(model.calls.map(({ body }) => body))).toMatch(plantedData);
	expect(log).not.toMatch(plantedData);
	expect(JSON.stringify(receiver.calls.map(({ body }) => body))).not.toMatch(plantedData);
	const files = readdirSync(home).filter((name) => name.startsWith('state'));
	expect(files).toContain('state.db');
	for (const name of files) expect([name, plantedData.test(readFileSync(join(home, name), 'latin1'))]).toEqual([name, false]);
});
