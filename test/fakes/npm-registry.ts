import { createHash } from 'node:crypto';
import { type FakeServer, startFakeServer, type WireAnswer } from '../../sandbox/fakes/fake-server';

/** A package that is published, with its tarball. */
export interface PublishedPackage {
	name: string;
	version: string;
	/** More of its package.json, such as scripts. */
	manifest?: object;
	tarball: Uint8Array;
}

/** A registry of npm: documents of packages, and tarballs with their integrity. Nothing can be published. */
export function startNpmRegistry(packages: readonly PublishedPackage[]): Promise<FakeServer> {
	return startFakeServer(({ method, path, headers }): WireAnswer => {
		if (method !== 'GET') return json(405, { error: 'method not allowed' });
		const [name = '', file] = decodeURIComponent(path.slice(1)).split('/-/');
		const versions = packages.filter((one) => one.name === name);
		if (versions.length === 0) return json(404, { error: 'Not found' });
		if (file === undefined) return json(200, describe(name, versions, `http://${headers.host}`));
		const match = versions.find((one) => file === `${one.version}.tgz`);
		return match ? { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: match.tarball } : json(404, {});
	});
}

function describe(name: string, versions: readonly PublishedPackage[], url: string): object {
	return {
		name,
		'dist-tags': { latest: versions.at(-1)!.version },
		versions: Object.fromEntries(
			versions.map(({ version, manifest, tarball }) => [
				version,
				{
					...{ name, version, ...manifest },
					dist: {
						tarball: `${url}/${encodeURIComponent(name)}/-/${version}.tgz`,
						integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
					},
				},
			]),
		),
	};
}

const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});
