/** RFC 9449: sender-bound tokens, useless to a thief. */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { getErrorMessage, isTroupeError } from '../../../core/base/errors';
import { denied } from '../../../manifests/registry/access/access';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { readPublicUrl } from '../../../providers/compose/nodes/waiting-links';
import { namesThisMachine } from '../own-address';
import type { ServiceAccess } from '../service-access';

export const proofAlgorithms = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA'];
const maxAgeSeconds = 60;
const toleranceSeconds = 30;

type ProvenRequest = Pick<FastifyRequest, 'headers' | 'method' | 'url' | 'protocol' | 'host' | 'hostname' | 'socket'>;

/**
 * Checks that the sender holds the token's key. @param grant names the key, and the tenant of its proofs @throws TroupeError ACCESS_DENIED, STORAGE_…
 */
export async function checkProof(
	request: ProvenRequest,
	token: string,
	{ boundTo, caller: { tenant } }: Pick<Grant, 'boundTo' | 'caller'>,
	access: Pick<ServiceAccess, 'takeProof'>,
	now = Date.now(),
): Promise<void> {
	const isProven = /^dpop /i.test(request.headers.authorization ?? '');
	if (boundTo === undefined && !isProven) return;
	if (boundTo === undefined) throw refused('the token is not bound to a key; send it as a bearer token');
	if (!isProven) throw refused('the token is bound to a key of its owner, and cannot be sent as a bearer token');
	const { dpop } = request.headers;
	if (typeof dpop !== 'string') throw refused('the header DPoP is missing');
	try {
		const { payload, protectedHeader } = await jwtVerify(dpop, EmbeddedJWK, {
			typ: 'dpop+jwt',
			algorithms: proofAlgorithms,
			requiredClaims: ['jti', 'htm', 'htu', 'iat', 'ath'],
			maxTokenAge: maxAgeSeconds,
			clockTolerance: toleranceSeconds,
			currentDate: new Date(now),
		});
		if ((await calculateJwkThumbprint(protectedHeader.jwk!)) !== boundTo) throw refused('the proof is signed with another key');
		const { jti, htm, htu, ath } = payload;
		if (htm !== request.method || !isAddressOf(request, htu)) throw refused('the proof is for another request');
		if (ath !== createHash('sha256').update(token).digest('base64url')) throw refused('the proof is for another token');
		const id = createHash('sha256').update(`${boundTo} ${jti}`).digest('base64url');
		const endsAt = now + (maxAgeSeconds + 2 * toleranceSeconds) * 1_000;
		if (!(await access.takeProof({ tenant, id, endsAt }, now))) throw refused('the proof was used before');
	} catch (cause) {
		throw isTroupeError(cause) ? cause : refused(getErrorMessage(cause));
	}
}

/** RFC 9449, 4.3: without query and fragment. Behind a proxy, callers know the public address. */
function isAddressOf(request: ProvenRequest, htu: unknown): boolean {
	const { protocol, host, url } = request;
	const named = typeof htu === 'string' ? URL.parse(htu) : null;
	const publicUrl = readPublicUrl();
	// A proof made for another server and passed on names that server.
	const direct = publicUrl === undefined || namesThisMachine(request) ? [`${protocol}://${host}`] : [];
	const bases = publicUrl === undefined ? direct : [...direct, publicUrl];
	const toText = (address: URL | null) => address && `${address.origin}${address.pathname}`;
	return named !== null && bases.some((base) => toText(named) === toText(URL.parse(`${base}${url}`)));
}

const refused = (why: string) =>
	denied(
		'invalid',
		`The proof of the token is refused: ${why}.`.replace(/\.\.$/, '.'),
		'Send the token with the scheme DPoP and a new proof for each request, as RFC 9449 describes.',
		{
			dpop: true,
		},
	);
