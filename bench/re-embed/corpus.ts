/** Documents of a fictional handbook, each with a unique word. */
const subjects = ['leave', 'travel', 'expenses', 'security', 'hiring', 'payroll', 'training', 'equipment', 'health', 'contracts'];
const verbs = ['is approved by', 'is refused by', 'is recorded by', 'is explained by', 'is checked by'];
const people = ['the manager', 'the office', 'the council', 'a colleague', 'the auditor', 'the director', 'nobody'];

export const createMark = (number: number) => `mark${(number * 7919).toString(36)}`;

export function createText(number: number, version: string): string {
	const pick = (list: string[], shift: number) => list[(number * (shift + 3) + shift) % list.length]!;
	const sentences = Array.from(
		{ length: 8 },
		(_, index) =>
			`A request about ${pick(subjects, index)} ${pick(verbs, index)} ${pick(people, index)} within ${(number + index) % 30} days.`,
	);
	return `Clause ${createMark(number)} (${version}). ${sentences.join(' ')}`;
}

export const createQuestion = (number: number, asked: number) => `Clause ${createMark(number)}, question ${asked}`;
