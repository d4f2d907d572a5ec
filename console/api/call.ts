import { Problem, readProblem } from './problem';
import { sendInSession, session } from './session';

export type Query = Record<string, string | number | boolean | undefined>;

interface CallOptions {
	query?: Query;
	body?: unknown;
	signal?: AbortSignal;
	/** Runs in the background: the answer is the operation. */
	isInBackground?: boolean;
}

/** Calls the API of the service. @param called such as `GET approvals`, below `/api/v1`, or `POST /v2/incidents/search` @throws Problem */
export async function call<Answer>(called: string, { query, body, signal, isInBackground }: CallOptions = {}): Promise<Answer> {
	const [method = 'GET', path = ''] = called.split(' ');
	const request = {
		method,
		signal,
		headers: {
			accept: 'application/json',
			...(body !== undefined && { 'content-type': 'application/json' }),
			...(isInBackground && { prefer: 'respond-async' }),
			...(method !== 'GET' && { 'x-troupe-csrf': session.value?.csrf ?? '' }),
		},
		...(body !== undefined && { body: JSON.stringify(body) }),
	};
	const response = await sendInSession(() => send(addressOf(path, query), request));
	if (!response.ok) throw await readProblem(response);
	return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** Calls for a non-JSON text, such as a model. @throws Problem */
export async function callText(request: string, signal?: AbortSignal): Promise<string> {
	const [method, path = ''] = request.split(' ');
	const response = await sendInSession(() => send(addressOf(path), { method, signal }));
	if (!response.ok) throw await readProblem(response);
	return response.text();
}

export function addressOf(path: string, query: Query = {}): string {
	const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
	const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
	return `${path.startsWith('/') ? path : `/api/v1/${path}`}${search && `?${search}`}`;
}

async function send(url: string, request: RequestInit): Promise<Response> {
	try {
		return await fetch(url, request);
	} catch (fault) {
		if (request.signal?.aborted) throw fault;
		throw new Problem(0, 'UNREACHABLE', 'The service does not answer.', 'It may be restarting. The page tries again.');
	}
}
