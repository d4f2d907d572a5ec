import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isTroupeError } from '../../core/base/errors';
import { receiveRequest, refusedAnswer, type ReceiveAnswer } from '../../core/channels/receive-request';
import { type ChannelRequest, maxRequestBytes } from '../../core/ports/channels/channel';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { isAllowedAddress } from '../../providers/channels/shared/allowed-networks';
import { describeFault } from '../shared/describe-fault';
import { nodeSubject } from '../shared/host';
import { toNodeError } from '../shared/to-node-error';
import { deskWebhook } from './desk-webhook';
import { keepTriggerChannel } from './settings/keep-channel';
import { openTriggerChannel, type TriggerChannel } from './settings/open-channel';
import { defaultMaxRequests } from './settings/read-options';
import { awaitTestTurn } from './test-turn';
import { createRateWindows } from '../../core/base/rate-windows';
import { warnLog } from '../shared/warn-log';

/** `headers`: when the sender may retry. */
type LimitedAnswer = ReceiveAnswer & { headers: Record<string, string> };

const windowMs = 60_000;

const count = createRateWindows();

interface WebRequest {
	method: string;
	headers: Record<string, string | string[] | undefined>;
	query: Record<string, unknown>;
	ip?: string;
	rawBody?: Buffer;
	readRawBody?: () => Promise<void>;
}
interface WebResponse {
	writeHead(status: number, headers: Record<string, string>): { end(body: string): void };
}

/**
 * Stores the request before it is acknowledged; turns start the workflow later, so no execution waits. In an editor test, the workflow starts from
 * here, once the customer is quiet.
 */
export async function receive(this: IWebhookFunctions, gate: Gate = defaultGate()): Promise<IWebhookResponseData> {
	const isTest = this.getMode() === 'manual';
	try {
		await gate.admit(nodeSubject('troupeChannelTrigger', this.getNode().typeVersion));
		return isTest ? await receiveTest(this) : (await receiveOne(this, await openTriggerChannel(this))).returned;
	} catch (error) {
		// In a test, n8n shows the error. Otherwise any request could start the workflow with it.
		if (isTest) throw toNodeError(this.getNode(), error);
		await warnLog(this.logger, `Troupe Channel Trigger could not store a request: ${describeFault(error)}`);
		respond(this, { ...refusedAnswer(503), headers: retryAfter(error) });
		return { noWebhookResponse: true };
	}
}

/** In a test, n8n runs the trigger in the execution that the request starts. */
async function receiveTest(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const channel = await keepTriggerChannel(context);
	const { returned, isTurn } = await receiveOne(context, channel);
	const isDue = isTurn && (await awaitTestTurn(channel));
	return { ...returned, ...(isDue && { workflowData: [[{ json: {} }]] }) };
}

async function receiveOne(
	context: IWebhookFunctions,
	channel: TriggerChannel,
): Promise<{ returned: IWebhookResponseData; isTurn: boolean }> {
	const isDesk = context.getWebhookName() === deskWebhook;
	const { answer, isStored } = await take(channel, isDesk ? channel.desk : channel.name, await readRequest(context));
	respond(context, answer);
	return { returned: { noWebhookResponse: true }, isTurn: isStored && !isDesk };
}

/** @param name of the called channel; undefined for a desk that the trigger lacks */
async function take(
	{ tenant, parts, options }: TriggerChannel,
	name: string | undefined,
	request: ChannelRequest & { ip: string },
): Promise<{ answer: Answer; isStored: boolean }> {
	if (name === undefined) return { answer: refusedAnswer(404), isStored: false };
	// Before anything is read or written.
	const limited = limitRequests({ tenant, name }, request.ip, options.requests ?? defaultMaxRequests);
	if (limited) return { answer: limited, isStored: false };
	const open = await parts.directory.find(tenant, name);
	const refuse = async (status: number, reason: string) => {
		if (open) await parts.channels.noteRefusal(tenant, name, reason);
		return { answer: refusedAnswer(status), isStored: false };
	};
	if (open === undefined) return refuse(404, '');
	if (!isAllowedAddress(open.record.allowedNetworks, request.ip)) return refuse(404, `secret: A request came from ${request.ip}.`);
	if (request.body.length > maxRequestBytes) return refuse(413, `format: A request had more than ${maxRequestBytes} bytes.`);
	const answer = await receiveRequest(parts, open, request);
	return { answer, isStored: answer.status === 200 && request.method === 'POST' };
}

async function readRequest(context: IWebhookFunctions): Promise<ChannelRequest & { ip: string }> {
	const request = context.getRequestObject() as unknown as WebRequest;
	if (request.rawBody === undefined) await request.readRawBody?.();
	const headers = Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value] as const);
	const query = Object.entries(request.query).map(([name, value]) => [name, typeof value === 'string' ? value : undefined] as const);
	return {
		method: request.method === 'GET' ? 'GET' : 'POST',
		headers: Object.fromEntries(headers),
		query: Object.fromEntries(query),
		body: request.rawBody ?? new Uint8Array(),
		receivedAt: Date.now(),
		ip: request.ip ?? '',
	};
}

function retryAfter(error: unknown): Record<string, string> {
	const { retryAfterMs } = isTroupeError(error) ? error : {};
	return retryAfterMs === undefined ? {} : { 'retry-after': `${Math.ceil(retryAfterMs / 1000)}` };
}

type Answer = Omit<LimitedAnswer, 'headers'> & Partial<LimitedAnswer>;

function respond(context: IWebhookFunctions, { status, contentType, body, headers = {} }: Answer): void {
	const response = context.getResponseObject() as unknown as WebResponse;
	response.writeHead(status, { ...headers, 'content-type': contentType }).end(body);
}

/** Counts per address and channel, in this process. @returns the answer to a request over the limit */
function limitRequests(channel: { tenant: string; name: string }, ip: string, max: number): LimitedAnswer | undefined {
	const { current, ttl } = count(JSON.stringify([channel.tenant, channel.name, ip]), windowMs);
	if (current <= max) return undefined;
	return { ...refusedAnswer(429), headers: { 'retry-after': String(Math.ceil(ttl / 1_000)) } };
}
