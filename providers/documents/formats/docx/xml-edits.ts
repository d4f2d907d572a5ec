export interface Edit {
	start: number;
	end: number;
	text: string;
}

/** Makes the edits, in any order; of two that overlap, the first. */
export function applyEdits(xml: string, edits: Edit[]): string {
	const parts: string[] = [];
	let at = 0;
	for (const { start, end, text } of edits.sort((one, other) => one.start - other.start || one.end - other.end)) {
		if (start < at) continue;
		parts.push(xml.slice(at, start), text);
		at = end;
	}
	return parts.length === 0 ? xml : parts.join('') + xml.slice(at);
}
