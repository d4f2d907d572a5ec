/** Asks a witness for a cosignature: C2SP tlog-witness. */
import type { VerifierKey } from '../../core/audit/note-key';
import { parseNote } from '../../core/audit/signed-note';
import {
	formatAddCheckpoint,
	maxAnswerBytes,
	type ReceivedAnswer,
	readWitnessAnswer,
	type WitnessAnswer,
} from '../../core/audit/witness/witness-answer';
import { isTroupeError } from '../../core/base/errors';
import { readRetryAfter } from '../../core/base/network/retry-after';
import { isExposed } from '../../core/base/network/unencrypted-servers';
import { readBytes } from '../http/read-bytes';

const timeoutMs = 10_000;

interface AskedWitness {
	url: string;
	key: VerifierKey;
	size: number;
}

interface Asking {
	/** Refuses private networks, also on connecting. */
	fetch: typeof fetch;
	now: () => number;
	signal: AbortSignal;
	head: { size: number; note: string };
	prove: (size: number) => Promise<Buffer[]>;
}

/** Never throws for the witness's faults. @returns the answer, with the witness's size */
export async function askWitness(witness: AskedWitness, asking: Asking): Promise<{ answer: WitnessAnswer; size: number }> {
	const first = await ask(witness, witness.size, asking);
	if (first.outcome !== 'behind' || first.size > BigInt(asking.head.size) || first.size === BigInt(witness.size))
		return { answer: first, size: witness.size };
	const size = Number(first.size);
	return { answer: await ask(witness, size, asking), size };
}

async function ask({ url, key }: AskedWitness, size: number, asking: Asking): Promise<WitnessAnswer> {
	const { head, prove, fetch: send, now, signal } = asking;
	// No consistency proof is possible for a larger log.
	if (size > head.size) return { outcome: 'behind', size: BigInt(size) };
	if (isExposed(url)) return { outcome: 'failed', reason: 'its connection is not encrypted: use https, or TROUPE_UNENCRYPTED_SERVERS' };
	const body = formatAddCheckpoint({ old: BigInt(size), proof: size === 0 ? [] : await prove(size), checkpoint: head.note });
	const stop = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
	try {
		const response = await send(`${url.replace(/\/$/, '')}/add-checkpoint`, {
			method: 'POST',
			redirect: 'manual',
			body,
			signal: stop,
			headers: { 'content-type': 'text/plain; charset=utf-8' },
		});
		const answer = readWitnessAnswer(await receive(response), { text: parseNote(head.note).text, old: BigInt(size), key });
		const retryAfterMs = readRetryAfter(response.headers, now());
		return answer.outcome === 'failed' && retryAfterMs !== undefined ? { ...answer, retryAfterMs } : answer;
	} catch (error) {
		if (isTroupeError(error)) return { outcome: 'failed', reason: error.code };
		return { outcome: 'failed', reason: error instanceof DOMException && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE' };
	}
}

async function receive(response: Response): Promise<ReceivedAnswer> {
	const { bytes } = response.body ? await readBytes(response.body, maxAnswerBytes) : { bytes: Buffer.alloc(0) };
	return { status: response.status, contentType: response.headers.get('content-type'), body: bytes };
}
