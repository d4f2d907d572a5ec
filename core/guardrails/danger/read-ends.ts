/** Characters searched at each end of a longer message: somebody who needs help writes little. */
const maxLength = 2_000;

/** Returns the part of a message that is searched for a danger. */
export const readEnds = (message: string): string =>
	message.length <= 2 * maxLength ? message : `${message.slice(0, maxLength)}\n${message.slice(-maxLength)}`;
