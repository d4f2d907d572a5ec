/** Ends lines with LF that end with CR alone, as programs of the old Mac OS write them. All positions stay the same. */
export function withLineFeeds(text: string): string {
	return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}
