/** The message matters: nodes that continue on errors pass it on as JSON. */
export const createRefusedError = (message: string, code?: 'ADDRESS_REFUSED'): Error =>
	Object.defineProperty(Object.assign(new Error(message), code && { code }), 'message', { enumerable: true });
