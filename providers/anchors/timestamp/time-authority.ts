/** Asks a time-stamping authority when a checkpoint existed: RFC 3161, over HTTP (its section 3.4). */
import { createHash, randomBytes } from 'node:crypto';
import { getErrorMessage, isTroupeError, TroupeError } from '../../../core/base/errors';
import { readBytes } from '../../http/read-bytes';
import { readTimestamp } from './read-timestamp';

/** A time-stamping authority, and by which roots its answers are judged. */
export interface TimeAuthority {
	/** Where it takes queries, http or https: what it is sent is a hash, and what it answers is signed. */
	url: string;
	/** Certificates as PEM. */
	roots: string;
}

interface AskingTime {
	authority: TimeAuthority;
	/** Refuses private networks, unless they are allowed. */
	fetch: typeof fetch;
}

const timeoutMs = 30_000;
/** An answer has the certificates of the authority: some kilobytes. */
const maxAnswerBytes = 65_536;

/** Has a text time-stamped. @returns the answer, DER as openssl reads it (`openssl ts -verify -in`) @throws TroupeError HTTP_UNREACHABLE, HTTP_RESPONSE_INVALID, ADDRESS_REFUSED */
export async function askForTimestamp(text: string, { authority, fetch: send }: AskingTime): Promise<Buffer> {
	const nonce = randomBytes(8);
	const answer = await post(await formatQuery(text, nonce), authority.url, send);
	const read = await readTimestamp(answer, text, authority.roots, nonce);
	if ('fault' in read) throw refused(authority.url, `gave a timestamp that is not right: ${read.fault}`);
	return answer;
}

async function formatQuery(text: string, nonce: Buffer): Promise<Buffer> {
	const [{ Integer, OctetString }, { AlgorithmIdentifier, MessageImprint, TimeStampReq }] = await Promise.all([
		import('asn1js'),
		import('pkijs'),
	]);
	const query = new TimeStampReq({
		version: 1,
		messageImprint: new MessageImprint({
			hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256 }),
			hashedMessage: new OctetString({ valueHex: new Uint8Array(createHash('sha256').update(text).digest()).buffer }),
		}),
		nonce: new Integer({ valueHex: new Uint8Array(positive(nonce)).buffer }),
		certReq: true,
	});
	return Buffer.from(query.toSchema().toBER());
}

const sha256 = '2.16.840.1.101.3.4.2.1';

/** DER has no unsigned integers, and no leading byte that says nothing. */
function positive(bytes: Buffer): Buffer {
	bytes[0] = (bytes[0]! & 0x7f) | 0x40;
	return bytes;
}

async function post(query: Buffer, url: string, send: typeof fetch): Promise<Buffer> {
	try {
		const response = await send(url, {
			method: 'POST',
			redirect: 'manual',
			body: new Uint8Array(query),
			signal: AbortSignal.timeout(timeoutMs),
			headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
		});
		const { bytes, cut } = response.body ? await readBytes(response.body, maxAnswerBytes) : { bytes: Buffer.alloc(0), cut: false };
		if (response.status !== 200) throw refused(url, `answered with HTTP ${response.status}, expected 200`);
		if (cut) throw refused(url, `answered with more than ${maxAnswerBytes} bytes`);
		const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
		if (type !== 'application/timestamp-reply')
			throw refused(url, `answered with ${type?.slice(0, 100) ?? 'no content type'}, expected application/timestamp-reply`);
		return Buffer.from(bytes);
	} catch (cause) {
		if (isTroupeError(cause) && cause.code === 'ADDRESS_REFUSED') throw ofPrivateNetwork(url, cause);
		if (isTroupeError(cause)) throw cause;
		throw refused(url, `could not be asked (${getErrorMessage(cause)})`, cause);
	}
}

const refused = (url: string, problem: string, cause?: unknown) =>
	new TroupeError({
		code: cause === undefined ? 'HTTP_RESPONSE_INVALID' : 'HTTP_UNREACHABLE',
		message: `The time-stamping authority ${url} ${problem}. The checkpoint has no timestamp from it.`,
		fix: 'Check TROUPE_AUDIT_TSA, and that TROUPE_AUDIT_TSA_CA has the root of the authority. It is asked again in an hour; `troupe audit checkpoint --anchor` asks at once.',
		...(cause !== undefined && { cause }),
	});

const ofPrivateNetwork = (url: string, cause: TroupeError) =>
	new TroupeError({
		code: 'ADDRESS_REFUSED',
		message: `The time-stamping authority ${url} was not asked: it is in a private network. The checkpoint has no timestamp from it.`,
		fix: 'Name one with a public address in TROUPE_AUDIT_TSA. To allow private networks, set TROUPE_ALLOW_PRIVATE_NETWORKS=true.',
		cause,
	});
