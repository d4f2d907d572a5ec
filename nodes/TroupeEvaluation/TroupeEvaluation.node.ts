import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { databaseCredential } from '../shared/state/database-credential';
import { inputs, properties } from './properties';

const subtitle = `={{
	((parameters) => {
		if (parameters.operation === 'score') {
			const comparisons = { assertions: 'assertions', contains: 'contains', equals: 'equals', rubric: 'a judge', similar: 'similar words' };
			return 'Score answers: ' + comparisons[parameters.compareBy];
		}
		const set = { json: 'set in this node', kind: parameters.kind, name: parameters.setName || 'no set yet' }[parameters.setFrom];
		return 'Run ' + set;
	})($parameter)
}}`;

export class TroupeEvaluation implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Evaluation',
		name: 'troupeEvaluation',
		icon: { light: 'file:../icons/evaluation.svg', dark: 'file:../icons/evaluation.dark.svg' },
		group: ['transform'],
		version: [1],
		// As a list: for a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/n8n/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description: 'Runs a set of cases against an agent, and scores answers by text, words, schema, language or a judge',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-evaluation.md',
		defaults: { name: 'Troupe Evaluation' },
		inputs,
		outputs: [
			{ type: NodeConnectionTypes.Main, displayName: 'Summary' },
			{ type: NodeConnectionTypes.Main, displayName: 'Cases' },
		],
		usableAsTool: true,
		credentials: [databaseCredential],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
