import { compare, diff, eq, gt, inc, major, minor, prerelease, rsort, valid } from 'semver';
import { isAtLeast, type Bump } from './bump';

/** Where a version stands among those that were published, whatever became of them: what was published once is never free again. */
type Placement =
	| { kind: 'first' }
	/** `base`: what its change is measured by, the highest release below it; undefined when there was none. */
	| { kind: 'next'; base: string | undefined }
	/** `above`: what it would have to be above. */
	| { kind: 'not-above'; above: string };

/**
 * A version has to be above all others, or be a fix of an older line: above all of its major version (1.4.0 when there is 2.0.0), or above all
 * of its minor version (1.2.7 when there is 1.3.0). Releases take no heed of previews of later ones.
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

/** How far a version is from its base. Before 1.0.0 a minor version may break, as ranges such as `^0.2` have it (semver.org, 4). */
export function classifyBump(base: string, version: string): Bump {
	const difference = diff(base, version);
	if (difference === null) return 'none';
	if (difference.endsWith('major')) return 'major';
	if (difference.endsWith('minor')) return major(version) === 0 ? 'major' : 'minor';
	return 'patch';
}

/** The least version that is free and far enough. */
export function versionThatWouldDo(version: string, published: readonly string[], required: Bump): string {
	const placed = placeVersion(version, published);
	const base = placed.kind === 'next' ? placed.base : undefined;
	const tops = [inMinor(version, published), inMajor(version, published), published].map((line) => rsort([...line])[0]);
	const candidates = [base, ...tops].filter((one) => one !== undefined).map((one) => raise(one, required));
	return (
		candidates.find((one) => placeVersion(one, published).kind === 'next' && isFarEnough(one, published, required)) ?? candidates.at(-1)!
	);
}

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

/** Whether node-semver reads it as the version that it is, letter for letter. */
export const isVersion = (version: string): boolean => valid(version) !== null && valid(version) === version.split('+')[0];
