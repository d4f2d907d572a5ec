import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { manifestsFolderName } from '../documents/documents';
import { isPackage, type VerifiedManifest } from '../package/read-manifest';
import { refusedToken } from '../token/refused-token';
import type { TrustStore } from '../trust/trust-store';
import { refusal } from '../refusal';
import { stripBom } from '../../core/base/text/strip-bom';

const maxManifests = 10_000;

/** Searches a trust folder's `manifests/`. @throws TroupeError MANIFEST_MISSING, TOKEN_INVALID */
export function findSigned(packageFolder: string, trust: TrustStore, into: string): VerifiedManifest {
	return listSigned(packageFolder, trust, into)[0];
}

export function listSigned(packageFolder: string, trust: TrustStore, into: string): [VerifiedManifest, ...VerifiedManifest[]] {
	const { name, version } = readIdentity(packageFolder);
	const folder = join(into, manifestsFolderName);
	const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.jwt')) : [];
	if (names.length > maxManifests)
		throw refusedToken(folder, 'size', `it contains more than ${maxManifests} manifests`, {
			expected: `at most ${maxManifests} manifests`,
			actual: names.length,
		});
	const manifests: VerifiedManifest[] = [];
	for (const path of byAge(names.map((file) => join(folder, file)))) {
		const manifest = trust.manifest(path, readFileSync(path));
		const { document } = manifest;
		if (!isPackage(document) || document.package.name !== name || document.package.version !== version) continue;
		manifests.push({ ...manifest, document });
	}
	const [newest, ...others] = manifests.reverse().sort((one, other) => other.document.iat - one.document.iat);
	if (newest !== undefined) return [newest, ...others];
	throw refusal({
		code: 'MANIFEST_MISSING',
		message: `The package ${name} ${version} has no manifest in ${packageFolder} or ${folder}`,
		fix: 'Create one: `troupe manifest sign`.',
		details: {
			document: `${name} ${version}`,
			reason: 'missing',
			package: name,
			version,
			expected: `a manifest in ${packageFolder} or ${folder}`,
			actual: 'nothing',
		},
	});
}

/** Oldest first. Within one second, the file written last counts. */
function byAge(paths: string[]): string[] {
	const ages = new Map(paths.map((path) => [path, statSync(path, { bigint: true }).mtimeNs]));
	return paths.sort((one, other) => (ages.get(one)! < ages.get(other)! ? -1 : 1));
}

function readIdentity(packageFolder: string): { name: string; version: string } {
	const { name, version } = JSON.parse(stripBom(readFileSync(join(packageFolder, 'package.json'), 'utf8'))) as Record<string, unknown>;
	return { name: String(name), version: String(version) };
}
