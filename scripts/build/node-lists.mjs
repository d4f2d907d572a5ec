/**
 * Writes dist/known/ and dist/types/: what n8n would otherwise read from the code of each node at every start. With these lists it loads the code of a
 * node when a workflow uses it (n8n-core's LazyPackageDirectoryLoader). They must be what its PackageDirectoryLoader computes from the code.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, posix, resolve } from 'node:path';

const require = createRequire(import.meta.url);

const { name, version, n8n } = JSON.parse(readFileSync('package.json', 'utf8'));
const [folder] = process.argv.slice(2);

const nodes = n8n.nodes.map(load);
const credentials = n8n.credentials.map(load);
const descriptions = nodes.map(describeNode);

write('known/nodes.json', Object.fromEntries(nodes.map(({ instance, ...known }) => [instance.description.name, known])));
write('types/nodes.json', descriptions);
write(
	'known/credentials.json',
	Object.fromEntries(
		credentials.map(({ instance, ...known }) => [
			instance.name,
			{ ...known, extends: instance.extends, supportedNodes: listSupportedNodes(instance.name) },
		]),
	),
);
write('types/credentials.json', credentials.map(describeCredential));

/** @param {string} sourcePath as in package.json, in `dist` */
function load(sourcePath) {
	const [className] = basename(sourcePath).split('.');
	return { className, sourcePath, instance: new (require(resolve(builtPath(sourcePath)))[className])() };
}

function builtPath(sourcePath) {
	return join(folder, posix.relative('dist', sourcePath));
}

function describeNode({ sourcePath, instance }) {
	const { description } = instance;
	if (instance.nodeVersions || description.polling || description.supportsCORS || !isProgrammatic(instance))
		throw new Error(`${sourcePath}: n8n adds parameters to such a node. Add them here as well.`);
	return { ...description, ...findIcon(description, sourcePath), codex: readCodex(sourcePath), communityNodePackageVersion: version };
}

function isProgrammatic({ execute, trigger, webhook, supplyData }) {
	return [execute, trigger, webhook, supplyData].some(Boolean);
}

function describeCredential({ sourcePath, instance }) {
	return {
		...instance,
		...findIcon(instance, sourcePath),
		...(typeof instance.authenticate === 'function' && { authenticate: {} }),
		supportedNodes: listSupportedNodes(instance.name) ?? [],
	};
}

function listSupportedNodes(credential) {
	const users = descriptions.filter((description) => description.credentials?.some((each) => each.name === credential));
	return users.length > 0 ? users.map((description) => description.name) : undefined;
}

function findIcon({ icon }, sourcePath) {
	const toUrl = (file) => {
		if (!file?.startsWith('file:')) throw new Error(`${sourcePath} has the icon ${file}: expected file:…`);
		return `icons/${name}/${posix.join(dirname(sourcePath), file.slice('file:'.length))}`;
	};
	return { icon: undefined, iconUrl: typeof icon === 'object' ? { light: toUrl(icon.light), dark: toUrl(icon.dark) } : toUrl(icon) };
}

function readCodex(sourcePath) {
	const { categories, subcategories, alias, resources } = JSON.parse(readFileSync(`${builtPath(sourcePath)}on`, 'utf8'));
	const { primaryDocumentation, credentialDocumentation } = resources;
	return { categories, subcategories, alias, resources: { primaryDocumentation, credentialDocumentation } };
}

function write(path, list) {
	mkdirSync(join(folder, dirname(path)), { recursive: true });
	writeFileSync(join(folder, path), JSON.stringify(list) + '\n');
}
