import { sign, type KeyObject } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { documentMisfit } from '../documents/document-schemas';
import { audience, issuer, type Claims, type Documents, type DocumentType } from '../documents/documents';
import { maximumBytesOf } from './read-token';
import type { Signer } from './signer';

/** A private key in this process, and the name under which the root knows it. */
export interface SigningKey {
	keyId: string;
	privateKey: KeyObject;
}

/** A document without the claims that signing adds. */
export type Unsigned<Type extends DocumentType> = WithoutClaims<Documents[Type]>;
/** Of each kind of a union for itself. */
type WithoutClaims<Document> = Document extends Claims ? Omit<Document, keyof Claims> & { ver: number; aud?: string } : never;

interface Validity {
	nowMs: number;
	days: number;
}

const secondsOfDay = 24 * 60 * 60;

/** Signs a document; refuses to sign what its readers would refuse. */
export async function signDocument<Type extends DocumentType>(
	type: Type,
	document: Unsigned<Type>,
	signer: Signer,
	validity: Validity,
): Promise<string> {
	return signPayload(type, documentPayload(type, document, validity), signer);
}

/** As `signDocument`, at once, with a key of this process. */
export function signToken<Type extends DocumentType>(type: Type, document: Unsigned<Type>, key: SigningKey, validity: Validity): string {
	const input = signingInput(type, documentPayload(type, document, validity), key.keyId);
	return bounded(type, `${input}.${sign('RSA-SHA256', Buffer.from(input), key.privateKey).toString('base64url')}`);
}

/** The text that is signed: the document and its claims. Several signers of one document sign the same, byte for byte. */
export function documentPayload<Type extends DocumentType>(type: Type, document: Unsigned<Type>, { nowMs, days }: Validity): string {
	const iat = Math.floor(nowMs / 1000);
	const claims = { iss: issuer, aud: audience, iat, exp: iat + days * secondsOfDay, ...(document as object) };
	const wrong = documentMisfit(type, claims);
	if (wrong !== null) throw new TroupeError({ code: 'INPUT_INVALID', message: `The document ${type} cannot be signed: ${wrong.problem}` });
	return JSON.stringify(claims);
}

/** A payload of any type, as JWS in compact serialization (RFC 7515, section 7.1). */
export async function signPayload(type: string, payload: string, signer: Signer): Promise<string> {
	const input = signingInput(type, payload, signer.keyId);
	const signature = await signer.sign(Buffer.from(input));
	return bounded(type, `${input}.${signature.toString('base64url')}`);
}

function signingInput(typ: string, payload: string, kid: string): string {
	const header = JSON.stringify({ alg: 'RS256', typ, kid });
	return `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
}

function bounded(type: string, token: string): string {
	const most = maximumBytesOf(type);
	if (token.length <= most) return token;
	const message = `The document ${type} would have ${token.length} bytes; its readers take at most ${most}`;
	throw new TroupeError({ code: 'INPUT_TOO_LARGE', message, fix: 'Pack fewer files.' });
}
