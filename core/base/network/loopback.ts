const loopbackNames = new Set(['localhost', '127.0.0.1', '::1']);

/** Returns whether only this machine can reach the address. */
export function isLoopback(address: string): boolean {
	return loopbackNames.has(address) || /^127(\.\d{1,3}){3}$/.test(address);
}

/** Returns whether a request to the URL stays on this machine. */
export function isUrlOfThisMachine(url: string): boolean {
	return isLoopback(URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? '');
}

/** Returns whether nobody on the way can read a request to the URL: it is https, or stays on this machine. */
export function isSafeUrl(url: string): boolean {
	const protocol = URL.parse(url)?.protocol;
	return protocol === 'https:' || (protocol === 'http:' && isUrlOfThisMachine(url));
}
