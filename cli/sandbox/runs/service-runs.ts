import type { HttpConnection } from '../../../manifests/registry-over-http/http-connection';
import type { SandboxRun } from '../../../service/sandbox/described-run';
import { connectTo } from '../../services/call-operation';
import type { Terminal } from '../../terminal/terminal';
import type { LoggedRun } from './run-log';

const path = 'sandbox/runs';
const maxPage = 200;
const maxReportBytes = 64 * 1024 * 1024;

/** Reads the last runs of a service, the newest first. */
export async function listServiceRuns(service: string, max: number, terminal: Terminal): Promise<SandboxRun[]> {
	const connection = await connectTo(service, terminal);
	const runs: SandboxRun[] = [];
	for (let cursor: string | undefined; runs.length < max;) {
		const query = new URLSearchParams({ limit: String(Math.min(max - runs.length, maxPage)), ...(cursor && { cursor }) });
		const page = await read<{ items: SandboxRun[]; cursor?: string }>(connection, `${path}?${query.toString()}`);
		runs.push(...page.items);
		cursor = page.cursor;
		if (cursor === undefined) break;
	}
	return runs;
}

/** Reads the report of a run. @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT before its end */
export async function readServiceRun(service: string, id: string, terminal: Terminal): Promise<LoggedRun> {
	const answer = await read<Omit<LoggedRun, 'id'>>(await connectTo(service, terminal), `${path}/${encodeURIComponent(id)}/report`);
	return { id, ...answer };
}

async function read<Answer>(connection: HttpConnection, address: string): Promise<Answer> {
	return JSON.parse((await connection.send('GET', address, { maxBytes: maxReportBytes })).text) as Answer;
}
