import { fromBase64url, sha256, toBytes, toHex, toText } from './bytes';
import type { Root } from '../../../api/root';

/** An undefined problem permits an approval. */
export interface CheckedDraft {
	text: string;
	problem?: 'other-hash' | 'other-signature';
}

/** Verifies in the browser that a draft has the hash and its author's signature. @param keyId the author's */
export async function checkDraft(token: string, hash: string, keyId: string, root: Root): Promise<CheckedDraft> {
	const text = toText(fromBase64url(token.split('.')[1] ?? ''));
	if (toHex(await sha256(toBytes(token))) !== hash) return { text, problem: 'other-hash' };
	return { text, ...(!(await isSigned(token, keyId, root)) && { problem: 'other-signature' }) };
}

async function isSigned(token: string, keyId: string, { keys, roles, revokedKeyIds = [] }: Root): Promise<boolean> {
	const [header = '', , signature = ''] = token.split('.');
	const { kid } = JSON.parse(toText(fromBase64url(header))) as { kid?: unknown };
	const jwk = keys.find((one) => one.kid === keyId);
	if (kid !== keyId || !jwk || !roles.author.keyIds.includes(keyId) || revokedKeyIds.includes(keyId)) return false;
	const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
	const key = await crypto.subtle.importKey('jwk', { kty: 'RSA', n: jwk.n, e: jwk.e }, algorithm, false, ['verify']);
	const signed = toBytes(token.slice(0, token.lastIndexOf('.')));
	return crypto.subtle.verify(algorithm, key, fromBase64url(signature), signed);
}
