import type { TroupeError } from '../../core/base/errors';
import { refusal } from '../refusal';

/** One way in which a folder departs from its manifest. */
export interface Difference {
	/** Relative to the package's folder. */
	file: string;
	problem: 'changed' | 'missing' | 'extra' | 'not-a-file' | 'unsafe-name' | 'twin' | 'unstable' | 'unreadable';
	/** SHA-256, hex, or what was expected in words. */
	expected?: string;
	actual?: string;
}

/** How many differences an error lists; the first one stands in its message. */
const listed = 20;

/** What whoever compared a folder knows besides how it differs. */
interface Besides {
	/** Around the message. */
	before?: string;
	after?: string;
	/** In place of what is to be done about the first difference. */
	fix?: string;
	details?: Record<string, unknown>;
}

/** The error for a package that is not, to the byte, what was signed. */
export function tampered(differences: [Difference, ...Difference[]], { before = '', after = '', fix, details }: Besides = {}): TroupeError {
	const [first] = differences;
	const more = others(differences.length - 1);
	return refusal({
		code: 'MANIFEST_TAMPERED',
		message: `${before}${describe(first)}${more}${after}`,
		fix:
			fix ??
			`${fixes[first.problem]} Or, if the change is meant, have it approved: \`troupe manifest sign\`, then \`troupe manifest approve\`.`,
		details: {
			document: first.file,
			reason: first.problem,
			...first,
			expected: first.expected ?? expectations[first.problem],
			actual: first.actual ?? findings[first.problem] ?? 'nothing',
			differences: differences.slice(0, listed),
			count: differences.length,
			...details,
		},
	});
}

function others(count: number): string {
	return count > 0 ? ` (and ${count} more ${count === 1 ? 'difference' : 'differences'})` : '';
}

function describe({ file, problem, expected, actual }: Difference): string {
	const hashes = `expected ${expected ?? 'nothing'}, found ${actual ?? 'nothing'}`;
	switch (problem) {
		case 'changed':
			return `The file ${file} was changed: SHA-256 ${hashes}`;
		case 'missing':
			return `The file ${file} is missing: SHA-256 ${hashes}`;
		case 'extra':
			return `The file ${file} does not stand in the manifest: SHA-256 ${hashes}`;
		case 'not-a-file':
			return `${file} is ${actual}; a package holds plain files and folders only`;
		case 'unsafe-name':
			return `${file} has a name that is not safe: ${actual}`;
		case 'twin':
			return `${file} and ${actual} are one name on some file systems`;
		case 'unstable':
			return `${file} changed while it was read`;
		case 'unreadable':
			return `${file} cannot be read: ${actual}`;
	}
}

/** In words, where there is no hash to expect. */
const expectations: Record<Difference['problem'], string> = {
	changed: 'the file as it was signed',
	missing: 'the file as it was signed',
	extra: 'nothing of that name',
	'not-a-file': 'a plain file or folder',
	'unsafe-name': 'a name that is plainly written',
	twin: 'names that every file system tells apart',
	unstable: 'a file that keeps still while it is read',
	unreadable: 'a file that can be read',
};
const findings: Partial<Record<Difference['problem'], string>> = { unstable: 'one that changed meanwhile' };

const reinstall = 'Reinstall the package from a source you trust.';
const fixes: Record<Difference['problem'], string> = {
	changed: reinstall,
	missing: reinstall,
	extra: 'Remove the file, or reinstall the package from a source you trust.',
	'not-a-file': reinstall,
	'unsafe-name': 'Remove it.',
	twin: 'Remove the one that does not stand in the manifest.',
	unstable: 'Wait until nothing writes to the package, then try again.',
	unreadable: 'Give the user that runs Troupe the right to read it.',
};
