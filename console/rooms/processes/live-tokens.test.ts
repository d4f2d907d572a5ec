import type { EngineEvent } from './engine';
import { LiveTokens } from './live-tokens';

const event = (kind: string, elementId: string, elementType = 'serviceTask'): EngineEvent => ({ kind, elementId, elementType });
const stands = (tokens: LiveTokens) =>
	Object.fromEntries(tokens.elements.map((id) => [id, `${tokens.get(id).tokens}/${tokens.get(id).incidents}`]));
const counted = (position: number | undefined, ...items: Array<[id: string, active: number, incidents?: number]>) => ({
	items: items.map(([elementId, active, incidents = 0]) => ({ elementId, active, incidents })),
	...(position !== undefined && { position }),
});

describe('live tokens', () => {
	it('move once by an event, however often it comes, and whether a count has it or not', () => {
		const tokens = new LiveTokens();
		tokens.count(counted(10, ['a', 1]));
		// A count before the stream was open has these already.
		tokens.take(9, event('element-activated', 'a'));
		tokens.take(10, event('element-activated', 'a'));
		expect(stands(tokens)).toEqual({ a: '1/0' });
		tokens.take(11, event('element-completed', 'a'));
		tokens.take(12, event('element-activated', 'b'));
		// The line was lost, and the last event comes again.
		tokens.take(12, event('element-activated', 'b'));
		expect(stands(tokens)).toEqual({ b: '1/0' });
	});

	it('keep what happened after a count that was read before it, and arrives late', () => {
		const tokens = new LiveTokens();
		tokens.count(counted(1, ['a', 1]));
		tokens.take(2, event('element-completed', 'a'));
		tokens.take(3, event('element-activated', 'b'));
		tokens.count(counted(2));
		expect(stands(tokens)).toEqual({ b: '1/0' });
		// An answer that another one overtook.
		tokens.count(counted(1, ['a', 1]));
		expect(stands(tokens)).toEqual({ b: '1/0' });
		tokens.count(counted(7, ['c', 2, 1]));
		tokens.take(5, event('element-completed', 'c'));
		expect(stands(tokens)).toEqual({ c: '3/1' });
	});

	it('count as the engine does: no process, and the body of a loop while it has an incident', () => {
		const tokens = new LiveTokens();
		tokens.take(1, event('element-activated', 'p', 'process'));
		tokens.take(2, event('element-activated', 'each', 'multiInstanceBody'));
		tokens.take(3, event('element-activated', 'each'));
		tokens.take(4, event('incident-created', 'each'));
		expect(stands(tokens)).toEqual({ each: '1/1' });
		tokens.take(5, event('incident-created', 'each', 'multiInstanceBody'));
		expect(stands(tokens)).toEqual({ each: '2/2' });
		tokens.take(6, event('incident-resolved', 'each', 'multiInstanceBody'));
		tokens.take(7, event('incident-resolved', 'each'));
		tokens.take(8, event('element-terminated', 'each'));
		expect(stands(tokens)).toEqual({});
	});

	it('tell which element changed, and of a count that all did; one of no one moment is taken as it is', () => {
		const tokens = new LiveTokens();
		const told: unknown[] = [];
		const end = tokens.subscribe((changed) => told.push(changed));
		tokens.take(1, event('element-activated', 'a'));
		tokens.take(2, event('job-created', 'a'));
		tokens.count(counted(undefined, ['a', 1_500]));
		tokens.take(3, event('element-completed', 'a'));
		end();
		tokens.take(4, event('element-completed', 'a'));
		expect(told).toEqual([['a'], undefined, ['a']]);
		expect(stands(tokens)).toEqual({ a: '1498/0' });
	});
});
