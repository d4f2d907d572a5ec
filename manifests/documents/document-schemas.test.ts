import Ajv from 'ajv';
import { documentSchemas, describeMisfit } from './document-schemas';
import { packageContents } from './package-manifest';

// When documents are checked, the schemas themselves are not: every command would wait for it.
test.each(Object.entries({ ...documentSchemas, contents: packageContents }))('%s has a schema that is one', (_type, schema) => {
	expect(new Ajv({ strict: true }).validateSchema(schema)).toBe(true);
});

test('names the field that does not fit', () => {
	expect(describeMisfit({}, packageContents)).toMatch(/must have required property/);
});
