/** Returns whether a caller asks for an answer before the work is done, RFC 7240, section 4.1. */
export const prefersAsync = (prefer: string | string[] | undefined): boolean =>
	[prefer ?? []]
		.flat()
		.join(',')
		.split(',')
		.some((preference) => /^\s*respond-async\s*(?:[;=]|$)/i.test(preference));
