import type { Incident, Variables } from '../../engine-adapter/engine';
import { adviceFor } from './incident-advice';
import type { ExitCode } from '../terminal/report-error';
import { plain, type Terminal } from '../terminal/terminal';
import { variableLines } from './variable-lines';

/** Where an instance got to, with its root scope's variables. */
export type Ending = { variables: Variables } & (
	| { kind: 'completed' | 'terminated' | 'stopped' }
	/** Ids of the elements that wait, and when the next timer rings, for which nobody waited. */
	| { kind: 'waits-for-person' | 'waits'; elements: string[]; nextTimer?: string }
	| { kind: 'incident'; incidents: Incident[] }
);

/** A person's turn is no failure. */
export function chooseExitCode(ending: Ending): ExitCode {
	return ending.kind === 'completed' || ending.kind === 'waits-for-person' ? 0 : 1;
}

/** How it ended, and its variables. */
export function endingLines(ending: Ending, names: Map<string, string>, terminal: Terminal): string[] {
	const format = ending.kind === 'completed' ? 'green' : ending.kind.startsWith('waits') ? 'yellow' : 'red';
	const sentences = describeEnding(ending, (elementId) => `'${names.get(elementId) || elementId}'`);
	const advice = ending.kind === 'incident' ? ending.incidents.map(({ errorType }) => terminal.style('yellow', adviceFor(errorType))) : [];
	return [
		'',
		...sentences.map((sentence) => terminal.style(format, plain(sentence))),
		...new Set(advice),
		...variableLines(ending.variables, terminal),
	];
}

function describeEnding(ending: Ending, quoteName: (elementId: string) => string): string[] {
	switch (ending.kind) {
		case 'waits-for-person':
			return [`waiting for a person at ${ending.elements.map(quoteName).join(', ')}`];
		case 'waits':
			return [
				`waiting at ${ending.elements.map(quoteName).join(', ')} for what nothing here serves`,
				...(ending.nextTimer === undefined
					? []
					: [`the next timer rings at ${ending.nextTimer}: \`--timeout\` waits longer, a case (--script) lets time jump`]),
			];
		case 'incident':
			return ending.incidents.map((incident) => `incident ${incident.errorType} at ${quoteName(incident.elementId)}: ${incident.message}`);
		case 'stopped':
			return ['stopped waiting: it was still running'];
		default:
			return [ending.kind];
	}
}
