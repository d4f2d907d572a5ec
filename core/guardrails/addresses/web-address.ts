/** Parses an address of the web, also without its scheme (`//host`, `www.host`). Undefined for any other. */
export function parseWebAddress(address: string): URL | undefined {
	const whole = address.startsWith('//') ? `https:${address}` : /^www\./i.test(address) ? `https://${address}` : address;
	const url = URL.parse(whole);
	return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Returns whether a host, or one that it is part of, is among others: `www.shop.example` belongs to `shop.example`. */
export function isAmong(host: string, hosts: ReadonlySet<string>): boolean {
	const labels = host.split('.');
	return labels.some((_, index) => labels.length - index >= 2 && hosts.has(labels.slice(index).join('.')));
}
