/** Creates the error that a node gets for what is refused. Nodes that go on after an error pass it on as JSON, so its message is part of that. */
export const createRefusedError = (message: string, code?: 'ADDRESS_REFUSED'): Error =>
	Object.defineProperty(Object.assign(new Error(message), code && { code }), 'message', { enumerable: true });
