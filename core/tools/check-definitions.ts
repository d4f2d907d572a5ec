import { isTroupeError, messageOf } from '../base/errors';
import type { CollectionSearch } from '../knowledge/search/collection-search';
import { parseFilter } from '../ports/filter/parse-filter';
import type { HttpTool, JsonSchema } from '../ports';
import { compileRules } from './permissions';
import { problemOfSecrets, problemsOfHeaders } from './tool-headers';
import type { McpTools, ToolSettings } from './tool-definition';
import { compileToolSchema } from './tool-schema';
import { parseUrlTemplate } from '../base/url-template';

/** Checks what the schema of a definition cannot express about its tools. Each problem begins with the field, `tools.define.0.url`. */
export async function problemsOfTools({ define = [], rules = [] }: ToolSettings): Promise<string[]> {
	const problems = define.map((tool, index) => {
		const where = `tools.define.${index}`;
		if (tool.kind === 'http') return problemsOfHttpTool(tool, where);
		return Promise.resolve(tool.kind === 'mcp' ? problemsOfServer(tool, where) : problemsOfFilter(tool, where));
	});
	const names = define.map((tool) => (tool.kind === 'mcp' ? `server:${tool.server}` : `tool:${tool.name}`));
	const doubled = names.flatMap((name, index) =>
		names.indexOf(name) < index ? [`tools.define.${index} has the same name as tools.define.${names.indexOf(name)}`] : [],
	);
	return [...(await Promise.all(problems)).flat(), ...doubled, ...(await problemsOfRules(rules))];
}

/** Rejects arguments that the definition does not name, unless it allows them. */
export function closedParameters(parameters: JsonSchema): JsonSchema {
	const composed = ['additionalProperties', 'unevaluatedProperties', '$ref', 'allOf', 'anyOf', 'oneOf'].some((word) => word in parameters);
	return composed ? parameters : { ...parameters, additionalProperties: false };
}

async function problemsOfHttpTool(tool: HttpTool, where: string): Promise<string[]> {
	const schema = await compileToolSchema({ ...tool, parameters: closedParameters(tool.parameters), source: 'definition' }).then(
		() => [],
		(error: unknown) => [`${where}.parameters is not a usable JSON schema: ${messageOf((error as Error).cause)}`],
	);
	return [
		...schema,
		...problemsOfUrl(tool, `${where}.url`),
		...problemsOfHeaders(tool.headers ?? {}).map((problem) => `${where}.headers.${problem}`),
	];
}

function problemsOfUrl({ url, parameters }: HttpTool, where: string): string[] {
	try {
		const { pathNames, queryNames } = parseUrlTemplate(url);
		const known = Object.keys((parameters.properties as object | undefined) ?? {});
		const required = Array.isArray(parameters.required) ? parameters.required : [];
		return [
			...[...pathNames, ...queryNames]
				.filter((name) => !known.includes(name))
				.map((name) => `${where} has {${name}}, which is not in its parameters`),
			...pathNames
				.filter((name) => known.includes(name) && !required.includes(name))
				.map((name) => `${where} has {${name}} in its path, which is not a required parameter`),
		];
	} catch (error) {
		return [`${where} ${messageOf(error)}`];
	}
}

function problemsOfServer({ url, headers = {}, env = {}, command }: McpTools, where: string): string[] {
	const address = url === undefined ? undefined : URL.parse(url);
	return [
		...(url !== undefined && (!address || address.username || address.password)
			? [`${where}.url is not an http or https address, or contains a password`]
			: []),
		...problemsOfHeaders(headers).map((problem) => `${where}.headers.${problem}`),
		...Object.entries(env).flatMap(([name, value]) => (problemOfSecrets(value) ? [`${where}.env.${name} ${problemOfSecrets(value)}`] : [])),
		...(command !== undefined && Object.keys(headers).length > 0 ? [`${where}.headers is only for servers with a url`] : []),
	];
}

/** Checks the filter of a search in a definition. */
export function problemsOfFilter({ filter }: CollectionSearch, where: string): string[] {
	if (filter === undefined) return [];
	try {
		parseFilter(filter);
		return [];
	} catch (error) {
		return [`${where}.filter is not a filter: ${messageOf(error)}`];
	}
}

async function problemsOfRules(rules: NonNullable<ToolSettings['rules']>): Promise<string[]> {
	try {
		await compileRules(rules);
		return [];
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return [`${String(error.details.where)} ${String(error.details.why)}`];
	}
}
