import { readFileSync } from 'node:fs';
import type { Workflow } from './n8n-api';

export interface Step {
	name: string;
	type: string;
	typeVersion: number;
	parameters?: object;
	[field: string]: unknown;
}

/** A node that gives another one something: a model, a tool. */
export type SubNode = Step & { into: string; as: string; /** Which of the inputs of this kind. Default the first. */ index?: number };

/** A webhook on `path`, then the steps in a row; sub-nodes are connected to the step that they name. */
export function webhookWorkflow(path: string, steps: Step[], subNodes: SubNode[] = [], webhook: object = {}): Workflow {
	const trigger: Step = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: `e2e-${path}`,
		parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', ...webhook },
	};
	return row(path, [trigger, ...steps], subNodes);
}

/** The same after a public chat that streams. */
export function chatWorkflow(id: string, steps: Step[], subNodes: SubNode[]): Workflow {
	const trigger: Step = {
		name: 'Chat',
		type: '@n8n/n8n-nodes-langchain.chatTrigger',
		typeVersion: 1.1,
		webhookId: id,
		parameters: { public: true, mode: 'webhook', options: { responseMode: 'streaming' } },
	};
	return row(id, [trigger, ...steps], subNodes);
}

/** The same after a manual trigger, which `n8n execute` needs. */
export function manualWorkflow(name: string, steps: Step[]): Workflow {
	return row(name, [{ name: 'Manual', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 }, ...steps]);
}

/** An agent that returns its whole run: it does not wait for a person by itself. */
export function agent({ options, ...parameters }: { options?: object; [name: string]: unknown } = {}, fields: object = {}): Step {
	return {
		name: 'Agent',
		type: 'n8n-nodes-troupe.troupeAgent',
		typeVersion: 1,
		parameters: {
			source: 'choose',
			agent: { __rl: true, mode: 'list', value: 'support' },
			message: '={{ $json.body.message }}',
			conversationId: '',
			model: 'credentials' in fields ? ['connected', 'openai'] : ['connected'],
			options: { simplify: false, whenPersonDecides: 'return', ...options },
			...parameters,
		},
		...fields,
	};
}

/** Answers the webhook with the address at which the execution goes on. */
export const respondWithResumeUrl = (): Step => ({
	name: 'Respond',
	type: 'n8n-nodes-base.respondToWebhook',
	typeVersion: 1.1,
	parameters: { respondWith: 'json', responseBody: '={{ JSON.stringify({ goOn: $execution.resumeUrl }) }}' },
});

/** n8n suspends the execution until that address is requested. */
export const waitForRequest = (): Step => ({
	name: 'Wait',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	webhookId: 'goes-on',
	parameters: { resume: 'webhook' },
});

export function processStep(name: string, parameters: object, credential: object): Step {
	return { name, type: 'n8n-nodes-troupe.troupeProcess', typeVersion: 1, parameters, credentials: { camundaApi: credential } };
}

/** One of n8n's own chat models, connected to the step `into`. */
export function chatModel(credential: object, into: string): SubNode {
	return {
		name: 'OpenAI Chat Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		parameters: { model: { __rl: true, mode: 'list', value: 'gpt-4.1-mini' }, options: {} },
		credentials: { openAiApi: credential },
		into,
		as: 'ai_languageModel',
	};
}

/** What OpenAI answers when the model wants a tool to be called. */
export function createToolCall(name: string, input: object) {
	const call = { id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify(input) } };
	const message = { role: 'assistant', content: null, tool_calls: [call] };
	const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
	const body = {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 1,
		model: 'gpt-4.1-mini',
		choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
		usage,
	};
	return { status: 200, body };
}

/** The example of a guarded chat, its replies checked as those of the other example before they are sent whole. */
export function guardedChat(credential: object): Workflow {
	const [chat, replies] = ['workflow', 'reply-workflow'].map(
		(name) =>
			JSON.parse(readFileSync(`examples/guardrails/${name}.json`, 'utf8')) as Omit<Workflow, 'nodes'> & {
				nodes: Array<Step & { position: [number, number] }>;
			},
	);
	const moved = replies!.nodes
		.filter(({ name }) => ['Troupe Guardrails', 'Send', 'Ask a Person'].includes(name))
		.map((step) => ({ ...step, position: [step.position[0] - 60, step.position[1]] }));
	const { 'Troupe Guardrails': outputs } = replies!.connections as Record<string, object>;
	return {
		name: 'Guarded chat',
		nodes: [...chat!.nodes, ...moved].map((step) => {
			if (step.name === 'Chat') return { ...step, parameters: { ...step.parameters, options: { responseMode: 'lastNode' } } };
			return step.name === 'OpenAI Chat Model' ? { ...step, credentials: { openAiApi: credential } } : step;
		}),
		connections: {
			...chat!.connections,
			'AI Agent': { main: [[{ node: 'Troupe Guardrails', type: 'main', index: 0 }]] },
			'Troupe Guardrails': outputs,
		},
	};
}

/** Steps in a row; sub-nodes are connected to the step that they name. */
export function row(name: string, steps: Step[], subNodes: SubNode[] = []): Workflow {
	const nodes = [...steps, ...subNodes.map(({ into: _into, as: _as, index: _index, ...step }) => step)];
	const main = steps.slice(1).map(({ name: to }, index) => [steps[index]!.name, { main: [[{ node: to, type: 'main', index: 0 }]] }]);
	const sub = subNodes.map(({ name: from, into, as, index = 0 }) => [from, { [as]: [[{ node: into, type: as, index }]] }]);
	return {
		name,
		nodes: nodes.map((node, index) => ({
			id: `${name}-${index}`,
			position: [index * 220, index >= steps.length ? 220 : 0],
			parameters: {},
			...node,
		})),
		connections: Object.fromEntries([...main, ...sub]) as object,
	};
}
