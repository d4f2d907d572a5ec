/** Replaces a lone CR (old Mac OS) with LF. All positions stay the same. */
export function withLineFeeds(text: string): string {
	return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}
