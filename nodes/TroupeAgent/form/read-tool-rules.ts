import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { RuleLimits, ToolRule } from '../../../core/tools/definition/rules';
import { splitNames } from '../../shared/split-names';

export interface AllowOptions {
	/** Names of tools, `*` for any characters, separated by commas. */
	allowTools?: string;
	/** Also allows calls after the run has read a result or a passage. */
	allowAfterResults?: boolean;
	allowLimits?: { limits?: AllowLimits[] };
}

/** Limits of calls without approval; 0 and empty texts mean empty fields. */
interface AllowLimits extends Pick<RuleLimits, 'calls' | 'beyond'> {
	/** As `allowTools`. */
	tools?: string;
	argument?: string;
	sum?: number;
}

/** These rules follow the definition's own. Without a rule, read-only tools are called and others need approval. */
export function readToolRules(
	context: IExecuteFunctions,
	item: number,
	{ allowTools = '', allowAfterResults, allowLimits }: AllowOptions,
): ToolRule[] {
	const limited = (allowLimits?.limits ?? []).flatMap(limitRules);
	const rules = [...limited, ...splitNames(allowTools).map((tool) => allow(tool)), ...chosenRules(context, item)];
	return allowAfterResults ? rules.map((rule) => ({ ...rule, afterResults: true })) : rules;
}

function chosenRules(context: IExecuteFunctions, item: number): ToolRule[] {
	switch (context.getNodeParameter('toolPermission', item, 'read')) {
		case 'all':
			return [allow('*')];
		case 'none':
			return [{ tool: '*', permission: 'ask' }];
		case 'chosen':
			return (context.getNodeParameter('allowedTools', item, []) as string[]).map((tool) => allow(tool));
		default:
			return [];
	}
}

const allow = (tool: string): ToolRule => ({ tool, permission: 'allow' });

/** @throws TroupeError INPUT_INVALID for an entry without limits, which would allow everything */
function limitRules({ tools = '', calls = 0, argument = '', sum, beyond = 'ask' }: AllowLimits): ToolRule[] {
	const path = argument.trim();
	if (calls === 0 && path === '') throw withoutLimits(tools);
	const limits: RuleLimits = { ...(calls > 0 && { calls }), ...(path !== '' && { sum: { [path]: sum ?? 0 } }), beyond };
	return splitNames(tools).map((tool) => ({ ...allow(tool), limits }));
}

const withoutLimits = (tools: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The limits without approval for ${tools.slice(0, 64) || 'no tool'} have neither Max Calls nor Argument to Add Up.`,
		fix: 'Enter one of them in Limits Without Approval, or remove the entry.',
	});
