/** Returns the text of a file in markup of its own, which no text of a file can end. */
export const writeFile = (name: string, text: string): string =>
	`<file name="${escapeFile(name).replaceAll('"', '&quot;')}">\n${escapeFile(text)}\n</file>`;

export const escapeFile = (text: string): string => text.replace(/<(?=[\s/]{0,8}file)/gi, '&lt;');
