import type { CaseRecording, Exchange } from '../../core/evaluation/traffic/recording';
import { hashRequest } from '../../core/evaluation/traffic/canonical-request';
import { describeMiss } from '../../core/evaluation/traffic/describe-miss';
import { hideSecretsIn } from '../../core/evaluation/traffic/hide-private';
import type { OutsideAnswer, OutsideRequest, OutsideResponse } from '../network/outlet';

/** Text, or bytes in base64. */
type RecordedBody = string | { base64: string };

interface RecordedRequest {
	url: string;
	body?: RecordedBody;
}

interface RecordedResponse {
	status: number;
	headers: Array<[name: string, value: string]>;
	body: RecordedBody;
}

/** Secret, or different each time. */
const unrecorded = new Set(['set-cookie', 'date', 'age', 'expires']);

export async function describeExchange(request: OutsideRequest, response: OutsideResponse, durationMs: number): Promise<Exchange> {
	const name = nameOf(request);
	const asked = await hideSecretsIn(describeRequest(request));
	const answer: RecordedResponse = {
		status: response.status,
		headers: response.headers.filter(([header]) => !unrecorded.has(header.toLowerCase())),
		body: describeBody(response.body),
	};
	return { kind: 'http', name, key: hashRequest('http', name, asked), request: asked, answer: await hideSecretsIn(answer), durationMs };
}

/** Answers from a recording: equal requests in order, each once. */
export class HttpPlayer {
	readonly #exchanges: Exchange[];
	readonly #left = new Map<string, Exchange[]>();

	constructor(recordings: readonly CaseRecording[]) {
		this.#exchanges = recordings.flatMap(({ exchanges }) => exchanges).filter(({ kind }) => kind === 'http');
		for (const exchange of this.#exchanges) this.#left.set(exchange.key, [...(this.#left.get(exchange.key) ?? []), exchange]);
	}

	async take(request: OutsideRequest): Promise<OutsideAnswer | undefined> {
		const name = nameOf(request);
		const asked = await hideSecretsIn(describeRequest(request));
		const { status, headers, body } = (this.#left.get(hashRequest('http', name, asked))?.shift()?.answer ??
			{}) as Partial<RecordedResponse>;
		if (status === undefined) return undefined;
		const bytes = typeof body === 'object' ? Buffer.from(body.base64, 'base64') : Buffer.from(body ?? '');
		const ofHead = request.method === 'HEAD' ? headers?.find(([header]) => header === 'content-length')?.[1] : undefined;
		const length = ofHead === undefined ? bytes.length : Number(ofHead);
		return { status, headers: headers ?? [], length, body: inOnePart(bytes) };
	}

	async describeMiss(request: OutsideRequest): Promise<string> {
		const asked = { kind: 'http' as const, name: nameOf(request), request: await hideSecretsIn(describeRequest(request)) };
		return describeMiss(asked, this.#exchanges).message;
	}
}

async function* inOnePart(bytes: Buffer): AsyncGenerator<Buffer, void> {
	yield bytes;
}

const nameOf = ({ method, url }: OutsideRequest) => `${method} ${url.host}`;

function describeRequest({ url, headers, body }: OutsideRequest): RecordedRequest {
	const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
	return { url: url.href, ...(body.length > 0 && { body: withoutBoundary(describeBody(body), type) }) };
}

function describeBody(body: Buffer): RecordedBody {
	const text = body.toString();
	return Buffer.from(text).equals(body) ? text : { base64: body.toString('base64') };
}

/** RFC 2046, 5.1.1: the boundary of a form's parts is random. */
function withoutBoundary(body: RecordedBody, type: string): RecordedBody {
	const [, quoted, plain] = /^multipart\/.*boundary=(?:"([^"]{1,100})"|([^;\s]{1,100}))/i.exec(type) ?? [];
	const boundary = quoted ?? plain;
	return boundary === undefined || typeof body !== 'string' ? body : body.replaceAll(boundary, 'boundary');
}
