import type { IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';
import { ownClusterId } from '../../engine-adapter/own-cluster-id';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { CamundaRest } from '../../engine-adapter/zeebe/camunda-rest';
import { listProcesses } from '../../planner/doers/sources/list-processes';
import type { KnownProcess } from '../../planner/doers/sources/open-doers';
import type { PlanEngine } from '../../planner/run/run-plan';
import { askCamunda } from '../shared/camunda/camunda-request';

const credential = 'camundaApi';
const names: Record<string, string> = { embedded: 'the engine of Troupe', zeebe: 'a cluster of Camunda 8' };

/**
 * Opens the engine of the node's credential, by n8n's own requests, which renew tokens and know the proxy.
 * @param name the engine that was confirmed
 * @throws TroupeError NOT_SUPPORTED without a credential, and for another engine; ENGINE_UNREACHABLE
 */
export async function openNodeEngine(context: IExecuteFunctions, item: number, name: string): Promise<PlanEngine> {
	if (!hasCredential(context)) throw noCredential(name);
	const [{ url, rest }, { connectCamundaRest }] = await Promise.all([
		openRest(context, item),
		import('../../engine-adapter/zeebe/connect-camunda-rest'),
	]);
	const { clusterId } = await rest.call<{ clusterId?: string | null }>({ subject: 'its topology', method: 'GET', path: '/topology' });
	const is = clusterId === ownClusterId ? 'embedded' : 'zeebe';
	if (is !== name) throw otherEngine(name, is);
	return connectCamundaRest({ address: url, rest });
}

/**
 * Lists the processes that a plan can call: those of the node's credential. An engine that does not answer keeps nobody from planning: a hint of the
 * execution says so.
 */
export async function listNodeProcesses(context: IExecuteFunctions, item: number): Promise<KnownProcess[]> {
	if (!hasCredential(context)) return [];
	return openRest(context, item)
		.then(({ rest }) => listProcesses(rest))
		.catch((error: unknown) => {
			if (!isTroupeError(error)) throw error;
			const message = `The processes of the engine are not known, so the plan calls none of them: ${error.message}`;
			context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
			return [];
		});
}

const hasCredential = (context: IExecuteFunctions): boolean => context.getNode().credentials?.[credential] !== undefined;

async function openRest(context: IExecuteFunctions, item: number): Promise<{ url: string; rest: CamundaRest }> {
	const [{ CamundaRest: Rest }, { loadVariablesCodec }] = await Promise.all([
		import('../../engine-adapter/zeebe/camunda-rest'),
		import('../../engine-adapter/zeebe/variables-json'),
	]);
	const { baseUrl } = await context.getCredentials<{ baseUrl: string }>(credential, item);
	const url = baseUrl.trim();
	const rest = new Rest({ url, headers: async () => ({}), codec: await loadVariablesCodec(), fetch: sendByN8n(context, item) });
	return { url, rest };
}

/** Sends a request to a path below `/v2` with the credential. */
function sendByN8n(context: IExecuteFunctions, item: number): typeof fetch {
	return async (input, init) => {
		const request = new Request(input, init);
		const { pathname, search } = new URL(request.url);
		const body = Buffer.from(await request.arrayBuffer());
		const call = {
			what: 'asking the engine',
			method: request.method as IHttpRequestMethods,
			path: `${pathname.slice(pathname.indexOf('/v2') + '/v2'.length)}${search}`,
			headers: Object.fromEntries(request.headers),
			...(body.length > 0 && { body }),
		};
		const { status, text } = await askCamunda(context, call, context.getExecutionCancelSignal(), item);
		return new Response(status === 204 ? null : text, { status });
	};
}

const noCredential = (name: string) =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The plan runs on ${names[name] ?? name}, and the node has no credential for it.`,
		fix: 'Choose a Camunda API credential under "Engine": the address and the token of `troupe serve`, or of the cluster.',
	});

const otherEngine = (name: string, is: string) =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The plan was confirmed for ${names[name] ?? name}, and the credential leads to ${names[is]}.`,
		fix: 'Choose the credential of the engine that was confirmed, or confirm the plan for the other engine.',
	});
