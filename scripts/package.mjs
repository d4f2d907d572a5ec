/**
 * `npm run package`: build/n8n-nodes-troupe-<version>.tgz, signed, and beside it its bill of materials, .cdx.json (CycloneDX), with its signature, .cdx.jwt.
 * The files of `npm pack` are copied to a folder, signed there as users get them, and packed again.
 * A development root signs by default. A release uses the maintainers' keys: `npm run package -- --keys FOLDER`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSource } from './lib/load-source.mjs';
import { describeModels } from './lib/models.mjs';
import { createSbom } from './lib/sbom.mjs';

const { keys } = parseArgs({ options: { keys: { type: 'string' } } }).values;
const developmentKeys = '.troupe/development-keys';
const source = JSON.parse(readFileSync('package.json', 'utf8'));
const work = `build/package-${process.pid}`;
const folder = join(work, 'package');

try {
	copyPublishedFiles();
	writePublishedPackageJson();
	sign();
	const tarball = pack();
	console.log(`${tarball} ${statSync(tarball).size} bytes`);
	console.log(writeSbom(tarball));
	console.log(await signSbom(tarball));
} finally {
	rmSync(work, { recursive: true, force: true });
}

function copyPublishedFiles() {
	const [{ files }] = JSON.parse(npm('.', 'pack', '--dry-run', '--json', '--ignore-scripts'));
	for (const { path } of files) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		cpSync(path, join(folder, path));
	}
}

/** Omits what only a checkout needs, so that a reader sees that nothing runs at installation. */
function writePublishedPackageJson() {
	const { scripts, devDependencies, ...published } = source;
	published.files = [...source.files, 'trust', 'troupe.manifest.jwt'];
	writeFileSync(join(folder, 'package.json'), JSON.stringify(published, null, 2) + '\n');
}

/** Signs a release as author and approver; otherwise with the development keys of this checkout, which are not packed. */
function sign() {
	const covers = ['--covers', '.'];
	if (!keys) return troupe('develop', folder, '--keys', developmentKeys, ...covers);
	troupe('sign', folder, '--keys', keys, ...covers);
	troupe('approve', folder, '--keys', keys, '--into', join(folder, 'trust'));
}

function troupe(...args) {
	execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/troupe', 'manifest', ...args], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
}

/** npm sets fixed times and owners, so equal files give equal bytes. */
function pack() {
	const [{ filename }] = JSON.parse(npm(folder, 'pack', '--json', '--ignore-scripts', '--pack-destination', resolve(work)));
	const tarball = join('build', filename);
	renameSync(join(work, filename), tarball);
	return tarball;
}

function writeSbom(tarball) {
	const installed = JSON.parse(npm('.', 'sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'));
	const notices = readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8');
	const file = tarball.replace(/\.tgz$/, '.cdx.json');
	const models = describeModels({ folder, files: listFiles(folder), version: source.version });
	const data = { litellm: readFileSync('core/llm/prices/table.json') };
	writeFileSync(
		file,
		`${JSON.stringify(createSbom({ installed, notices, name: source.name, tarball: readFileSync(tarball), models, data }), null, '\t')}\n`,
	);
	return file;
}

/** Signs the hash of the bill of materials as author: a JWS beside it, which `troupe manifest check-token` verifies. */
async function signSbom(tarball) {
	const bom = tarball.replace(/\.tgz$/, '.cdx.json');
	const { statementSigner } = await loadSource('manifests/token/sign-statement.ts', 'bom');
	const { readSigner } = await loadSource('manifests/keys/key-files.ts', 'keys');
	const passphrase = process.env.TROUPE_KEY_PASSPHRASE || undefined;
	const sign = statementSigner('troupe-bom+jwt', readSigner(keys ?? developmentKeys, 'author', { passphrase }));
	const sha256 = createHash('sha256').update(readFileSync(bom)).digest('hex');
	const file = bom.replace(/\.json$/, '.jwt');
	writeFileSync(file, `${await sign({ bom: basename(bom), sha256 }, { atMs: Date.now(), days: 3650 })}\n`);
	return file;
}

function listFiles(of) {
	return readdirSync(of, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(of, join(entry.parentPath, entry.name)))
		.sort();
}

function npm(cwd, ...args) {
	return execFileSync('npm', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] });
}
