/** Parses an address of the web, also without its scheme (`//host`, `www.host`). Undefined for any other. */
export function parseWebAddress(address: string): URL | undefined {
	const whole = address.startsWith('//') ? `https:${address}` : /^www\./i.test(address) ? `https://${address}` : address;
	const url = URL.parse(whole);
	return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Lists the hosts of the addresses that a text writes out, with `http:` or `https:`. What ends a sentence or a code ends an address too. */
export const listHosts = (text: string): string[] =>
	(text.match(/https?:\/\/[^\s"'<>()[\]{},;\x60|*\\]{1,1000}/gi) ?? []).flatMap(
		(address) => parseWebAddress(address.replace(/[.:!?]{1,10}$/, ''))?.hostname ?? [],
	);

/** Stands for every host. */
export const anyHost = '*';
const hostNames = /(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}{2,30}/gu;

/** Lists the hosts that a text names, as addresses or by their names alone (`shop.example`). */
export const listHostNames = (text: string): string[] => [...(text.toLowerCase().match(hostNames) ?? []), ...listHosts(text)];

/** Returns whether a host, or one that it is part of, is among others: `www.shop.example` belongs to `shop.example`, and every host to `*`. */
export function isAmong(host: string, hosts: ReadonlySet<string>): boolean {
	const labels = host.split('.');
	return (
		hosts.has(host) ||
		hosts.has(anyHost) ||
		labels.some((_, index) => labels.length - index >= 2 && hosts.has(labels.slice(index).join('.')))
	);
}
