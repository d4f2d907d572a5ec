import { constant, gap, readConstant, readNames } from './constant-text';

/** Names and paths as constants, and whether the code also loads or runs unknown code: by computed names, workers, processes or texts. */
export interface CodeLoads {
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
