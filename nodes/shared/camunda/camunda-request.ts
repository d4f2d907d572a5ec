import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, ITriggerFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { camundaProblem } from './camunda-problem';
import { parseKeepingKeys } from './parse-keeping-keys';
import type { CamundaCall, CamundaAnswer } from './camunda-call';

export type CamundaContext = Pick<IExecuteFunctions | ITriggerFunctions, 'getNode'> & {
	getCredentials<T extends object>(type: string, item?: number): Promise<T>;
	helpers: Pick<IExecuteFunctions['helpers'], 'httpRequestWithAuthentication'>;
};

/** @throws NodeApiError where the cluster refused; TroupeError ENGINE_UNREACHABLE where it did not answer as one */
export async function callCamunda(context: IExecuteFunctions, item: number, call: CamundaCall): Promise<IDataObject> {
	const answer = await askCamunda(context, call, context.getExecutionCancelSignal(), item);
	if (answer.status >= 400) throw camundaProblem(context.getNode(), item, call, answer);
	return readAnswer(call, answer);
}

/** @throws TroupeError ENGINE_UNREACHABLE if the response is not a JSON object */
export function readAnswer({ what }: CamundaCall, { url, status, text }: CamundaAnswer): IDataObject {
	if (status === 204) return {};
	const answer = parseKeepingKeys(text);
	if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return answer as IDataObject;
	throw new TroupeError({
		code: 'ENGINE_UNREACHABLE',
		message: `While ${what}: ${withoutSecrets(url)} returned ${status} with a body that is not a JSON object.`,
		fix: 'Check the base URL in the credential: it must lead to the cluster, not to a login page or a proxy.',
	});
}

/** @throws TroupeError ENGINE_UNREACHABLE or ENGINE_TIMEOUT without an answer, CANCELLED */
export async function askCamunda(
	context: CamundaContext,
	{ what, method = 'POST', path, body, headers, timeoutMs }: CamundaCall,
	abortSignal?: AbortSignal,
	item?: number,
): Promise<CamundaAnswer> {
	const { baseUrl } = await context.getCredentials<{ baseUrl: string }>('camundaApi', item);
	const url = `${baseUrl.trim().replace(/(\/v2)?\/*$/, '')}/v2${path}`;
	const request: IHttpRequestOptions = {
		method,
		url,
		...(body && { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
		headers: { ...(body && { 'content-type': 'application/json' }), accept: 'application/json', ...headers },
		encoding: 'text',
		returnFullResponse: true,
		// A 401 has to fail inside: then n8n fetches a new token and sends the request again.
		ignoreHttpStatusErrors: { ignore: true, except: [401] },
		timeout: timeoutMs ?? 30_000,
		abortSignal,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	try {
		const send = context.helpers.httpRequestWithAuthentication;
		const response = (await send.call(context as IExecuteFunctions, 'camundaApi', request)) as { statusCode: number; body: string };
		return { url, status: response.statusCode, text: response.body };
	} catch (error) {
		if (abortSignal?.aborted) throw cancelled(what);
		throw unanswered(error, what, url);
	}
}

function cancelled(what: string): TroupeError {
	const fix = 'Check the cluster before you run the node again: what has started there continues.';
	return new TroupeError({ code: 'CANCELLED', message: `While ${what}: the execution was cancelled.`, fix });
}

/** The connection was made, and the request may have been read. */
const mayHaveArrived = ['ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET'];

function unanswered(error: unknown, what: string, url: string): TroupeError {
	const { httpCode, code, cause } = error as { httpCode?: string | null; code?: string; cause?: Error & { code?: string } };
	if (cause?.name === 'NoAccessToken') {
		return new TroupeError({
			code: 'ENGINE_UNREACHABLE',
			message: `While ${what}: ${cause.message}`,
			fix: 'Check token URL, client ID, client secret, audience and scope in the Camunda credential.',
			retryable: true,
		});
	}
	if (httpCode === '401') {
		return new TroupeError({
			code: 'ENGINE_UNREACHABLE',
			message: `While ${what}: ${withoutSecrets(url)} refused the credential (401).`,
			fix: 'Check the authentication and the base URL in the credential. Another engine may be answering at this address.',
		});
	}
	const reason = code ?? cause?.code;
	const arrived = reason === undefined || mayHaveArrived.includes(reason);
	return new TroupeError({
		code: reason === 'ECONNABORTED' || reason === 'ETIMEDOUT' ? 'ENGINE_TIMEOUT' : 'ENGINE_UNREACHABLE',
		message: `While ${what}: ${withoutSecrets(url)} did not respond${reason ? ` (${reason})` : ''}.`,
		fix: arrived
			? 'Check the cluster before you run the node again: what has started there continues. For a result that takes longer, raise the timeout.'
			: 'Check the base URL in the credential, that the engine is running, and that this machine can reach it.',
		// Sent once more, an instance would be started twice.
		retryable: !arrived,
	});
}

/** Some put a password into a URL's user or query. */
function withoutSecrets(url: string): string {
	return URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : 'the base URL, which is not a valid URL,';
}
