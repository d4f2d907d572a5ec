/** Looks up and fills in a tool's secrets, and remembers them so that no result repeats them. */
import { TroupeError } from '../../../core/base/errors';
import { isSafeUrl } from '../../../core/base/network/loopback';
import { encryptionFix, isExposed } from '../../../core/base/network/unencrypted-servers';
import { nameServer } from '../../../core/tools/secret-servers';
import { fillSecrets, listSecrets } from '../../../core/tools/tool-headers';
import type { ToolHost } from '../hosts/tool-host';

export const alsoInline = ' (and, for a definition that comes with a request, TROUPE_ALLOW_INLINE_AGENTS=true)';

type Secrets = (name: string) => string | undefined;

export function lookUpSecrets({ url }: { url?: string }, { secrets, tenant }: ToolHost & { tenant?: string }): Secrets {
	const server = url === undefined ? undefined : nameServer(url);
	return (name) => secrets?.(name, server, tenant)?.trim();
}

export function readSecretValues(
	{ headers, env }: { headers?: Record<string, string>; env?: Record<string, string> },
	secrets: Secrets,
): string[] {
	const names = Object.values({ ...headers, ...env }).flatMap(listSecrets);
	return [...names.flatMap((name) => secrets(name) ?? []), ...Object.entries(headers ?? {}).flatMap(readLiteral)];
}

/** Reads a literal token without a scheme such as `Bearer`. A shorter text is hardly a token. */
function readLiteral([name, value]: [string, string]): string[] {
	const token = value.trim().split(/\s+/).at(-1)!;
	return couldBeSecret.test(name) && listSecrets(value).length === 0 && token.length >= 12 ? [token] : [];
}

export function findMissing(values: Record<string, string>, who: string, secrets: Secrets): TroupeError | undefined {
	const name = Object.values(values)
		.flatMap(listSecrets)
		.find((each) => !secrets(each));
	return name === undefined ? undefined : secretError(who, name, 'which this host does not have for it');
}

/** @throws TroupeError TOOL_INVALID naming the secret that is missing or cannot be in a header */
export function fill(values: Record<string, string>, who: string, secrets: Secrets): Record<string, string> {
	const missing = findMissing(values, who, secrets);
	if (missing) throw missing;
	for (const name of Object.values(values).flatMap(listSecrets)) {
		const secret = secrets(name)!;
		if (/[^\t\x20-\x7e\x80-\xff]/.test(secret))
			throw secretError(who, name, 'which contains a line break or a character that is not allowed in a header');
	}
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fillSecrets(value, secrets)]));
}

/** @throws TroupeError TOOL_INVALID for a header that could be read in transit, or as `fill` does */
export function fillHeaders({ url = '', headers = {} }: { url?: string; headers?: Record<string, string> }, who: string, secrets: Secrets) {
	const written = Object.entries(headers).find(([name, value]) => couldBeSecret.test(name) && listSecrets(value).length === 0);
	if (written && isExposed(url))
		throw new TroupeError({
			code: 'TOOL_INVALID',
			message: `${who} would get the header ${written[0]} over a connection to ${new URL(url).host} that is not encrypted.`,
			fix: encryptionFix(url),
		});
	return fill(headers, who, secrets);
}

const couldBeSecret = /auth|cookie|token|secret|key/i;

/** @throws TroupeError TOOL_INVALID if the credential could be read in transit */
export function checkEncryption(who: string, credential: string, url: string): void {
	if (isSafeUrl(url)) return;
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `${who} would get the credential ${JSON.stringify(credential)} over a connection to ${new URL(url).host} that is not encrypted.`,
		fix: 'Use https:// in its "url".',
		details: { credential },
	});
}

function secretError(who: string, name: string, why: string): TroupeError {
	return new TroupeError({
		code: 'TOOL_INVALID',
		message: `${who} needs the secret ${name}, ${why}.`,
		fix: `Set it as TROUPE_TOOL_SECRET_${name}${alsoInline}; or in n8n add it to a Troupe Tool Secrets API credential.`,
		details: { secret: name },
	});
}
