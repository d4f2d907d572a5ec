import Ajv2020 from 'ajv/dist/2020';

const ajv = new Ajv2020({ strict: false, validateFormats: false });

const alternatives = ['oneOf', 'anyOf', 'allOf', 'enum', 'not'];

export function findAlternative(schema: object): string | undefined {
	return alternatives.find((word) => word in schema);
}

/** Checks a schema as providers do (JSON Schema 2020-12). */
export function isSchema(schema: unknown): boolean {
	try {
		ajv.compile(schema as object);
		return true;
	} catch {
		return false;
	}
}
