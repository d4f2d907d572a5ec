import { AsyncLocalStorage } from 'node:async_hooks';
import { getErrorMessage } from '../../../core/base/errors';
import type { OutsideRequest, TrafficAction } from '../../../sandbox/network/outlet';
import type { TrafficRecorder } from '../../../sandbox/traffic/traffic-recorder';

/** What was decided about the requests of one step. */
export interface StepRequests {
	actions: Set<TrafficAction>;
	/** Why a request was refused. */
	refusal?: string;
}

const steps = new AsyncLocalStorage<StepRequests>();

/** Notes what is decided about the requests that the work makes. */
export const noteRequests = <Result>(into: StepRequests, work: () => Promise<Result>): Promise<Result> => steps.run(into, work);

/** Returns a fetch whose requests are decided by the rules of a sandboxed run, and answered by them. Redirects are not followed. */
export function toFetch(traffic: TrafficRecorder): typeof fetch {
	return async (input, init) => {
		const { method, url: address, headers, body, signal } = await readRequest(new Request(input, init));
		const url = new URL(address);
		try {
			const response = await traffic.answer({ method, url, headers, body }, signal, false);
			note(traffic, { method, url });
			const isEmpty = [204, 205, 304].includes(response.status);
			return new Response(isEmpty ? null : new Uint8Array(response.body), { status: response.status, headers: response.headers });
		} catch (error) {
			if (note(traffic, { method, url }) === 'refuse') Object.assign(steps.getStore() ?? {}, { refusal: getErrorMessage(error) });
			throw new TypeError('fetch failed', { cause: error });
		}
	};
}

async function readRequest(request: Request) {
	const { method, url, signal } = request;
	return { method, url, signal, headers: [...request.headers], body: Buffer.from(await request.arrayBuffer()) };
}

function note({ reports }: TrafficRecorder, { method, url }: Pick<OutsideRequest, 'method' | 'url'>): TrafficAction | undefined {
	const action = reports.findLast((one) => one.method === method && one.host === url.host)?.action;
	if (action !== undefined) steps.getStore()?.actions.add(action);
	return action;
}
