export const promptRules = [
	'broken-reference',
	'stray-braces',
	'unused-input',
	'written-object',
	'untrusted-outside-marks',
	'length',
	'language',
	'hidden-character',
	'secret',
] as const;
type PromptRule = (typeof promptRules)[number];

/** From `start` to `end` in UTF-16 code units. */
export interface Place {
	start: number;
	end: number;
}

/** A fault of a prompt. An error prevents publishing. */
export interface PromptFinding extends Place {
	rule: PromptRule;
	level: 'error' | 'warning';
	/** From 1. Without a place: 1. */
	line: number;
	/** From 1, in characters. */
	column: number;
	/** The input, braces or figure concerned. Never a secret. */
	about?: string;
	near?: string;
	message: string;
	fix: string;
}

export type Found = Omit<PromptFinding, 'line' | 'column'>;

export function placeFindings(text: string, found: readonly Found[]): PromptFinding[] {
	let line = 1;
	let lineStart = 0;
	let next = text.indexOf('\n');
	return found
		.toSorted((one, other) => one.start - other.start)
		.map((finding) => {
			while (next !== -1 && next < finding.start) {
				[line, lineStart] = [line + 1, next + 1];
				next = text.indexOf('\n', lineStart);
			}
			return { ...finding, line, column: [...text.slice(lineStart, finding.start)].length + 1 };
		});
}
