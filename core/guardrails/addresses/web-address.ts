/** Also without scheme: `//host`, `www.host`, `host.example/path`. Undefined for others. */
export function parseWebAddress(address: string): URL | undefined {
	const whole = address.startsWith('//') ? `https:${address}` : /^www\./i.test(address) || isBare(address) ? `https://${address}` : address;
	const url = URL.parse(whole);
	return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Beginnings of addresses as browsers read them: the listed schemes need no slashes. */
export const addressStarts =
	/[a-z][a-z0-9+.-]{0,30}:\/\/|(?<![^\s"'=(,;<>[|])\/\/|\b(?:https?|wss?|ftp|file|blob|mailto|sms|tel|whatsapp|data|javascript|vbscript):|\bwww\./gi;
const labels = String.raw`(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}{2,63}`;
const port = String.raw`(?::\d{1,5})?`;
/** Chats link it: `example.com/path`. */
export const bareHost = new RegExp(String.raw`(?:${labels}|\b(?:\d{1,3}\.){3}\d{1,3}|\[[0-9a-f:.]{2,45}\])${port}[/?#]`, 'iu');
/** `-x.example.com`, `@example.com/path`; one more name is the end of a sentence or a file. */
const restOfHost = new RegExp(
	String.raw`^[\p{L}\p{N}_-]{0,63}(?:\.((?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}{2,63})|(?::[^/@]{0,100})?@(${labels})${port}[/?#])`,
	'u',
);

export function hostAfterValue(text: string): string | undefined {
	const [, parent, host] = restOfHost.exec(text) ?? [];
	return parent ?? host;
}

/** Lists hosts of written-out addresses, with `http:` or `https:`. Ends of sentences and code end an address. */
export const listHosts = (text: string): string[] =>
	(text.match(/https?:\/\/[^\s"'<>()[\]{},;\x60|*\\]{1,1000}/gi) ?? []).flatMap(
		(address) => parseWebAddress(address.replace(/[.:!?]{1,10}$/, ''))?.hostname ?? [],
	);

const isBare = (address: string): boolean => bareHost.exec(address)?.index === 0;

const hostNames = /(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}{2,30}/gu;

/** Lists hosts in addresses or alone (`shop.example`). */
export const listHostNames = (text: string): string[] => [...(text.toLowerCase().match(hostNames) ?? []), ...listHosts(text)];

/** The own machine and the names that IANA keeps for examples (RFC 2606, section 3; RFC 6761): nothing that a link carries reaches anybody. */
export const hostsOfNobody = ['localhost', '127.0.0.1', 'example.com', 'example.net', 'example.org'];

/** True if the host or a parent is listed: `www.shop.example` belongs to `shop.example`, every host to `*`. */
export function isAmong(host: string, hosts: ReadonlySet<string>): boolean {
	const labels = host.split('.');
	return hosts.has(host) || labels.some((_, index) => labels.length - index >= 2 && hosts.has(labels.slice(index).join('.')));
}
