const maxLength = 64;

/**
 * Returns the name of a requested tool as it is stored. A model wrote it, so that it can contain anything: what is not a name, and numbers that could
 * be somebody's, are left out.
 */
export function toWantedName(tool: string): string {
	const isName = tool.length <= maxLength && /^[A-Za-z_][\w.:-]*$/.test(tool);
	return isName ? tool.replace(/\d{4,}/g, '#') : '(not a name)';
}
