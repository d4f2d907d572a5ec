import { TroupeError } from '../../core/base/errors';
import { lintPrompt } from '../../core/agents/prompts/lint-prompt';
import { noRecordings, readRecordings } from '../../providers/compose/evaluation/recordings-file';
import type { EvaluationResult } from '../../core/evaluation/evaluation-result';
import type { Host } from '../../providers/compose/hosts/host';
import { writeRecordings } from '../eval/recordings-file';
import { showResults } from '../eval/show-results';
import { openHost, whileAllowed } from '../host';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { type CaseOptions, findCases, findRecordings, recordingsBeside, toPromptRun } from './prompt-cases';
import { type NamedPrompt, readPromptFile } from './read-prompt';

export interface PromptTestOptions extends CaseOptions {
	/** Asks the models, and keeps what they answer. */
	record?: boolean;
	json?: boolean;
}

export async function runPromptTest(file: string, options: PromptTestOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const prompt = await readPromptFile(file);
	await requireErrorFree(prompt);
	return whileAllowed(await open(terminal), 'prompt test', terminal, (host, admitted) =>
		options.record ? record(prompt, options, host, admitted) : play(prompt, options, host, admitted),
	);
}

async function play(prompt: NamedPrompt, options: PromptTestOptions, host: Host, terminal: Terminal): Promise<ExitCode> {
	const found = await findCases(prompt, options, host, terminal);
	const { playSet } = await import('../../providers/compose/evaluation/run-set');
	const result = await playSet(toPromptRun(prompt, found, await findRecordings(prompt, found), options), host, terminal.stop);
	const missing = result.cases.filter(({ error }) => error?.code === 'REPLAY_DIVERGED').length;
	if (missing > 0)
		terminal.note(`${countNouns(missing, 'case')} would ask the model what is not recorded. Record with \`troupe prompt test --record\`.`);
	return showResults(sayHowToRecord(result, prompt), { ...options, asks: '`troupe prompt test --record`', isPlayed: true }, terminal);
}

/** A prompt is recorded by its own command: that of a set would ask the agent with the prompt that it has. */
function sayHowToRecord(result: EvaluationResult, { file, name }: NamedPrompt): EvaluationResult {
	const fixOf = (one: string) =>
		`If this is intended, record the case: \`troupe prompt test ${file ?? name} --record --case ${JSON.stringify(one)}\`.`;
	const cases = result.cases.map((each) =>
		each.error?.code === 'REPLAY_DIVERGED' ? { ...each, error: { ...each.error, fix: fixOf(each.case) } } : each,
	);
	return { ...result, cases };
}

/** Cases that are not named keep their recordings. */
async function record(
	prompt: NamedPrompt & { file: string },
	options: PromptTestOptions,
	host: Host,
	terminal: Terminal,
): Promise<ExitCode> {
	const found = await findCases(prompt, options, host, terminal);
	const path = recordingsBeside(prompt.file);
	const before = options.case === undefined ? noRecordings : await readRecordings(path);
	const { recordSet } = await import('../../providers/compose/evaluation/run-set');
	const { result, recordings } = await recordSet(toPromptRun(prompt, found, before, options), host, terminal.stop);
	writeRecordings(path, { ...recordings, version: before.version, cases: { ...before.cases, ...recordings.cases } });
	terminal.note(`recorded ${Object.keys(recordings.cases).length} of ${countNouns(result.cases.length, 'case')} in ${path}`);
	return showResults(result, options, terminal);
}

/** The registry would refuse it too. @throws TroupeError INPUT_INVALID */
export async function requireErrorFree({ content, file, name }: NamedPrompt): Promise<void> {
	const [error] = (await lintPrompt({ content })).filter(({ level }) => level === 'error');
	if (!error) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file ?? name} cannot be used: ${error.message}`,
		fix: `${error.fix} \`troupe prompt lint\` shows the place.`,
	});
}
