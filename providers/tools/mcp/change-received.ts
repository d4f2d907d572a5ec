import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';

/** Changes run in the order of addition. */
export function changeReceived(transport: Transport, change: (message: JSONRPCMessage) => JSONRPCMessage): void {
	const earlier = Object.getOwnPropertyDescriptor(transport, 'onmessage');
	let receive: Transport['onmessage'];
	Object.defineProperty(transport, 'onmessage', {
		configurable: true,
		get: () => (earlier?.get?.call(transport) as Transport['onmessage']) ?? receive,
		set: (handler: Transport['onmessage']) => {
			const changed: Transport['onmessage'] = handler && ((message, extra) => handler(change(message) as never, extra));
			if (earlier?.set) earlier.set(changed);
			else receive = changed;
		},
	});
}
