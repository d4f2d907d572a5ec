import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { type InstalledTemplate, installTemplate, type Recording, recordedReplies, templateIds } from '../support/templates';
import { waitUntil } from '../support/wait-until';
import type { Workflow } from './n8n-api';
import { startWorld, type World } from './world';

jest.setTimeout(240_000);

interface Node {
	name: string;
	type: string;
	webhookId?: string;
	parameters: Record<string, unknown>;
}

let world: World;
let model: FakeServer;
let credential: object;
const installed: InstalledTemplate[] = [];

beforeAll(async () => {
	[world, model] = await Promise.all([startWorld(), startOpenAiServer()]);
	credential = await world.api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' });
}, 120_000);
afterAll(async () => {
	for (const { remove } of installed) remove();
	await Promise.all([world?.stop(), model?.close()]);
});

test.each(templateIds)('the workflow of the template %s gives in n8n what was recorded', async (id) => {
	const template = await installTemplate(id);
	installed.push(template);
	cpSync(join(template.folder, 'agents'), join(world.userFolder, '.n8n/troupe/agents'), { recursive: true });
	for (const recording of template.recordings) {
		model.script(recordedReplies(recording));
		const { id: _taken, ...workflow } = JSON.parse(template.read(recording.workflow)) as Omit<Workflow, 'nodes'> & {
			id: string;
			nodes: Node[];
		};
		const trigger = workflow.nodes.find(({ webhookId }) => webhookId !== undefined)!;
		trigger.parameters.public = true;
		const nodes = workflow.nodes.map((node) =>
			node.type === 'n8n-nodes-troupe.troupeAgent' ? { ...node, credentials: { troupeOpenAiApi: credential } } : node,
		);
		const workflowId = await world.api.createWorkflow({ ...workflow, nodes });
		const activated = await world.api.activate(workflowId);
		expect([activated.status, activated.body.message]).toEqual([200, undefined]);
		await send(trigger, recording);
		const run = await world.api.finishedRun(workflowId);
		expect(lastItem(run)).toMatchObject(recording.expect);
	}
});

/** Writes to the chat, or sends the form, as a person does. */
async function send({ type, webhookId = '', parameters }: Node, { input }: Recording): Promise<void> {
	const isChat = type.endsWith('.chatTrigger');
	const url = `${world.url}/${isChat ? `webhook/${webhookId}/chat` : `form/${webhookId}`}`;
	const body = isChat ? JSON.stringify({ action: 'sendMessage', sessionId: 's1', chatInput: input.message }) : fillForm(parameters, input);
	const headers = isChat ? { 'content-type': 'application/json' } : undefined;
	// n8n makes triggers live after it has answered that the workflow is active.
	const isLive = async () => {
		const { ok, headers: answered } = await fetch(url, { method: isChat ? 'OPTIONS' : 'GET', headers: { origin: world.url } });
		return isChat ? answered.get('access-control-allow-methods')?.includes('POST') : ok;
	};
	await waitUntil(`${url} to be live`, isLive, { everyMs: 50 });
	await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(45_000) });
}

/** The fields of a form, in the order in which the recording names their values. */
function fillForm(parameters: Node['parameters'], input: Recording['input']): FormData {
	const form = new FormData();
	const { values } = parameters.formFields as { values: Array<{ fieldType?: string }> };
	for (const [index, value] of Object.values(input).entries()) {
		if (values[index]?.fieldType === 'file') form.set(`field-${index}`, new Blob([value], { type: 'text/csv' }), 'table.csv');
		else form.set(`field-${index}`, value);
	}
	return form;
}

interface NodeRun {
	executionIndex: number;
	error?: { message: string };
	data?: { main: Array<Array<{ json: object }> | null> };
}

/** What the node that ran last gave. */
function lastItem(run: Record<string, unknown>): object | undefined {
	const runs = Object.values(run as Record<string, NodeRun[]>).flat();
	const last = runs.sort((one, other) => one.executionIndex - other.executionIndex).at(-1);
	expect(
		Object.entries(run as Record<string, NodeRun[]>)
			.flatMap(([name, each]) => each.map(({ error }) => error && `${name}: ${error.message}`))
			.filter(Boolean),
	).toEqual([]);
	return last?.data?.main.flatMap((items) => items ?? []).at(-1)?.json;
}
