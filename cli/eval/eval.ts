import { Command, InvalidArgumentError, Option } from 'commander';
import { setKinds } from '../../core/evaluation/cases/set-kinds';
import { decimalNumber, wholeNumber, withKeys, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { CalibrateOptions } from './calibrate-run';
import type { CompareOptions } from './compare-run';
import type { HistoryOptions } from './history-run';
import type { JudgeOptions } from './judge-run';
import type { RecordOptions } from './record-run';
import type { ReportOptions } from './report-run';
import type { EvalRunOptions } from './run-run';

export function evalCommand(session: Session): Command {
	return new Command('eval')
		.description('Evaluates agents with cases: records them once, runs them offline, compares versions, models and prompts.')
		.addCommand(recordCommand(session))
		.addCommand(runCommand(session))
		.addCommand(compareCommand(session))
		.addCommand(calibrateCommand(session))
		.addCommand(reportCommand(session))
		.addCommand(historyCommand(session))
		.addCommand(judgeCommand(session))
		.addCommand(schemaCommand(session));
}

function historyCommand(session: Session): Command {
	return withService(new Command('history'), session)
		.description(
			'Shows the quality of an agent over time: success, time and judgements of its live runs by version, and the results of its sets.',
		)
		.argument('[agent]', 'the id of the agent; not with --check')
		.option('--days <number>', 'how far back', wholeNumber(1, 400), 30)
		.option('--html <file>', 'write a page')
		.option('--json', 'print one JSON document')
		.addOption(
			new Option('--check', 'check that the results of all sets are as they were recorded; exits with 1 if not').conflicts([
				'days',
				'html',
			]),
		)
		.action(async (agent: string | undefined, options: HistoryOptions) => {
			const { runHistory } = await import('./history-run');
			session.exitCode = await runHistory(agent, options, session.terminal);
		});
}

function judgeCommand(session: Session): Command {
	return withService(new Command('judge'), session)
		.description(
			'Judges the live runs that wait for it. Services and workers do so by themselves. Exits with 1 if some could not be judged.',
		)
		.option('--json', 'print the counts as JSON')
		.action(async (options: JudgeOptions) => {
			const { runJudge } = await import('./judge-run');
			session.exitCode = await runJudge(options, session.terminal);
		});
}

function recordCommand(session: Session): Command {
	return withVariant(new Command('record'))
		.description('Runs the cases live, with the models and tools of the agent, and writes what they asked and got.')
		.option('--recordings <file>', 'the file to write; default: beside the set, SET.recordings.json')
		.option('--output <file>', 'write the results to a file, as JSON lines')
		.option('--json', 'print the results as JSON lines')
		.action(async (set: string | undefined, options: RecordOptions) => {
			const { runRecord } = await import('./record-run');
			session.exitCode = await runRecord(set, options, session.terminal);
		});
}

function runCommand(session: Session): Command {
	const signs = 'sign the result with the key of an author or approver in this folder, for `troupe manifest approve`';
	return withService(withKeys(withReports(withVariant(new Command('run'))), signs), session)
		.description('Runs the cases offline, from their recordings. Exits with 1 if one does not pass.')
		.option('--store', 'add the result to the history of the agent: `troupe eval history`')
		.option('--signed <file>', 'where the signed result is written; default: beside the set, SET.evaluation.jwt')
		.option('--recordings <file>', 'the file to read; default: beside the set, SET.recordings.json')
		.option('--output <file>', 'write the results to a file, as JSON lines')
		.option('--json', 'print the results as JSON lines')
		.action(async (set: string | undefined, options: EvalRunOptions) => {
			const { runEvalRun } = await import('./run-run');
			session.exitCode = await runEvalRun(set, options, session.terminal);
		});
}

function compareCommand(session: Session): Command {
	return new Command('compare')
		.description(
			'Compares two results of the same cases, with intervals. Exits with 1 if the second one is worse in score or in cases that pass.',
		)
		.argument('<first>', 'results of `troupe eval run --output`, such as those of the approved version')
		.argument('<second>', 'results of the other version, model or prompt')
		.option('--html <file>', 'write a page with the answers side by side')
		.option('--json', 'print one JSON document')
		.action(async (first: string, second: string, options: CompareOptions) => {
			const { runCompare } = await import('./compare-run');
			session.exitCode = await runCompare(first, second, options, session.terminal);
		});
}

function calibrateCommand(session: Session): Command {
	return new Command('calibrate')
		.description("Compares the judgements of rubrics with people's: agreement, and Cohen's kappa with its interval.")
		.argument('<results>', 'results of `troupe eval run --output`')
		.argument('<labels>', 'JSON lines {"case", "passed"}, with "rubric" for a case that has several')
		.option('--min-kappa <number>', 'exit with 1 unless the whole interval is at least this', decimalNumber(0, 1))
		.option('--json', 'print one JSON document')
		.action(async (results: string, labels: string, options: CalibrateOptions) => {
			const { runCalibrate } = await import('./calibrate-run');
			session.exitCode = await runCalibrate(results, labels, options, session.terminal);
		});
}

function reportCommand(session: Session): Command {
	return withReports(new Command('report'))
		.description('Makes reports of results: the answers of several side by side. Exits with 1 if a case did not pass.')
		.argument('<results...>', 'results of `troupe eval run --output`')
		.action(async (results: string[], options: ReportOptions) => {
			const { runReport } = await import('./report-run');
			session.exitCode = await runReport(results, options, session.terminal);
		});
}

function schemaCommand(session: Session): Command {
	return new Command('schema')
		.description('Prints the JSON schema of sets, which editors complete and check a set with.')
		.action(async () => {
			const { runEvalSchema } = await import('./schema-run');
			session.exitCode = await runEvalSchema(session.terminal);
		});
}

function withVariant(command: Command): Command {
	return command
		.argument(
			'[set]',
			'the file of the set or of a configuration of promptfoo; the name of a set beside an agent; or NAME@RANGE from the registry',
		)
		.addOption(new Option('--kind <kind>', 'a set that comes with Troupe, for this kind of agents').choices(setKinds))
		.option('--case <name...>', 'run these cases only')
		.option('--agent <agent>', "another agent for all cases: an id, with a version range for a published one, or a file's path")
		.option('--model <provider:model>', 'another model in place of the route', parseModel)
		.option('--prompt <file>', 'another system prompt')
		.option('--concurrency <number>', 'max cases at the same time (default: 4)', wholeNumber(1, 32));
}

const withReports = (command: Command): Command =>
	command.option('--junit <file>', 'write a JUnit report').option('--html <file>', 'write a page with the answers');

function parseModel(text: string): string {
	if (/^(?:openai|anthropic|google|ollama):./.test(text)) return text;
	throw new InvalidArgumentError('Expected a model of openai, anthropic, google or ollama, such as openai:gpt-4.1-mini.');
}
