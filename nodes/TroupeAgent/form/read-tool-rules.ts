import type { IExecuteFunctions } from 'n8n-workflow';
import type { ToolRule } from '../../../core/tools/tool-definition';
import { splitNames } from '../../shared/split-names';

/** Options of the node about tools without approval. */
export interface AllowOptions {
	/** Names of tools, `*` for any characters, separated by commas. */
	allowTools?: string;
	/** True if they are also called after the run has read a result or a passage. */
	allowAfterResults?: boolean;
}

/**
 * Reads the tool permissions of the node's fields, which follow the definition's own rules. Without a rule, tools that only read are called and a
 * person is asked for the others.
 */
export function readToolRules(context: IExecuteFunctions, item: number, { allowTools = '', allowAfterResults }: AllowOptions): ToolRule[] {
	const rules = [...splitNames(allowTools).map(allow), ...chosenRules(context, item)];
	return allowAfterResults ? rules.map((rule) => ({ ...rule, afterResults: true })) : rules;
}

function chosenRules(context: IExecuteFunctions, item: number): ToolRule[] {
	switch (context.getNodeParameter('toolPermission', item, 'read')) {
		case 'all':
			return [allow('*')];
		case 'none':
			return [{ tool: '*', permission: 'ask' }];
		case 'chosen':
			return (context.getNodeParameter('allowedTools', item, []) as string[]).map(allow);
		default:
			return [];
	}
}

const allow = (tool: string): ToolRule => ({ tool, permission: 'allow' });
