/** A witness that cosigns what C2SP tlog-witness lets it, and refuses the rest. It forgets all when it ends. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { TroupeError } from '../../core/base/errors';
import { type Checkpoint, hasPossibleRoot, readCheckpoint } from '../../core/audit/checkpoint';
import { hashBytes, isEqualHash } from '../../core/audit/hashes';
import { createSigner, type NoteSignature, type NoteSigner, signBytes, type VerifierKey } from '../../core/audit/note-key';
import { formatSignature, parseNote, type SignedNote, verifyNote } from '../../core/audit/signed-note';
import { decodeBase64, decodeText, parseUint64, refuseLine } from '../../core/audit/text-lines';
import { verifyConsistency } from '../../core/audit/verify-proof';
import { cosignedMessage, timestampBytes } from '../../core/audit/witness/cosignature';
import type { AddCheckpoint } from '../../core/audit/witness/witness-answer';

const document = 'request';
/** A proof of 63 hashes, and a checkpoint with a dozen signatures of 2,420 bytes. */
const maxRequestBytes = 65_536;
const maxProofLines = 63;

/** @throws TroupeError INPUT_INVALID, which names the line; INPUT_TOO_LARGE */
export function parseAddCheckpoint(body: string | Uint8Array): AddCheckpoint {
	const all = decodeText(document, body, maxRequestBytes);
	const end = all.indexOf('\n\n');
	const [first = '', ...hashes] = (end < 0 ? all : all.slice(0, end)).split('\n');
	const old = first.startsWith('old ') ? parseUint64(first.slice(4)) : undefined;
	if (old === undefined) throw refuseLine(document, 1, 'is not "old" and a decimal without leading zeros');
	if (end < 0) throw refuseLine(document, hashes.length + 1, 'is not followed by a blank line and a checkpoint');
	if (hashes.length > maxProofLines) throw refuseLine(document, 2 + maxProofLines, `is one of more than ${maxProofLines} hashes`);
	const proof = hashes.map((encoded, place) => {
		const hash = decodeBase64(encoded);
		if (hash?.length !== hashBytes) throw refuseLine(document, 2 + place, `is not a hash: ${hashBytes} bytes in base64`);
		return hash;
	});
	return { old, proof, checkpoint: all.slice(end + 2) };
}

export interface Submission extends Omit<AddCheckpoint, 'checkpoint'> {
	checkpoint: Checkpoint;
	note: SignedNote;
}

/** Why a witness does not cosign, with the response status. */
export interface WitnessRefusal {
	status: 400 | 403 | 404 | 409 | 422;
	reason: string;
	/** With 409: the last cosigned size. */
	size?: bigint;
}

/** Reads a request as far as possible without the cosigned state. @param logs the keys of known logs */
export function readSubmission(body: string | Uint8Array, logs: readonly VerifierKey[]): Submission | WitnessRefusal {
	try {
		const request = parseAddCheckpoint(body);
		const note = parseNote(request.checkpoint);
		const checkpoint = readCheckpoint(note.text);
		const keys = logs.filter(({ name }) => name === checkpoint.origin);
		if (keys.length === 0) return { status: 404, reason: 'The witness does not know the origin of the checkpoint.' };
		const signatures = keys.flatMap((key) => listSignatures(note, key));
		if (signatures.length === 0) return { status: 403, reason: 'The checkpoint is not signed by the key of its log.' };
		if (request.old > checkpoint.size) return { status: 400, reason: 'The old size is larger than that of the checkpoint.' };
		return { ...request, checkpoint, note: { ...note, signatures } };
	} catch (error) {
		if (error instanceof TroupeError && /^INPUT_/.test(error.code)) return { status: 400, reason: error.message };
		throw error;
	}
}

/** Returns a key's signatures; none if one is wrong, which does not affect other keys of the log. */
function listSignatures(note: SignedNote, key: VerifierKey): NoteSignature[] {
	const own = note.signatures.filter(({ name, id }) => name === key.name && id === key.id);
	// A signature repeated a hundred times is verified once.
	const signatures = [...new Map(own.map((one) => [one.signature.toString('base64'), one])).values()];
	try {
		verifyNote({ ...note, signatures }, [key]);
		return signatures;
	} catch (error) {
		if (error instanceof TroupeError && error.code === 'INPUT_INVALID') return [];
		throw error;
	}
}

/** Compares a checkpoint with the last cosigned one. @returns why it must not be cosigned; undefined if it may */
export function judgeSubmission(
	{ old, proof, checkpoint }: Submission,
	last: Pick<Checkpoint, 'size' | 'root'> | undefined,
): WitnessRefusal | undefined {
	const refuse = (problem: string): WitnessRefusal => ({ status: 422, reason: `The checkpoint is not consistent: ${problem}.` });
	const size = last?.size ?? 0n;
	if (old !== size) return { status: 409, reason: `The witness cosigned the size ${size} last.`, size };
	if (last && isForkOf(checkpoint, last)) return { status: 409, reason: `The witness cosigned another log of the size ${size}.`, size };
	if (!hasPossibleRoot(checkpoint)) return refuse('the log is empty, and its root is not that of an empty log');
	if (old === 0n) return proof.length > 0 ? refuse(`the proof has ${proof.length} hashes, expected 0 for the old size 0`) : undefined;
	const problem = verifyConsistency({ size1: old, root1: last!.root, size2: checkpoint.size, root2: checkpoint.root, proof });
	return problem === undefined ? undefined : refuse(problem);
}

const isForkOf = (one: Pick<Checkpoint, 'size' | 'root'>, other: Pick<Checkpoint, 'size' | 'root'>): boolean =>
	one.size === other.size && !isEqualHash(one.root, other.root);

const maxTime = 2n ** 63n - 1n;

/** States that the witness saw the checkpoint at a time. @param time in seconds since the epoch */
export function cosignNote(text: string, time: bigint, witness: NoteSigner): NoteSignature {
	if (time < 0n || time > maxTime) throw new RangeError(`A cosignature cannot have the time ${time}, expected seconds from 0 to 2^63-1.`);
	const stamp = Buffer.alloc(timestampBytes);
	stamp.writeBigUInt64BE(time);
	const { name, id } = witness.key;
	return { name, id, signature: Buffer.concat([stamp, signBytes(cosignedMessage(text, time), witness)]) };
}

export interface WitnessServer {
	url: string;
	key: VerifierKey;
	/** The keys of the logs that it cosigns. */
	logs: VerifierKey[];
	/** The last checkpoint of each origin. */
	cosigned: Map<string, Checkpoint>;
	close(): Promise<void>;
}

/** @param now milliseconds since the epoch */
export async function startWitnessServer(now: () => number): Promise<WitnessServer> {
	const signer = createSigner('witness.example/w', 'cosignature', Buffer.alloc(32, 5));
	const witness = { key: signer.key, logs: [] as VerifierKey[], cosigned: new Map<string, Checkpoint>() };
	const server: Server = createServer((request, response) => {
		void buffer(request).then((body) => {
			if (request.method !== 'POST' || request.url !== '/add-checkpoint') return response.writeHead(405).end();
			const submission = readSubmission(body, witness.logs);
			if ('status' in submission) return response.writeHead(submission.status).end(submission.reason);
			const { checkpoint, note } = submission;
			const refusal = judgeSubmission(submission, witness.cosigned.get(checkpoint.origin));
			if (refusal?.size !== undefined) return response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${refusal.size}\n`);
			if (refusal) return response.writeHead(refusal.status).end(refusal.reason);
			witness.cosigned.set(checkpoint.origin, checkpoint);
			const signature = cosignNote(note.text, BigInt(Math.floor(now() / 1_000)), signer);
			return response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(formatSignature(signature));
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return { ...witness, url: `http://127.0.0.1:${port}`, close: () => new Promise((done) => server.close(() => done())) };
}
