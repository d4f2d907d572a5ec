import { validRange } from 'semver';
import { getErrorMessage, isTroupeError } from '../../base/errors';
import { isVersionLabel } from '../../base/version-label';
import { readForm } from '../../extract/form';
import type { CollectionSearch } from '../../knowledge/search/collection-search';
import { parseFilter } from '../../ports/knowledge/filter/parse-filter';
import { findStrayBraces } from '../../prompts/prompt-template';
import { nameAgentTool } from '../agent-name';
import type { AgentTool, N8nNodeTool } from '../definition/agent-tools';
import type { ApprovalTerms, ToolRule } from '../definition/rules';
import type { ToolDefinition, ToolSettings } from '../definition/tool-settings';
import { compileRules } from '../permissions';
import { checkContract } from './check-contract';
import { checkHttpTool } from './check-http-tool';
import { checkParameters } from './check-parameters';
import { checkAddress, checkRequests, checkServer } from './check-server';

/** For rules that the schema cannot express. Each problem begins with the field, `tools.define.0.url`. */
export async function checkTools({ define = [], rules = [], approval, extract = {} }: ToolSettings): Promise<string[]> {
	const problems = define.map((tool, index) => {
		const where = `tools.define.${index}`;
		if (tool.kind === 'http') return checkHttpTool(tool, where);
		if (tool.kind === 'agent') return checkAgentTool(tool, where);
		if (tool.kind === 'n8n-node') return checkNodeTool(tool, where);
		if (tool.kind === 'sandbox-script') return checkParameters(tool.name, tool.parameters, where);
		if (tool.kind === 'sandbox-shell') return Promise.resolve(checkFolder(tool.folder, where));
		if (tool.kind === 'sandbox-browser') return Promise.resolve(checkRequests(tool.requests, where));
		if (tool.kind === 'leads') return Promise.resolve(checkAddress(tool.url, where));
		return Promise.resolve(tool.kind === 'knowledge' ? checkFilter(tool, where) : checkServer(tool, where));
	});
	problems.push(...define.map((tool, index) => checkContract(tool, `tools.define.${index}`)));
	const names = define.map((tool) => nameOf(tool));
	const duplicates = names.flatMap((name, index) =>
		names.indexOf(name) < index ? [`tools.define.${index} has the same name as tools.define.${names.indexOf(name)}`] : [],
	);
	return [
		...(await Promise.all(problems)).flat(),
		...duplicates,
		...(await checkRules(rules)),
		...(await checkForms(extract, define)),
		...checkApproval(approval, 'tools.approval'),
		...rules.flatMap((rule, index) => checkApproval(rule.approval, `tools.rules.${index}.approval`)),
		...rules.flatMap((rule, index) => checkLimits(rule, `tools.rules.${index}`)),
	];
}

function checkLimits({ permission, limits }: ToolRule, where: string): string[] {
	const paths = Object.keys(limits?.sum ?? {}).filter((path) => !/^[^.[\]]+(?:\[\])*(?:\.[^.[\]]+(?:\[\])*)*$/.test(path));
	return [
		...(limits && permission !== 'allow'
			? [`${where}.limits is only for rules with the permission allow, and this one has ${permission}`]
			: []),
		...paths.map((path) => `${where}.limits.sum has ${JSON.stringify(path)}, not a path of an argument such as amount or items[].price`),
	];
}

function checkApproval({ message = {} }: ApprovalTerms = {}, where: string): string[] {
	return Object.entries(message).flatMap(([language, text]) =>
		findStrayBraces(text).map((braces) => `${where}.message.${language} has ${braces}; an argument is written {{name}}`),
	);
}

function nameOf(tool: ToolDefinition): string {
	if (tool.kind === 'mcp') return `server:${tool.server}`;
	if (tool.kind === 'leads') return 'leads';
	return `tool:${tool.kind === 'agent' ? nameAgentTool(tool) : tool.name}`;
}

async function checkNodeTool({ name, parameters, fill = {} }: N8nNodeTool, where: string): Promise<string[]> {
	const names = Object.keys((parameters.properties as object | undefined) ?? {});
	const missing = Object.entries(fill).filter(([, argument]) => !names.includes(argument));
	return [
		...(await checkParameters(name, parameters, where)),
		...missing.map(([parameter, argument]) => `${where}.fill.${parameter} names ${argument}, which is not in its parameters`),
	];
}

async function checkAgentTool(tool: AgentTool, where: string): Promise<string[]> {
	const isRange = tool.range === undefined || isVersionLabel(tool.range) || validRange(tool.range) !== null;
	return [
		...(isRange
			? []
			: [`${where}.range ${JSON.stringify(tool.range)} is not a range of versions, such as ^1.2, or a label, such as production`]),
		...(await checkParameters(nameAgentTool(tool), tool.parameters ?? {}, where)),
	];
}

/** Another agent answers in its own words, and passages are cited. */
async function checkForms(extract: NonNullable<ToolSettings['extract']>, define: ToolDefinition[]): Promise<string[]> {
	const agents = new Set(define.flatMap((tool) => (tool.kind === 'agent' ? [nameAgentTool(tool)] : [])));
	const problems = Object.entries(extract).map(async ([name, schema]) => {
		if (agents.has(name)) return [`tools.extract.${name} is an agent; give it tools.extract of its own, or an outputSchema`];
		return readForm(schema).then(
			() => [],
			(error: unknown) => [`tools.extract.${name} cannot be used: ${getErrorMessage(error)}`],
		);
	});
	return (await Promise.all(problems)).flat();
}

function checkFolder(folder: string | undefined, where: string): string[] {
	return folder?.split('/').includes('..') ? [`${where}.folder ${JSON.stringify(folder)} is outside of the folder of the definition`] : [];
}

export function checkFilter({ filter }: CollectionSearch, where: string): string[] {
	if (filter === undefined) return [];
	try {
		parseFilter(filter);
		return [];
	} catch (error) {
		return [`${where}.filter is not a filter: ${getErrorMessage(error)}`];
	}
}

async function checkRules(rules: NonNullable<ToolSettings['rules']>): Promise<string[]> {
	try {
		await compileRules(rules);
		return [];
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return [`${String(error.details.where)} ${String(error.details.why)}`];
	}
}
