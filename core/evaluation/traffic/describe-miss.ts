import { TroupeError } from '../../base/errors';
import { type DiffLine, diffTexts } from '../../base/text/diff-lines';
import { hashRequest } from './canonical-request';
import type { Exchange } from './recording';
import type { Asked } from './traffic';

const names: Record<Asked['kind'], string> = {
	model: 'request to the model',
	tool: 'call of the tool',
	tools: 'list of the tools of',
	passages: 'search of',
	http: 'request',
};

/** Bounds of a diff for people. */
const maxLines = 60;
const maxLineLength = 240;
const maxCompared = 50;

export function describeMiss(asked: Asked, exchanges: Exchange[]): TroupeError {
	const what = `${names[asked.kind]} ${asked.name}`;
	if (exchanges.length === 0) return notRecorded(what);
	const recorded = exchanges.filter(({ kind, name }) => kind === asked.kind && name === asked.name);
	if (recorded.length === 0)
		return missing(`The ${what} is not in the recording of this case, nor any other ${what}`, describeOthers(asked, exchanges));
	const key = hashRequest(asked.kind, asked.name, asked.request);
	const equal = recorded.filter((each) => each.key === key).length;
	if (equal > 0) return missing(`The ${what} was made once more than in the recording, which has it ${equal} times`, []);
	const nearest = findNearest(asked, recorded);
	const position = exchanges.indexOf(nearest) + 1;
	return missing(
		`The ${what} is not the recorded one. It differs from exchange ${position} (- recorded, + now)`,
		diffRequests(nearest.request, asked.request),
	);
}

const notRecorded = (what: string) =>
	new TroupeError({
		code: 'REPLAY_DIVERGED',
		message: `The case has no recording, so nothing answers its ${what}.`,
		fix: 'Record it with `troupe eval record SET --case NAME`.',
	});

function missing(message: string, difference: DiffLine[]): TroupeError {
	const lines = difference.slice(0, maxLines).map(([sign, text]) => `${sign} ${text.slice(0, maxLineLength)}`);
	if (difference.length > maxLines) lines.push(`  … ${difference.length - maxLines} more lines`);
	return new TroupeError({
		code: 'REPLAY_DIVERGED',
		message: lines.length > 0 ? `${message}:\n${lines.join('\n')}` : `${message}.`,
		fix: 'If the change is intended, record the case again with `troupe eval record SET --case NAME`.',
	});
}

function describeOthers({ kind }: Asked, exchanges: Exchange[]): DiffLine[] {
	const others = [...new Set(exchanges.filter((each) => each.kind === kind).map(({ name }) => `recorded: ${names[kind]} ${name}`))];
	return others.map((text) => [' ', text]);
}

function findNearest({ request }: Asked, recorded: Exchange[]): Exchange {
	const wanted = new Set(toLines(request));
	const score = (exchange: Exchange) => toLines(exchange.request).reduce((sum, line) => sum + (wanted.has(line) ? 1 : 0), 0);
	const scored = recorded.slice(0, maxCompared).map((exchange) => ({ exchange, score: score(exchange) }));
	return scored.reduce((best, each) => (each.score > best.score ? each : best)).exchange;
}

const diffRequests = (recorded: unknown, now: unknown): DiffLine[] => diffTexts(toLines(recorded).join('\n'), toLines(now).join('\n'));

function toLines(value: unknown, path = ''): string[] {
	if (typeof value === 'string') return value.split('\n').map((line) => `${path}: ${line}`);
	if (typeof value !== 'object' || value === null) return [`${path}: ${JSON.stringify(value)}`];
	const entries = Object.entries(value).sort(([one], [other]) => (Array.isArray(value) ? 0 : one < other ? -1 : 1));
	if (entries.length === 0) return [`${path}: ${JSON.stringify(value)}`];
	return entries.flatMap(([name, each]) => toLines(each, path === '' ? name : `${path}.${name}`));
}
