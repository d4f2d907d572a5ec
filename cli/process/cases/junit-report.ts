import { getErrorMessage } from '../../../core/base/errors';
import { stringifyJson } from '../../../core/base/text/lossless-json';
import { isPassed, type CaseResult } from '../case-report';

/** The results as JUnit XML, which CI systems read: a suite for each file, a test case for each case. */
export function writeJunit(results: CaseResult[]): string {
	const suites = [...Map.groupBy(results, ({ file }) => file)].map(([file, cases]) =>
		element(
			'testsuite',
			{ name: file, ...totals(cases) },
			cases.map((one) => writeCase(one)),
		),
	);
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'troupe process test', ...totals(results) }, suites)}\n`;
}

function writeCase(result: CaseResult): string {
	const { name, file, durationMs, error } = result;
	return element('testcase', { name: name || file, classname: file, time: seconds(durationMs) }, [
		...(isPassed(result)
			? []
			: [
					error === undefined
						? describeFailure(result)
						: element('error', { message: firstLine(getErrorMessage(error)) }, [escape(getErrorMessage(error))]),
				]),
	]);
}

function describeFailure({ wrong }: CaseResult): string {
	const texts = wrong.map(
		({ field, expected, received }) => `${field}\nexpected: ${stringifyJson(expected)}\nreceived: ${stringifyJson(received ?? null)}`,
	);
	return element('failure', { message: `not as expected: ${wrong.map(({ field }) => field).join(', ')}` }, [escape(texts.join('\n\n'))]);
}

const totals = (results: CaseResult[]): Record<string, string> => {
	const errors = results.filter(({ error }) => error !== undefined).length;
	return {
		tests: String(results.length),
		failures: String(results.filter((result) => !isPassed(result)).length - errors),
		errors: String(errors),
		time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
	};
};

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const firstLine = (text: string): string => text.split('\n')[0]!;

function element(name: string, attributes: Record<string, string>, content: string[]): string {
	const text = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
	return `<${name}${text.join('')}>${content.join('')}</${name}>`;
}

/** XML 1.0, 2.2: a document has no control characters, not even escaped. */
const escape = (text: string): string =>
	text
		// eslint-disable-next-line no-control-regex -- they are what is removed
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
		.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
