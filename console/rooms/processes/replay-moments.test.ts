import type { ElementInstance } from './engine';
import { listMoments, replayTo } from './replay-moments';

const at = (second: number) => `2026-11-30T10:00:0${second}.000Z`;
const element = (key: string, elementId: string, start: number, end?: number, more: Partial<ElementInstance> = {}): ElementInstance => ({
	...{ elementInstanceKey: key, elementId, elementName: elementId, type: 'SERVICE_TASK', hasIncident: false, startDate: at(start) },
	...{ state: end === undefined ? 'ACTIVE' : 'COMPLETED', ...(end !== undefined && { endDate: at(end) }), ...more },
});
const say = (elements: ElementInstance[]) => listMoments(elements).map(({ elementId, kind }) => `${elementId} ${kind}`);

it('tells moments by their time, and those of one millisecond by the keys of the engine', () => {
	const elements = [
		element('10', 'end', 3, 3),
		element('9', 'task', 1, 3),
		element('8', 'start', 1, 1),
		element('7', 'p', 1, 3, { type: 'PROCESS' }),
	];
	expect(say(elements)).toEqual(['start began', 'start ended', 'task began', 'task ended', 'end began', 'end ended']);
});

it('ends what holds others after them', () => {
	const sub = element('8', 'sub', 1, 1, { type: 'SUB_PROCESS' });
	expect(say([element('10', 'b', 1, 1), element('9', 'a', 1, 1), sub])).toEqual([
		...['sub began', 'a began', 'a ended', 'b began', 'b ended', 'sub ended'],
	]);
});

it('counts the tokens of a loop once, of an element that comes again twice, and names what was cancelled', () => {
	const moments = listMoments([
		element('1', 'each', 1, undefined, { type: 'MULTI_INSTANCE_BODY' }),
		element('2', 'each', 2),
		element('3', 'each', 3, 4, { state: 'TERMINATED' }),
	]);
	expect(moments.map(({ kind }) => kind)).toEqual(['began', 'began', 'began', 'cancelled']);
	expect([1, 2, 3, 4].map((count) => replayTo(count, moments, []).tokens)).toEqual([
		...[{}, { each: { tokens: 1, incidents: 0 } }, { each: { tokens: 2, incidents: 0 } }, { each: { tokens: 1, incidents: 0 } }],
	]);
});

it('takes a flow once its source has ended and its target has begun, also of elements that are named as parts of an object', () => {
	const moments = listMoments([element('1', 'constructor', 1, 2), element('2', '__proto__', 2)]);
	const flows = [{ id: 'f', source: 'constructor', target: '__proto__' }];
	expect([0, 1, 2, 3].map((count) => replayTo(count, moments, flows).flows)).toEqual([[], [], [], ['f']]);
	expect(Object.keys(replayTo(3, moments, flows).tokens)).toEqual(['__proto__']);
});
