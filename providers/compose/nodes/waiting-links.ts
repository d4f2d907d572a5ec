import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import type { WaitingLink } from '../../tools/n8n-node/node-task';

export const waitingPath = '/waiting';

export const answersTopic = 'n8n-node-answers';

const signatureParameter = 'signature';
const idBytes = 32;
const idPattern = /^[\w-]{43}$/;

type Sign = (text: string) => string;

/** @param sign HMAC with the key of the host @throws TroupeError INPUT_INVALID without a public address */
export function createLink(environment: Environment | undefined, sign: Sign): WaitingLink {
	const id = randomBytes(idBytes).toString('base64url');
	return { url: `${needPublicUrl(environment)}${waitingPath}`, id, key: keyOf(id, sign) };
}

/** Lookup key: readers of the store cannot use the link. */
export const hashLink = (id: string): string => createHash('sha256').update(id).digest('base64url');

/** Returns whether a host with this key issued the address. @param url path and query below the public address */
export function isOwnLink(environment: Environment | undefined, { id, url }: { id: string; url: string }, sign: Sign): boolean {
	if (!idPattern.test(id)) return false;
	const address = new URL(`${needPublicUrl(environment)}${url}`);
	const given = address.searchParams.get(signatureParameter) ?? '';
	address.searchParams.delete(signatureParameter);
	const expected = createHmac('sha256', keyOf(id, sign)).update(`${address.pathname}${address.search}`).digest();
	const bytes = Buffer.from(given, 'hex');
	return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

/** Returns TROUPE_PUBLIC_URL without a trailing slash; undefined if unset. @throws TroupeError INPUT_INVALID for another address */
export function readPublicUrl(environment?: Environment): string | undefined {
	const text = readSetting('TROUPE_PUBLIC_URL', environment);
	if (text === undefined) return undefined;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
	const isThisMachine = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
	if (isPlain && (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine))) return url.href.replace(/\/+$/, '');
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'TROUPE_PUBLIC_URL is not an address of https without a query; http is for this machine only.',
		fix: 'Set it to the address at which people reach the service, such as https://troupe.example.com.',
	});
}

function needPublicUrl(environment?: Environment): string {
	const url = readPublicUrl(environment);
	if (url !== undefined) return url;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The worker has no public address, at which people could answer.',
		fix: publicUrlFix,
	});
}

export const publicUrlFix =
	'Set TROUPE_PUBLIC_URL to the address at which people reach `troupe serve` or the port of the worker, such as https://troupe.example.com.';

const keyOf = (id: string, sign: Sign): string => sign(`link to a waiting node ${id}`);
