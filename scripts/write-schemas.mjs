#!/usr/bin/env node
/**
 * Writes what the XML schemas of BPMN and DMN 1.3 say into bpmn/reading/xml/bpmn-schema.json and bpmn/dmn/reading/dmn-schema.json, as
 * bpmn/reading/xml/find-violations.ts reads it. The schemas are in the packages bpmn-moddle and dmn-moddle.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSchemas } from './lib/xml-schema.mjs';

const root = join(import.meta.dirname, '..');
const diagram = { di: 'http://www.omg.org/spec/DD/20100524/DI', dc: 'http://www.omg.org/spec/DD/20100524/DC' };
const model = 'http://www.omg.org/spec/BPMN/20100524';
const bpmn = readSchemas(locate('bpmn-moddle/resources/bpmn/xsd', 'BPMN20', 'Semantic', 'BPMNDI', 'DI', 'DC'), {
	bpmn: `${model}/MODEL`,
	bpmndi: `${model}/DI`,
	...diagram,
});
// Zeebe's copy of the schema allows any text here, where the original has a name.
bpmn.types['bpmn:tCallActivity'].attributes.calledElement = 'string';
write('bpmn/reading/xml/bpmn-schema.json', bpmn);

const decisions = 'https://www.omg.org/spec/DMN/20191111';
write('bpmn/dmn/reading/dmn-schema.json', readSchemas(locate('dmn-moddle/resources/dmn/xsd', 'DMN13'), { dmn: `${decisions}/MODEL/` }));

function locate(folder, ...names) {
	return names.map((name) => join(root, 'node_modules', folder, `${name}.xsd`));
}

/** Writes a line for each element and type. */
function write(file, schema) {
	const sections = Object.entries(schema).map(([name, parts]) => {
		const lines = Object.entries(parts).map(([key, part]) => `\t\t${JSON.stringify(key)}: ${JSON.stringify(part)}`);
		return `\t${JSON.stringify(name)}: {\n${lines.join(',\n')}\n\t}`;
	});
	writeFileSync(join(root, file), `{\n${sections.join(',\n')}\n}\n`);
}
