import { parseRequestPattern } from '../../ports/capabilities/request-pattern';
import { checkIdentity } from './check-identity';
import type { McpTools } from '../definition/server-tools';
import { checkHeaders, checkSecrets } from '../tool-headers';

export function checkRequests(requests: string[], where: string): string[] {
	return requests.flatMap((request, index) => {
		try {
			parseRequestPattern(request);
			return [];
		} catch {
			return [`${where}.requests.${index} is ${JSON.stringify(request.slice(0, 100))}, not a request such as "GET shop.example.com"`];
		}
	});
}

export function checkAddress(url: string, where: string): string[] {
	const address = URL.parse(url);
	const isUsable = address && !address.username && !address.password;
	return isUsable ? [] : [`${where}.url is not an http or https address, or contains a password`];
}

export function checkServer(
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
