/** The software bill of materials of the package, as CycloneDX. `npm sbom` knows every installed package; only those in the bundle are shipped. */
import { createHash } from 'node:crypto';

/**
 * @param {object} parts
 * @param {any} parts.installed what `npm sbom --sbom-format cyclonedx` prints
 * @param {string} parts.notices THIRD-PARTY-LICENSES.txt, which has a block for each package and each data set in the bundle
 * @param {string} parts.name of the package
 * @param {Buffer} parts.tarball
 * @param {object[]} parts.models the components of its models
 * @param {Record<string, Buffer>} parts.data the data sets in the bundle, by name
 * @returns {object}
 */
export function createSbom({ installed, notices, name, tarball, models, data }) {
	const blocks = readBlocks(notices);
	const known = new Map(installed.components.map((component) => [`${component.name} ${component.version}`, component]));
	const packages = blocks.map(({ title, text }) => (known.has(title) ? asShipped(known.get(title)) : describeData(title, text, data)));
	const components = [...packages, ...models];
	requireComplete(components);
	const refs = new Set(components.map((component) => component['bom-ref']));
	const root = installed.metadata.component;
	const hash = { alg: 'SHA-256', content: sha256(tarball) };
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

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const readBlocks = (notices) => notices.split(/^-{100}$/m).map((block) => ({ title: block.trim().split('\n')[0], text: block }));

/** What cannot be identified, or may not be used, is not shipped. */
function requireComplete(components) {
	for (const [what, has] of [
		['licence', ({ licenses }) => licenses?.some(isLicence)],
		['hash', ({ hashes }) => hashes?.length > 0],
		['card', ({ type, modelCard }) => type !== 'machine-learning-model' || Object.keys(modelCard ?? {}).length > 0],
	]) {
		const lacking = components.filter((component) => !has(component)).map((component) => component['bom-ref']);
		if (lacking.length > 0)
			throw new Error(`The bill of materials has no ${what} of ${lacking.join(', ')}. Nothing is shipped without one.`);
	}
}

/** An entry without a name, and what npm writes for an unknown one, license nothing. */
const isLicence = ({ expression, license: { id, name } = {} }) =>
	[expression, id, name].some((text) => text && !/^(?:UNKNOWN|UNLICENSED|NOASSERTION|NONE)$/i.test(text));

/** A development dependency of the checkout is a part of what the bundle ships. */
function asShipped({ properties = [], ...component }) {
	return { ...component, properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development') };
}

/** Data that is not a package of npm, such as the table of prices: `litellm 1.109.1 (its table of models)`. */
function describeData(title, text, data) {
	const [, name, version, description] = /^(\S+) (\S+)(?: \((.+)\))?$/.exec(title) ?? [];
	if (name === undefined || description === undefined)
		throw new Error(`${title} is in the bundle, but npm sbom does not list it. Run npm ci.`);
	const [, licence] = /^Licence: (\S+)$/m.exec(text) ?? [];
	return {
		'bom-ref': `${name}@${version}`,
		type: 'data',
		name,
		version,
		description,
		...(data[name] && { hashes: [{ alg: 'SHA-256', content: sha256(data[name]) }] }),
		...(licence && { licenses: [{ license: { id: licence } }] }),
	};
}
