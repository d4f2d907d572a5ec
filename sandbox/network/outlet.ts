import type { Duplex } from 'node:stream';
import type { SandboxRequest } from '../../core/ports/sandbox/sandbox-step';
import type { RequestReport } from '../report/report-shape';

/**
 * The one way out of a sandbox: the host's end of a socket that the worker was started with. What comes from it was written by untrusted code, and is
 * parsed as such. HTTP/2 runs on it: `CONNECT` opens a connection as `net.connect` would; `POST /calls/NAME` asks the host for something.
 */
export interface Outlet {
	/** Serves the socket until it closes. */
	serve(socket: Duplex): void;
}

/** Functions of the host for code in a sandbox, by name. Input and result are JSON. An error becomes `{"error": {"code", "message"}}` there. */
export type HostCalls = Record<string, (input: unknown, signal: AbortSignal) => Promise<unknown>>;

/** A request to the outside, before anything decided about it. */
export interface OutsideRequest {
	method: string;
	/** http or https, and where the connection was opened to: no header changes it. */
	url: URL;
	/** Names in lower case, in their order. */
	headers: Array<[name: string, value: string]>;
	body: Buffer;
}

/** An answer from the outside, as it comes. */
export interface OutsideAnswer {
	status: number;
	headers: Array<[name: string, value: string]>;
	/** The bytes of the body, if they are known before it is read; of an answer to HEAD, those that GET would get. */
	length?: number;
	/** Is read once. It throws if the service, or a bound, ends it before its end. */
	body: AsyncIterable<Uint8Array>;
}

/** An answer that was read to its end. */
export interface OutsideResponse extends Pick<OutsideAnswer, 'status' | 'headers'> {
	body: Buffer;
}

/** Decides about requests, and answers them. */
export interface OutsideRequests {
	/** @throws Refusal */
	ask(request: OutsideRequest, signal: AbortSignal): Promise<OutsideAnswer>;
	/** Lists a request that the outlet refused by itself, and why. */
	noteRefused(request: OutsideRequest, rule: OutletRule): void;
}

/**
 * Reason why the outlet refuses a request whatever rules a run has: what it is not able to carry (`websocket`, `upgrade` to another protocol,
 * `tunnel`, `http/2`, `not http/1.1`), an `address` that does not belong to its connection, as requests to proxies have it, or its `size`.
 */
export type OutletRule = (typeof uncarried)[number] | 'address' | 'size';

const uncarried = ['websocket', 'upgrade', 'tunnel', 'http/2', 'not http/1.1'] as const;

export type TrafficAction = RequestReport['action'];

const maxPath = 500;

/** Describes a request for the record of a call. */
export const toSandboxRequest = ({
	method,
	host,
	path,
	action,
	status,
}: Omit<SandboxRequest, 'action'> & { action: string }): SandboxRequest => ({
	...{ method, host, path: path.slice(0, maxPath), action: action === 'forward' ? 'forward' : 'refuse' },
	...(status !== undefined && { status }),
});

/** Checks that the outlet refused a protocol that is not HTTP/1.1. */
export const isUncarried = ({ action, rule }: RequestReport): boolean => action === 'refuse' && uncarried.some((one) => one === rule);

/** Bounds for code that would flood its host. */
export interface OutletLimits {
	/** Requests of a run. */
	requests: number;
	/** Connections at the same time; others wait. Code that opens them by itself gets twice as many, and no more. */
	concurrent: number;
	requestBytes: number;
	responseBytes: number;
	/** Max time of one request. */
	timeMs: number;
}

export const defaultOutletLimits: OutletLimits = {
	requests: 1_000,
	concurrent: 32,
	requestBytes: 8 * 1024 * 1024,
	responseBytes: 32 * 1024 * 1024,
	timeMs: 60_000,
};
