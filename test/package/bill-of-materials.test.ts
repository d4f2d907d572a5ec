import { createSbom } from '../../scripts/lib/sbom.mjs';

const hashes = [{ alg: 'SHA-512', content: 'aa' }];
const licenses = [{ license: { id: 'MIT' } }];
const library = { 'bom-ref': 'lib@1.0.0', type: 'library', name: 'lib', version: '1.0.0', hashes, licenses };
const model = {
	'bom-ref': 'm@1.0.0',
	type: 'machine-learning-model',
	name: 'm',
	version: '1.0.0',
	hashes,
	licenses,
	modelCard: { quantitativeAnalysis: {} },
};
const line = '-'.repeat(100);
const parts = (component: object = library, table = 'Licence: MIT', models: object[] = [model]) => ({
	installed: { metadata: { component: { 'bom-ref': 'root' } }, components: [component], dependencies: [] },
	notices: `lib 1.0.0\n\nLicence: MIT\n${line}\nlitellm 1.2.3 (its table of models)\n\n${table}\n`,
	name: 'n8n-nodes-troupe',
	tarball: Buffer.from('x'),
	models,
	data: { litellm: Buffer.from('{}') },
});
interface Sbom {
	components: Array<{ type: string; hashes: object[]; licenses: object[] }>;
}

test('lists libraries, data and models, each with its hash and licence', () => {
	const { components } = createSbom(parts()) as Sbom;
	expect(components.map(({ type }) => type)).toEqual(['library', 'data', 'machine-learning-model']);
	expect(components.every((one) => one.hashes.length > 0 && one.licenses.length > 0)).toBe(true);
});

test.each([
	['a library without a licence', parts({ ...library, licenses: [] }), 'no licence of lib@1.0.0'],
	['a library without a hash', parts({ ...library, hashes: undefined }), 'no hash of lib@1.0.0'],
	['data without a licence', parts(library, ''), 'no licence of litellm@1.2.3'],
	['a library with an empty licence', parts({ ...library, licenses: [{}] }), 'no licence of lib@1.0.0'],
	['a library of an unknown licence', parts({ ...library, licenses: [{ license: { name: 'UNKNOWN' } }] }), 'no licence of lib@1.0.0'],
	['a model without a card', parts(library, undefined, [{ ...model, modelCard: undefined }]), 'no card of m@1.0.0'],
	['a model without a hash', parts(library, undefined, [{ ...model, hashes: undefined }]), 'no hash of m@1.0.0'],
])('ships nothing with %s', (_what, incomplete, message) => expect(() => createSbom(incomplete)).toThrow(message));
