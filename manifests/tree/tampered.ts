import { countNouns } from '../../core/base/text/count-nouns';
import type { TroupeError } from '../../core/base/errors';
import { refusal } from '../refusal';

export interface Difference {
	file: string;
	problem: 'changed' | 'missing' | 'extra' | 'not-a-file' | 'unsafe-name' | 'twin' | 'unstable' | 'unreadable' | 'in-memory' | 'outside';
	/** SHA-256, hex, or a description. */
	expected?: string;
	actual?: string;
	/** The dependency it belongs to, with the manifest's and the installed version. */
	dependency?: { name: string; expected?: string; actual?: string };
}

/** Max differences in an error. The message has the first. */
const maxListed = 20;

interface Additions {
	before?: string;
	after?: string;
	fix?: string;
	details?: Record<string, unknown>;
}

export function tampered(
	differences: [Difference, ...Difference[]],
	{ before = '', after = '', fix, details }: Additions = {},
): TroupeError {
	const [first] = differences;
	const more = describeRest(differences.length - 1);
	return refusal({
		code: 'MANIFEST_TAMPERED',
		message: `${before}${describeDependency(first)}${describe(first)}${more}${after}`,
		fix:
			fix ??
			`${fixes[first.problem]} Or, if the change is intended, have it approved: \`troupe manifest sign\`, then \`troupe manifest approve\`.`,
		details: {
			document: first.file,
			reason: first.problem,
			...first,
			expected: first.expected ?? expectations[first.problem],
			actual: first.actual ?? findings[first.problem] ?? 'nothing',
			differences: differences.slice(0, maxListed),
			count: differences.length,
			...details,
		},
	});
}

function describeRest(count: number): string {
	return count > 0 ? ` (and ${countNouns(count, 'more difference')})` : '';
}

function describeDependency({ dependency }: Difference): string {
	if (dependency === undefined) return '';
	const { name, expected, actual } = dependency;
	const versions = expected !== undefined && actual !== undefined && expected !== actual;
	const version = versions ? ` (expected ${expected}, found ${actual})` : ` ${expected ?? actual ?? ''}`.trimEnd();
	return `In the dependency ${name}${version}: `;
}

function describe({ file, problem, expected, actual }: Difference): string {
	const hashes = `expected ${expected ?? 'nothing'}, found ${actual ?? 'nothing'}`;
	switch (problem) {
		case 'changed':
			return `The file ${file} was changed: SHA-256 ${hashes}`;
		case 'missing':
			return `The file ${file} is missing: SHA-256 ${hashes}`;
		case 'extra':
			return `The file ${file} is not in the manifest: SHA-256 ${hashes}`;
		case 'not-a-file':
			return `${file} is ${actual}; a package can contain plain files and folders only`;
		case 'unsafe-name':
			return `${file} has an unsafe name: ${actual}`;
		case 'twin':
			return `${file} and ${actual} are the same name on some file systems`;
		case 'unstable':
			return `${file} changed while it was read`;
		case 'outside':
			return `${file} loads ${actual}, which is outside of the package`;
		case 'in-memory':
			return `This process has loaded another ${file} than the installed one: SHA-256 ${hashes}`;
		case 'unreadable':
			return `${file} cannot be read: ${actual}`;
	}
}

const expectations: Record<Difference['problem'], string> = {
	changed: 'the signed file',
	missing: 'the signed file',
	extra: 'no file of that name',
	'not-a-file': 'a plain file or folder',
	'unsafe-name': 'a plain name',
	twin: 'names that differ on every file system',
	unstable: 'a file that does not change while it is read',
	unreadable: 'a readable file',
	'in-memory': 'no file of that name',
	outside: 'code that loads files of the package only',
};
const findings: Partial<Record<Difference['problem'], string>> = { unstable: 'a file that changed' };

const reinstall = 'Reinstall the package from a source you trust.';
const fixes: Record<Difference['problem'], string> = {
	changed: reinstall,
	missing: reinstall,
	extra: 'Remove the file, or reinstall the package from a source you trust.',
	'not-a-file': reinstall,
	'unsafe-name': 'Remove it.',
	twin: 'Remove the one that is not in the manifest.',
	unstable: 'Wait until nothing writes to the package, then try again.',
	unreadable: 'Allow the user that runs Troupe to read it.',
	'in-memory': 'Restart the process.',
	outside: reinstall,
};
