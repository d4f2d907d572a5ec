/**
 * Measures how long an agent still runs after `revoke`: with a registry in `troupe serve`, a real n8n and a real `troupe worker`, each a
 * process with its own home. The time is from sending the revocation to the first refused execution and job, and to the end of running ones.
 * With events (goal: 2 s), and behind a proxy that blocks events, where only the TTL counts: it is set to `ttlSeconds`, from which the
 * default of 300 s follows, because the registry is asked again after 80 to 100 % of it. The value is the worst time with events, in seconds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultDefinition } from '../../../nodes/TroupeAgent/request/default-definition';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { agentProcess, type Machines, type Registry, startMachines, startRegistry, webhook } from '../../fleet/fleet';
import { withoutEvents } from '../../fleet/without-events';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const ttlSeconds = 5;
/** The model does not answer this message. */
const hold = 'Think about it for as long as you can.';
const holdMs = 600_000;

const measured = ['n8n, new execution', 'n8n, running execution', 'worker, new job', 'worker, running job'] as const;
type Times = Record<(typeof measured)[number], number>;

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-revocation-'));
	const waiting = new Held();
	const models = await startOpenAiServer({
		respond: ({ messages }) => {
			if (!messages.at(-1)!.content.includes(hold)) return { text: 'Done.' };
			waiting.one();
			return { text: '', delayMs: holdMs };
		},
	});
	const closers: Array<() => unknown> = [() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }), () => models.close()];
	try {
		const named = (kind: string) => Array.from({ length: rounds }, (_, round) => `${kind}-${round + 1}`);
		const followed = named('followed');
		const polled = named('polled');
		const registry = await startRegistry(folder, [...followed, ...polled]);
		closers.push(() => registry.stop());
		const proxy = await withoutEvents(registry.url);
		closers.push(() => proxy.close());
		const baseUrl = `${models.url}/v1`;
		const worst = await measure('events on', followed, registry, waiting, () => startMachines(registry, baseUrl, registry.url, {}));
		const ttl = { TROUPE_REGISTRY_TTL: `${ttlSeconds}s` };
		const label = `events off, TTL ${ttlSeconds} s`;
		const slow = await measure(label, polled, registry, waiting, () => startMachines(registry, baseUrl, proxy.url, ttl));
		console.log(
			`Without events: ${slow.toFixed(1)} s at worst with a TTL of ${ttlSeconds} s, so with its default 300 s and the time of one request.`,
		);
		return Math.round(worst * 100) / 100;
	} finally {
		for (const close of closers.reverse()) await close();
	}
}

async function measure(title: string, agents: string[], registry: Registry, held: Held, start: () => Promise<Machines>): Promise<number> {
	const machines = await start();
	try {
		const all: Times[] = [];
		for (const id of agents) {
			all.push(await revokeOnce(id, registry, machines, held));
			// A different moment in the polling interval each time.
			await sleep(1_000 + Math.random() * 1_500);
		}
		for (const name of measured) {
			const seconds = all.map((times) => times[name] / 1_000).sort((one, other) => one - other);
			const middle = seconds[Math.floor(seconds.length / 2)] ?? NaN;
			console.log(
				`${title}: ${name.padEnd(22)} median ${middle.toFixed(2)} s, worst ${seconds.at(-1)?.toFixed(2)} s (${agents.length} rounds)`,
			);
		}
		return Math.max(...all.flatMap((times) => Object.values(times))) / 1_000;
	} finally {
		await machines.stop();
	}
}

/** Measures one agent: it runs in both hosts, is started in both, and is revoked. */
async function revokeOnce(id: string, registry: Registry, { n8n, engine }: Machines, held: Held): Promise<Times> {
	const execute = async (message: string) => (await n8n.ask(webhook, { agent: id, message })).status;
	const start = async (message: string) => (await engine.start({ processId: agentProcess, variables: { agent: id, message } })).instanceKey;
	if ((await execute('Hello')) !== 200) throw new Error(`n8n refuses ${id} before it is revoked.`);
	if ((await outcome(engine, await start('Hello'))) !== 'done') throw new Error(`The worker refuses ${id} before it is revoked.`);
	const both = held.next(2);
	const execution = execute(hold);
	const job = await start(hold);
	await both;

	const { items } = await registry.asApprover.list({ tenant: 'default', subject: '' }, { kind: 'agent', name: id });
	const since = performance.now();
	const after = async (refused: Promise<unknown>) => (await refused, performance.now() - since);
	const times = Promise.all([
		after(untilRefused(async () => (await execute('Hello')) === 200)),
		after(execution.then((status) => mustBeRefused(status === 500, 'The execution that ran'))),
		after(untilRefused(async () => (await outcome(engine, await start('Hello'))) === 'done')),
		after(outcome(engine, job).then((end) => mustBeRefused(end === 'refused', 'The job that ran'))),
	]);
	await registry.asApprover.revoke({ tenant: 'default', subject: '' }, items[0]!.sha256, { reason: `${defaultDefinition.version} leaks` });
	const found = await times;
	return Object.fromEntries(measured.map((name, index) => [name, found[index]!])) as Times;
}

async function untilRefused(runs: () => Promise<boolean>): Promise<void> {
	const deadline = performance.now() + 60_000;
	while (await runs()) if (performance.now() > deadline) throw new Error('The agent was never refused.');
}

function mustBeRefused(refused: boolean, what: string): void {
	if (!refused) throw new Error(`${what} did not end with a refusal.`);
}

/** Waits for the end of a process with one agent's job, or for the incident of a refusal. */
async function outcome(engine: Machines['engine'], instanceKey: string): Promise<'done' | 'refused'> {
	for (;;) {
		const [incident] = await engine.searchIncidents({ instanceKey });
		if (incident) {
			if (!incident.message.includes('MANIFEST_REVOKED')) throw new Error(incident.message);
			return 'refused';
		}
		if ((await engine.findInstance(instanceKey)).state === 'COMPLETED') return 'done';
		await sleep(20);
	}
}

/** Counts the requests that the model has not answered. */
class Held {
	#waiting = 0;
	#all?: () => void;

	next(count: number): Promise<void> {
		this.#waiting = count;
		return new Promise((all) => (this.#all = all));
	}

	one(): void {
		if (--this.#waiting === 0) this.#all?.();
	}
}
