import { toFault } from './to-fault';

const tooMany = Object.assign(new Error('429'), { response: { status: 429, headers: { 'retry-after': '7' } } });
const ofRequest = Object.assign(new Error('The service is receiving too many requests', { cause: tooMany }), { httpCode: '429' });

it('an error that a node wrapped in one of its own keeps its status and the time to wait', () => {
	const ofNode = Object.assign(new Error(ofRequest.message, { cause: ofRequest }), { name: 'NodeOperationError' });
	expect(toFault(ofNode, [])).toMatchObject({ kind: 'node', name: 'NodeOperationError', httpCode: '429', retryAfterMs: 7_000 });
});

it('the outermost status counts; null does not count', () => {
	const wrapped = (httpCode: string | null) => Object.assign(new Error('x', { cause: ofRequest }), { httpCode });
	expect(toFault(wrapped('404'), [])).toMatchObject({ httpCode: '404' });
	expect(toFault(wrapped(null), [])).toMatchObject({ httpCode: '429' });
});

it('errors that wrap each other are read only so far', () => {
	const [one, other] = [new Error('one'), new Error('other')];
	Object.assign(one, { cause: other });
	Object.assign(other, { cause: one });
	expect(toFault(one, [])).toEqual({ kind: 'node', name: 'Error', message: 'one' });
});
