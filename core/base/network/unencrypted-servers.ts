import { TroupeError } from '../errors';
import { isSafeUrl } from './loopback';
import type { Environment } from '../settings/setting-names';
import { readSetting } from '../settings/settings';

const setting = 'TROUPE_UNENCRYPTED_SERVERS';
const unencryptedOrigin = /^http:\/\/[a-z0-9._-]{1,253}(?::\d{1,5})?$/;

/** Origins on other machines that may be called without encryption. */
export const readUnencryptedServers = (env?: Environment): string[] =>
	(readSetting(setting, env) ?? '')
		.split(',')
		.map((origin) => origin.trim().toLowerCase().replace(/\/$/, ''))
		.filter(Boolean);

/** Returns those that are not origins of http: they allow nothing. */
export const findWrongServers = (servers: string[]): string[] => servers.filter((origin) => !unencryptedOrigin.test(origin));

/** Returns whether a request is unencrypted on the network without the operator's consent. */
export function isExposed(url: string, env?: Environment): boolean {
	const origin = URL.parse(url)?.origin;
	return !isSafeUrl(url) && !readUnencryptedServers(env).includes(origin ?? '');
}

export const encryptionFix = (url: string): string =>
	`Use https://. If the network in between is your own, add ${URL.parse(url)?.origin ?? 'its origin'} to ${setting}.`;

/** @param what begins a sentence: `The token of Chroma` @throws TroupeError INPUT_INVALID */
export function refuseExposed(what: string, url: string, env?: Environment): void {
	if (!isExposed(url, env)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${what} would go to ${URL.parse(url)?.host ?? 'a server'} over a connection that is not encrypted: others on the way could read it.`,
		fix: encryptionFix(url),
	});
}
