import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { parsePromptFile } from '../prompt-file';
import { promptHeadSchema } from './head-schema';
import { isDotprompt, headFields, splitHead } from './split-head';

const fits = new Ajv().compile(promptHeadSchema);
const own = 'name: tone\nversion: 1.0.0\npurpose: x';

test('is of draft 7, and its fields are those that are read', () => {
	expect(new Ajv().validateSchema(promptHeadSchema)).toBe(true);
	expect(Object.keys(promptHeadSchema.properties)).toEqual(['$schema', 'name', 'version', 'purpose', ...headFields]);
});

test.each([
	own,
	`${own}\n$schema: ../prompt-head.schema.json\nmodel: small\nconfig: {temperature: 0}\nmetadata:\nacme.reviewed: true\ntools: [look]`,
	`${own}\ninput: {schema: {a: string, "b?(array)": number}, default: {a: x}}\noutput: {format: json, schema: {a: string}}`,
	`${own}\noutput: {schema: string}\ntoolDefs: [{name: a}]\ndescription: x\nvariant: short`,
])('a head that is read fits: %j', (head) => {
	parsePromptFile(`---\n${head}\n---\nHi`, 'tone.prompt');
	expect([fits(parse(head)), fits.errors]).toEqual([true, null]);
});

test.each([
	`${own}\nmodle: small`,
	`${own}\nmodel: [small]`,
	`${own}\nmodel: small\nconfig: [1]`,
	`${own}\nmodel: small\ntools: look`,
	`${own}\ninput: {schma: {a: string}}`,
	`${own}\noutput: {formt: json}`,
	'name: tone\nmodel: small\npurpose: x',
])('a head that is refused does not fit: %j', (head) => {
	expect(() => parsePromptFile(`---\n${head}\n---\nHi`, 'tone.prompt')).toThrow('is not a prompt');
	expect(fits(parse(head))).toBe(false);
});

test.each(['prompts.md', 'prompts.pt.md'])('the Dotprompt of docs/agents/%s is one, and its head fits', (page) => {
	const files = [...readFileSync(`docs/agents/${page}`, 'utf8').matchAll(/^```\n(---\n[^]*?)^```$/gm)].map(([, file]) => file!);
	const [file, ...others] = files.filter(isDotprompt);
	expect([file && parsePromptFile(file, page).format, others]).toEqual(['dotprompt', []]);
	expect(fits(parse(splitHead(file!).head!))).toBe(true);
});
