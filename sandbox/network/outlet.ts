import type { Duplex } from 'node:stream';
import type { SandboxRequest } from '../../core/ports/sandbox/sandbox-step';
import type { RequestReport } from '../report/report-shape';

/**
 * A sandbox's only way out: the host's end of a socket that the worker starts with. Its input is untrusted. HTTP/2 runs on it: `CONNECT` opens a
 * connection like `net.connect`; `POST /calls/NAME` asks the host.
 */
export interface Outlet {
	serve(socket: Duplex): void;
}

/** Host functions for sandboxed code, by name. Input and result are JSON. An error becomes `{"error": {"code", "message"}}` there. */
export type HostCalls = Record<string, (input: unknown, signal: AbortSignal) => Promise<unknown>>;

export interface OutsideRequest {
	method: string;
	/** http or https, and the target of the connection: no header changes it. */
	url: URL;
	/** Names in lower case, in order. */
	headers: Array<[name: string, value: string]>;
	body: Buffer;
}

export interface OutsideAnswer {
	status: number;
	headers: Array<[name: string, value: string]>;
	/** Bytes of the body, if known before it is read; for HEAD, those of GET. */
	length?: number;
	/** Readable once. Throws if the service or a bound ends it early. */
	body: AsyncIterable<Uint8Array>;
}

export interface OutsideResponse extends Pick<OutsideAnswer, 'status' | 'headers'> {
	body: Buffer;
}

export interface OutsideRequests {
	/** @throws Refusal */
	ask(request: OutsideRequest, signal: AbortSignal): Promise<OutsideAnswer>;
	noteRefused(request: OutsideRequest, rule: OutletRule): void;
}

/**
 * Refusals regardless of a run's rules: uncarried protocols (`websocket`, `upgrade` to another protocol, `tunnel`, `http/2`, `not http/1.1`), an
 * `address` of another connection, as in proxy requests, or its `size`.
 */
export type OutletRule = (typeof uncarried)[number] | 'address' | 'size';

const uncarried = ['websocket', 'upgrade', 'tunnel', 'http/2', 'not http/1.1'] as const;

export type TrafficAction = RequestReport['action'];

const maxPath = 500;

export const toSandboxRequest = ({
	method,
	host,
	path,
	action,
	status,
}: Omit<SandboxRequest, 'action'> & { action: string }): SandboxRequest => ({
	method,
	host,
	path: path.slice(0, maxPath),
	action: action === 'forward' ? 'forward' : 'refuse',
	...(status !== undefined && { status }),
});

export const isUncarried = ({ action, rule }: RequestReport): boolean => action === 'refuse' && uncarried.some((one) => one === rule);

export interface OutletLimits {
	requests: number;
	/** Connections at the same time; others wait. Code that opens them by itself gets at most twice as many. */
	concurrent: number;
	requestBytes: number;
	responseBytes: number;
	timeMs: number;
}

export const defaultOutletLimits: OutletLimits = {
	requests: 1_000,
	concurrent: 32,
	requestBytes: 8 * 1024 * 1024,
	responseBytes: 32 * 1024 * 1024,
	timeMs: 60_000,
};
