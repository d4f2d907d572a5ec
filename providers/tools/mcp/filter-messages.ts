import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { changeReceived } from './change-received';
import type { McpServer } from './mcp-server';

/** Passes on only answers that the server signed, where it has to. To be called before other changes: it reads messages as they are on the wire. */
export function filterMessages<Some extends Transport>(transport: Some, signed: McpServer['signed']): Some {
	if (!signed) return transport;
	const send = transport.send.bind(transport);
	const { ask, check } = signed.open((answer) => void send(answer as JSONRPCMessage));
	transport.send = (message, options) => send(ask(message) as JSONRPCMessage, options);
	changeReceived(transport, (message) => check(message) as JSONRPCMessage);
	return transport;
}
