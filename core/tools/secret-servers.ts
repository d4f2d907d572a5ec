import { TroupeError } from '../base/errors';
import { isSafeUrl } from '../base/network/loopback';

const unencrypted = 'http://';

/** The host, after `http://` for connections without encryption. */
export function nameServer(url: string): string {
	const { protocol, hostname } = new URL(url);
	return protocol === 'http:' && !isSafeUrl(url) ? `${unencrypted}${hostname}` : hostname;
}

/**
 * Without a list, any server over an encrypted connection gets the secret; with one, no program does. @param servers host names in lower case;
 * `*.example.com` stands for all subdomains, `http://` before it for connections without encryption @param server as nameServer names it
 */
export function mayGoTo(servers: string[], server: string | undefined): boolean {
	const isPlain = server?.startsWith(unencrypted) ?? false;
	if (servers.length === 0) return !isPlain;
	const listed = servers.flatMap((each) => (each.startsWith(unencrypted) === isPlain ? each.slice(isPlain ? unencrypted.length : 0) : []));
	const host = server?.slice(isPlain ? unencrypted.length : 0);
	return listed.some((allowed) => (allowed.startsWith('*.') ? host?.endsWith(allowed.slice(1)) : host === allowed));
}

export function wrongServer(name: string, server: string | undefined, owner: string): TroupeError {
	if (server?.startsWith(unencrypted))
		return new TroupeError({
			code: 'TOOL_INVALID',
			message: `The secret ${name} cannot be sent to ${server}: others on the way could read it, because the connection is not encrypted.`,
			fix: `Use https:// in the address. If the network in between is your own, add ${server} to ${owner}.`,
			details: { secret: name },
		});
	return new TroupeError({
		code: 'TOOL_INVALID',
		message: `The secret ${name} cannot be sent to ${server ?? 'a program'}: ${owner} allows other servers only.`,
		fix: `Correct the address in the agent definition, or add the server to ${owner}.`,
		details: { secret: name },
	});
}
