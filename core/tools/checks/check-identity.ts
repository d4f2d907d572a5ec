import type { McpTools } from '../definition/server-tools';
import { checkHeaders } from '../tool-headers';

export function checkIdentity(
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
