const object = /(?:^|[\n:])[^\S\n]{0,9}\{\s{0,9}"[^"\n]{1,60}"\s{0,9}:/;

/** Returns whether a reply shows program data, as in a tool result. @param known texts whose data may be shown */
export const holdsData = (reply: string, known: readonly string[]): boolean =>
	object.test(reply) && !known.some((text) => object.test(text));
