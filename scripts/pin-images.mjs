/**
 * Asks the registries which digests the images of docker-compose.yml and deploy/Dockerfile have today, and writes them beside their tags.
 * With --check it changes nothing, and exits with 1 when a digest is missing or another one. Needs Docker with buildx, and the network.
 *   node scripts/pin-images.mjs [--check]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const files = ['docker-compose.yml', 'deploy/Dockerfile'];
/** An image from outside: the names of the images that are built here begin with `troupe`. */
const image = /(^\s*image: |^FROM )(?!troupe)([^\s@]+:[^\s@]+)(?:@(sha256:[0-9a-f]{64}))?/gm;

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
let differences = 0;
for (const file of files) {
	const text = readFileSync(file, 'utf8');
	const pinned = text.replace(image, (_match, before, name, digest) => {
		const found = findDigest(name);
		if (found !== digest) {
			differences++;
			console.log(`${file}: ${name} has ${found}${digest ? `, not ${digest}` : ''}`);
		}
		return `${before}${name}@${found}`;
	});
	if (!check && pinned !== text) writeFileSync(file, pinned);
}
console.log(
	differences === 0 ? 'Every image has its digest.' : check ? 'Run `node scripts/pin-images.mjs`, and review the change.' : 'Written.',
);
if (check && differences > 0) process.exitCode = 1;

function findDigest(name) {
	const args = ['buildx', 'imagetools', 'inspect', name, '--format', '{{.Manifest.Digest}}'];
	try {
		const digest = execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
		if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
		throw new Error(`it printed "${digest.slice(0, 200)}"`);
	} catch (error) {
		console.error(`The digest of ${name} was not found: ${String(error.stderr || error.message).trim()}`);
		console.error('Install Docker with buildx, check the tag and the network, then run the command again.');
		process.exit(1);
	}
}
