import { TroupeError } from '../base/errors';

/**
 * Returns whether a secret can be sent to a server. Without a list, it can be sent anywhere; with one, never to a program.
 * @param servers host names in lower case; `*.example.com` stands for all subdomains
 */
export function mayGoTo(servers: string[], server: string | undefined): boolean {
	if (servers.length === 0) return true;
	return servers.some((allowed) => (allowed.startsWith('*.') ? server?.endsWith(allowed.slice(1)) : server === allowed));
}

/** @param owner what lists the servers: `its credential` */
export function wrongServer(name: string, server: string | undefined, owner: string): TroupeError {
	return new TroupeError({
		code: 'TOOL_INVALID',
		message: `The secret ${name} cannot be sent to ${server ?? 'a program'}: ${owner} allows other servers only.`,
		fix: `Correct the address in the agent definition, or add the server to ${owner}.`,
		details: { secret: name },
	});
}
