import Ajv from 'ajv';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { getErrorMessage } from '../../../core/base/errors';
import { describeSchemaErrors } from '../../../core/base/text/describe-schema-error';
import { readLines } from '../../../core/knowledge/evaluate/lines';
import { caseShape, type ContractCase, type RecordedCase } from '../contract-case';

const validate = new Ajv({ strict: false, allErrors: true, inlineRefs: false, code: { optimize: false } }).compile<ContractCase>(caseShape);

/**
 * Reads a file of cases, one a line. Its name is that of their family, whose recordings share a file too.
 * @param places where each case stands, by its id
 * @throws Error naming the file and the line
 */
export const readCases = (text: string, file: string, places = new Map<string, string>()): RecordedCase[] =>
	[...readLines(text)].map(({ line, number }) => {
		const place = `${file}, line ${number}`;
		const one = parseCase(line, place);
		const other = places.get(one.id);
		if (other !== undefined) throw new Error(`${place}: the case of ${other} has the id "${one.id}" too. Choose another id.`);
		places.set(one.id, place);
		return { ...one, family: basename(file, '.jsonl') };
	});

function parseCase(line: string, place: string): ContractCase {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch (cause) {
		throw new Error(`${place} is not JSON: ${getErrorMessage(cause)}. Write one case on one line.`, { cause });
	}
	if (validate(value)) return value;
	throw new Error(`${place} is not a case: ${describeSchemaErrors(validate.errors ?? []).join('; ')}. Its fields are in contract-case.ts.`);
}

const places = new Map<string, string>();
export const contractCases: RecordedCase[] = globSync('*/*.jsonl', { cwd: __dirname })
	.sort()
	.flatMap((file) => readCases(readFileSync(join(__dirname, file), 'utf8'), file, places));
