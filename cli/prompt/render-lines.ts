import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { jsonFault } from '../../core/base/text/json/json-fault';
import { renderDotprompt } from '../../core/prompts/dotprompt/dotprompt';
import { readRenderCall } from '../../core/prompts/dotprompt/read-call';
import { answerLines, readExactId } from '../terminal/json-lines';
import { type Line, maxLineCharacters } from '../terminal/line-reader';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/**
 * Renders the Dotprompt of each line. Prints a line for each, in order: `id` with the result or error. @returns 2 after a line that is not
 * JSON, 1 after a prompt that could not be rendered, otherwise 0
 */
export async function runPromptRenderLines(files: string[], terminal: Terminal): Promise<ExitCode> {
	let unreadable = 0;
	let failed = 0;
	const answer = (line: Line, file: string): Promise<string> | undefined => {
		if (line.text?.trim() === '') return undefined;
		const { call, id, problem } = parseLine(line.text);
		if (problem !== undefined) {
			unreadable += 1;
			terminal.note(`error: line ${line.number}${file === '-' ? '' : ` of ${file}`} ${problem}`);
			return Promise.resolve(JSON.stringify({ id, error: { code: 'INPUT_INVALID', message: `The line ${problem}.` } }));
		}
		return render(call).then((rendered) => {
			if ('error' in rendered) failed += 1;
			return JSON.stringify({ id, ...rendered });
		});
	};
	await answerLines({ files, answer }, terminal);
	if (unreadable > 0) return 2;
	return failed > 0 ? 1 : 0;
}

function parseLine(line: string | undefined): { call?: unknown; id: unknown; problem?: string } {
	if (line === undefined) return { id: null, problem: `is longer than ${maxLineCharacters} characters` };
	try {
		return { call: JSON.parse(line) as unknown, id: readExactId(line) ?? null };
	} catch (fault) {
		return { id: null, problem: `is not JSON: ${jsonFault(fault)}` };
	}
}

async function render(call: unknown): Promise<{ result: unknown } | { error: Pick<TroupeError, 'code' | 'message' | 'fix'> }> {
	try {
		return { result: await renderDotprompt(readRenderCall(call), 'The template') };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const { code, message, fix } = error;
		return { error: { code, message, fix } };
	}
}
