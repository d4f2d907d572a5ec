import type { KeyObject } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { TroupeError } from '../../core/errors';
import { documentMisfit } from '../documents/document-schemas';
import { audience, issuer, type Claims, type Documents, type DocumentType } from '../documents/documents';
import { maximumBytesOf } from './read-token';

/** A private key and the name under which the root knows it. */
export interface SigningKey {
	keyId: string;
	privateKey: KeyObject;
}

/** A document without the claims that signing adds. */
export type Unsigned<Type extends DocumentType> = WithoutClaims<Documents[Type]>;
/** Of each kind of a union for itself. */
type WithoutClaims<Document> = Document extends Claims ? Omit<Document, keyof Claims> & { ver: number; aud?: string } : never;

export const secondsOfDay = 24 * 60 * 60;

/** Signs a document; refuses to sign what its readers would refuse. */
export function signToken<Type extends DocumentType>(
	type: Type,
	document: Unsigned<Type>,
	key: SigningKey,
	validity: { nowMs: number; days: number },
): string {
	const iat = Math.floor(validity.nowMs / 1000);
	const claims = { iss: issuer, aud: audience, iat, exp: iat + validity.days * secondsOfDay, ...(document as object) };
	const problem = documentMisfit(type, claims);
	if (problem !== null) throw new TroupeError({ code: 'INPUT_INVALID', message: `The document ${type} cannot be signed: ${problem}` });
	const token = jsonwebtoken.sign(claims, key.privateKey, { algorithm: 'RS256', header: { alg: 'RS256', typ: type, kid: key.keyId } });
	if (token.length > maximumBytesOf(type)) {
		const message = `The document ${type} would have ${token.length} bytes; its readers take at most ${maximumBytesOf(type)}`;
		throw new TroupeError({ code: 'INPUT_TOO_LARGE', message, fix: 'Pack fewer files.' });
	}
	return token;
}
