import { Range, valid, type SemVer } from 'semver';

/**
 * Compares a pin (an exact version) letter for letter: node-semver ignores build metadata, so `1.0.0` would also accept `1.0.0+anything`, which is
 * another manifest. @param parsed the version, if already parsed
 */
export function isInRange(version: string, range: Range, parsed: string | SemVer = version): boolean {
	if (!range.test(parsed)) return false;
	// Without build metadata, node-semver compares every letter.
	if (!version.includes('+') && !range.raw.includes('+')) return true;
	return range.raw.split('||').some((alternative) => {
		const pin = alternative.trim().replace(/^[=v\s]+/, '');
		return valid(pin) === null ? isPlain(alternative) && new Range(alternative).test(parsed) : pin === version;
	});
}

/** A range with build metadata, such as `>=1.0.0+a`, would compare it with nothing. */
const isPlain = (range: string): boolean => !range.includes('+');
