import { AsyncLocalStorage } from 'node:async_hooks';
import { getErrorMessage } from '../../../core/base/errors';
import type { RequestReport } from '../../report/report-shape';
import type { OutsideRequest, TrafficAction } from '../../network/outlet';
import type { TrafficRecorder } from '../../traffic/traffic-recorder';

export interface StepRequests {
	actions: Set<TrafficAction>;
	refusal?: { message: string; rule: string };
}

const steps = new AsyncLocalStorage<StepRequests>();

export const noteRequests = <Result>(into: StepRequests, work: () => Promise<Result>): Promise<Result> => steps.run(into, work);

/** Returns a fetch under the rules of a sandboxed run. It follows no redirects. */
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
			const { action, rule } = note(traffic, { method, url }) ?? {};
			if (action === 'refuse') Object.assign(steps.getStore() ?? {}, { refusal: { message: getErrorMessage(error), rule } });
			throw new TypeError('fetch failed', { cause: error });
		}
	};
}

async function readRequest(request: Request) {
	const { method, url, signal } = request;
	return { method, url, signal, headers: [...request.headers], body: Buffer.from(await request.arrayBuffer()) };
}

function note({ reports }: TrafficRecorder, { method, url }: Pick<OutsideRequest, 'method' | 'url'>): RequestReport | undefined {
	const report = reports.findLast((one) => one.method === method && one.host === url.host);
	if (report) steps.getStore()?.actions.add(report.action);
	return report;
}
