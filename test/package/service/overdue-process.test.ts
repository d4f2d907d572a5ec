/** A run of a command waits for a person, nobody decides, and the services that share its home continue it: `troupe agent run`, `serve` and `worker`. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { openRefundClerk, type RefundClerk, refunds } from '../../support/refund-clerk';
import { waitUntil } from '../../support/wait-until';

let clerk: RefundClerk;
let environment: NodeJS.ProcessEnv;
const running = new Set<ChildProcess>();
beforeEach(async () => {
	clerk = await openRefundClerk();
	const folder = clerk.host.agentFolders[0]!;
	environment = {
		...process.env,
		...{ TROUPE_HOME: join(folder, 'home'), TROUPE_AGENTS: writeOwnAgent(folder), TROUPE_API_TOKEN: 'a-token-of-this-test' },
		...{ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${clerk.model.url}/v1`, TROUPE_TOOL_SECRET_SHOP_KEY: 'shop-key' },
		...{ TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_APPROVALS: 'silence=approve' },
	};
});
afterEach(async () => {
	for (const child of running) child.kill('SIGKILL');
	running.clear();
	await clerk.close();
});

/** The refund clerk under an id of its own: the manifest lists the original. @returns the folder of agents */
function writeOwnAgent(folder: string): string {
	const definition = JSON.parse(readFileSync(join(folder, 'refund-clerk.json'), 'utf8')) as AgentDefinition;
	const approval = { approver: 'refunds desk', timeoutMs: 1_000, whenTimedOut: 'approve' };
	// The order is read before the refund.
	const rules = definition.tools?.rules?.map((rule) => ({ ...rule, afterResults: true }));
	const agents = join(folder, 'agents');
	mkdirSync(agents);
	const own = { ...definition, id: 'own-clerk', tools: { ...definition.tools, rules, approval } };
	writeFileSync(join(agents, 'own-clerk.json'), JSON.stringify(own));
	return agents;
}

const run = (...args: string[]) => promisify(execFile)(process.execPath, ['bin/troupe', ...args], { env: environment, timeout: 60_000 });
const troupe = async (...args: string[]) => (await run(...args)).stdout;

async function start(args: string[], ready: RegExp): Promise<{ match: RegExpExecArray; output: () => string }> {
	const child = spawn(process.execPath, ['bin/troupe', ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
	running.add(child);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	return { match: await waitUntil(args[0]!, () => ready.exec(output), { seen: () => output }), output: () => output };
}

it('the list says that a run is overdue and what to do; then serve or worker continues it, once', async () => {
	clerk.model.script(refunds('A-1002', 349.9, 'Your 349.90 are on their way.'));
	const message = 'My grinder A-1002 arrived broken, I want my money back.';
	const { runId } = JSON.parse(await troupe('agent', 'run', 'own-clerk', '--message', message, '--json')) as { runId: string };
	const advice = await waitUntil('the overdue run', async () => {
		const { stdout, stderr } = await run('agent', 'runs');
		return stdout.includes('overdue') && stderr;
	});
	expect(advice).toContain(`start it, or run \`troupe run resume ${runId}\``);
	const order = clerk.shop.orders.get('A-1002')!;
	expect(order.refunds).toEqual([]);

	const serve = await start(['serve', '--port', '0'], /ready at (\S+)/);
	const worker = await start(['worker', '--engine', serve.match[1]!], /worker open/);
	const continued = () => [serve, worker].flatMap(({ output }) => output().match(/because nobody decided in time/g) ?? []);
	await waitUntil('the line in the log', () => continued().length > 0, { seen: () => serve.output() + worker.output() });
	expect(continued()).toHaveLength(1);
	expect(order.refunds).toHaveLength(1);
	expect(await troupe('agent', 'runs')).not.toContain(runId);
	expect(await troupe('agent', 'show', runId)).toContain('reply: Your 349.90 are on their way.');
});
