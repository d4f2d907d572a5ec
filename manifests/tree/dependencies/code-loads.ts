/** Expression sources for JavaScript texts. Each is bounded, so that no file slows the search. */

const gap = String.raw`(?:\s|/\*(?:(?!\*/)[\s\S]){0,500}\*/|//[^\n]{0,500}\n)*`;
const literal = ['"', "'", '`'].map((quote) => `${quote}(?:\\\\[\\s\\S]|[^${quote}\\\\\\n])*${quote}`).join('|');
const constant = `(?:${literal})(?:${gap}\\+${gap}(?:${literal})){0,50}`;

const parts = new RegExp(literal, 'g');
const escape = /\\(?:u\{0*([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|([0-7]{1,3})|(\r\n|[\s\S]))/gi;
const named: Record<string, string> = {
	n: '\n',
	r: '\r',
	t: '\t',
	b: '\b',
	v: '\v',
	f: '\f',
	'\n': '',
	'\r': '',
	'\r\n': '',
	'\u2028': '',
	'\u2029': '',
};

/** Fits a path written entirely as escapes. */
const maxLength = 40_000;

/** Undefined for a template with expressions. */
function readConstant(source: string | undefined): string | undefined {
	if (source === undefined || source.length > maxLength) return undefined;
	const values = Array.from(source.matchAll(parts), ([text]) => readLiteral(text));
	return values.includes(undefined) ? undefined : values.join('');
}

function readLiteral(text: string): string | undefined {
	const inner = text.slice(1, -1);
	if (text.startsWith('`') && /(?<!\\)(?:\\\\)*\$\{/.test(inner)) return undefined;
	// oxlint-disable-next-line no-control-regex -- all of ASCII
	if (!/[^\u0000-\u005b\u005d-\u007f]/.test(inner)) return inner;
	return Buffer.from(inner, 'latin1').toString().replace(escape, unescape);
}

function unescape(_: string, braced?: string, unicode?: string, byte?: string, octal?: string, other = ''): string {
	const code = octal === undefined ? Number.parseInt(braced ?? unicode ?? byte ?? '', 16) : Number.parseInt(octal, 8);
	return Number.isNaN(code) ? (named[other] ?? other) : String.fromCodePoint(Math.min(code, 0x10_ffff));
}

/** Resolves escapes: `requ\u0069re` is `require`. An escaped backslash stays. */
const readNames = (text: string): string =>
	text.includes('\\u') ? text.replace(/\\(?:u00([3-7][\da-f])|u\{0*([3-7][\da-f])\}|[\s\S])/gi, readLetter) : text;

function readLetter(all: string, unicode?: string, braced?: string): string {
	const letter = String.fromCharCode(Number.parseInt(unicode ?? braced ?? '0', 16));
	return /[\w$]/.test(letter) ? letter : all;
}

/** Names and paths as constants, and whether the code also loads or runs unknown code: by computed names, workers, processes or texts. */
interface CodeLoads {
	specifiers: string[];
	isComputed: boolean;
}

/** `require('x')`, `require.resolve('x')`, `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`. */
const direct = new RegExp(
	String.raw`\b(?:(?:require(?:${gap}\.${gap}resolve)?|import)(?=${gap}(?:\?\.${gap})?(\()${gap}(?:(${constant})${gap})?([\s\S]?))|(?:from|import)(?=${gap}(${constant})))`,
	'g',
);
const anyCall = new RegExp(String.raw`[\w$)\]](?=${gap}(?:\?\.${gap})?\(${gap}(${constant}))`, 'g');
const anyPath = new RegExp(`(?=["'\`](?:[./\\\\]|file:))(?=(${constant}))`, 'g');

/** Other names for `require`, apart from the usual one of ES modules. */
const usual = /\b(?:const|let|var)\s+require\s*=\s*[\w$.]{0,100}createRequire\b|\bimport\s*\{\s*createRequire\s*\}/g;
const maker =
	/\b(?:createRequire|getBuiltinModule|_load|dlopen)\b|\bconstructor\b.{0,20}\b_compile\b|\bmodule\s*(?:\?\.)?\[|[=(,:?|&[]\s*require\s*(?:[;,)\]}]|\.\s*(?:call|apply|bind)\b)/;
const passedOn = /\brequire\b(?!\s*(?:\(|\?\.\(|\.\s*(?:resolve|main|cache|extensions)\b))/;

/** Node modules that run a file or text, and their functions for it. */
const runners: Record<string, RegExp> = {
	vm: /(?:)/,
	worker_threads: /\bWorker\b/,
	child_process: /\b(?:fork|execPath)\b/,
	module: /\b(?:_compile|register(?:Hooks)?)\b/,
	cluster: /\bsetup(?:Primary|Master)\b/,
};

/** Absolute paths are mostly data and programs. */
const loadable = /^(?:\.[^]*[^./\\]|[^]*\.[cm]?js|[^]*\.(?:json|node))$/;

/** A name in a comment counts too: harmless if nothing is there. */
export function findLoads(bytes: string): CodeLoads {
	const text = readNames(bytes);
	const specifiers: string[] = [];
	let isComputed = false;
	for (const [, call, argument, next = '', plain] of text.matchAll(direct)) {
		const value = readConstant(argument ?? plain);
		// No import looks like this, but prose does: from `/proc/loadavg`.
		const isProse = plain?.startsWith('`') === true && /^[./]/.test(value ?? '');
		if (value !== undefined && !isProse) specifiers.push(value);
		const isKnown = value === undefined ? argument === undefined && next === ')' : next === ')' || next === ',';
		if (call !== undefined && !isKnown) isComputed = true;
	}
	if (maker.test(text.replace(usual, ''))) {
		isComputed = true;
		specifiers.push(...collect(text, anyCall).filter((one) => !one.startsWith('/') || loadable.test(one)));
	}
	if (specifiers.some((name) => runners[name.replace(/^node:/, '')]?.test(text))) isComputed = true;
	if (isComputed || passedOn.test(text)) specifiers.push(...collect(text, anyPath).filter((one) => loadable.test(one)));
	return { specifiers, isComputed };
}

const collect = (text: string, expression: RegExp): string[] =>
	Array.from(text.matchAll(expression), ([, source]) => readConstant(source)).filter((value) => value !== undefined);
