const maxLength = 64;

/** A model wrote the name: other text, and numbers that could be somebody's, are left out. */
export function toWantedName(tool: string): string {
	const isName = tool.length <= maxLength && /^[A-Za-z_][\w.:-]*$/.test(tool);
	return isName ? tool.replace(/\d{4,}/g, '#') : '(not a name)';
}
