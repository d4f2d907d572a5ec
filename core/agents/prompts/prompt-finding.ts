/** Rules for the text of a prompt, by the names that findings have. */
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
export type PromptRule = (typeof promptRules)[number];

/** A place of a prompt's text, from `start` to `end` in UTF-16 code units. */
export interface Place {
	start: number;
	end: number;
}

/** Something that is wrong with the text of a prompt. An error keeps it from being published. */
export interface PromptFinding extends Place {
	rule: PromptRule;
	level: 'error' | 'warning';
	/** From 1 up. Of a finding that has no place: the first. */
	line: number;
	/** From 1 up, in characters. */
	column: number;
	/** The input, the braces or the figure that it is about. Never a secret. */
	about?: string;
	/** The name that was probably meant. */
	near?: string;
	message: string;
	fix: string;
}

/** A finding before its place is counted. */
export type Found = Omit<PromptFinding, 'line' | 'column'>;

/** Adds lines and columns, in the order of the text. */
export function placeFindings(text: string, found: readonly Found[]): PromptFinding[] {
	let [line, lineStart, next] = [1, 0, text.indexOf('\n')];
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
