/** Several versions of the package, packed and signed by the same people, as one release follows another. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { version as builtVersion } from '../../package.json';
import { copyTestKeys } from './test-keys';

export interface PackedVersions {
	/** The folder of an ops team that pins its root. */
	trust: string;
	/** The tarball of a version. */
	tarball(version: string): string;
	/** Runs `troupe manifest …` with the people's keys. */
	manifest(...args: string[]): void;
	/** Approves a version into `trust`. */
	approve(version: string): void;
}

const built = resolve(`build/n8n-nodes-troupe-${builtVersion}.tgz`);
const timeout = 120_000;

/** Takes the code of the tarball that `npm run package` made, and gives it other numbers. No version is approved yet but the first. */
export async function packVersions(folder: string, versions: readonly string[]): Promise<PackedVersions> {
	if (!existsSync(built)) throw new Error(`${built} is missing: run \`npm run build\` and \`npm run package\` first.`);
	const [keys, trust] = [join(folder, 'keys'), join(folder, 'trust')];
	await copyTestKeys(keys);
	const source = (version: string) => join(folder, 'source', version);
	const manifest = (...args: string[]) =>
		void execFileSync(process.execPath, ['--no-warnings', 'bin/troupe', 'manifest', ...args], {
			env: { PATH: process.env.PATH, HOME: folder, TROUPE_HOME: join(folder, 'admin') },
			stdio: ['ignore', 'ignore', 'pipe'],
			timeout,
		});
	for (const version of versions) {
		unpack(source(version));
		renumber(source(version), version);
		manifest('sign', source(version), '--keys', keys);
		execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: source(version), timeout });
	}
	const approve = (version: string) =>
		manifest('approve', source(version), '--keys', keys, '--into', trust, '--approver', 'Grace', '--yes');
	approve(versions[0]!);
	return {
		trust,
		tarball: (version) => join(folder, `n8n-nodes-troupe-${version}.tgz`),
		manifest: (...args) => manifest(...args, '--keys', keys, '--into', trust),
		approve,
	};
}

function unpack(into: string): void {
	mkdirSync(into, { recursive: true });
	execFileSync('tar', ['-xzf', built, '-C', into, '--strip-components=1'], { timeout });
	for (const signed of ['trust', 'troupe.manifest.jwt']) rmSync(join(into, signed), { recursive: true });
}

/** The bundle holds the version, too. The code of each node differs, as that of releases does. */
function renumber(folder: string, version: string): void {
	const file = join(folder, 'package.json');
	writeFileSync(
		file,
		JSON.stringify({
			...(JSON.parse(readFileSync(file, 'utf8')) as object),
			version,
			files: ['bin', 'dist', 'CHANGELOG.md', 'troupe.manifest.jwt'],
		}),
	);
	const programs = globSync(join(folder, 'dist/{cli,chunks}/*.js'));
	const naming = programs.filter((path) => readFileSync(path, 'utf8').includes(builtVersion));
	if (naming.length !== 1) throw new Error(`${naming.length} programs in dist hold the version ${builtVersion}, expected 1.`);
	writeFileSync(naming[0]!, readFileSync(naming[0]!, 'utf8').replaceAll(builtVersion, version));
	for (const node of globSync(join(folder, 'dist/nodes/*/*.node.js'))) appendFileSync(node, `// ${version}\n`);
}
