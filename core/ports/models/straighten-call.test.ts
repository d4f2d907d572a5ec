import { straightenCall } from './straighten-call';

const straighten = (name: string, text: string) => {
	const { name: called, arguments: given } = straightenCall({ id: 'c', name, arguments: text });
	return [called, given];
};

it('reads a name with blanks around it (openclaw/openclaw#27689)', () => {
	expect(straighten(' order\n', '{"id":"5"}')).toEqual(['order', '{"id":"5"}']);
});

it('reads arguments that are encoded twice (livekit/agents#5411)', () => {
	expect(straighten('order', ' "{\\"id\\":\\"5\\"}"')).toEqual(['order', '{"id":"5"}']);
});

it.each(['', '{}', '{"a":"{}"}', '"a"', '"[1]"', '"null"', '"{', '"{\\"a\\":"'])('leaves %s as it is', (text) => {
	expect(straighten('order', text)).toEqual(['order', text]);
});
