import type { EngineEvent } from '../engine-adapter/engine';
import { plain, type Terminal } from './terminal';

type Format = Parameters<Terminal['style']>[0];

/** Signs and colours of the kinds that are shown. Variables are not, which would drown the rest and stand at the end, nor flows, whose ends are. */
const shown: Partial<Record<EngineEvent['kind'], [sign: string, format: Format]>> = {
	'element-activated': ['▶', 'cyan'],
	'element-completed': ['✔', 'green'],
	'element-terminated': ['■', 'yellow'],
	'job-created': ['+', 'dim'],
	'job-activated': ['…', 'dim'],
	'job-failed': ['✘', 'yellow'],
	'job-error-thrown': ['⚡', 'yellow'],
	'incident-created': ['✘', 'red'],
	'incident-resolved': ['✔', 'green'],
	'message-correlated': ['✉', 'cyan'],
};

/** Elements that end in the moment they begin: one line says both. */
const momentary = /(Gateway|startEvent|endEvent)$/;
const longestDetails = 100;

/**
 * One line of a trace for people, with the time since `startedAt`; undefined for an event that is not worth one.
 * @param names of elements, by id
 */
export function traceLine(
	event: EngineEvent,
	startedAt: number,
	names: Map<string, string>,
	terminal: Pick<Terminal, 'style'>,
): string | undefined {
	const [sign, format] = shown[event.kind] ?? [];
	const name = names.get(event.elementId);
	if (sign === undefined || format === undefined) return undefined;
	if (event.kind === 'element-activated' && momentary.test(event.elementType)) return undefined;
	const time = `${Math.max(0, event.at - startedAt)} ms`.padStart(9);
	const facts = [wordsOf(event), detailsOf(event)].filter(Boolean).join('  ');
	return `${terminal.style('dim', time)}  ${terminal.style(format, sign)} ${plain(name || event.elementId)}  ${terminal.style('dim', facts)}`;
}

function wordsOf({ kind, elementType }: EngineEvent): string {
	return kind.startsWith('element-') ? elementType.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : kind.replaceAll('-', ' ');
}

function detailsOf({ details }: EngineEvent): string {
	const text = Object.entries(details ?? {})
		.filter(([name]) => !name.endsWith('Key'))
		.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
		.join(' ');
	const line = plain(text).replaceAll('\n', ' ');
	return line.length > longestDetails ? `${line.slice(0, longestDetails - 1)}…` : line;
}
