import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { findMisfit } from '../../manifests/documents/document-schemas';
import { parseStrictJson } from '../../manifests/token/strict-json';
import { type PlanStatement, planStatementSchema, planStatementType, writePlanStatement } from './plan-statement';

export interface OwnKey {
	keyId: string;
	sign(facts: Omit<PlanStatement, 'ver'>): string;
	/** @throws TroupeError TOKEN_INVALID */
	verify(statement: string): PlanStatement;
}

const maxBytes = 8 * 1024;
const keyIdLength = 22;

/** Makes the key of a seed of 32 bytes: Ed25519, as JWS (RFC 8037). */
export function createOwnKey(seed: Uint8Array): OwnKey {
	// RFC 8410, 7: the seed within its envelope.
	const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
	const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
	const publicKey = createPublicKey(privateKey);
	const keyId = createHash('sha256')
		.update(publicKey.export({ format: 'der', type: 'spki' }))
		.digest('base64url')
		.slice(0, keyIdLength);
	return {
		keyId,
		sign(facts) {
			const header = JSON.stringify({ alg: 'EdDSA', typ: planStatementType, kid: keyId });
			const input = `${encode(header)}.${encode(writePlanStatement(facts))}`;
			return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
		},
		verify: (statement) => verifyStatement(statement, keyId, publicKey),
	};
}

const encode = (text: string): string => Buffer.from(text).toString('base64url');

function verifyStatement(statement: string, keyId: string, publicKey: KeyObject): PlanStatement {
	const [header = '', payload = '', signature = '', more] = statement.slice(0, maxBytes).split('.');
	const expected = encode(JSON.stringify({ alg: 'EdDSA', typ: planStatementType, kid: keyId }));
	if (more !== undefined || header !== expected) throw refused('it is not of the key of this installation');
	const isSigned = verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'));
	if (!isSigned) throw refused('its signature does not belong to its text');
	const facts = parseStrictJson(Buffer.from(payload, 'base64url'));
	const wrong = findMisfit(facts, planStatementSchema);
	if (wrong !== null) throw refused(wrong.problem);
	return facts as PlanStatement;
}

const refused = (why: string): TroupeError =>
	new TroupeError({
		code: 'TOKEN_INVALID',
		message: `The confirmation of the plan is refused: ${why}.`,
		fix: 'Confirm the plan again, where it is going to run.',
		details: { why },
	});
