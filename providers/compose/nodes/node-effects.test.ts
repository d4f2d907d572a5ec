import { asksForAnswer, onlyReads } from './node-effects';

const base = (name: string) => `n8n-nodes-base.${name}`;

it.each([
	['computes', base('set'), {}],
	['asks with the default method', base('httpRequest'), { url: 'https://shop.example' }],
	['asks with HEAD', base('httpRequest'), { method: 'HEAD' }],
	['reads by its operation', base('notion'), { operation: 'getAll' }],
])('counts as reading what %s', (_what, type, parameters) => {
	expect(onlyReads({ type, parameters })).toBe(true);
});

it.each([
	['sends', base('slack'), { operation: 'post' }],
	['posts', base('httpRequest'), { method: 'POST' }],
	['has a method by expression', base('httpRequest'), { method: '={{ $json.method }}' }],
	['has an operation by expression', base('notion'), { operation: '={{ $json.operation }}' }],
	['has no operation', base('awsLambda'), {}],
	['runs what a parameter says', base('mySql'), { operation: 'select' }],
	['runs what a parameter says, in PostgreSQL', base('postgres'), { operation: 'select' }],
	['is of a package that nobody knows', 'n8n-nodes-shop.shop', { operation: 'get' }],
])('counts as writing what %s', (_what, type, parameters) => {
	expect(onlyReads({ type, parameters })).toBe(false);
});

it('reads a parameter where it comes from: an input before the header', () => {
	const [type, parameters] = [base('httpRequest'), { method: 'GET' }];
	expect(onlyReads({ type, parameters, data: { method: 'DELETE' } })).toBe(false);
	expect(asksForAnswer({ type, parameters: { operation: 'post' }, data: { operation: 'sendAndWait' } })).toBe('yes');
});

it('tells whether a node asks people', () => {
	const ask = (operation?: string) => asksForAnswer({ type: base('slack'), parameters: { operation } });
	expect([ask('sendAndWait'), ask('post'), ask(), ask('={{ $json.operation }}')]).toEqual(['yes', 'no', 'no', 'perhaps']);
	// Texts of inputs are data: n8n evaluates none.
	expect(asksForAnswer({ type: base('slack'), parameters: {}, data: { operation: '={{ "sendAndWait" }}' } })).toBe('no');
});
