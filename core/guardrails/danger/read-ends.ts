/** Who needs help writes little. What is longer is searched at its beginning and its end. */
const maxLength = 2_000;

/** Returns the part of a message that is searched for a danger. */
export const readEnds = (message: string): string =>
	message.length <= 2 * maxLength ? message : `${message.slice(0, maxLength)}\n${message.slice(-maxLength)}`;
