import type { ProcessFile } from '../../bpmn/reading/process-model';
import type { ProcessOutcome } from '../../engine-adapter/instance/process-outcome';
import { adviceFor, type Advise } from './incident-advice';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { variableLines } from './variable-lines';

/** Returns the exit code of an ending. Waiting for a person is not a failure. */
export function chooseExitCode(ending: ProcessOutcome): ExitCode {
	return ending.kind === 'completed' || ending.kind === 'waits-for-person' ? 0 : 1;
}

/** Returns the names of elements by their ids. */
export const listNames = (models: ProcessFile[]): Map<string, string> =>
	new Map(models.flatMap(({ processes }) => processes.flatMap(({ nodes }) => nodes.map(({ id, name }) => [id, name] as const))));

export function processOutcomeLines(
	ending: ProcessOutcome,
	names: Map<string, string>,
	terminal: Terminal,
	advise: Advise = adviceFor,
): string[] {
	const format = ending.kind === 'completed' ? 'green' : ending.kind.startsWith('waits') ? 'yellow' : 'red';
	const sentences = describeEnding(ending, (elementId) => `'${names.get(elementId) || elementId}'`);
	const advice = ending.kind === 'incident' ? ending.incidents.map(({ errorType }) => terminal.style('yellow', advise(errorType))) : [];
	return [
		'',
		...sentences.map((sentence) => terminal.style(format, printable(sentence))),
		...new Set(advice),
		...variableLines(ending.variables, terminal),
	];
}

const describeTimer = ({ nextTimer }: { nextTimer?: string }): string[] =>
	nextTimer === undefined
		? []
		: [`the next timer fires at ${nextTimer}; wait longer with \`--timeout\`, or skip the time in a case (--script)`];

function describeEnding(ending: ProcessOutcome, quoteName: (elementId: string) => string): string[] {
	switch (ending.kind) {
		case 'waits-for-person':
			return [`waiting for a person at ${ending.elements.map(quoteName).join(', ')}`, ...describeTimer(ending)];
		case 'waits':
			return [
				...ending.waiting.map((wait) => `waiting at ${quoteName(wait.elementId)} for ${wait.for}`),
				...(ending.waiting.every(({ kind }) => kind === 'timer') ? [] : ['nothing here serves that']),
				...describeTimer(ending),
			];
		case 'incident':
			return ending.incidents.map((incident) => `incident ${incident.errorType} at ${quoteName(incident.elementId)}: ${incident.message}`);
		case 'stopped':
			return ['stopped waiting: the instance is still running'];
		default:
			return [ending.kind];
	}
}
