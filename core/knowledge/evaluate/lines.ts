import { TroupeError } from '../../base/errors';

export function* readLines(text: string): Generator<{ line: string; number: number }> {
	for (const [index, line] of text
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/)
		.entries())
		if (line.trim() !== '') yield { line, number: index + 1 };
}

export function lineInvalid(name: string, line: number, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `Line ${line} of ${name} is not ${expected}.`,
		fix: `Change the line to ${expected}, or remove it.`,
		details: { file: name, line, expected },
	});
}
