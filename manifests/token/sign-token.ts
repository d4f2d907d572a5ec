import { sign, type KeyObject } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { findDocumentMisfit } from '../documents/document-schemas';
import type { Claims } from '../documents/document-fields';
import { audience, issuer } from '../documents/document-words';
import type { Documents, DocumentType } from '../documents/documents';
import { getMaxTokenBytes } from './read-token';
import type { Signer } from './signer';

export interface SigningKey {
	keyId: string;
	privateKey: KeyObject;
}

export type Unsigned<Type extends DocumentType> = WithoutClaims<Documents[Type]>;
type WithoutClaims<Document> = Document extends Claims ? Omit<Document, keyof Claims> & { ver: number; aud?: string } : never;

interface Validity {
	nowMs: number;
	days: number;
}

const secondsPerDay = 24 * 60 * 60;

/** Refuses a document that readers would refuse. */
export async function signDocument<Type extends DocumentType>(
	type: Type,
	document: Unsigned<Type>,
	signer: Signer,
	validity: Validity,
): Promise<string> {
	return signPayload(type, documentPayload(type, document, validity), signer);
}

/** Does the same as `signDocument`, synchronously, with a key of this process. */
export function signToken<Type extends DocumentType>(type: Type, document: Unsigned<Type>, key: SigningKey, validity: Validity): string {
	const input = signingInput(type, documentPayload(type, document, validity), key.keyId);
	return requireMaxSize(type, `${input}.${sign('RSA-SHA256', Buffer.from(input), key.privateKey).toString('base64url')}`);
}

/** Several signers of one document sign the same text, byte for byte. */
export function documentPayload<Type extends DocumentType>(type: Type, document: Unsigned<Type>, { nowMs, days }: Validity): string {
	const iat = Math.floor(nowMs / 1000);
	const claims = { iss: issuer, aud: audience, iat, exp: iat + days * secondsPerDay, ...(document as object) };
	const wrong = findDocumentMisfit(type, claims);
	if (wrong !== null) throw new TroupeError({ code: 'INPUT_INVALID', message: `The document ${type} cannot be signed: ${wrong.problem}` });
	return JSON.stringify(claims);
}

/** JWS in compact serialization (RFC 7515, section 7.1). */
export async function signPayload(type: string, payload: string, signer: Signer): Promise<string> {
	const input = signingInput(type, payload, signer.keyId);
	const signature = await signer.sign(Buffer.from(input));
	return requireMaxSize(type, `${input}.${signature.toString('base64url')}`);
}

function signingInput(typ: string, payload: string, kid: string): string {
	const header = JSON.stringify({ alg: 'RS256', typ, kid });
	return `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
}

function requireMaxSize(type: string, token: string): string {
	const maxBytes = getMaxTokenBytes(type);
	if (token.length <= maxBytes) return token;
	const message = `The document ${type} would have ${token.length} bytes; the max is ${maxBytes}`;
	throw new TroupeError({ code: 'INPUT_TOO_LARGE', message, fix: 'Pack fewer files, or evaluate fewer cases.' });
}
