import { validRange } from 'semver';
import { getErrorMessage, isTroupeError } from '../../base/errors';
import { parseUrlTemplate } from '../../base/text/url-template';
import { isVersionLabel } from '../../base/version-label';
import { readForm } from '../../extract/form';
import { compileSchema } from '../../json-schema/compile-schema';
import type { CollectionSearch } from '../../knowledge/search/collection-search';
import { parseRequestPattern } from '../../ports/capabilities/request-pattern';
import { parseFilter } from '../../ports/knowledge/filter/parse-filter';
import type { JsonSchema } from '../../ports/models/models';
import type { HttpTool, ToolLimits } from '../../ports/tools/tool-shapes';
import { findStrayBraces } from '../../prompts/prompt-template';
import { nameAgentTool } from '../agent-name';
import type { AgentTool, N8nNodeTool } from '../definition/agent-tools';
import type { ApprovalTerms, ToolRule } from '../definition/rules';
import type { McpTools } from '../definition/server-tools';
import type { ToolDefinition, ToolSettings } from '../definition/tool-settings';
import { compileRules } from '../permissions';
import { checkHeaders, checkSecrets } from '../tool-headers';
import { checkParameters } from './check-parameters';

async function checkContract(tool: ToolDefinition, where: string): Promise<string[]> {
	if (tool.kind === 'mcp' || tool.kind === 'leads') {
		const { limits = {}, tools = [] } = tool;
		const { outputSchemas = {} } = tool.kind === 'mcp' ? tool : {};
		const unknown = (byName: object) =>
			tools.length === 0 ? [] : Object.keys(byName).filter((name) => name !== '*' && !tools.some((one) => one === name));
		const unusable = Object.entries(outputSchemas).map(([name, schema]) => checkSchema(schema, `${where}.outputSchemas.${name}`));
		return [
			...unknown(limits).map((name) => `${where}.limits names the tool ${name}, which is not in its tools`),
			...unknown(outputSchemas).map((name) => `${where}.outputSchemas names the tool ${name}, which is not in its tools`),
			...(await Promise.all(unusable)).flat(),
			...Object.entries(limits).flatMap(([name, one]) => checkPrice(one, `${where}.limits.${name}`)),
		];
	}
	const ofAgent =
		tool.kind !== 'agent'
			? checkPrice(tool.limits, `${where}.limits`)
			: [
					...(tool.limits?.priceUsd === undefined ? [] : [`${where}.limits.priceUsd is not for agents: what their models cost is known`]),
					...(tool.limits?.timeoutMs === undefined
						? []
						: [`${where}.limits.timeoutMs is not for agents: limits.wallClockMs of the agent holds`]),
					...(tool.outputSchema && tool.handOver ? [`${where}.outputSchema is not for an agent that answers the customer (handOver)`] : []),
				];
	if (!('outputSchema' in tool) || !tool.outputSchema) return ofAgent;
	return [...ofAgent, ...(await checkSchema(tool.outputSchema, `${where}.outputSchema`))];
}

const checkSchema = (schema: JsonSchema, where: string): Promise<string[]> =>
	compileSchema(schema, { thorough: false }).then(
		() => [],
		(error: unknown) => [`${where} is not a usable JSON schema: ${getErrorMessage(error)}`],
	);

/** A cost limit needs a price: only the cost of a called agent is known by itself. */
const checkPrice = ({ costUsd, priceUsd }: ToolLimits = {}, where: string): string[] =>
	costUsd !== undefined && priceUsd === undefined ? [`${where}.costUsd needs priceUsd, what one call costs`] : [];

function checkRequests(requests: string[], where: string): string[] {
	return requests.flatMap((request, index) => {
		try {
			parseRequestPattern(request);
			return [];
		} catch {
			return [`${where}.requests.${index} is ${JSON.stringify(request.slice(0, 100))}, not a request such as "GET shop.example.com"`];
		}
	});
}

function checkAddress(url: string, where: string): string[] {
	const address = URL.parse(url);
	const isUsable = address && !address.username && !address.password;
	return isUsable ? [] : [`${where}.url is not an http or https address, or contains a password`];
}

function checkServer(
	{
		url,
		headers = {},
		env = {},
		command,
		folders,
		requests,
		credential,
		tools = [],
		pins,
		effects = {},
		identity,
		signedBy,
	}: Omit<McpTools, 'kind' | 'server' | 'limits'>,
	where: string,
): string[] {
	return [
		...(url === undefined ? [] : checkAddress(url, where)),
		...checkIdentity({ url, headers, credential, identity }, where),
		...checkHeaders(headers).map((problem) => `${where}.headers.${problem}`),
		...(pins ? tools.filter((name) => !Object.hasOwn(pins, name)).map((name) => `${where}.pins lacks the tool ${name}`) : []),
		...Object.keys(effects)
			.filter((name) => tools.length > 0 && !tools.includes(name))
			.map((name) => `${where}.effects names the tool ${name}, which is not in its tools`),
		...Object.entries(env).flatMap(([name, value]) => (checkSecrets(value) ? [`${where}.env.${name} ${checkSecrets(value)}`] : [])),
		...(command !== undefined && Object.keys(headers).length > 0 ? [`${where}.headers is only for servers with a url`] : []),
		...(command === undefined ? listSet({ folders, requests }, (field) => `${where}.${field} is only for servers with a command`) : []),
		...checkRequests(requests ?? [], where),
		...(command === undefined ? [] : listSet({ credential, signedBy }, (field) => `${where}.${field} is only for servers with a url`)),
	];
}

const listSet = (fields: Record<string, unknown>, say: (field: string) => string): string[] =>
	Object.keys(fields).flatMap((field) => (fields[field] === undefined ? [] : [say(field)]));

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

async function checkHttpTool(tool: HttpTool, where: string): Promise<string[]> {
	return [
		...(await checkParameters(tool.name, tool.parameters, where)),
		...checkUrl(tool, `${where}.url`),
		...checkHeaders(tool.headers ?? {}).map((problem) => `${where}.headers.${problem}`),
		...checkIdentity(tool, where),
	];
}

function checkUrl({ url, parameters }: HttpTool, where: string): string[] {
	try {
		const { pathNames, queryNames } = parseUrlTemplate(url);
		const parameterNames = Object.keys((parameters.properties as object | undefined) ?? {});
		const required = Array.isArray(parameters.required) ? parameters.required : [];
		return [
			...[...pathNames, ...queryNames]
				.filter((name) => !parameterNames.includes(name))
				.map((name) => `${where} has {${name}}, which is not in its parameters`),
			...pathNames
				.filter((name) => parameterNames.includes(name) && !required.includes(name))
				.map((name) => `${where} has {${name}} in its path, which is not a required parameter`),
		];
	} catch (error) {
		return [`${where} ${getErrorMessage(error)}`];
	}
}

function checkIdentity(
	{ url, headers = {}, credential, identity }: Pick<McpTools, 'url' | 'headers' | 'credential' | 'identity'>,
	where: string,
): string[] {
	if (!identity) return [];
	const { header = 'authorization' } = identity;
	const isTaken = Object.keys(headers).some((name) => name.toLowerCase() === header.toLowerCase());
	return [
		...checkHeaders({ [header]: '' }).map((problem) => `${where}.identity.header ${problem}`),
		...(isTaken ? [`${where}.identity needs the header ${header}, which headers has too: name another one in identity.header`] : []),
		...(credential !== undefined && /^authorization$/i.test(header)
			? [`${where}.identity needs the header authorization, which credential sends too: name another one in identity.header`]
			: []),
		...(identity.exchange && identity.person !== undefined
			? [`${where}.identity.person is not for exchange: the issuer names the person`]
			: []),
		...(url === undefined ? [`${where}.identity is only for servers with a url`] : []),
	];
}
