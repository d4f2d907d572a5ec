/** An object of JSON at the beginning of a line, or after a colon. */
const object = /(?:^|[\n:])[^\S\n]{0,9}\{\s{0,9}"[^"\n]{1,60}"\s{0,9}:/;

/** Returns whether a reply shows the data of a program, as a result of a tool has it. @param known texts that may have data to be shown */
export const holdsData = (reply: string, known: readonly string[]): boolean =>
	object.test(reply) && !known.some((text) => object.test(text));
