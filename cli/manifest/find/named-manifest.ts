import { getKind } from '../../../manifests/documents/documents';
import { refusal } from '../../../manifests/refusal';
import { parseReference } from './reference';
import { wrongUse } from '../shared/open-registry';

interface Identity {
	name: string;
	version: string;
}

export interface NamedManifest {
	digits: string;
	of?: Identity;
}

/** Parses NAME@VERSION#HASH, or a whole SHA-256. @throws TroupeError INPUT_INVALID */
export function readNamed(text = ''): NamedManifest {
	if (text === '' || /^[0-9a-f]{64}$/.test(text)) return { digits: text };
	const { kind, name, version, prefix = '' } = parseReference(text);
	if (getKind({ kind }) === 'package') return { digits: prefix, of: { name, version } };
	throw wrongUse(`${text} is not a package reference`, 'Write it like package:weather@1.0.0#ab12.');
}

/** @throws TroupeError MANIFEST_NOT_APPROVED where another package or version lies there */
export function requireIdentity({ of }: NamedManifest, { name, version }: Identity): void {
	if (of === undefined || (of.name === name && of.version === version)) return;
	const expected = `${of.name}@${of.version}`;
	const actual = `${name}@${version}`;
	throw notTheOne(`The folder contains ${actual}, not ${expected}`, { name, version }, expected, actual);
}

/** Checks the hash of a package that has one manifest per version. @throws TroupeError MANIFEST_NOT_APPROVED */
export function requireDigits({ digits }: NamedManifest, reference: Identity & { sha256: string }): void {
	if (reference.sha256.startsWith(digits)) return;
	const message = `The manifest of ${reference.name} ${reference.version} is ${reference.sha256.slice(0, 12)}, not ${digits}`;
	throw notTheOne(message, reference, digits, reference.sha256);
}

function notTheOne(message: string, { name, version }: Identity, expected: string, actual: string) {
	return refusal({
		code: 'MANIFEST_NOT_APPROVED',
		message,
		fix: 'Specify the manifest of the installed package, or install the specified one.',
		details: { document: `${name} ${version}`, reason: 'unlisted', package: name, version, expected, actual },
	});
}
