import type { IncomingMessage } from 'node:http';
import type { OutletRule, OutsideRequest } from './outlet';
import { readAddress } from './read-request';

/** Errors of Node's parser about an ended or slow connection rather than its protocol. */
const ofConnection = new Set(['HPE_INVALID_EOF_STATE', 'HPE_HEADER_OVERFLOW']);

/** Names a protocol that Node could not read; undefined if the connection ended for another reason. */
export function nameProtocol(error: Error & { code?: string; rawPacket?: Buffer }): OutletRule | undefined {
	if (!error.code?.startsWith('HPE_') || ofConnection.has(error.code)) return undefined;
	// RFC 9113, 3.4: the first bytes of an HTTP/2 client.
	return error.rawPacket?.toString('latin1', 0, 14) === 'PRI * HTTP/2.0' ? 'http/2' : 'not http/1.1';
}

export function readRefused(target: URL, request?: IncomingMessage): OutsideRequest {
	const asked = { method: request?.method ?? 'CONNECT', url: target, headers: [], body: Buffer.of() };
	if (request === undefined) return asked;
	// RFC 9112, 3.2.3: a tunnel names its target in place of a path.
	if (asked.method === 'CONNECT') return { ...asked, url: URL.parse(`${target.origin}/${request.url}`) ?? target };
	try {
		return { ...asked, url: readAddress(request, target) };
	} catch {
		return asked;
	}
}
