import { isTroupeError } from '../../core/base/errors';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { DescribedRun } from '../../providers/compose/runs/describe-record';
import type { RunNews } from '../../providers/compose/runs/follow-run';
import type { HttpConnection } from '../../manifests/registry-over-http/http-connection';
import { Backoff, maxSilenceMs, readEvents } from '../../manifests/registry-over-http/read-events';
import { connectTo } from '../services/call-operation';
import type { Terminal } from '../terminal/terminal';

/** A step with a whole answer of a model. */
const maxEventLength = 4 * 1024 * 1024;
const maxRunBytes = 64 * 1024 * 1024;

/** Tells the steps of a run at a service, from where a connection was lost, and its record where it waits or has ended. */
export async function* followAtService(runId: string, service: string, terminal: Terminal): AsyncGenerator<RunNews> {
	const connection = await connectTo(service, terminal);
	const path = `runs/${encodeURIComponent(runId)}`;
	const backoff = new Backoff({ firstMs: 1_000, maxMs: 10_000, ref: true });
	let last: string | undefined;
	let state: string | undefined;
	let now: string | undefined;
	for (; !terminal.stop.aborted; await backoff.pause(terminal.stop)) {
		try {
			for await (const { id, event, data } of readStream(connection, path, last, terminal.stop)) {
				last = id ?? last;
				if (event === 'gap') continue;
				if (event === 'answer') {
					now = (JSON.parse(data) as { state: string }).state;
					continue;
				}
				backoff.reset();
				yield { event: JSON.parse(data) as AgentEvent };
			}
			if (now !== undefined && now === state) continue;
			const run = JSON.parse((await connection.send('GET', path, { maxBytes: maxRunBytes })).text) as DescribedRun;
			if (run.state !== state) yield { run };
			state = run.state;
			if (state !== 'waiting' && state !== 'running') return;
		} catch (error) {
			if (terminal.stop.aborted) return;
			// A connection that broke is opened again.
			if (isTroupeError(error) && !error.retryable) throw error;
		}
	}
}

async function* readStream(connection: HttpConnection, path: string, last: string | undefined, stop: AbortSignal) {
	const silence = new AbortController();
	const timer = setTimeout(() => silence.abort(), maxSilenceMs);
	try {
		const headers = { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) };
		const { body } = await connection.open('GET', `${path}/events`, { headers, signal: AbortSignal.any([stop, silence.signal]) });
		if (body) yield* readEvents(body, () => timer.refresh(), maxEventLength);
	} finally {
		clearTimeout(timer);
	}
}
