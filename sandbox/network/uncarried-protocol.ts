import type { IncomingMessage } from 'node:http';
import type { OutletRule, OutsideRequest } from './outlet';
import { readAddress } from './read-request';

/** Errors of Node's parser about a connection that ended, or took too long, rather than about its protocol. */
const ofConnection = new Set(['HPE_INVALID_EOF_STATE', 'HPE_HEADER_OVERFLOW']);

/** Returns which protocol a connection had that Node could not read; undefined if it ended for another reason. */
export function nameProtocol(error: Error & { code?: string; rawPacket?: Buffer }): OutletRule | undefined {
	if (!error.code?.startsWith('HPE_') || ofConnection.has(error.code)) return undefined;
	// RFC 9113, 3.4: what a client of HTTP/2 sends first.
	return error.rawPacket?.toString('latin1', 0, 14) === 'PRI * HTTP/2.0' ? 'http/2' : 'not http/1.1';
}

/** Describes what a connection asked for. Without a request, that is the connection itself. */
export function readRefused(target: URL, request?: IncomingMessage): OutsideRequest {
	const asked = { method: request?.method ?? 'CONNECT', url: target, headers: [], body: Buffer.of() };
	if (request === undefined) return asked;
	// RFC 9112, 3.2.3: a tunnel names where it leads in place of a path.
	if (asked.method === 'CONNECT') return { ...asked, url: URL.parse(`${target.origin}/${request.url}`) ?? target };
	try {
		return { ...asked, url: readAddress(request, target) };
	} catch {
		return asked;
	}
}
