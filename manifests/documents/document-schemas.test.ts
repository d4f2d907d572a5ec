import Ajv from 'ajv';
import { contentsSchema, documentSchemas, describeMisfit } from './document-schemas';

// When documents are checked, the schemas themselves are not: every command would wait for it.
test.each(Object.entries({ ...documentSchemas, contents: contentsSchema }))('%s has a schema that is one', (_type, schema) => {
	expect(new Ajv({ strict: true }).validateSchema(schema)).toBe(true);
});

test('names the field that does not fit', () => {
	expect(describeMisfit({}, contentsSchema)).toMatch(/must have required property/);
});
