/**
 * Compares a Set node as a task with the same node in n8n: the median of a job of `troupe:n8n-node`, from its activation to its outcome, divided by
 * the median of an execution that a webhook starts. Both are warm, and take turns. Goals: 0.5, and 5 ms for the job by itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../../engine-adapter/engine/jobs';
import { n8nNodeJobHandler } from '../../../engine-adapter/workers/nodes/n8n-node-worker';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate, openNodeGate } from '../../../test/fakes/permissive-gate';
import { ensureN8nHost, importAndPublish, startN8n } from '../../../scripts/lib/n8n.mjs';
import { median, timed } from '../../timed';

const rounds = Number(process.env.BENCH_ROUNDS ?? 300);
const warmUps = 50;

const parameters = {
	mode: 'manual',
	assignments: { assignments: [{ id: 'greeting', name: 'greeting', value: '=Hello {{ $json.body.name }}', type: 'string' }] },
	options: {},
};
const node = { name: 'Set', type: 'n8n-nodes-base.set', typeVersion: 3.4 };

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-node-task-'));
	const host = await ensureN8nHost({ progress: console.error });
	const settings = { host, userFolder: join(folder, 'n8n') };
	try {
		await importAndPublish({ ...settings, workflow: workflow() });
		const n8n = await startN8n({ ...settings, webhooks: ['greet'] });
		try {
			const environment = { TROUPE_N8N: host.folder, TROUPE_N8N_PROGRAM: host.node };
			const parts = { gate: openGate(), nodeGate: openNodeGate(), agentFolders: [], providers: {}, stateFolder: folder, environment };
			return report(await measure(`${n8n.url}/webhook/greet`, n8nNodeJobHandler(parts)));
		} finally {
			await n8n.stop();
		}
	} finally {
		await closeOpened();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A webhook, then the node, whose output is the response. */
function workflow() {
	const webhook = {
		id: '1',
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 0],
		webhookId: 'greet',
		parameters: { httpMethod: 'POST', path: 'greet', responseMode: 'lastNode' },
	};
	const nodes = [webhook, { ...node, id: '2', position: [200, 0], parameters }];
	const connections = { Webhook: { main: [[{ node: node.name, type: 'main', index: 0 }]] } };
	return { id: 'greet', name: 'greet', nodes, connections, settings: { executionOrder: 'v1' } };
}

type Handle = ReturnType<typeof n8nNodeJobHandler>;

async function measure(url: string, handle: Handle): Promise<{ execution: number[]; job: number[] }> {
	const times = { execution: [] as number[], job: [] as number[] };
	for (let round = -warmUps; round < rounds; round++) {
		const body = { name: `Ada ${round}` };
		const execution = await timed(() => execute(url, body));
		const job = await timed(() => runJob(handle, body));
		if (round < 0) continue;
		times.execution.push(execution);
		times.job.push(job);
	}
	return times;
}

async function execute(url: string, body: { name: string }): Promise<void> {
	const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
	expectGreeting(await response.json(), body.name);
}

async function runJob(handle: Handle, body: { name: string }): Promise<void> {
	const job: Job = {
		key: '1',
		type: 'troupe:n8n-node',
		instanceKey: '2',
		processId: 'greet',
		processDefinitionKey: '3',
		elementId: 'set',
		elementInstanceKey: '4',
		retries: 3,
		deadline: 0,
		variables: { body },
		headers: {
			nodeType: node.type,
			typeVersion: String(node.typeVersion),
			inputs: 'parameters, credentials, items',
			parameters: JSON.stringify(parameters),
		},
	};
	const outcome = await handle(job, new AbortController().signal);
	if (outcome.kind !== 'complete') throw new Error(JSON.stringify(outcome));
	expectGreeting(outcome.variables.item, body.name);
}

function expectGreeting(result: unknown, name: string): void {
	const [{ greeting }] = [result].flat() as [{ greeting?: string }];
	if (greeting !== `Hello ${name}`) throw new Error(`The node returned ${JSON.stringify(result)}.`);
}

function report({ execution, job }: { execution: number[]; job: number[] }): number {
	console.log(`node-task-execution-ms ${median(execution).toFixed(1)}`);
	console.log(`node-task-job-ms ${median(job).toFixed(2)}`);
	return Number((median(job) / median(execution)).toFixed(3));
}
