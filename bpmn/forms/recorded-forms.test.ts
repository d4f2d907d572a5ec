import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFeel } from '../feel';
import { readForm } from './read-form';
import { submitForm } from './submit-form';

interface Recorded {
	name: string;
	components: object[];
	variables?: Record<string, unknown>;
	entered?: Record<string, unknown>;
	/** What form-js sends, and the keys of the fields that it refuses. */
	sends?: unknown;
	refuses?: string[];
	/** Why form-js does not open the form. */
	fails?: string;
}

const now = Date.parse('2026-11-25T10:00:00Z');
const isInUtc = new Date(now).getTimezoneOffset() === 0;

/** `scripts/record-forms.mjs` records them, in UTC: in other zones a form writes other times. */
const recorded = (JSON.parse(readFileSync(join(__dirname, 'recorded-forms.json'), 'utf8')) as Recorded[]).filter(
	({ components }) => isInUtc || !/"datetime"|date\(|date and time/.test(JSON.stringify(components)),
);

/** Told of what a person could not enter, which form-js leaves to its fields. */
const isOfEntry = / is (hidden|computed|read-only|disabled)| has no field | does not have the option | rows, which /;

describe('a form is filled in as form-js does it', () => {
	test.each(recorded)('$name', async ({ components, variables = {}, entered = {}, sends, refuses, fails }) => {
		const form = readForm('f.form', JSON.stringify({ id: 'f', components }));
		const { values, problems } = submitForm(form, { variables, entered }, await loadFeel('8.8'), () => now);
		if (fails !== undefined) {
			expect(problems).toEqual([expect.stringContaining('the form does not open')]);
			return;
		}
		expect(JSON.parse(JSON.stringify(values))).toEqual(sends);
		const told = problems.filter((problem) => !isOfEntry.test(problem));
		expect(told.length > 0).toBe(refuses!.length > 0);
		for (const key of refuses!) expect(told.join()).toContain(key);
	});
});
