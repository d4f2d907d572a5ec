/** Wraps the text of a file in markup that no text of a file can close. */
export const writeFile = (name: string, text: string): string =>
	`<file name="${escapeFile(name).replaceAll('"', '&quot;')}">\n${escapeFile(text)}\n</file>`;

export const escapeFile = (text: string): string => text.replace(/<(?=[\s/]{0,8}file)/gi, '&lt;');
