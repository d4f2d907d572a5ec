/** The software bill of materials of the package, as CycloneDX. `npm sbom` knows every installed package; only those in the bundle are shipped. */
import { createHash } from 'node:crypto';

/**
 * @param {object} parts
 * @param {any} parts.installed what `npm sbom --sbom-format cyclonedx` prints
 * @param {string} parts.notices THIRD-PARTY-LICENSES.txt, which has a block for each package and each data set in the bundle
 * @param {string} parts.name of the package
 * @param {Buffer} parts.tarball
 * @returns {object}
 */
export function createSbom({ installed, notices, name, tarball }) {
	const titles = readTitles(notices);
	const known = new Map(installed.components.map((component) => [`${component.name} ${component.version}`, component]));
	const components = titles.map((title) => (known.has(title) ? asShipped(known.get(title)) : describeData(title)));
	const refs = new Set(components.map((component) => component['bom-ref']));
	const root = installed.metadata.component;
	const hash = { alg: 'SHA-256', content: createHash('sha256').update(tarball).digest('hex') };
	return {
		...installed,
		// npm takes the name from the folder of the checkout.
		metadata: { ...installed.metadata, component: { ...root, name, hashes: [hash] } },
		components,
		dependencies: installed.dependencies
			.filter(({ ref }) => refs.has(ref) || ref === root['bom-ref'])
			.map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
	};
}

const readTitles = (notices) => notices.split(/^-{100}$/m).map((block) => block.trim().split('\n')[0]);

/** A development dependency of the checkout is a part of what the bundle ships. */
function asShipped({ properties = [], ...component }) {
	return { ...component, properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development') };
}

/** Data that is not a package of npm, such as the table of prices: `litellm 1.109.1 (its table of models)`. */
function describeData(title) {
	const [, name, version, description] = /^(\S+) (\S+)(?: \((.+)\))?$/.exec(title) ?? [];
	if (name === undefined || description === undefined)
		throw new Error(`${title} is in the bundle, but npm sbom does not list it. Run npm ci.`);
	return { 'bom-ref': `${name}@${version}`, type: 'data', name, version, description };
}
