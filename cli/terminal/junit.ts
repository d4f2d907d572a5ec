export interface JunitCase {
	name: string;
	/** The file. */
	classname: string;
	durationMs: number;
	/** `failure`: not as expected. `error`: it could not run. */
	problem?: { kind: 'failure' | 'error'; message: string; text: string };
}

/** Writes results as JUnit XML, which CI systems read: a suite for each file. */
export function writeJunitXml(name: string, cases: JunitCase[]): string {
	const suites = [...Map.groupBy(cases, ({ classname }) => classname)].map(([file, all]) =>
		element('testsuite', { name: file, ...totals(all) }, all.map(writeCase)),
	);
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name, ...totals(cases) }, suites)}\n`;
}

function writeCase({ name, classname, durationMs, problem }: JunitCase): string {
	const content = problem ? [element(problem.kind, { message: problem.message.split('\n')[0]! }, [escape(problem.text)])] : [];
	return element('testcase', { name, classname, time: seconds(durationMs) }, content);
}

function totals(cases: JunitCase[]): Record<string, string> {
	const count = (kind: string) => String(cases.filter(({ problem }) => problem?.kind === kind).length);
	return {
		tests: String(cases.length),
		failures: count('failure'),
		errors: count('error'),
		time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
	};
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

function element(name: string, attributes: Record<string, string>, content: string[]): string {
	const text = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
	return `<${name}${text.join('')}>${content.join('')}</${name}>`;
}

/** XML 1.0, 2.2: a document has no control characters, not even escaped. */
const escape = (text: string): string =>
	text
		// oxlint-disable-next-line no-control-regex -- they are what is removed
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
		.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
