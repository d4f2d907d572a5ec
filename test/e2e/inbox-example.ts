import { readFileSync } from 'node:fs';
import type { Workflow } from './n8n-api';

export interface InboxNode {
	name: string;
	type: string;
	credentials?: object;
	parameters: Record<string, unknown> & { assignments?: { assignments: Array<{ name: string; value: unknown }> } };
}

interface Changes {
	/** Values of the node Settings, by name. */
	settings: Record<string, unknown>;
	/** Credentials by the type of the node, or by its name. */
	credentials: Record<string, Record<string, unknown>>;
	/** A webhook on this path stands in for the clock. */
	path?: string;
	change?: (node: InboxNode) => InboxNode;
}

/** An example of the folder inbox as people import it, with their credentials and settings, and with all executions kept. */
export function readInboxExample(file: string, { settings, credentials, path = '', change = (node) => node }: Changes): Workflow {
	const {
		id: _taken,
		settings: kept,
		...example
	} = JSON.parse(readFileSync(`examples/inbox/${file}.json`, 'utf8')) as Workflow & { id: string; settings: object };
	const nodes = (example.nodes as InboxNode[]).map((node): object => {
		if (node.name === 'Settings')
			for (const field of node.parameters.assignments!.assignments) {
				const value = settings[field.name];
				if (value !== undefined) field.value = Array.isArray(value) ? `={{ ${JSON.stringify(value)} }}` : value;
			}
		if (node.type.endsWith('.scheduleTrigger'))
			return {
				...{ ...node, type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path },
				parameters: { httpMethod: 'POST', path, responseMode: 'lastNode' },
			};
		const own = credentials[node.name] ?? credentials[node.type.replace('n8n-nodes-base.', '')];
		return change(own ? { ...node, credentials: own } : node);
	});
	return { ...example, nodes, ...{ settings: { ...kept, saveDataSuccessExecution: 'all' } } };
}
