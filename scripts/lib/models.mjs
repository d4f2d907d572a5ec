/** The model files of the package, each with its data sheet: `X.card.json` beside `X.json` in the sources. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const modelFiles = /\.(?:onnx|safetensors|gguf|ggml|bin|pt|pth|pkl|h5|tflite|joblib)$/;
/** Enough of a model to find it in a bundle. */
const beginning = 64;

/**
 * Returns the components of the models that a package ships.
 * @param {{ folder: string, files: string[], version: string }} parts the folder of the package, and its files
 * @returns {object[]}
 */
export function describeModels({ folder, files, version }) {
	const cards = globSync('core/**/*.card.json').sort();
	const components = cards.map((card) => describeModel(card, { folder, files, version }));
	const described = new Set(components.map(({ properties: [{ value }] }) => value));
	const unknown = files.filter((file) => modelFiles.test(file) && !described.has(file));
	if (unknown.length > 0) throw new Error(`The package has a model without a data sheet: ${unknown.join(', ')}. Write its .card.json.`);
	return components;
}

function describeModel(path, { folder, files, version }) {
	const { name, licence, description, documentation, modelCard } = JSON.parse(readFileSync(path, 'utf8'));
	const { weights } = JSON.parse(readFileSync(path.replace('.card.json', '.json'), 'utf8'));
	const [file] = files.filter(
		(one) => one.endsWith('.js') && readFileSync(join(folder, one), 'utf8').includes(weights.slice(0, beginning)),
	);
	if (file === undefined) throw new Error(`The package does not have the model of ${basename(path)}.`);
	return {
		'bom-ref': `${name}@${version}`,
		type: 'machine-learning-model',
		name,
		version,
		description,
		hashes: [
			{
				alg: 'SHA-256',
				content: createHash('sha256')
					.update(readFileSync(join(folder, file)))
					.digest('hex'),
			},
		],
		licenses: [{ license: { id: licence } }],
		externalReferences: [{ type: 'documentation', url: documentation }],
		modelCard,
		properties: [{ name: 'troupe:file', value: file }],
	};
}
