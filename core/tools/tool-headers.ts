/** Set by the connection; a definition cannot set them. */
const reserved =
	/^(?:host|connection|content-length|transfer-encoding|accept-encoding|keep-alive|upgrade|te|trailer|expect|proxy-.*|mcp-session-id|mcp-protocol-version)$/i;
const secret = /\$\{([A-Z][A-Z0-9_]{0,63})\}/g;

export function checkHeaders(headers: Record<string, string>): string[] {
	return Object.entries(headers).flatMap(([name, value]) => {
		const problem = checkHeader(name, value);
		return problem === undefined ? [] : [`${name} ${problem}`];
	});
}

function checkHeader(name: string, value: string): string | undefined {
	if (!/^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name)) return 'is not a header name';
	if (reserved.test(name)) return 'is set by the connection itself';
	return checkSecrets(value) ?? (/^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? undefined : 'has characters that are not allowed in a header');
}

export function checkSecrets(value: string): string | undefined {
	return value.replace(secret, '').includes('${') ? 'has a ${ that does not start a ${NAME} of capitals, digits and _' : undefined;
}

export function listSecrets(value: string): string[] {
	return [...value.matchAll(secret)].map(([, name]) => name!);
}

/** Missing secrets become empty, so check for them before. */
export function fillSecrets(value: string, secrets: (name: string) => string | undefined): string {
	return value.replace(secret, (_, name: string) => secrets(name) ?? '');
}
