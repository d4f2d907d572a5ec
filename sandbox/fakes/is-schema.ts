import Ajv2020 from 'ajv/dist/2020';

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** Whether providers would accept it as a JSON schema (2020-12). */
export function isSchema(schema: unknown): boolean {
	try {
		ajv.compile(schema as object);
		return true;
	} catch {
		return false;
	}
}
