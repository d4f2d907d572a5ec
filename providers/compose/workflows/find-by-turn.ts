import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { ListedExecution } from '../../state/executions/execution-index';
import type { AskN8n } from './n8n-api';

interface Listed {
	id?: unknown;
	startedAt?: unknown;
}

/** The number that n8n stores by default. */
const pageSize = 250;
const maxPages = 40;
/** Trigger and worker can be on two machines. */
const skewMs = 60_000;

/** `isSure` is false if data could not be read. */
type FoundByTurn = { ids: string[]; isSure: boolean };

/** Searches the executions of the workflow and time for the turn. @throws TroupeError HTTP_…, CREDENTIAL_INVALID */
export async function findByTurn(
	{ workflow, turn, firstAt, lastAt }: ListedExecution,
	ask: AskN8n,
	signal: AbortSignal,
): Promise<FoundByTurn> {
	const found: FoundByTurn = { ids: [], isSure: true };
	// Running executions are in a separate list.
	for (const filter of ['', '&status=running']) {
		const candidates = await listBetween(
			`executions?workflowId=${encodeURIComponent(workflow)}${filter}`,
			firstAt - skewMs,
			lastAt + skewMs,
			ask,
			signal,
		);
		for (const id of candidates) {
			const text = await readData(id, ask, signal);
			if (text?.includes(turn)) found.ids.push(id);
			else if (text === undefined || text.includes('"isRedacted":true')) found.isSure = false;
		}
	}
	return found;
}

async function listBetween(path: string, from: number, to: number, ask: AskN8n, signal: AbortSignal): Promise<string[]> {
	const ids: string[] = [];
	let cursor = '';
	for (let page = 0; page < maxPages; page++) {
		const answer = await ask('GET', `${path}&limit=${pageSize}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, signal);
		const { data, nextCursor } = (answer.body ?? {}) as { data?: Listed[]; nextCursor?: unknown };
		if (answer.status !== 200 || !Array.isArray(data)) throw unreadable(answer.status);
		for (const { id, startedAt } of data) {
			const at = Date.parse(String(startedAt));
			// An execution that has not started has no time.
			if (!(at < from) && !(at > to)) ids.push(String(id));
		}
		// Newest first.
		if (typeof nextCursor !== 'string' || nextCursor === '' || data.some(({ startedAt }) => Date.parse(String(startedAt)) < from))
			return ids;
		cursor = nextCursor;
	}
	return ids;
}

/** Undefined for too large data. */
async function readData(id: string, ask: AskN8n, signal: AbortSignal): Promise<string | undefined> {
	try {
		const { status, body } = await ask('GET', `executions/${encodeURIComponent(id)}?includeData=true`, signal);
		return status === 200 ? JSON.stringify(body) : '';
	} catch (fault) {
		if (isTroupeError(fault) && fault.code === 'HTTP_RESPONSE_INVALID') return undefined;
		throw fault;
	}
}

const unreadable = (status: number) =>
	new TroupeError({
		code: 'HTTP_STATUS',
		message: `n8n answered ${status} in place of its executions.`,
		details: { status },
		fix: 'Check the address in the credential: it ends in /api/v1.',
	});
