import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { manifestsFolderName } from '../documents/documents';
import { isPackage, type VerifiedManifest } from '../package/read-manifest';
import { refusedToken } from '../token/refused-token';
import type { TrustStore } from '../trust/trust-store';
import { refusal } from '../refusal';

const mostManifests = 10_000;

/**
 * The manifest that was signed last of the package that lies in a folder, from a trust folder's `manifests/`.
 * @throws TroupeError MANIFEST_MISSING, TOKEN_INVALID
 */
export function findSigned(packageFolder: string, trust: TrustStore, into: string): VerifiedManifest {
	return signedOf(packageFolder, trust, into)[0];
}

/** As `findSigned`, all of them, the one that was signed last first: others may be of other installations. */
export function signedOf(packageFolder: string, trust: TrustStore, into: string): [VerifiedManifest, ...VerifiedManifest[]] {
	const { name, version } = identityOf(packageFolder);
	const folder = join(into, manifestsFolderName);
	const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.jwt')) : [];
	if (names.length > mostManifests)
		throw refusedToken(folder, 'size', `it holds more than ${mostManifests} manifests`, {
			expected: `at most ${mostManifests} manifests`,
			actual: names.length,
		});
	const signed: VerifiedManifest[] = [];
	for (const path of byAge(names.map((file) => join(folder, file)))) {
		const manifest = trust.manifest(path, readFileSync(path));
		const { document } = manifest;
		if (!isPackage(document) || document.package.name !== name || document.package.version !== version) continue;
		signed.push({ ...manifest, document });
	}
	const [newest, ...others] = signed.reverse().sort((one, other) => other.document.iat - one.document.iat);
	if (newest !== undefined) return [newest, ...others];
	throw refusal({
		code: 'MANIFEST_MISSING',
		message: `The package ${name} ${version} has no manifest, neither in ${packageFolder} nor in ${folder}`,
		fix: 'Make one: `troupe manifest sign`.',
		details: {
			...{ document: `${name} ${version}`, reason: 'missing', package: name, version },
			...{ expected: `a manifest in ${packageFolder} or ${folder}`, actual: 'nothing' },
		},
	});
}

/** Oldest first: of two that were signed within one second, the one that was written last counts. */
function byAge(paths: string[]): string[] {
	const ages = new Map(paths.map((path) => [path, statSync(path, { bigint: true }).mtimeNs]));
	return paths.sort((one, other) => (ages.get(one)! < ages.get(other)! ? -1 : 1));
}

function identityOf(packageFolder: string): { name: string; version: string } {
	const { name, version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as Record<string, unknown>;
	return { name: String(name), version: String(version) };
}
