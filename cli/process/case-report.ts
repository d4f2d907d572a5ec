import { dirname, relative, resolve } from 'node:path';
import { isTroupeError, getErrorMessage } from '../../core/base/errors';
import type { CaseTrace } from '../../engine-adapter/cases/process-case';
import { diffLines, selectExpected, type DiffLine } from '../../core/base/text/diff-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { formatDuration } from '../terminal/format-text';

/** The result of one case; `error` when it could not be played. */
export interface CaseResult {
	file: string;
	name: string;
	/** The paths of its models, as in the case. */
	models: string[];
	durationMs: number;
	/** Refusals in the script, if the case does not expect them. */
	refused?: CaseTrace['rejections'];
	/** The fields of the trace that differ from the expectation. */
	wrong: Array<{ field: string; expected: unknown; received: unknown }>;
	/** True if the file has several cases. */
	isOneOfSeveral?: boolean;
	error?: unknown;
}

export const isPassed = ({ wrong, error }: CaseResult): boolean => wrong.length === 0 && error === undefined;

/** Describes the results of the cases of a file: the file, the name of each and, for a failure, the expected and received values. */
export function fileLines(file: string, results: CaseResult[], terminal: Terminal): string[] {
	const { style } = terminal;
	const label = results.every(isPassed) ? style(['inverse', 'bold', 'green'], ' PASS ') : style(['inverse', 'bold', 'red'], ' FAIL ');
	const path = shownPath(file);
	const name = path.split(/[\\/]/).at(-1)!;
	const place = style('dim', printable(path.slice(0, path.length - name.length))) + style('bold', printable(name));
	return [`${label} ${place}`, ...results.flatMap((result) => caseLines(result, terminal))];
}

function caseLines(result: CaseResult, terminal: Terminal): string[] {
	const { style } = terminal;
	const name = printable(result.name || shownPath(result.file));
	const mark = isPassed(result) ? style('green', '✓') : style('red', '✕');
	const line = `  ${mark} ${style('dim', name)} ${style('dim', `(${formatDuration(result.durationMs)})`)}`;
	return isPassed(result) ? [line] : [line, '', ...failureLines(result, name, terminal), ''];
}

/** Describes counts and time; after more than ten cases also the names of those that failed. */
export function summaryLines(results: CaseResult[], planned: number, durationMs: number, { style }: Terminal): string[] {
	const failed = results.filter((result) => !isPassed(result));
	const passed = results.length - failed.length;
	const counts = [
		...(failed.length > 0 ? [style(['bold', 'red'], `${failed.length} failed`)] : []),
		...(planned > results.length ? [style('yellow', `${planned - results.length} not run`)] : []),
		...(passed > 0 ? [style(['bold', 'green'], `${passed} passed`)] : []),
		`${planned} total`,
	];
	const again =
		failed.length > 0 && results.length > 10
			? ['', ...failed.map(({ file, name }) => style('red', `● ${printable(shownPath(file))} › ${printable(name)}`))]
			: [];
	return [...again, '', `${style('bold', 'Cases:')} ${counts.join(', ')}`, `${style('bold', 'Time: ')} ${formatDuration(durationMs)}`];
}

function failureLines(
	{ file, models, wrong, refused = [], error, isOneOfSeveral }: CaseResult,
	name: string,
	{ style }: Terminal,
): string[] {
	const lines = [style(['bold', 'red'], `  ● ${name}`)];
	if (error !== undefined) {
		lines.push(
			'',
			...getErrorMessage(error)
				.split('\n')
				.map((line) => `    ${printable(line)}`),
		);
		if (isTroupeError(error) && error.fix) lines.push(style('dim', `    fix: ${printable(error.fix)}`));
		return lines;
	}
	for (const { action, code, reason } of refused) {
		const step = typeof action === 'number' ? `script[${action}]` : action;
		lines.push('', `    ${step} was refused: ${printable([code, reason].filter(Boolean).join(', '))}`);
	}
	lines.push('', `    ${style('green', '- expected')}  ${style('red', '+ received')}`);
	for (const { field, expected, received } of wrong) {
		lines.push('', `    ${style('bold', printable(field))}`);
		const painted = ([sign, text]: DiffLine) => {
			const line = `    ${sign} ${printable(text)}`;
			return sign === ' ' ? style('dim', line) : style(sign === '-' ? 'green' : 'red', line);
		};
		lines.push(...diffLines(expected, selectExpected(expected, received)).map(painted));
	}
	const caseOption = isOneOfSeveral ? ` --case ${JSON.stringify(name)}` : '';
	const paths = models.map((model) => shownPath(resolve(dirname(file), model)));
	return [
		...lines,
		'',
		style('dim', `    to see what happened: troupe process run ${paths.join(' ')} --script ${shownPath(file)}${caseOption}`),
	];
}

/** Returns a path inside the current folder as a relative path. */
export function shownPath(path: string): string {
	const short = relative('', path);
	return short === '' || short.startsWith('..') ? path : short;
}
