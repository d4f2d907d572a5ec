const loopbackNames = new Set(['localhost', '127.0.0.1', '::1']);

export function isLoopback(address: string): boolean {
	return loopbackNames.has(address) || /^127(\.\d{1,3}){3}$/.test(address);
}

export function isUrlOfThisMachine(url: string): boolean {
	return isLoopback(URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? '');
}

export function isSafeUrl(url: string): boolean {
	const protocol = URL.parse(url)?.protocol;
	return protocol === 'https:' || (protocol === 'http:' && isUrlOfThisMachine(url));
}
