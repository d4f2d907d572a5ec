import { compare, diff, eq, gt, inc, major, minor, prerelease, rsort, valid } from 'semver';
import { isAtLeast, type Bump } from './bump';

/** Position among all published versions, in any state: none can be published again. */
type Placement =
	| { kind: 'first' }
	/** `base`: the highest release below it, for comparison; undefined if there is none. */
	| { kind: 'next'; base: string | undefined }
	| { kind: 'not-above'; above: string };

/**
 * A version must exceed all others, or fix an older line: exceed its major version (1.4.0 if 2.0.0 exists) or its minor version (1.2.7 if 1.3.0
 * exists). Previews of later versions do not count for releases.
 */
export function placeVersion(version: string, published: readonly string[]): Placement {
	const same = published.find((one) => eq(one, version));
	if (same !== undefined) return { kind: 'not-above', above: same };
	if (published.length === 0) return { kind: 'first' };
	const rivals = isPreview(version) ? published : published.filter((one) => !isPreview(one));
	const lines = [rivals, inMajor(version, rivals), inMinor(version, rivals)].map((line) => rsort([...line])[0]);
	const [highest, ...older] = lines;
	const isFree = highest === undefined || gt(version, highest) || older.some((top) => top !== undefined && gt(version, top));
	if (!isFree) return { kind: 'not-above', above: older.filter((top) => top !== undefined).at(-1) ?? highest };
	return { kind: 'next', base: releaseBelow(version, published) };
}

/** Before 1.0.0 a minor version can break, as in ranges such as `^0.2` (semver.org, 4). */
export function classifyBump(base: string, version: string): Bump {
	const difference = diff(base, version);
	if (difference === null) return 'none';
	if (difference.endsWith('major')) return 'major';
	if (difference.endsWith('minor')) return major(version) === 0 ? 'major' : 'minor';
	return 'patch';
}

export function versionThatWouldDo(version: string, published: readonly string[], required: Bump): string {
	const placed = placeVersion(version, published);
	const base = placed.kind === 'next' ? placed.base : undefined;
	const tops = [inMinor(version, published), inMajor(version, published), published].map((line) => rsort([...line])[0]);
	const candidates = [base, ...tops].filter((one) => one !== undefined).map((one) => raise(one, required));
	return (
		candidates.find((one) => placeVersion(one, published).kind === 'next' && isFarEnough(one, published, required)) ?? candidates.at(-1)!
	);
}

export const suffices = (version: string, published: readonly string[], required: Bump): boolean =>
	placeVersion(version, published).kind === 'first' || isFarEnough(version, published, required);

function isFarEnough(version: string, published: readonly string[], required: Bump): boolean {
	const placed = placeVersion(version, published);
	return placed.kind === 'next' && (placed.base === undefined || isAtLeast(classifyBump(placed.base, version), required));
}

function raise(version: string, required: Bump): string {
	const release = required === 'major' && major(version) === 0 ? 'minor' : required === 'none' ? 'patch' : required;
	return inc(version, release)!;
}

const isPreview = (version: string): boolean => prerelease(version) !== null;

function releaseBelow(version: string, published: readonly string[]): string | undefined {
	return rsort(published.filter((one) => !isPreview(one) && compare(one, version) < 0))[0];
}

const inMajor = (version: string, published: readonly string[]) => published.filter((one) => major(one) === major(version));
const inMinor = (version: string, published: readonly string[]) =>
	inMajor(version, published).filter((one) => minor(one) === minor(version));

export const isVersion = (version: string): boolean => valid(version) !== null && valid(version) === version.split('+')[0];
