import type { ListTask, NodeTask } from '../node-task';
import { type AskWorker, TaskCredentials } from './credentials-helper';
import type { N8n } from './n8n-api';
import type { LoadedPackages } from './node-types';
import { refuse } from './task-problem';

/** n8n requires its own addresses for links. A task has none. */
const nowhere = 'http://localhost/';

/** n8n-core's context: credentials, and nothing else. */
export function toAdditionalData({ workflow }: N8n, packages: LoadedPackages, ask: AskWorker) {
	return {
		credentialsHelper: new TaskCredentials(packages, workflow, ask),
		...addresses,
		currentNodeExecutionIndex: 0,
		variables: {},
		...refusals,
	};
}

/** Uses n8n's credential naming. */
export const nameCredentials = (credentials: (NodeTask | ListTask)['credentials'] = {}) =>
	Object.fromEntries(Object.entries(credentials).map(([type, name]) => [type, { id: name, name }]));

const addresses = Object.fromEntries(
	['restApiUrl', 'instanceBaseUrl', 'formBaseUrl', 'formWaitingBaseUrl', 'formTestBaseUrl', 'webhookBaseUrl', 'webhookWaitingBaseUrl']
		.concat(['webhookTestBaseUrl', 'mcpBaseUrl', 'mcpTestBaseUrl'])
		.map((name) => [name, nowhere]),
);

/** Features that need a whole n8n. */
const refusals = {
	executeWorkflow: async () => fail('The node runs a workflow. Use a task of the type troupe:n8n-workflow.'),
	executeAgent: async () => fail('The node runs an agent of n8n. Use a task of the type troupe:agent.'),
	startRunnerTask: async () => fail('The node runs code in a task runner of n8n, which a task does not have. Use FEEL, or a workflow.'),
	getRunExecutionData: async () => undefined,
	getRuntimeCredential: async () => undefined,
	logAiEvent: () => undefined,
	sendDataToUI: () => undefined,
	setExecutionStatus: () => undefined,
};

function fail(message: string): never {
	throw refuse(message);
}
