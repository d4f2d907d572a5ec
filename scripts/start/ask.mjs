/** Sends a customer's message to the workflow and to the process, as a website would. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../lib/setup-error.mjs';
import { checkout } from '../lib/setup.mjs';

const model = join(checkout, 'examples/support/support.bpmn');
const timeoutMs = 60_000;

/** Posts the message to the workflow's webhook. */
export async function askWorkflow({ url, logFile }, workflow, { message, signal }) {
	const webhook = workflow.nodes.find((node) => node.type === 'n8n-nodes-base.webhook');
	const { body, durationMs } = await post(
		`${url}/webhook/${webhook.parameters.path}`,
		{ message, conversationId: newConversation() },
		{ signal, logFile },
	);
	return { outcome: findOutcome(body), durationMs };
}

/** Deploys the process, starts an instance, and follows it until it ends or waits for a person. */
export async function askProcess({ url, token, logFile }, { message, signal }) {
	const startedAt = Date.now();
	const call = { signal, logFile, headers: { authorization: `Bearer ${token}` } };
	const form = new FormData();
	form.append('resources', new Blob([readFileSync(model)]), 'support.bpmn');
	const { body: deployment } = await post(`${url}/v2/deployments`, form, call);
	const { processDefinitionKey } = deployment.deployments[0].processDefinition;
	const start = { processDefinitionKey, variables: { message, conversationId: newConversation() } };
	const { body: instance } = await post(`${url}/v2/process-instances`, start, call);
	const filter = { filter: { processInstanceKey: instance.processInstanceKey } };

	const ending = await follow(url, filter, call);
	const { body: variables } = await post(`${url}/v2/variables/search`, filter, call);
	const outcome = findOutcome(Object.fromEntries(variables.items.map(({ name, value }) => [name, JSON.parse(value)])));
	return { outcome, durationMs: Date.now() - startedAt, ...ending };
}

async function follow(url, filter, call) {
	const { signal, logFile } = call;
	for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(20, undefined, { signal })) {
		const { body: tasks } = await post(`${url}/v2/user-tasks/search`, filter, call);
		if (tasks.items.length > 0) return { waitsFor: tasks.items[0].name ?? tasks.items[0].elementId };
		const { body: instances } = await post(`${url}/v2/process-instances/search`, filter, call);
		const [{ state, hasIncident }] = instances.items;
		if (hasIncident) throw new SetupError('The process has an incident.', `Read ${logFile}.`);
		if (state !== 'ACTIVE') return {};
	}
	throw new SetupError(`The process did not end within ${timeoutMs / 1000} s.`, `Read ${logFile}.`);
}

/** Checks that both answers are replies of the agent with citations and a manifest. @throws {SetupError} */
export function assertAnswered(answers) {
	for (const { path, outcome } of answers) {
		const whole = outcome.kind === 'reply' && outcome.citations?.length > 0 && /^[0-9a-f]{64}$/.test(outcome.manifest?.sha256 ?? '');
		if (!whole)
			throw new SetupError(
				`The answer of ${path} is not a reply with a citation and a manifest: ${outcome.kind}.`,
				'Read the answer above.',
			);
	}
}

/** Finds the agent's outcome in the answer of the workflow or the process. */
function findOutcome(value) {
	const outcome = search(value, 4);
	if (!outcome)
		throw new SetupError(
			`The answer contains no outcome of an agent: ${JSON.stringify(value).slice(0, 500)}`,
			'Compare the files in examples/support with those of a fresh checkout.',
		);
	return outcome;
}

function search(value, depth) {
	if (typeof value !== 'object' || value === null || depth === 0) return undefined;
	const kind = value.kind ?? value.outcome; // an n8n item calls it `outcome`
	if (typeof kind === 'string' && typeof value.reply === 'string' && value.usage) return { ...value, kind };
	for (const inner of Object.values(value)) {
		const outcome = search(inner, depth - 1);
		if (outcome) return outcome;
	}
	return undefined;
}

/** A new id, so that no conversation is continued from an earlier start. */
function newConversation() {
	return `npm-start-${randomUUID()}`;
}

async function post(url, content, { signal, logFile, headers = {} }) {
	const startedAt = Date.now();
	const isForm = content instanceof FormData;
	const response = await fetch(url, {
		method: 'POST',
		headers: { ...(!isForm && { 'content-type': 'application/json' }), ...headers },
		body: isForm ? content : JSON.stringify(content),
		signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
	});
	const text = await response.text();
	if (!response.ok) throw new SetupError(`POST ${url} returned ${response.status}: ${text.slice(0, 500)}`, `Read ${logFile}.`);
	return { body: JSON.parse(text), durationMs: Date.now() - startedAt };
}
