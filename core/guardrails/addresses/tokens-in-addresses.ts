import { tokenShape } from '../../base/text/masked-token';
import type { GivenTexts, Match } from '../../ports';
import { anyHost, isAmong, listHosts, parseWebAddress } from './web-address';

/** Where an address that a token is part of can begin: at most this many characters before it. */
const reach = 2_000;
/** Their whole target is the value itself. */
const ownTarget = /^(?:mailto|tel|sms|whatsapp):$/i;
const scheme = /(?:[a-z][a-z0-9+.-]{0,30}:\/\/|\/\/|\b(?:mailto|sms|tel|whatsapp|data|javascript):|\bwww\.)/i;
/** Chats make a link of it: `example.com/path`. */
const bareHost = /(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}{2,30}(?::\d{1,5})?[/?#]/u;

/**
 * Finds the tokens that are part of an address, such as the target of a link or an image, and that nobody gave in that place: whoever reads the
 * address would get the values, and for an image without a click.
 * @param before text that the text continues
 * @returns the tokens, in positions of the text
 */
export function findTokensInAddresses(text: string, given: GivenTexts, before = ''): Match[] {
	const whole = before + text;
	// Links to every host can be allowed, values in them cannot.
	const hosts = new Set([...listHosts(given.author), ...given.allowedHosts.filter((host) => host !== anyHost)]);
	return [...whole.matchAll(tokenShape)].flatMap(({ 0: token, index }) => {
		if (index < before.length) return [];
		const address = findAddress(whole.slice(Math.max(0, index - reach), index));
		if (address === undefined || mayHold(address, token, given, hosts)) return [];
		const start = index - before.length;
		return [{ type: 'TOKEN', start, end: start + token.length, score: 1 }];
	});
}

function mayHold(address: string, token: string, { others }: GivenTexts, hosts: ReadonlySet<string>): boolean {
	if (ownTarget.test(address) || others.some((text) => text.includes(address + token))) return true;
	const host = readHost(address);
	return host !== undefined && isAmong(host, hosts);
}

/** The first token of an address can be part of its host, which is whole only where a path or a query follows. */
const readHost = (address: string): string | undefined =>
	/^[^?#]*\/\/[^/?#\\]+[/?#]/.test(address) ? parseWebAddress(address)?.hostname : undefined;

/** Returns the address that the end of a text is part of, from its beginning. */
function findAddress(text: string): string | undefined {
	const line = text.slice(text.lastIndexOf('\n') + 1);
	return fromScheme(openTag(text)) ?? fromScheme(openTarget(line)) ?? fromScheme(reference(line)) ?? fromWord(line.split(/\s/).at(-1)!);
}

function fromScheme(part: string | undefined): string | undefined {
	const start = part?.search(scheme) ?? -1;
	return start < 0 ? undefined : part!.slice(start);
}

function fromWord(word: string): string | undefined {
	const start = word.search(bareHost);
	return fromScheme(word) ?? (start < 0 ? undefined : word.slice(start));
}

/** `<img src="…`, `<https://…` */
function openTag(text: string): string | undefined {
	const start = text.lastIndexOf('<');
	return start >= 0 && /^<[a-z!/]/i.test(text.slice(start)) && !text.includes('>', start) ? text.slice(start + 1) : undefined;
}

/** `[text](…`, `![text](…` */
function openTarget(line: string): string | undefined {
	const start = line.lastIndexOf('](');
	return start >= 0 && !line.includes(')', start) ? line.slice(start + 2) : undefined;
}

/** `[label]: …` */
const reference = (line: string): string | undefined => /^\s{0,3}\[[^\]]{1,999}\]:(.+)$/.exec(line)?.[1];
