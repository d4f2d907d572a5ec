import { getErrorMessage } from '../../base/errors';
import { parseUrlTemplate } from '../../base/text/url-template';
import type { HttpTool } from '../../ports/tools/tool-shapes';
import { checkIdentity } from './check-identity';
import { checkHeaders } from '../tool-headers';
import { checkParameters } from './check-parameters';

export async function checkHttpTool(tool: HttpTool, where: string): Promise<string[]> {
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
