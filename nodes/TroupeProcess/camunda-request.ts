import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { TroupeError } from '../../core/errors';
import { parseKeepingKeys } from './parse-keeping-keys';
import { camundaProblem } from './camunda-problem';

export interface CamundaCall {
	/** For errors: `starting the process "x"`. */
	what: string;
	/** Below /v2. */
	path: string;
	body: IDataObject | Buffer;
	headers?: IDataObject;
	timeoutMs?: number;
}

interface FullResponse {
	statusCode: number;
	/** Text, however the answer was typed. */
	body: string;
}

/**
 * POSTs to the cluster of the node's credential and reads its answer.
 * @throws NodeApiError where the cluster refused; TroupeError ENGINE_UNREACHABLE where it did not answer as one
 */
export async function callCamunda(context: IExecuteFunctions, item: number, call: CamundaCall): Promise<IDataObject> {
	const { baseUrl } = await context.getCredentials<{ baseUrl: string }>('camundaApi', item);
	const url = `${baseUrl.trim().replace(/(\/v2)?\/*$/, '')}/v2${call.path}`;
	const { statusCode, body } = await send(context, { ...call, url });
	if (statusCode >= 400) throw camundaProblem(context.getNode(), item, call.what, url, statusCode, body);
	const answer = parseKeepingKeys(body);
	if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return answer as IDataObject;
	throw new TroupeError({
		code: 'ENGINE_UNREACHABLE',
		message: `While ${call.what}: ${withoutSecrets(url)} answered ${statusCode} with something else than a JSON object.`,
		fix: 'Check the base URL in the credential: it should lead to the cluster and to no login page or proxy.',
	});
}

async function send(
	context: IExecuteFunctions,
	{ what, url, body, headers, timeoutMs }: CamundaCall & { url: string },
): Promise<FullResponse> {
	const abortSignal = context.getExecutionCancelSignal();
	const request: IHttpRequestOptions = {
		method: 'POST',
		url,
		body: Buffer.isBuffer(body) ? body : JSON.stringify(body),
		headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
		encoding: 'text',
		returnFullResponse: true,
		// A 401 has to fail inside: then n8n fetches a new token and sends the request again.
		ignoreHttpStatusErrors: { ignore: true, except: [401] },
		timeout: timeoutMs ?? 30_000,
		abortSignal,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	try {
		return (await context.helpers.httpRequestWithAuthentication.call(context, 'camundaApi', request)) as FullResponse;
	} catch (error) {
		if (abortSignal?.aborted) throw cancelled(what);
		throw unanswered(error, what, url);
	}
}

function cancelled(what: string): TroupeError {
	const fix = 'Look at the cluster before you run it again: what it has begun goes on.';
	return new TroupeError({ code: 'CANCELLED', message: `While ${what}: the execution was cancelled.`, fix });
}

/** The connection was made, and the request may have been read. */
const MAY_HAVE_ARRIVED = ['ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET'];

/** n8n's own error says neither what was asked nor where. */
function unanswered(error: unknown, what: string, url: string): TroupeError {
	const { httpCode, code, cause } = error as { httpCode?: string | null; code?: string; cause?: { code?: string } };
	if (httpCode === '401') {
		return new TroupeError({
			code: 'ENGINE_UNREACHABLE',
			message: `While ${what}: ${withoutSecrets(url)} refused the credential (401).`,
			fix: 'Check the authentication in the credential.',
		});
	}
	const reason = code ?? cause?.code;
	const arrived = reason === undefined || MAY_HAVE_ARRIVED.includes(reason);
	return new TroupeError({
		code: reason === 'ECONNABORTED' || reason === 'ETIMEDOUT' ? 'ENGINE_TIMEOUT' : 'ENGINE_UNREACHABLE',
		message: `While ${what}: ${withoutSecrets(url)} gave no answer${reason ? ` (${reason})` : ''}.`,
		fix: arrived
			? 'Look at the cluster before you run it again: what it has begun goes on. For a result that takes longer, raise the timeout.'
			: 'Check the base URL in the credential, that the engine runs, and that this machine reaches it.',
		// Sent once more, an instance would be started twice.
		retryable: !arrived,
	});
}

/** Some put a password into a URL's user or query. */
function withoutSecrets(url: string): string {
	return URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : 'the base URL, which is no URL,';
}
