import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { templateCredentials } from '../support/templates/template-services';
import {
	type InstalledTemplate,
	installTemplate,
	type Recording,
	recordedReplies,
	processTemplateIds,
} from '../support/templates/installed-template';
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
/** By the type of the node. */
let credentials: Record<string, Record<string, object>>;
const installed: InstalledTemplate[] = [];

beforeAll(async () => {
	[world, model] = await Promise.all([startWorld(), startOpenAiServer()]);
	const create = async (type: string, data: object) => ({ [type]: await world.api.createCredential(type, data) });
	const [slack, jira, hubspot, github] = await Promise.all(templateCredentials.map(({ type, data }) => create(type, data)));
	credentials = {
		'@n8n/n8n-nodes-langchain.lmChatOpenAi': await create('openAiApi', { apiKey: 'sk-fake', url: `${model.url}/v1` }),
		...{ 'n8n-nodes-base.slack': slack!, 'n8n-nodes-base.jira': jira!, 'n8n-nodes-base.hubspot': hubspot! },
		...{ 'n8n-nodes-base.github': github!, 'n8n-nodes-base.httpRequest': github! },
	};
}, 120_000);
afterAll(async () => {
	for (const { remove } of installed) remove();
	await Promise.all([world?.stop(), model?.close()]);
});

test.each(processTemplateIds)('the workflow of the template %s gives in n8n what was recorded', async (id) => {
	const template = await installTemplate(id);
	installed.push(template);
	cpSync(join(template.folder, 'agents'), join(world.userFolder, '.n8n/troupe/agents'), { recursive: true });
	for (const recording of template.recordings) {
		model.script(recordedReplies(recording));
		const { id: _taken, ...workflow } = JSON.parse(template.read(recording.workflow)) as Omit<Workflow, 'nodes'> & {
			id: string;
			nodes: Node[];
		};
		const nodes = workflow.nodes.map((node) => ({ ...node, ...(credentials[node.type] && { credentials: credentials[node.type] }) }));
		const trigger = nodes.find(({ type }) => /(?:Trigger|\.webhook)$/.test(type))!;
		if (trigger.type.endsWith('.chatTrigger')) trigger.parameters.public = true;
		const workflowId = await world.api.createWorkflow({ ...workflow, nodes });
		await begin(workflowId, trigger, recording);
		const run = await world.api.finishedRun(workflowId);
		expect(listItems(run)).toContainEqual(expect.objectContaining(recording.expect));
	}
});

/** Writes to the chat, sends the form or calls the webhook, as a person or a program does; what a clock begins is begun in the editor. */
async function begin(workflowId: string, { name, type, webhookId = '', parameters }: Node, { input }: Recording): Promise<void> {
	if (type.endsWith('.scheduleTrigger')) return void (await world.api.execute(workflowId, name));
	const activated = await world.api.activate(workflowId);
	expect([activated.status, activated.body.message]).toEqual([200, undefined]);
	if (type.endsWith('.formTrigger')) return send(`form/${webhookId}`, fillForm(parameters, input));
	if (type.endsWith('.webhook')) return send(`webhook/${String(parameters.path)}`, JSON.stringify(input));
	return send(`webhook/${webhookId}/chat`, JSON.stringify({ action: 'sendMessage', sessionId: 's1', chatInput: input.message }));
}

async function send(path: string, body: string | FormData): Promise<void> {
	const url = `${world.url}/${path}`;
	// n8n makes triggers live after it has answered that the workflow is active.
	const isLive = async () => {
		const { ok, headers } = await fetch(url, { method: typeof body === 'string' ? 'OPTIONS' : 'GET', headers: { origin: world.url } });
		return typeof body === 'string' ? headers.get('access-control-allow-methods')?.includes('POST') : ok;
	};
	await waitUntil(`${url} to be live`, isLive, { everyMs: 50 });
	const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : undefined;
	await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(45_000) });
}

/** The fields of a form, in the order in which the recording names their values. */
function fillForm(parameters: Node['parameters'], input: Recording['input']): FormData {
	const form = new FormData();
	const { values } = parameters.formFields as { values: Array<{ fieldType?: string }> };
	for (const [index, value] of Object.values(input).entries()) {
		if (values[index]?.fieldType === 'file') form.set(`field-${index}`, new Blob([String(value)], { type: 'text/csv' }), 'table.csv');
		else form.set(`field-${index}`, String(value));
	}
	return form;
}

interface NodeRun {
	error?: { message: string };
	data?: { main?: Array<Array<{ json: object }> | null> };
}

/** What the nodes gave, without a fault. */
function listItems(run: Record<string, unknown>): object[] {
	const runs = Object.entries(run as Record<string, NodeRun[]>).flatMap(([name, each]) => each.map((one) => ({ name, ...one })));
	expect(runs.flatMap(({ name, error }) => (error ? [`${name}: ${error.message}`] : []))).toEqual([]);
	return runs.flatMap(({ data }) => data?.main?.flatMap((items) => items ?? []) ?? []).map(({ json }) => json);
}
