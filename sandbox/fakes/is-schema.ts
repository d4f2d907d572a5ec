import Ajv2020 from 'ajv/dist/2020';

const ajv = new Ajv2020({ strict: false, validateFormats: false });

const alternatives = ['oneOf', 'anyOf', 'allOf', 'enum', 'not'];

/** A keyword that vendors refuse at the top of a tool's schema. */
export function findAlternative(schema: object): string | undefined {
	return alternatives.find((word) => word in schema);
}

/** Returns true if providers would accept it as a JSON schema (2020-12). */
export function isSchema(schema: unknown): boolean {
	try {
		ajv.compile(schema as object);
		return true;
	} catch {
		return false;
	}
}
