/** RFC 7240, section 4.1: an answer before the work is done. */
export const prefersAsync = (prefer: string | string[] | undefined): boolean =>
	[prefer ?? []]
		.flat()
		.join(',')
		.split(',')
		.some((preference) => /^\s*respond-async\s*(?:[;=]|$)/i.test(preference));
