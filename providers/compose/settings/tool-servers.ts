import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readListSetting } from '../../../core/base/settings/settings';

const originPattern = /^https?:\/\/(?:\*\.)?[a-z0-9.-]{1,253}(?::\d{1,5})?$/;

export function readToolServers(env?: Environment): string[] | undefined {
	return readListSetting('TROUPE_TOOL_SERVERS', env)?.map((origin) => origin.toLowerCase().replace(/\/$/, ''));
}

/** Invalid origins allow nothing. */
export const findWrongOrigins = (servers: string[]): string[] => servers.filter((origin) => !originPattern.test(origin));

/** `*.` stands for all subdomains. */
export function isListedServer(url: string, servers: string[] | undefined): boolean {
	if (!servers) return true;
	const { protocol, hostname, port } = new URL(url);
	return servers.some((listed) => {
		if (!originPattern.test(listed)) return false;
		const origin = new URL(listed.replace('*.', ''));
		const isHost = listed.includes('*.') ? hostname.endsWith(`.${origin.hostname}`) : hostname === origin.hostname;
		return isHost && origin.protocol === protocol && origin.port === port;
	});
}

/** @throws TroupeError TOOL_SOURCE_UNREACHABLE for a server that is not on the list of the host */
export function requireListedServer(who: string, url: string, servers: string[] | undefined): void {
	if (isListedServer(url, servers)) return;
	const { origin } = new URL(url);
	throw new TroupeError({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: `${who} is at ${origin}, which is not on this host's list of servers.`,
		fix: `Ask the operator: to allow it, add ${origin} to TROUPE_TOOL_SERVERS.`,
		details: { origin },
	});
}

export const withoutRedirects =
	(send: typeof fetch, servers: string[] | undefined): typeof fetch =>
	(input, init) =>
		send(input, servers ? { ...init, redirect: 'manual' } : init);
