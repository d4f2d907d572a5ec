import type { Event } from '../../../tree/plan-tree';
import { toDuration } from '../../../tree/read/to-time';
import type { ImportedNode } from '../imported-workflow';
import { textAt } from '../node-types';
import { NoFeel, textOf } from '../written';
import { nameOf, type StepTools } from './tools';

const letters: Record<string, string> = { seconds: 'S', minutes: 'M', hours: 'H', days: 'D' };

/** Waits for a time. @throws NoFeel */
export function timerEvent(node: ImportedNode, { items, expressions }: StepTools): Event {
	const { parameters } = node;
	if (textAt(parameters, 'resume') === 'specificTime') {
		const { feel, type } = expressions.read(parameters.dateTime, items.at(node));
		const [, literal] = /^"(\d{4}-\d\d-\d\dT[^"]*)"$/.exec(feel) ?? [];
		if (type === 'text' && literal === undefined) throw new NoFeel('time', node.name);
		const date = literal === undefined ? feel : /Z$|[+-]\d\d:?\d\d$/.test(literal) ? literal : `${literal}Z`;
		return { kind: 'event', ...nameOf(node), waits: [{ on: { kind: 'date', date } }] };
	}
	const usual = node.version < 1.1 ? [1, 'hours'] : [5, 'seconds'];
	const unit = textAt(parameters, 'unit') || String(usual[1]);
	return {
		kind: 'event',
		...nameOf(node),
		waits: [{ on: { kind: 'timer', duration: readDuration(node, parameters.amount ?? usual[0], unit, { items, expressions }) } }],
	};
}

function readDuration(
	node: ImportedNode,
	amount: unknown,
	unit: string,
	{ items, expressions }: Pick<StepTools, 'items' | 'expressions'>,
): string {
	const letter = letters[unit];
	if (letter === undefined) throw new NoFeel('time', node.name);
	const count = typeof amount === 'string' && /^\d{1,6}$/.test(amount) ? Number(amount) : amount;
	if (typeof count === 'number') {
		const duration = toDuration(`${count} ${unit}`);
		if (duration === undefined) throw new NoFeel('time', node.name);
		return duration;
	}
	const written = expressions.read(count, items.at(node));
	return `duration("P${letter === 'D' ? '' : 'T'}" + ${textOf({ ...written, type: undefined })} + "${letter}")`;
}

/** Waits for a request, and no longer than is said. @throws NoFeel */
export function messageEvent(node: ImportedNode, key: string, tools: StepTools): Event {
	const { parameters } = node;
	const late =
		parameters.limitWaitTime === true && textAt(parameters, 'limitType') !== 'atSpecifiedTime'
			? [
					{
						on: {
							kind: 'timer' as const,
							duration: readDuration(node, parameters.resumeAmount ?? 1, textAt(parameters, 'resumeUnit') || 'hours', tools),
						},
					},
				]
			: [];
	return { kind: 'event', ...nameOf(node), waits: [{ on: { kind: 'message', name: node.name, key } }, ...late] };
}
